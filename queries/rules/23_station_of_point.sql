-- Which stations speak for which point: its own by its code; without a code every station of its township; without one there the nearest
-- that is near enough.
-- point: a relation's name, of columns key, township, station_code, longitude, latitude
-- heard: a relation's name, of columns heard_no (stations of one number were heard together), station_key, station_code, township,
-- longitude, latitude
-- near_km: how far a station speaks for a point that has neither a station of its own nor one in its township
-- returns: one row per heard_no, point and station; distance_km only where the nearest speaks
create or replace macro station_of_point(point, heard, near_km) as table (
    with
    station as materialized (
        select *
        from query_table(heard)
    ),

    point_without_code as (
        select *
        from query_table(point)
        where station_code is null
    ),

    point_away as (
        select
            n.heard_no,
            p.key,
            p.longitude,
            p.latitude
        from (select distinct heard_no from station) as n
        cross join point_without_code as p
        left join (select distinct heard_no, township from station where township is not null) as s
            on
                n.heard_no = s.heard_no
                and p.township = s.township
        where s.township is null
    ),

    station_near as (
        select
            p.heard_no,
            p.key,
            s.station_key,
            distance_km(s.longitude, s.latitude, p.longitude, p.latitude) as distance_km
        from point_away as p
        inner join station as s
            on
                p.heard_no = s.heard_no
                and abs(s.latitude - p.latitude) <= near_km::double / 110
    )

    select
        s.heard_no,
        p.key,
        s.station_key,
        null::double as distance_km
    from query_table(point) as p
    inner join station as s
        on p.station_code = s.station_code
    union all
    select
        s.heard_no,
        p.key,
        s.station_key,
        null as distance_km
    from point_without_code as p
    inner join station as s
        on p.township = s.township
    union all
    select
        heard_no,
        key,
        arg_min(station_key, (distance_km, station_key)) as station_key,
        min(distance_km) as distance_km
    from station_near
    where distance_km <= near_km::double
    group by
        heard_no,
        key
);
