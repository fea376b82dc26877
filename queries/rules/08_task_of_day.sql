-- How each task of the inspection stands on a day.
-- seen: the day looked at; the due day itself is on time
-- returns: one row per task; of one that was done only later the sheet does not say how it stood: no status
create or replace macro task_of_day(seen) as table (
    select
        *,
        coalesce(status = 'done', false) as is_done,
        coalesce(status <> 'done', true) and coalesce(due_on < seen::date, false) as is_overdue,
        coalesce(status = 'behind', false) or (coalesce(status <> 'done', true) and coalesce(due_on < seen::date, false)) as is_behind
    from (
        select
            * replace (if(status = 'done' and closed_on > seen::date, null, status) as status)
        from inspection_task_now
    )
);
