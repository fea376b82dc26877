-- question: What is not known: which points, sites, stations and townships cannot be told of?
-- grain:    one row per kind_unknown
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end, and a decision, count for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrol and danger signs count from this day
--           $extra_rain_mm           DOUBLE     what if so much more fell; NULL for what has fallen
--           $extra_rain_hours        DOUBLE     in so many hours from now, evenly; NULL for one hour
--           $township                VARCHAR    only this township; NULL for all
-- returns:  kind_unknown   VARCHAR    no_reading (points), no_people (points), no_risk_level (points), no_capacity (sites), silent_station,
--                                     no_station (townships), unmatched_patrol (records that speak of no point of the list): always seven rows
--           unknown_count  BIGINT     so many are not known
--           of_count       BIGINT     of so many
--           names          VARCHAR[]  the first five of them by name; empty for none

with
point_heard as materialized (
    select
        name,
        people_at_risk,
        risk_level,
        is_silent
    from
        judged_point(
            $moment,
            $rain_fresh_hours,
            $county_rain_thresholds,
            $season_start,
            $rain_near_km,
            $rain_elsewhere_mm,
            $warning_hours,
            $extra_rain_mm,
            $extra_rain_hours
        )
    where $township is null or township = $township
),

township_named as (
    select name as township
    from township_now
    where
        name is not null
        and (division_code is not null or regexp_matches(kind, '乡|镇|街道'))
    union
    select township
    from flood_risk_point_now
    where
        township is not null
        and coalesce(status <> 'closed', true)
),

station_known as (
    select
        coalesce(station, station_key) as name,
        township,
        last_reading_at
    from station_rain($moment)
),

township_measured as (
    select distinct township
    from station_known
    where township is not null
),

thing as (
    select
        'no_reading' as kind_unknown,
        name,
        is_silent as is_unknown
    from point_heard
    union all
    select
        'no_people' as kind_unknown,
        name,
        people_at_risk is null as is_unknown
    from point_heard
    union all
    select
        'no_risk_level' as kind_unknown,
        name,
        risk_level is null as is_unknown
    from point_heard
    union all
    select
        'no_capacity' as kind_unknown,
        name,
        capacity is null as is_unknown
    from evacuation_site_now
    where
        coalesce(state <> 'closed', true)
        and not coalesce(is_vanished, false)
        and ($township is null or township = $township)
    union all
    select
        'silent_station' as kind_unknown,
        name,
        last_reading_at <= $moment::timestamp - to_minutes(($rain_fresh_hours::double * 60)::integer) as is_unknown
    from station_known
    where $township is null or township = $township
    union all
    select
        'no_station' as kind_unknown,
        t.township as name,
        m.township is null as is_unknown
    from township_named as t
    left join township_measured as m
        on t.township = m.township
    where $township is null or t.township = $township
    union all
    select
        'unmatched_patrol' as kind_unknown,
        coalesce(c.point_name, c.point_code) as name,
        p.check_key is null as is_unknown
    from patrol_check_now as c
    left join (select distinct check_key from patrol_of_point()) as p
        on c.key = p.check_key
    where
        c.checked_at <= $moment::timestamp
        and coalesce(c.checked_at >= $season_start::timestamp, true)
        and ($township is null or c.township = $township)
),

kind_listed as (
    select unnest(['no_reading', 'no_people', 'no_risk_level', 'no_capacity', 'silent_station', 'no_station', 'unmatched_patrol']) as kind_unknown
)

select
    k.kind_unknown,
    count(*) filter (where t.is_unknown) as unknown_count,
    count(t.kind_unknown) as of_count,
    coalesce(list(coalesce(t.name, '（未填名称）') order by t.name) filter (where t.is_unknown), [])[1:5] as names
from kind_listed as k
left join thing as t
    on k.kind_unknown = t.kind_unknown
group by k.kind_unknown
order by
    list_position(
        ['no_reading', 'no_people', 'no_risk_level', 'no_capacity', 'silent_station', 'no_station', 'unmatched_patrol'], k.kind_unknown
    ) asc
