-- Which spells of rain there were in the county, found from the readings of all stations.
-- seen: the moment looked at; since: readings count from this day; gap_hours: so long without a wet reading ends a spell; start_mm: a
-- spell begins where at one station so much fell in a reading, or in a full hour in the shorter readings that lie in it, and one that
-- never rained so much is no event
-- returns: one row per event, the first has number 1
create or replace macro rain_event(seen, since, gap_hours, start_mm) as table (
    with
    reading as (
        select
            coalesce(station, station_code) as station_name,
            station_key,
            set_key,
            observed_at - to_minutes(minutes) as begun_at,
            observed_at,
            minutes,
            rain_mm
        from told_reading()
        where
            observed_at <= seen::timestamp
            and coalesce(observed_at >= since::timestamp, true)
    ),

    -- Dry until this reading: how far any wet reading before it reached.
    wet_reading as (
        select
            *,
            max(observed_at) over (
                order by
                    begun_at asc,
                    observed_at asc
                rows between unbounded preceding and 1 preceding
            ) as wet_until
        from reading
        where rain_mm > 0
    ),

    numbered as (
        select
            *,
            sum((coalesce(begun_at >= wet_until + to_minutes((gap_hours::double * 60)::integer), true))::integer) over (
                order by
                    begun_at asc,
                    observed_at asc
                rows unbounded preceding
            ) as spell
        from wet_reading
    ),

    -- What fell at a station in a full hour, by readings of one length laid end to end.
    wet_hour as (
        select
            spell,
            min(begun_at) as begun_at,
            sum(rain_mm) as rain_mm
        from numbered
        where
            minutes < 60
            and begun_at >= end_of_hour(observed_at) - interval 1 hour
        group by
            spell,
            station_key,
            set_key,
            end_of_hour(observed_at)
    ),

    -- Rounded, since ten times 0.1 must reach 1.
    start_of_spell as (
        select
            spell,
            min(begun_at) as started_at
        from (
            select
                spell,
                begun_at,
                rain_mm
            from wet_hour
            union all
            select
                spell,
                begun_at,
                rain_mm
            from numbered
        )
        where round(rain_mm, 3) >= start_mm::double
        group by spell
    ),

    spell_of_rain as (
        select
            spell,
            max(observed_at) as ended_at,
            max(rain_mm * 60 / minutes) as peak_mm_per_h,
            arg_max(
                {'rain_mm': rain_mm, 'minutes': minutes, 'observed_at': observed_at, 'station_name': station_name},
                (rain_mm * 60 / minutes, -epoch(observed_at), station_name, -minutes)
            ) as peak,
            count(distinct station_name) as station_count
        from numbered
        group by spell
    ),

    event as (
        select
            b.started_at,
            s.ended_at,
            s.peak_mm_per_h,
            s.peak.rain_mm as peak_mm,
            s.peak.minutes / 60 as peak_window_h,
            s.peak.observed_at as peak_at,
            s.peak.station_name as peak_station,
            s.station_count
        from spell_of_rain as s
        inner join start_of_spell as b
            on s.spell = b.spell
    )

    select
        row_number() over (order by e.started_at asc) as event_no,
        e.*,
        lag(e.ended_at) over (order by e.started_at asc) as former_ended_at,
        lead(e.started_at) over (order by e.started_at asc) as next_started_at,
        -- Nobody heard since is not dry since.
        case
            when e.ended_at + to_minutes((gap_hours::double * 60)::integer) > seen::timestamp then false
            when (select max(r.observed_at) from reading as r) > e.ended_at then true
        end as is_over
    from event as e
);
