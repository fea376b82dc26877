-- question: In which townships do the people at highest risk have no room?
-- grain:    one row per township
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  township                VARCHAR  NULL where the sheets give none
--           people_at_risk_count    BIGINT   people at points of 极高 and 高 risk; NULL where no such point tells
--           unknown_people_count    BIGINT   such points whose people are not known
--           site_count              BIGINT   evacuation sites (closed ones left out)
--           capacity_count          BIGINT   places at sites that tell; NULL where none tells
--           occupied_count          BIGINT   people settled; NULL where no site tells
--           free_capacity_count     BIGINT   places less those taken; NULL where no site tells
--           unknown_capacity_count  BIGINT   sites whose capacity, or whose free places though open, are not known
--           gap_count               BIGINT   people at risk less free places; those settled are not taken off; NULL where people are not known or no site has ever been reported
--           gap_at_least_count      BIGINT   the same if all who are settled came from these points; NULL where gap_count is

with
site_ledger as (
    select count(*) as reported_count
    from evacuation_site_now
),

point_by_township as (
    select
        township,
        sum(people_at_risk) as people_at_risk_count,
        count(*) filter (where people_at_risk is null) as unknown_people_count
    from flood_risk_point_now
    where
        risk_level in ('extreme', 'high')
        and coalesce(status <> 'closed', true)
        and ($township is null or township = $township)
    group by township
),

site_in_use as (
    select
        township,
        capacity,
        occupied,
        free_capacity
    from evacuation_site_now
    where
        coalesce(state <> 'closed', true)
        and ($township is null or township = $township)
),

site_by_township as (
    select
        township,
        count(*) as site_count,
        sum(capacity) as capacity_count,
        sum(occupied) as occupied_count,
        sum(free_capacity) as free_capacity_count,
        count(*) filter (where free_capacity is null) as unknown_capacity_count
    from site_in_use
    group by township
)

select
    coalesce(p.township, s.township) as township,
    p.people_at_risk_count::bigint as people_at_risk_count,
    coalesce(p.unknown_people_count, 0) as unknown_people_count,
    coalesce(s.site_count, 0) as site_count,
    s.capacity_count::bigint as capacity_count,
    s.occupied_count::bigint as occupied_count,
    s.free_capacity_count::bigint as free_capacity_count,
    coalesce(s.unknown_capacity_count, 0) as unknown_capacity_count,
    case
        when p.people_at_risk_count is not null and l.reported_count > 0
            then greatest(p.people_at_risk_count - coalesce(s.free_capacity_count, 0), 0)::bigint
    end as gap_count,
    case
        when p.people_at_risk_count is not null and l.reported_count > 0
            then greatest(p.people_at_risk_count - coalesce(s.occupied_count, 0) - coalesce(s.free_capacity_count, 0), 0)::bigint
    end as gap_at_least_count
from point_by_township as p
full join site_by_township as s
    on p.township is not distinct from s.township
cross join site_ledger as l
order by
    gap_count desc nulls last,
    people_at_risk_count desc nulls last,
    township asc nulls last
