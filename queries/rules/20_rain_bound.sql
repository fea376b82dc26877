-- What the readings of each station tell of each window that any limit asks about: at least so much fell in it, at most so much.
-- seen: the moment looked at; fresh_hours: a reading older than that tells nothing of now; limits: the county's table of windows;
-- more_mm, more_hours: what if so much more fell, as rain_ahead has it: what is left of a window in and after that rain is looked at too
-- kept: worked out once for all that ask with the same values
-- returns: one row per station heard in the last days and window; past_minutes is NULL where no limit asks
create or replace macro rain_bound(seen, fresh_hours, limits, more_mm, more_hours) as table (
    with
    window_in_use as (
        select distinct past_minutes
        from rain_ahead(limits, more_mm, more_hours)
    ),

    told as materialized (
        select *
        from told_reading()
        where observed_at between seen::timestamp - (select r.back from rain_reach(limits) as r) and seen::timestamp
    ),

    -- A station says the same of itself again and again: once for all is enough to choose from.
    said_of_station as (
        select
            station_key,
            station_code,
            station,
            township,
            longitude,
            latitude,
            max(observed_at) as observed_at
        from told
        group by all
    ),

    last_of_station as (
        select
            station_key,
            any_value(station_code) as station_code,
            arg_max(station, (observed_at, station)) as station,
            arg_max(township, (observed_at, township)) as township,
            arg_max(longitude, (observed_at, longitude)) as longitude,
            arg_max(latitude, (observed_at, latitude)) as latitude,
            max(observed_at) as last_reading_at
        from said_of_station
        group by station_key
    ),

    -- What no window reaches tells nothing of it, nor overlaps what lies in one.
    reading as materialized (
        select
            station_key,
            set_of(minutes, observed_at) as set_key,
            observed_at - to_minutes(minutes) as started_at,
            observed_at,
            minutes,
            max(rain_mm) as rain_mm
        from told
        where
            observed_at
            > seen::timestamp
            - to_minutes((fresh_hours::double * 60)::integer)
            - to_minutes(greatest((select coalesce(max(w.past_minutes), 0) from window_in_use as w), 60))
            - to_minutes((select max(t.minutes) from told as t))
        group by
            station_key,
            observed_at,
            minutes
    ),

    lately as (
        select *
        from reading
        where observed_at > seen::timestamp - to_minutes((fresh_hours::double * 60)::integer) - interval 1 hour
    ),

    -- What fell in a reading, or in an hour of shorter ones: six of 4.9 mm are as wet as one of 29.4, and as fresh as the last of them.
    spell as (
        select
            station_key,
            observed_at,
            minutes,
            rain_mm
        from lately
        union all
        select
            station_key,
            max(observed_at) as observed_at,
            sum(minutes) as minutes,
            round(sum(rain_mm), 3) as rain_mm
        from lately
        where minutes < 60
        group by
            station_key,
            set_key,
            end_of_hour(observed_at)
    ),

    wettest_of_station as (
        select
            station_key,
            arg_max({'rain_mm': rain_mm, 'minutes': minutes, 'observed_at': observed_at}, (rain_mm, observed_at, -minutes)) as wettest
        from spell
        where observed_at > seen::timestamp - to_minutes((fresh_hours::double * 60)::integer)
        group by station_key
    ),

    -- Windows end at the last reading of a station that is heard; of a silent one only what lies within the window before now counts.
    station_heard as (
        select
            l.*,
            coalesce(l.station, l.station_key) as station_name,
            w.wettest,
            l.last_reading_at > seen::timestamp - to_minutes((fresh_hours::double * 60)::integer) as is_fresh,
            if(is_fresh, l.last_reading_at, seen::timestamp) as window_end
        from last_of_station as l
        left join wettest_of_station as w
            on l.station_key = w.station_key
    ),

    station_of_several_sets as (
        select station_key
        from reading
        group by station_key
        having min(set_key) < max(set_key)
    ),

    -- Sums are made of readings that do not overlap: those of one length laid end to end (a set), and all of a station together where none
    -- overlaps; with one set that is the same sum.
    reading_in_set as (
        select
            *,
            false as is_overlapping
        from reading
        union all
        select
            station_key,
            0 as set_key,
            started_at,
            observed_at,
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

    window_of_station as (
        select
            s.station_key,
            w.past_minutes,
            s.window_end - to_minutes(w.past_minutes) as window_start
        from station_heard as s
        cross join window_in_use as w
    ),

    -- Of each set: what lies wholly in the window is at least what fell in it; what covers the window whole is at most that.
    bound_of_set as (
        select
            r.station_key,
            w.past_minutes,
            max(r.minutes) as minutes,
            sum(r.rain_mm) filter (where r.started_at >= w.window_start) as least_mm,
            coalesce(sum(r.minutes) filter (where r.started_at >= w.window_start), 0) as inside_minutes,
            sum(r.rain_mm) as most_mm,
            sum(date_diff('minute', greatest(r.started_at, w.window_start), r.observed_at)) as touched_minutes
        from reading_in_set as r
        inner join window_of_station as w
            on
                r.station_key = w.station_key
                and r.observed_at > w.window_start
        group by
            r.station_key,
            w.past_minutes,
            r.set_key
        having not bool_or(r.is_overlapping)
    ),

    bound_of_station as (
        select
            station_key,
            past_minutes,
            max(least_mm) as least_mm,
            min(most_mm) filter (where touched_minutes >= past_minutes) as most_mm,
            arg_min(minutes, most_mm) filter (where touched_minutes >= past_minutes) as most_minutes,
            max(inside_minutes) as inside_minutes
        from bound_of_set
        group by
            station_key,
            past_minutes
    )

    select
        s.*,
        w.past_minutes,
        b.least_mm,
        b.most_mm,
        b.most_minutes,
        b.inside_minutes
    from station_heard as s
    left join window_in_use as w
        on true
    left join bound_of_station as b
        on
            s.station_key = b.station_key
            and w.past_minutes = b.past_minutes
);
