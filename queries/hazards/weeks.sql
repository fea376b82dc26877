-- question: Week by week, how many hazards were found, closed and still open?
-- grain:    one row per week_end_on
-- params:   $as_of       DATE     the last week ends on this day
--           $week_count  INTEGER  how many weeks back; NULL for 26
--           $township    VARCHAR  only this township; NULL for all
--           $severity    VARCHAR  general or major; NULL for all
--           $source      VARCHAR  how it was found; NULL for all
-- returns:  week_end_on    DATE    last day of the week
--           found_count    BIGINT  found in the seven days up to it
--           closed_count   BIGINT  closed in these seven days, by the day that the sheet names
--           open_count     BIGINT  found by then and not closed by then
--           overdue_count  BIGINT  of them due before that day

with
week as (
    select
        ($as_of::date - (7 * step)::integer)::date as week_end_on
    from range(coalesce($week_count::integer, 26)) as steps (step)
),

hazard_in_scope as (
    select
        found_on,
        due_on,
        -- Closed without any day: closed before everything, so it never makes a week look worse.
        case when not is_open then coalesce(ended_on, date '1900-01-01') end as ended_on
    from hazard_now
    where
        is_counted
        and ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
),

by_day as (
    select
        found_on,
        due_on,
        ended_on,
        count(*) as hazard_count
    from hazard_in_scope
    group by
        found_on,
        due_on,
        ended_on
)

select
    w.week_end_on,
    coalesce(sum(d.hazard_count) filter (
        where d.found_on > w.week_end_on - 7 and d.found_on <= w.week_end_on
    ), 0)::bigint as found_count,
    coalesce(sum(d.hazard_count) filter (
        where d.ended_on > w.week_end_on - 7 and d.ended_on <= w.week_end_on
    ), 0)::bigint as closed_count,
    coalesce(sum(d.hazard_count) filter (
        where coalesce(d.found_on <= w.week_end_on, true) and coalesce(d.ended_on > w.week_end_on, true)
    ), 0)::bigint as open_count,
    coalesce(sum(d.hazard_count) filter (
        where
        coalesce(d.found_on <= w.week_end_on, true)
        and coalesce(d.ended_on > w.week_end_on, true)
        and d.due_on < w.week_end_on
    ), 0)::bigint as overdue_count
from week as w
left join by_day as d
    on d.found_on is null or d.found_on <= w.week_end_on
group by w.week_end_on
order by w.week_end_on asc
