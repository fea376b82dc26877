-- How each flood risk point stands: the rain against its limits, warnings over it, what patrols found, and what follows from it.
-- seen: the moment looked at; fresh_hours: a reading older than that tells nothing of now; since: patrols count from this day;
-- limits: the county's table of windows, for points without limits of their own
-- returns: one row per point that is not 核销; the columns are explained where flood/points returns them
create or replace macro judged_point(seen, fresh_hours, limits, since) as table (
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
    ),

    -- Its own limit, else every window of the county's table. An own limit without a window cannot be used.
    limit_of_point as (
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
            c.prepare_mm,
            c.immediate_mm
        from point_in_list as p
        cross join county_limit as c
        where not (p.has_own_limit and p.rain_window_h is not null)
    ),

    reading as (
        select
            coalesce(station_code, station) as station_key,
            station_code,
            township,
            observed_at,
            window_h,
            rain_mm
        from rainfall_now
        where
            observed_at between seen::timestamp - interval 2 days and seen::timestamp
            and rain_mm is not null
            and window_h > 0
            and coalesce(station_code, station) is not null
    ),

    last_of_station as (
        select
            station_key,
            any_value(station_code) as station_code,
            arg_max(township, observed_at) as township,
            max(observed_at) as last_reading_at
        from reading
        group by station_key
    ),

    station_heard as (
        select
            *,
            last_reading_at > seen::timestamp - to_minutes((fresh_hours::double * 60)::integer) as is_fresh
        from last_of_station
    ),

    window_in_use as (
        select distinct window_h
        from limit_of_point
    ),

    -- Readings of one length laid end to end backwards; of a silent station only what still lies within the window before now.
    sum_by_length as (
        select
            r.station_key,
            w.window_h,
            sum(r.rain_mm) as rain_mm,
            sum(r.window_h) as covered_hours
        from reading as r
        inner join station_heard as s
            on r.station_key = s.station_key
        inner join window_in_use as w
            on r.window_h <= w.window_h
        where
            date_diff('minute', r.observed_at, s.last_reading_at) % (r.window_h * 60) = 0
            and date_diff('minute', r.observed_at, if(s.is_fresh, s.last_reading_at, seen::timestamp)) + r.window_h * 60
            <= w.window_h * 60
        group by
            r.station_key,
            r.window_h,
            w.window_h
    ),

    sum_by_station as (
        select
            b.station_key,
            b.window_h,
            max(b.rain_mm) as rain_mm,
            bool_or(b.covered_hours >= b.window_h) and any_value(s.is_fresh) as is_complete
        from sum_by_length as b
        inner join station_heard as s
            on b.station_key = s.station_key
        group by
            b.station_key,
            b.window_h
    ),

    -- The point's own station by its code; without a code every station of its township.
    station_of_point as (
        select
            p.key,
            s.station_key,
            s.last_reading_at
        from point_in_list as p
        inner join station_heard as s
            on p.station_code = s.station_code
        union all
        select
            p.key,
            s.station_key,
            s.last_reading_at
        from point_in_list as p
        inner join station_heard as s
            on p.township = s.township
        where p.station_code is null
    ),

    judged as (
        select
            l.key,
            l.limit_source,
            l.window_h,
            r.rain_mm,
            s.last_reading_at,
            case
                when r.rain_mm >= l.immediate_mm then l.immediate_mm
                else coalesce(l.prepare_mm, l.immediate_mm)
            end as limit_mm,
            case
                when r.rain_mm >= l.immediate_mm then 3
                when r.rain_mm >= l.prepare_mm then 2
                when r.is_complete then 0
                else 1
            end as urgency
        from limit_of_point as l
        left join station_of_point as s
            on l.key = s.key
        left join sum_by_station as r
            on s.station_key = r.station_key and l.window_h = r.window_h
    ),

    -- The most urgent window speaks; one that cannot be judged outweighs one that is below.
    rain_of_point as (
        select
            key,
            max(urgency) as urgency,
            arg_max(limit_source, (urgency, coalesce(rain_mm / nullif(limit_mm, 0), 0))) as limit_source,
            arg_max(window_h, (urgency, coalesce(rain_mm / nullif(limit_mm, 0), 0))) as window_h,
            arg_max_null(rain_mm, (urgency, coalesce(rain_mm / nullif(limit_mm, 0), 0))) as rain_mm,
            arg_max(limit_mm, (urgency, coalesce(rain_mm / nullif(limit_mm, 0), 0))) as limit_mm,
            max(last_reading_at) as last_reading_at
        from judged
        group by key
    ),

    warning_in_force as (
        select
            level,
            townships
        from warning_now
        where
            issued_at <= seen::timestamp
            and coalesce(lifted_at > seen::timestamp, true)
            and coalesce(effective_until, issued_at + interval 24 hours) > seen::timestamp
            and kind in ('rainstorm', 'flash_flood', 'geohazard')
    ),

    warning_of_point as (
        select
            p.key,
            arg_min(w.level, list_position(['red', 'orange', 'yellow', 'blue'], w.level)) as warning_level
        from point_in_list as p
        inner join warning_in_force as w
            on w.townships is null or list_contains(w.townships, p.township)
        group by p.key
    ),

    -- The last word of the patrols on each point this season.
    last_patrol as (
        select
            key,
            arg_max_null(has_danger_sign, checked_at) as has_danger_sign,
            arg_max_null(can_judge, checked_at) as can_judge
        from patrol_of_point()
        where
            checked_at <= seen::timestamp
            and coalesce(checked_at >= since::timestamp, true)
        group by key
    ),

    advised as (
        select
            p.key,
            p.name,
            p.township,
            p.risk_level,
            p.hazard_type,
            p.households_at_risk,
            p.people_at_risk,
            case r.urgency when 3 then 'immediate' when 2 then 'prepare' when 0 then 'below' else 'unknown' end as rain_state,
            r.rain_mm,
            r.window_h,
            r.limit_mm,
            r.limit_source,
            r.last_reading_at,
            w.warning_level,
            coalesce(c.has_danger_sign, false) as has_danger_sign,
            coalesce(not c.can_judge, false) as cannot_judge,
            p.evacuation_site,
            p.evacuation_officer,
            p.evacuation_phone,
            -- 三个紧急撤离 (R-3): heavy rain at the point, a warning over a point of high risk, a danger sign or no judgement.
            coalesce(r.urgency = 3, false) as is_by_rain,
            coalesce(w.warning_level is not null and p.risk_level in ('extreme', 'high'), false) as is_by_warning,
            coalesce(c.has_danger_sign, false) or coalesce(not c.can_judge, false) as is_by_patrol
        from point_in_list as p
        left join rain_of_point as r
            on p.key = r.key
        left join warning_of_point as w
            on p.key = w.key
        left join last_patrol as c
            on p.key = c.key
    )

    select
        *,
        case
            when is_by_rain or is_by_warning or is_by_patrol then 'evacuate'
            when rain_state = 'prepare' then 'prepare'
            when rain_state = 'unknown' then 'cannot_judge'
            else 'watch'
        end as advice
    from advised
);
