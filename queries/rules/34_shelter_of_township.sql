-- Who would have to move in each township, and where there is room.
-- returns: one row per township that has a point of 极高 or 高 risk or a site; what flood/shelter_gap_by_township promises of them
create or replace macro shelter_of_township() as table (
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
        group by township
    ),

    -- Nobody is sent to a site that has vanished: it is counted, but gives no room.
    site_by_township as (
        select
            s.township,
            count(*) as site_count,
            sum(s.capacity) filter (where not coalesce(s.is_vanished, false)) as capacity_count,
            sum(s.occupied) filter (where not coalesce(s.is_vanished, false)) as occupied_count,
            sum(r.free_capacity) as free_capacity_count,
            count(*) filter (where r.free_capacity is null and not coalesce(s.is_vanished, false)) as unknown_capacity_count
        from evacuation_site_now as s
        inner join room_of_site(null, null) as r
            on s.key = r.key
        where coalesce(s.state <> 'closed', true)
        group by s.township
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
);
