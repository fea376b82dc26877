-- Which rain limits hold for each flood risk point: its own, else every window of the county's table. Where its own names no 立即转移
-- the county's 立即转移 of every window holds beside it.
-- limits: [{window_h, prepare_mm, immediate_mm}]
-- kept: worked out once for all that ask with the same values
-- returns: one row per point and window, two where both hold; none for a point where neither is known
create or replace macro rain_limit(limits) as table (
    with
    point_in_list as (
        select
            *,
            prepare_rain_mm is not null or immediate_rain_mm is not null as has_own_limit
        from flood_risk_point_now
        where coalesce(status <> 'closed', true)
    ),

    county_limit as (
        select
            (value ->> 'window_h')::double as window_h,
            (value ->> 'prepare_mm')::double as prepare_mm,
            (value ->> 'immediate_mm')::double as immediate_mm
        from json_each(limits::json)
    )

    -- An own limit without a window cannot be used.
    select
        key,
        'own' as limit_source,
        rain_window_h as window_h,
        prepare_rain_mm as prepare_mm,
        immediate_rain_mm as immediate_mm
    from point_in_list
    where
        has_own_limit
        and rain_window_h is not null
    union all
    select
        p.key,
        'county' as limit_source,
        c.window_h,
        if(p.prepare_rain_mm is not null and p.rain_window_h is not null, null, c.prepare_mm) as prepare_mm,
        c.immediate_mm
    from point_in_list as p
    cross join county_limit as c
    where
        not (p.has_own_limit and p.rain_window_h is not null)
        or (p.immediate_rain_mm is null and c.immediate_mm is not null)
);
