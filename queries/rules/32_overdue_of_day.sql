-- Whatever is overdue on a day: hazards, inspection tasks and remediation projects together.
-- seen: the day looked at; the due day itself is on time
-- returns: one row per thing overdue, with who has to do it
create or replace macro overdue_of_day(seen) as table (
    select
        key,
        'hazard' as kind_overdue,
        nullif(concat_ws('：', site, description), '') as matter,
        township,
        unit,
        due_on,
        date_diff('day', due_on, seen::date) as overdue_days,
        coalesce(severity = 'major', false) as is_major
    from hazard_of_day(seen)
    where is_overdue
    union all
    select
        key,
        'task' as kind_overdue,
        finding as matter,
        township,
        owner_unit as unit,
        due_on,
        date_diff('day', due_on, seen::date) as overdue_days,
        false as is_major
    from task_of_day(seen)
    where is_overdue
    union all
    select
        key,
        'project' as kind_overdue,
        name as matter,
        township,
        owner_unit as unit,
        planned_finish_on as due_on,
        date_diff('day', planned_finish_on, seen::date) as overdue_days,
        false as is_major
    from project_of_day(seen)
    where
        not is_finished
        and planned_finish_on < seen::date
);
