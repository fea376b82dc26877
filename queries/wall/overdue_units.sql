-- question: Which units have had something overdue longest?
-- grain:    one row per unit
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
-- returns:  unit           VARCHAR  who has to do it; NULL where the sheet names none
--           overdue_count  BIGINT   hazards, tasks and projects overdue
--           longest_days   BIGINT   days past the deadline of the one that is overdue longest
--           major_count    BIGINT   of these 重大 hazards

select
    unit,
    count(*) as overdue_count,
    max(overdue_days) as longest_days,
    count(*) filter (where is_major) as major_count
from overdue_of_day($as_of)
where $township is null or township = $township
group by unit
order by
    longest_days desc,
    overdue_count desc,
    unit asc
