-- question: Which units that have to report have not done so lately?
-- grain:    one row per unit
-- params:   $as_of            DATE    the day looked at
--           $unreported_days  DOUBLE  so many days without a report is silent
-- returns:  unit         VARCHAR  official name in the list of units
--           last_as_of   DATE     the latest day that a report of theirs counts from; NULL for never
--           silent_days  BIGINT   days since; NULL for never
--           is_silent    BOOLEAN  never reported, or more than unreported_days ago

with
report_of_unit as (
    select
        t.name as unit,
        max(u.as_of) as last_as_of
    from township_now as t
    left join upload as u
        on
            not u.is_undone
            and u.as_of <= $as_of::date
            and u.ledger <> 'township'
            and (u.reporting_unit = t.name or starts_with(u.reporting_unit, t.name))
    where coalesce(t.must_report, false)
    group by t.name
)

select
    unit,
    last_as_of,
    date_diff('day', last_as_of, $as_of::date) as silent_days,
    coalesce(date_diff('day', last_as_of, $as_of::date) > $unreported_days, true) as is_silent
from report_of_unit
order by
    is_silent desc,
    last_as_of asc nulls first,
    unit asc
