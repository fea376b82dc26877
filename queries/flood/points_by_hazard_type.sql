-- question: How many points, households and people does each kind of hazard threaten?
-- grain:    one row per hazard_type
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  hazard_type           VARCHAR  NULL where the sheet gives none
--           point_count           BIGINT   risk points in the list (核销 ones left out)
--           household_count       BIGINT   households at risk at points that tell; NULL where none tells
--           people_count          BIGINT   people at risk at points that tell; NULL where none tells
--           unknown_people_count  BIGINT   points whose people are not known

select
    hazard_type,
    count(*) as point_count,
    sum(households_at_risk)::bigint as household_count,
    sum(people_at_risk)::bigint as people_count,
    count(*) filter (where people_at_risk is null) as unknown_people_count
from flood_risk_point_now
where
    coalesce(status <> 'closed', true)
    and ($township is null or township = $township)
group by hazard_type
order by
    people_count desc nulls last,
    hazard_type asc nulls last
