-- What 总览 asks about hazards, written as one pass over their table: both days' totals, the townships with what the map says of them
-- beside hazards, the weeks; and the list of overdue 重大, in the order and with the columns that it is shown with.
with
row_of_day as (
    select
        township,
        severity,
        status,
        found_on,
        due_on,
        open_until,
        rectified_from,
        is_on_time,
        listed_supervision is not null as is_listed,
        is_vanished,
        count(*) as n
    from hazard_now
    where is_counted
    group by all
),

total as (
    select
        day.seen,
        sum(n) as total_count,
        sum(n) filter (where r.open_until > day.seen) as open_count,
        sum(n) filter (where r.open_until > day.seen and r.due_on < day.seen) as overdue_count,
        sum(n) filter (where r.open_until > day.seen and r.due_on between day.seen and day.seen + 7) as due_soon_count,
        sum(n) filter (where r.severity = 'major' and r.open_until > day.seen) as major_open_count,
        sum(n) filter (where r.severity = 'major' and r.open_until > day.seen and r.due_on < day.seen) as major_overdue_count,
        sum(n) filter (where r.rectified_from <= day.seen) as rectified_count,
        sum(n) filter (where r.due_on <= day.seen and r.is_on_time) as on_time_count,
        sum(n) filter (where r.due_on <= day.seen) as due_count,
        sum(n) filter (where r.open_until > day.seen and r.is_listed) as listed_open_count,
        sum(n) filter (where r.open_until > day.seen and r.due_on is null) as no_deadline_count,
        sum(n) filter (where r.status is null) as unknown_status_count,
        sum(n) filter (where r.open_until > day.seen and r.is_vanished) as vanished_count
    from row_of_day as r
    cross join (values ($as_of::date), ($as_of::date - 7)) as day (seen)
    where coalesce(r.found_on <= day.seen, true)
    group by day.seen
),

by_township as (
    select
        township,
        sum(n) as total_count,
        sum(n) filter (where open_until > $as_of::date) as open_count,
        sum(n) filter (where open_until > $as_of::date and due_on < $as_of::date) as overdue_count,
        sum(n) filter (where severity = 'major' and open_until > $as_of::date) as major_open_count,
        sum(n) filter (where severity = 'major' and open_until > $as_of::date and due_on < $as_of::date) as major_overdue_count
    from row_of_day
    where coalesce(found_on <= $as_of::date, true)
    group by township
),

day_count as (
    select
        found_on,
        due_on,
        open_until,
        sum(n) as n
    from row_of_day
    group by all
),

week as (
    select
        w.week_end_on,
        sum(n) filter (where d.found_on > w.week_end_on - 7) as found_count,
        sum(n) filter (where d.open_until > w.week_end_on - 7 and d.open_until <= w.week_end_on) as closed_count,
        sum(n) filter (where d.open_until > w.week_end_on) as open_count,
        sum(n) filter (where d.open_until > w.week_end_on and d.due_on < w.week_end_on) as overdue_count
    from (select ($as_of::date - (7 * step)::integer)::date as week_end_on from range(26) as steps (step)) as w
    left join day_count as d
        on d.found_on is null or d.found_on <= w.week_end_on
    group by w.week_end_on
),

beside as (
    select *
    from (select distinct township from row_of_day union select name from township_now) as t
    left join (
        select township, count(*) as risk_point_count
        from flood_risk_point_now
        where coalesce(status <> 'closed', true)
        group by township
    ) using (township)
    left join shelter_of_township() using (township)
    left join (
        select township, count(*) as task_count, count(*) filter (where is_behind) as behind_count
        from task_of_day($as_of)
        group by township
    ) using (township)
    left join (
        select township, count(*) filter (where coalesce(status <> 'closed', true)) as open_case_count
        from case_of_day($as_of)
        group by township
    ) using (township)
),

major as (
    select
        key, hazard_code, township, site, industry, description, severity, source, found_on, due_on, due_kind,
        date_diff('day', due_on, $as_of::date) as overdue_days, status, owner_unit, owner_person, executor_person, supervisor_unit,
        if(rectified_on >= found_on, date_diff('day', found_on, rectified_on), null) as rectified_days, is_vanished
    from hazard_now
    where is_counted and severity = 'major' and open_until > $as_of::date and due_on < $as_of::date and coalesce(found_on <= $as_of::date, true)
    order by due_on asc, found_on asc nulls last, key asc
    limit 50
)

select
    (select list(t) from total as t) as totals,
    (select list(t) from (select * from beside left join by_township using (township)) as t) as townships,
    (select list(t) from week as t) as weeks,
    (select list(t) from major as t) as majors
