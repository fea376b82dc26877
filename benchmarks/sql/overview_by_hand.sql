-- What 总览 says of hazards, written as one pass over the table: both days' totals, the townships, the weeks; and the list of overdue 重大.
with
row_of_day as (
    select
        township,
        severity,
        status,
        found_on,
        due_on,
        is_open,
        ended_on,
        rectified_on,
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
        sum(n) filter (where r.is_open or r.ended_on > day.seen) as open_count,
        sum(n) filter (where (r.is_open or r.ended_on > day.seen) and r.due_on < day.seen) as overdue_count,
        sum(n) filter (where r.severity = 'major' and (r.is_open or r.ended_on > day.seen)) as major_open_count,
        sum(n) filter (where r.severity = 'major' and (r.is_open or r.ended_on > day.seen) and r.due_on < day.seen) as major_overdue_count,
        sum(n) filter (where r.status in ('pending_check', 'closed') and coalesce(r.rectified_on <= day.seen, true)) as rectified_count,
        sum(n) filter (where r.due_on <= day.seen and r.rectified_on <= r.due_on) as on_time_count,
        sum(n) filter (where r.due_on <= day.seen) as due_count,
        sum(n) filter (where r.is_open and r.is_listed) as listed_count,
        sum(n) filter (where r.is_open and r.is_vanished) as vanished_count
    from row_of_day as r
    cross join (values ($as_of::date), ($as_of::date - 7)) as day (seen)
    where coalesce(r.found_on <= day.seen, true)
    group by day.seen
),

by_township as (
    select
        township,
        sum(n) as total_count,
        sum(n) filter (where is_open or ended_on > $as_of::date) as open_count,
        sum(n) filter (where (is_open or ended_on > $as_of::date) and due_on < $as_of::date) as overdue_count
    from row_of_day
    where coalesce(found_on <= $as_of::date, true)
    group by township
),

day_count as (
    select
        found_on,
        due_on,
        if(is_open, null, coalesce(ended_on, date '1900-01-01')) as ended_on,
        sum(n) as n
    from row_of_day
    group by all
),

week as (
    select
        w.week_end_on,
        sum(n) filter (where d.found_on > w.week_end_on - 7) as found_count,
        sum(n) filter (where d.ended_on > w.week_end_on - 7 and d.ended_on <= w.week_end_on) as closed_count,
        sum(n) filter (where coalesce(d.ended_on > w.week_end_on, true)) as open_count,
        sum(n) filter (where coalesce(d.ended_on > w.week_end_on, true) and d.due_on < w.week_end_on) as overdue_count
    from (select ($as_of::date - (7 * step)::integer)::date as week_end_on from range(26) as steps (step)) as w
    left join day_count as d
        on d.found_on is null or d.found_on <= w.week_end_on
    group by w.week_end_on
),

major as (
    select key, hazard_code, township, site, description, due_on, owner_unit
    from hazard_now
    where is_counted and severity = 'major' and (is_open or ended_on > $as_of::date) and due_on < $as_of::date
    order by due_on asc
    limit 50
)

select
    (select list(t) from total as t) as totals,
    (select list(t) from by_township as t) as townships,
    (select list(t) from week as t) as weeks,
    (select list(t) from major as t) as majors
