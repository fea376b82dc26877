-- question: Which townships do complaints come from, and how far are they?
-- grain:    one row per township
-- params:   $as_of     DATE     the day looked at; cases received later are left out
--           $township  VARCHAR  only this township; NULL for all
-- returns:  township            VARCHAR  NULL where the sheet gives none
--           case_count          BIGINT   cases
--           case_closed_count   BIGINT   已办结
--           case_interim_count  BIGINT   阶段性办结
--           case_open_count     BIGINT   未办结, and cases that give no word

select
    township,
    count(*) as case_count,
    count(*) filter (where status = 'closed') as case_closed_count,
    count(*) filter (where status = 'interim_closed') as case_interim_count,
    count(*) filter (where coalesce(status not in ('closed', 'interim_closed'), true)) as case_open_count
from case_of_day($as_of)
where $township is null or township = $township
group by township
order by
    case_open_count desc,
    case_count desc,
    township asc nulls last
