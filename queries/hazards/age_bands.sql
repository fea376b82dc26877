-- question: How old are the open hazards, and how long are they overdue?
-- grain:    one row per measure, band
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
--           $severity  VARCHAR  general or major; NULL for all
--           $source    VARCHAR  how it was found; NULL for all
-- returns:  measure       VARCHAR  age (days since found) or overdue (days past the deadline)
--           place         INTEGER  order of the band
--           band          VARCHAR  the band, in days; 不明 where the day is not known
--           hazard_count  BIGINT   open hazards in it
--           major_count   BIGINT   of them 重大

with
hazard_in_scope as (
    select *
    from hazard_of_day($as_of)
    where
        ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
),

open_hazard as (
    select
        severity,
        'age' as measure,
        date_diff('day', found_on, $as_of::date) as days
    from hazard_in_scope
    where is_open_then
    union all
    select
        severity,
        'overdue' as measure,
        date_diff('day', due_on, $as_of::date) as days
    from hazard_in_scope
    where is_overdue
),

banded as (
    select
        measure,
        severity,
        case
            when days is null then 5
            when days <= 7 then 1
            when days <= 30 then 2
            when days <= 90 then 3
            else 4
        end as place
    from open_hazard
)

select
    measure,
    place,
    ['1–7天', '8–30天', '31–90天', '90天以上', '不明'][place] as band,
    count(*) as hazard_count,
    count(*) filter (where severity = 'major') as major_count
from banded
group by
    measure,
    place
order by
    measure asc,
    place asc
