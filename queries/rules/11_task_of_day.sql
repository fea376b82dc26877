-- How each task of the inspection stands on a day.
-- seen: the day looked at; the due day itself is on time
-- returns: one row per task; of one that was done only later the sheet does not say how it stood: no status
create or replace macro task_of_day(seen) as table (
    select
        *,
        coalesce(status = 'done', false) as is_done,
        coalesce(status <> 'done', true) and coalesce(due_on < seen::date, false) as is_overdue,
        coalesce(status = 'behind', false) or (coalesce(status <> 'done', true) and coalesce(due_on < seen::date, false)) as is_behind,
        -- R-18: the share of the time that has gone; what is due before it starts cannot be measured so.
        case
            when started_on is not null and due_on > started_on
                then least(greatest(date_diff('day', started_on, seen::date) / date_diff('day', started_on, due_on), 0), 1)
        end as planned_share
    from (
        select
            * replace (if(status = 'done' and closed_on > seen::date, null, status) as status)
        from inspection_task_now
    )
);
