-- How much each station has measured in the 24 hours up to its last reading.
-- seen: the moment looked at
-- kept: worked out once for all questions that ask with the same values
-- returns: one row per station: the most that readings of one length add up to, the hours that they cover, the most in one hour
create or replace macro station_rain(seen) as table (
    with
    last_of_station as (
        select
            coalesce(station_code, station) as station_key,
            max(observed_at) as last_reading_at
        from rainfall_now
        where
            observed_at <= seen::timestamp
            and rain_mm is not null
            and coalesce(station_code, station) is not null
        group by coalesce(station_code, station)
    ),

    known_station as (
        select
            l.station_key,
            l.last_reading_at,
            any_value({'station_code': r.station_code, 'station': r.station, 'township': r.township}) as named
        from last_of_station as l
        inner join rainfall_now as r
            on
                l.station_key = coalesce(r.station_code, r.station)
                and l.last_reading_at = r.observed_at
        where r.rain_mm is not null
        group by
            l.station_key,
            l.last_reading_at
    ),

    -- Readings of one length, laid end to end backwards from the station's last one: none overlaps another.
    -- A station heard in the last two days has its 24 hours within three: older readings need not be looked at.
    tile as (
        select
            k.station_key,
            r.window_h,
            r.rain_mm,
            date_diff('minute', r.observed_at, k.last_reading_at) as minutes_before
        from rainfall_now as r
        inner join known_station as k
            on coalesce(r.station_code, r.station) = k.station_key
        where
            r.observed_at > seen::timestamp - interval 3 days
            and r.observed_at <= seen::timestamp
            and r.rain_mm is not null
            and r.window_h between 0.01 and 24
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
        k.named.station_code,
        k.named.station,
        k.named.township,
        s.rain_24h_mm,
        s.covered_hours,
        s.rain_1h_mm,
        k.last_reading_at
    from known_station as k
    left join sum_by_station as s
        on k.station_key = s.station_key
);
