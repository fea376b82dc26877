-- How many more people each evacuation site can take: as its ledger tells it; an open one whose ledger does not say who is there has those
-- whom the last reports of this storm send there, by its code, its name in the point's township, or a name that only one site has. Where
-- neither tells it, or a report names it without 已转移, its room is not known.
-- seen: the moment looked at, NULL to ask the ledger alone; storm_from: reports from then on are of this storm
-- returns: one row per site, closed and vanished ones too; settled_count: people whom reports send to an open site that does not say itself,
-- NULL for none; free_capacity: NULL where it is not known, and at a site that is closed or has vanished
create or replace macro room_of_site(seen, storm_from) as table (
    with
    way_to_write as (
        select
            key,
            site_code as written
        from evacuation_site_now
        where site_code is not null
        union
        select
            key,
            concat(township, '|', name) as written
        from evacuation_site_now
        where
            name is not null
            and township is not null
        union
        select
            key,
            name as written
        from evacuation_site_now
        where name is not null
    ),

    site_written as (
        select
            written,
            min(key) as key
        from way_to_write
        group by written
        having count(*) = 1
    ),

    settled_at_site as (
        select
            coalesce(p.key, n.key) as key,
            sum(e.away_count)::integer as settled_count,
            bool_and(e.away_count is not null) as is_told
        from evacuation_of_point(seen, storm_from, null) as e
        left join site_written as p
            on concat(e.township, '|', e.destination) = p.written
        left join site_written as n
            on e.destination = n.written
        where coalesce(p.key, n.key) is not null
        group by coalesce(p.key, n.key)
    )

    select
        s.key,
        e.settled_count,
        case
            when coalesce(s.is_vanished, false) or coalesce(s.state = 'closed', false) then null
            when e.is_told and s.capacity is not null then greatest(s.capacity - e.settled_count, 0)
            else s.free_capacity
        end as free_capacity
    from evacuation_site_now as s
    left join settled_at_site as e
        on
            s.key = e.key
            and s.state = 'open'
            and s.occupied is null
);
