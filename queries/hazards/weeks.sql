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
-- Weeks are counted back from as_of: the last one is 1. A day in week 0 or less is still to come.
week as (
    select
        week,
        ($as_of::date - (7 * (week - 1))::integer)::date as week_end_on
    from range(1, coalesce($week_count::integer, 26) + 1) as weeks (week)
),

found_by_week as (
    select
        ($as_of::date + 7 - found_on) // 7 as found_week,
        count(*) as hazard_count
    from hazard_now
    where
        is_counted
        and found_on > $as_of::date - 7 * coalesce($week_count::integer, 26)
        and found_on <= $as_of::date
        and ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
    group by found_week
),

-- A week's end asks of a day only in which week it lies: that makes some thousand groups, however many hazards there are.
-- What was closed before the first week, or without any day, is open at no week's end.
open_by_week as (
    select
        ($as_of::date + 7 - found_on) // 7 as found_week,
        ($as_of::date + 7 - open_until) // 7 as closed_week,
        ($as_of::date + 6 - due_on) // 7 as overdue_week,
        count(*) as hazard_count
    from hazard_now
    where
        is_counted
        and coalesce(found_on <= $as_of::date, true)
        and open_until > $as_of::date - 7 * coalesce($week_count::integer, 26)
        and ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
    group by all
)

select
    w.week_end_on,
    coalesce(any_value(f.hazard_count), 0) as found_count,
    coalesce(sum(o.hazard_count) filter (where o.closed_week = w.week), 0)::bigint as closed_count,
    coalesce(sum(o.hazard_count) filter (where o.closed_week < w.week), 0)::bigint as open_count,
    coalesce(sum(o.hazard_count) filter (where o.closed_week < w.week and o.overdue_week >= w.week), 0)::bigint as overdue_count
from week as w
left join found_by_week as f
    on w.week = f.found_week
left join open_by_week as o
    on o.found_week is null or o.found_week >= w.week
group by w.week_end_on
order by w.week_end_on asc
