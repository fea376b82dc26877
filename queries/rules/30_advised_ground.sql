-- What the count of advised points at the end of each hour stands on, as one number: while it is the same, so is the count.
-- The parameters are those of advised_by_hour.
-- returns: one row per hour
create or replace macro advised_ground(seen, hours_back, limits, since, hours_assumed) as table (
    with
    hour_back as (
        select hour_at
        from hour_back(seen, hours_back)
    ),

    -- An hour more, since what an hour told is one number.
    reach as (
        select back + interval 1 hour as back
        from rain_reach(limits)
    ),

    rain_told as (
        select
            least(end_of_hour(observed_at), seen::timestamp) as told_by,
            sum((hash(station_code, station, township, longitude, latitude, observed_at, window_h, rain_mm) >> 16)::bigint) as ground
        from rainfall_now
        where
            observed_at >= date_trunc('hour', seen::timestamp) - to_hours((hours_back::double)::integer) - (select r.back from reach as r)
            and observed_at <= seen::timestamp
        group by told_by
    ),

    rain_of_hour as (
        select
            h.hour_at,
            sum(t.ground) as ground
        from hour_back as h
        inner join rain_told as t
            on
                h.hour_at >= t.told_by
                and t.told_by > h.hour_at - (select r.back from reach as r)
        group by h.hour_at
    ),

    warning_of_hour as (
        select
            h.hour_at,
            sum(hash(w.key, w.kind, w.level, w.townships)) as ground
        from hour_back as h
        inner join warning_span(hours_assumed) as w
            on
                w.issued_at <= h.hour_at
                and w.in_force_until > h.hour_at
        group by h.hour_at
    ),

    patrol_told as (
        select
            least(end_of_hour(checked_at), seen::timestamp) as told_by,
            sum(hash(key, checked_at, has_danger_sign, can_judge)) as ground
        from patrol_of_point()
        where
            coalesce(checked_at >= since::timestamp, true)
            and checked_at <= seen::timestamp
        group by told_by
    ),

    patrol_of_hour as (
        select
            h.hour_at,
            sum(p.ground) as ground
        from hour_back as h
        inner join patrol_told as p
            on h.hour_at >= p.told_by
        group by h.hour_at
    ),

    point as (
        select
            sum(
                hash(
                    key, point_code, name, township, status, risk_level, station_code, longitude, latitude,
                    prepare_rain_mm, immediate_rain_mm, rain_window_h
                )
            ) as ground
        from flood_risk_point_now
    )

    select
        h.hour_at,
        hash(r.ground, w.ground, c.ground, p.ground) as ground
    from hour_back as h
    cross join point as p
    left join rain_of_hour as r
        on h.hour_at = r.hour_at
    left join warning_of_hour as w
        on h.hour_at = w.hour_at
    left join patrol_of_hour as c
        on h.hour_at = c.hour_at
);
