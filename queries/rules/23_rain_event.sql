-- Which spells of rain there were in the county, found from the readings of all stations.
-- seen: the moment looked at; since: readings count from this day; gap_hours: so long without a wet reading ends a spell; start_mm: a
-- spell begins with its first reading from here on, and one without any is no event
-- returns: one row per event, the first has number 1
create or replace macro rain_event(seen, since, gap_hours, start_mm) as table (
    with
    reading as (
        select
            coalesce(station, station_code) as station_name,
            observed_at - to_minutes((window_h * 60)::integer) as begun_at,
            observed_at,
            window_h,
            rain_mm
        from rainfall_now
        where
            observed_at <= seen::timestamp
            and coalesce(observed_at >= since::timestamp, true)
            and window_h > 0
            and rain_mm is not null
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

    spell_of_rain as (
        select
            min(begun_at) filter (where rain_mm >= start_mm::double) as started_at,
            max(observed_at) as ended_at,
            max(rain_mm / window_h) as peak_mm_per_h,
            arg_max(rain_mm, (rain_mm / window_h, -epoch(observed_at), station_name)) as peak_mm,
            arg_max(window_h, (rain_mm / window_h, -epoch(observed_at), station_name)) as peak_window_h,
            arg_max(observed_at, (rain_mm / window_h, -epoch(observed_at), station_name)) as peak_at,
            arg_max(station_name, (rain_mm / window_h, -epoch(observed_at), station_name)) as peak_station,
            count(distinct station_name) as station_count
        from numbered
        group by spell
    ),

    event as (
        select *
        from spell_of_rain
        where started_at is not null
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
