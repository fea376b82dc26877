-- How each hazard stands on a day: what is open, overdue and done in time, and how well its row is kept.
-- seen: the day looked at; the due day itself is on time
-- returns: one row per hazard found by then, the cancelled ones (误报, 重复) left out
create or replace macro hazard_of_day(seen) as table (
    select
        *,
        -- The result of a recheck is free text: 不通过, 不合格, 未到位, 退回 and their like are failures.
        -- Looked for one by one: a pattern of four takes five times as long, on every hazard for every question.
        status = 'recheck_failed'
        or coalesce(
            contains(recheck_result, '不')
            or contains(recheck_result, '未')
            or contains(recheck_result, '退回')
            or contains(recheck_result, '驳回'),
            false
        ) as has_failed,
        recheck_result is not null or coalesce(status in ('recheck_failed', 'closed'), false) as is_rechecked,
        coalesce(status = 'reopened', false) or reopened_count > 0 as has_recurred,
        is_open or coalesce(ended_on > seen::date, false) as is_open_then,
        (is_open or coalesce(ended_on > seen::date, false)) and coalesce(due_on < seen::date, false) as is_overdue,
        coalesce(status in ('pending_check', 'closed'), false) and coalesce(rectified_on <= seen::date, true) as is_rectified,
        due_on <= seen::date as is_due,
        coalesce(rectified_on <= due_on, false) as is_on_time,
        coalesce(owner_person, owner_unit) is not null
        and executor_person is not null
        and coalesce(supervisor_person, supervisor_unit) is not null as has_three_roles,
        coalesce(owner_person, owner_unit) is not null
        and measure is not null
        and fund_wan is not null
        and (due_on is not null or coalesce(due_kind = 'continuous', false))
        and contingency is not null as has_five_elements,
        coalesce(owner_unit, supervisor_unit, nullif(reporting_unit, '')) as unit,
        date_diff('day', found_on, coalesce(rectified_on, seen::date)) as day_count
    from hazard_now
    where
        is_counted
        and coalesce(found_on <= seen::date, true)
);
