-- question: How old are the open hazards, or how long are they overdue?
-- grain:    one row per band
-- params:   $as_of     DATE     the day looked at
--           $measure   VARCHAR  overdue: days past the deadline, of overdue ones; age, also NULL: days since found
--           $township  VARCHAR  only this township; NULL for all
--           $severity  VARCHAR  general or major; NULL for all
--           $source    VARCHAR  how it was found; NULL for all
-- returns:  band          VARCHAR  the band, in days; 不明 where the day is not known
--           hazard_count  BIGINT   open hazards in it
--           major_count   BIGINT   of them 重大

with
open_hazard as (
    select
        severity,
        date_diff('day', if($measure = 'overdue', due_on, found_on), $as_of::date) as days
    from hazard_of_day($as_of)
    where
        is_open_then
        and ($measure is distinct from 'overdue' or is_overdue)
        and ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
),

banded as (
    select
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
    ['7天以内', '8–30天', '31–90天', '90天以上', '不明'][place] as band,
    count(*) as hazard_count,
    count(*) filter (where severity = 'major') as major_count
from banded
group by place
order by place asc
