-- question: What kinds of pollution do complaints name, and how far are they?
-- grain:    one row per pollution_types
-- params:   $as_of     DATE     the day looked at; cases received later are left out
--           $township  VARCHAR  only this township; NULL for all
-- returns:  pollution_types     VARCHAR  one kind; NULL for cases that name none. A case may name several, so the sum is more than the cases
--           case_count          BIGINT   cases
--           case_closed_count   BIGINT   已办结
--           case_interim_count  BIGINT   阶段性办结
--           case_open_count     BIGINT   未办结, and cases that give no word

with
case_by_type as (
    select
        unnest(if(coalesce(len(pollution_types), 0) = 0, [null], pollution_types)) as pollution_type,
        status
    from case_of_day($as_of)
    where $township is null or township = $township
)

select
    pollution_type as pollution_types,
    count(*) as case_count,
    count(*) filter (where status = 'closed') as case_closed_count,
    count(*) filter (where status = 'interim_closed') as case_interim_count,
    count(*) filter (where coalesce(status not in ('closed', 'interim_closed'), true)) as case_open_count
from case_by_type
group by pollution_type
order by
    case_count desc,
    pollution_type asc nulls last
