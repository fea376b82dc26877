-- How much each station has measured in the 24 hours up to its last reading.
-- seen: the moment looked at
-- returns: one row per station: the most that readings of one length add up to, the hours that they cover, the most in one hour
create or replace macro station_rain(seen) as table (
    with
    reading as (
        select
            coalesce(station_code, station) as station_key,
            station_code,
            station,
            township,
            observed_at,
            window_h,
            rain_mm
        from rainfall_now
        where
            observed_at <= seen::timestamp
            and rain_mm is not null
            and coalesce(station_code, station) is not null
    ),

    known_station as (
        select
            station_key,
            arg_max(station_code, observed_at) as station_code,
            arg_max(station, observed_at) as station,
            arg_max(township, observed_at) as township,
            max(observed_at) as last_reading_at
        from reading
        group by station_key
    ),

    -- Readings of one length, laid end to end backwards from the station's last one: none overlaps another.
    tile as (
        select
            r.station_key,
            r.window_h,
            r.rain_mm,
            date_diff('minute', r.observed_at, k.last_reading_at) as minutes_before
        from reading as r
        inner join known_station as k
            on r.station_key = k.station_key
        where
            r.window_h between 0.01 and 24
            and k.last_reading_at > seen::timestamp - interval 2 days
            and r.observed_at > k.last_reading_at - interval 24 hours
    ),

    sum_by_length as (
        select
            station_key,
            window_h,
            sum(rain_mm) as rain_mm,
            sum(window_h) as covered_hours,
            max(rain_mm) filter (where window_h = 1) as rain_1h_mm
        from tile
        where
            minutes_before % (window_h * 60) = 0
            and minutes_before + window_h * 60 <= 1440
        group by
            station_key,
            window_h
    ),

    sum_by_station as (
        select
            station_key,
            round(arg_max(rain_mm, (covered_hours, rain_mm)), 1) as rain_24h_mm,
            max(covered_hours) as covered_hours,
            max(rain_1h_mm) as rain_1h_mm
        from sum_by_length
        group by station_key
    )

    select
        k.station_key,
        k.station_code,
        k.station,
        k.township,
        s.rain_24h_mm,
        s.covered_hours,
        s.rain_1h_mm,
        k.last_reading_at
    from known_station as k
    left join sum_by_station as s
        on k.station_key = s.station_key
);
