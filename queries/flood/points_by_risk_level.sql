-- question: How many points, households and people are at each level of risk?
-- grain:    one row per risk_level
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  risk_level            VARCHAR  NULL where the sheet gives none
--           point_count           BIGINT   risk points in the list (核销 ones left out)
--           household_count       BIGINT   households at risk at points that tell; NULL where none tells
--           people_count          BIGINT   people at risk at points that tell; NULL where none tells
--           unknown_people_count  BIGINT   points whose people are not known

select
    risk_level,
    count(*) as point_count,
    sum(households_at_risk)::bigint as household_count,
    sum(people_at_risk)::bigint as people_count,
    count(*) filter (where people_at_risk is null) as unknown_people_count
from flood_risk_point_now
where
    coalesce(status <> 'closed', true)
    and ($township is null or township = $township)
group by risk_level
order by
    list_position(['extreme', 'high', 'general', 'low'], risk_level) asc nulls last
