-- How much each station has measured in the 24 hours before a moment.
-- seen: the moment looked at
-- kept: worked out once for all questions that ask with the same values
-- returns: one row per station ever heard: at least so much fell, the hours that these readings cover, the most in one hour; NULL without any
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
            min({'station_code': r.station_code, 'station': r.station, 'township': r.township}) as named
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

    -- The day ends with the last reading of a station heard within the hour, of others now: what a silent one told drops out of it.
    -- What began more than 24 hours before the last reading would make the day longer than a day.
    reading as materialized (
        select
            t.station_key,
            t.set_key,
            t.minutes,
            t.observed_at - to_minutes(t.minutes) as started_at,
            t.observed_at,
            max(t.rain_mm) as rain_mm
        from told_reading() as t
        inner join known_station as k
            on t.station_key = k.station_key
        where
            t.observed_at > seen::timestamp - interval 25 hours
            and t.observed_at <= seen::timestamp
            and (t.observed_at > seen::timestamp - interval 24 hours or k.last_reading_at > seen::timestamp - interval 1 hour)
            and t.observed_at - to_minutes(t.minutes) >= k.last_reading_at - interval 24 hours
        group by
            t.station_key,
            t.set_key,
            t.minutes,
            t.observed_at
    ),

    station_of_several_sets as (
        select station_key
        from reading
        group by station_key
        having min(set_key) < max(set_key)
    ),

    -- As rain_bound does: readings of one length laid end to end (a set) are added, and all of a station where none overlaps.
    reading_in_set as (
        select
            station_key,
            set_key,
            minutes,
            rain_mm,
            false as is_overlapping
        from reading
        union all
        select
            station_key,
            0 as set_key,
            minutes,
            rain_mm,
            coalesce(
                started_at < lag(observed_at) over (
                    partition by station_key
                    order by
                        observed_at asc,
                        started_at desc
                ),
                false
            ) as is_overlapping
        from reading
        where station_key in (select s.station_key from station_of_several_sets as s)
    ),

    sum_of_set as (
        select
            station_key,
            round(sum(rain_mm), 1) as rain_mm,
            sum(minutes) / 60 as covered_hours
        from reading_in_set
        group by
            station_key,
            set_key
        having not bool_or(is_overlapping)
    ),

    -- The set that tells of most rain; of equal ones that which tells of most hours.
    sum_by_station as (
        select
            station_key,
            max({'rain_mm': rain_mm, 'covered_hours': covered_hours}) as most
        from sum_of_set
        group by station_key
    ),

    -- Shorter readings tell of the full hour that they lie in.
    rain_in_hour as (
        select
            station_key,
            sum(rain_mm) as rain_mm
        from reading
        where started_at >= end_of_hour(observed_at) - interval 1 hour
        group by
            station_key,
            set_key,
            end_of_hour(observed_at)
        union all
        select
            station_key,
            rain_mm
        from reading
        where minutes = 60
    ),

    wettest_hour as (
        select
            station_key,
            round(max(rain_mm), 1) as rain_1h_mm
        from rain_in_hour
        group by station_key
    )

    select
        k.station_key,
        k.named.station_code,
        k.named.station,
        k.named.township,
        s.most.rain_mm as rain_24h_mm,
        s.most.covered_hours,
        h.rain_1h_mm,
        k.last_reading_at
    from known_station as k
    left join sum_by_station as s
        on k.station_key = s.station_key
    left join wettest_hour as h
        on k.station_key = h.station_key
);
