-- question: How many points, households and people at risk does each township have, by level?
-- grain:    one row per township
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  township              VARCHAR  NULL where the sheet gives none
--           point_count           BIGINT   risk points in the list (核销 ones left out)
--           household_count       BIGINT   households at risk; NULL where no point tells
--           people_count          BIGINT   people at risk; NULL where no point tells
--           extreme_people_count  BIGINT   of these at 极高 points; NULL where no such point tells
--           high_people_count     BIGINT   at 高 points; NULL where no such point tells
--           general_people_count  BIGINT   at 一般 points; NULL where no such point tells
--           low_people_count      BIGINT   at 低 points; NULL where no such point tells
--           other_people_count    BIGINT   at points without a level; NULL where no such point tells
--           unknown_people_count  BIGINT   points whose people are not known

select
    township,
    count(*) as point_count,
    sum(households_at_risk)::bigint as household_count,
    sum(people_at_risk)::bigint as people_count,
    (sum(people_at_risk) filter (where risk_level = 'extreme'))::bigint as extreme_people_count,
    (sum(people_at_risk) filter (where risk_level = 'high'))::bigint as high_people_count,
    (sum(people_at_risk) filter (where risk_level = 'general'))::bigint as general_people_count,
    (sum(people_at_risk) filter (where risk_level = 'low'))::bigint as low_people_count,
    (sum(people_at_risk) filter (where risk_level is null))::bigint as other_people_count,
    count(*) filter (where people_at_risk is null) as unknown_people_count
from flood_risk_point_now
where
    coalesce(status <> 'closed', true)
    and ($township is null or township = $township)
group by township
order by
    people_count desc nulls last,
    township asc nulls last
