-- Which point each report of 转移避险进度台账 speaks of: the one with its code; without a code the one with its name in its township; where the
-- report or the list gives no township, the only one in the county with that name. A 核销 point is meant only where no other can be.
-- kept: worked out once for all that ask with the same values
-- returns: one row per report; point_key: NULL where no point of the list, or more than one, is meant: then unlisted_as, the code or the
-- township and name as written, tells it from others, else NULL; township: as the list gives it, else as the report does; away_count: 已转移
-- less 已返回, who came back is at the point again; NULL where 已转移 is not told
create or replace macro report_of_point() as table (
    with
    way_to_write as (
        select
            'code' as way,
            point_code as written,
            key,
            township,
            status
        from flood_risk_point_now
        where point_code is not null
        union all
        select
            'place' as way,
            concat(township, '|', name) as written,
            key,
            township,
            status
        from flood_risk_point_now
        where name is not null
        union all
        select
            'name' as way,
            name as written,
            key,
            township,
            status
        from flood_risk_point_now
        where name is not null
    ),

    point_written as (
        select
            way,
            written,
            count(*) filter (where coalesce(status <> 'closed', true)) as listed_count,
            if(listed_count > 0, min(key) filter (where coalesce(status <> 'closed', true)), min(key)) as key,
            if(listed_count > 0, min(township) filter (where coalesce(status <> 'closed', true)), min(township)) as township
        from way_to_write
        group by
            way,
            written
        having if(listed_count > 0, listed_count, count(*)) = 1
    ),

    report_written as (
        select
            key,
            updated_at,
            to_evacuate,
            evacuated,
            point_code,
            township,
            -- greatest() passes over NULL, and nobody reported is not nobody moved.
            case when evacuated is not null then greatest(evacuated - coalesce(returned, 0), 0) end as away_count,
            case when point_code is null then concat(township, '|', point_name) end as place_written,
            case when point_code is null then point_name end as name_written
        from evacuation_progress_now
    )

    select
        e.key,
        e.updated_at,
        e.to_evacuate,
        e.evacuated,
        e.away_count,
        coalesce(c.key, p.key, case when e.township is null or n.township is null then n.key end) as point_key,
        coalesce(c.township, p.township, e.township, n.township) as township,
        case when point_key is null then coalesce(e.point_code, concat('|', e.place_written)) end as unlisted_as
    from report_written as e
    left join point_written as c
        on e.point_code = c.written and c.way = 'code'
    left join point_written as p
        on e.place_written = p.written and p.way = 'place'
    left join point_written as n
        on e.name_written = n.written and n.way = 'name'
);
