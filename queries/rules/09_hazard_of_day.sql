-- How each hazard stands on a day: what is open, overdue and rectified. What no day changes is told by hazard_now itself.
-- seen: the day looked at; the due day itself is on time
-- returns: one row per hazard found by then, the cancelled ones (误报, 重复) left out; is_overdue and is_due are NULL without a dated deadline
create or replace macro hazard_of_day(seen) as table (
    select
        *,
        open_until > seen::date as is_open_then,
        open_until > seen::date and due_on < seen::date as is_overdue,
        rectified_from <= seen::date as is_rectified,
        due_on <= seen::date as is_due,
        coalesce(owner_unit, supervisor_unit, nullif(reporting_unit, '')) as unit,
        date_diff('day', found_on, coalesce(rectified_on, seen::date)) as day_count
    from hazard_now
    where
        is_counted
        and coalesce(found_on <= seen::date, true)
);
