-- How many flood risk points were at 立即转移 at the end of each hour, and now: the judgement of judged_point for every hour at once. What
-- that tells of a window, a doubt or a sentence is left out here; a test holds that the two agree.
-- seen: the moment looked at; hours_back: so many hours before it; the others as judged_point has them; only_township: NULL for all
-- kept: hour by hour, while advised_ground says the same of an hour
-- returns: one row per hour_at of hour_back: advised_count, of how many points; over, [{key, over_at}], which points' rain stood over a limit
-- of 立即转移 in the hour, and the first moment at which it did: that of the reading, or the end of the hour where none of the hour tells
create or replace macro advised_by_hour(
    seen,
    hours_back,
    fresh_hours,
    limits,
    since,
    near_km,
    elsewhere_mm,
    hours_assumed,
    only_township
) as table (
    with
    hour_back as (
        select hour_at
        from hour_back(seen, hours_back)
    ),

    point_in_list as (
        select
            key,
            township,
            risk_level,
            station_code,
            longitude,
            latitude
        from flood_risk_point_now
        where
            coalesce(status <> 'closed', true)
            and (only_township is null or township = only_township)
    ),

    limit_of_point as materialized (
        select
            l.key,
            (l.window_h * 60)::integer as past_minutes,
            l.prepare_mm,
            l.immediate_mm
        from rain_limit(limits) as l
        inner join point_in_list as p
            on l.key = p.key
    ),

    reach as materialized (
        select back
        from rain_reach(limits)
    ),

    told as materialized (
        select *
        from told_reading()
        where
            observed_at >= date_trunc('hour', seen::timestamp) - to_hours((hours_back::double)::integer) - (select r.back from reach as r)
            and observed_at <= seen::timestamp
    ),

    -- A station says the same of itself again and again: once an hour is enough to choose from, and once for all before the first hour.
    said_in_hour as (
        select
            station_key,
            least(
                greatest(end_of_hour(observed_at), date_trunc('hour', seen::timestamp) - to_hours((hours_back::double)::integer)),
                seen::timestamp
            ) as told_by,
            station_code,
            township,
            longitude,
            latitude,
            max(observed_at) as observed_at
        from told
        group by all
    ),

    -- The last that each station had said until then, and when.
    last_of_station as (
        select
            h.hour_at,
            s.station_key,
            arg_max(s.station_code, s.observed_at) as station_code,
            arg_max(s.township, (s.observed_at, s.township)) as township,
            arg_max(s.longitude, (s.observed_at, s.longitude)) as longitude,
            arg_max(s.latitude, (s.observed_at, s.latitude)) as latitude,
            max(s.observed_at) as last_reading_at
        from hour_back as h
        cross join reach as r
        inner join said_in_hour as s
            on
                s.told_by <= h.hour_at
                and s.observed_at >= h.hour_at - r.back
        group by
            h.hour_at,
            s.station_key
    ),

    station_heard as materialized (
        select
            hour_at,
            station_key,
            station_code,
            township,
            longitude,
            latitude,
            last_reading_at > hour_at - to_minutes((fresh_hours::double * 60)::integer) as is_fresh,
            if(last_reading_at > hour_at - to_minutes((fresh_hours::double * 60)::integer), last_reading_at, hour_at) as window_end
        from last_of_station
    ),

    -- What no window reaches tells nothing of it, nor overlaps what lies in one.
    reading as materialized (
        select
            station_key,
            observed_at,
            minutes,
            set_of(minutes, observed_at) as set_key,
            max(rain_mm) as rain_mm
        from told
        where
            observed_at
            > (select min(h.hour_at) from hour_back as h)
            - to_minutes(greatest((fresh_hours::double * 60)::integer, 60))
            - to_minutes(greatest((select coalesce(max(l.past_minutes), 0) from limit_of_point as l), 60))
            - to_minutes((select max(t.minutes) from told as t))
        group by
            station_key,
            observed_at,
            minutes
    ),

    station_of_several_sets as (
        select station_key
        from reading
        group by station_key
        having min(set_key) < max(set_key)
    ),

    followed as (
        select
            station_key,
            observed_at,
            observed_at - to_minutes(minutes) < lag(observed_at) over (
                partition by station_key
                order by
                    observed_at asc,
                    minutes asc
            ) as is_overlapping
        from reading
        where station_key in (select s.station_key from station_of_several_sets as s)
    ),

    -- What had fallen up to each reading of its set. A dry reading adds nothing, unless nothing is a limit.
    fallen_until as materialized (
        select
            station_key,
            set_key,
            minutes,
            observed_at,
            sum(rain_mm) over (partition by station_key, set_key order by observed_at asc) as fallen_mm,
            row_number() over (partition by station_key, set_key order by observed_at asc) as reading_no
        from reading
        where
            rain_mm > 0
            or (select coalesce(bool_or(l.immediate_mm <= 0 or l.prepare_mm <= 0), false) from limit_of_point as l)
    ),

    -- Looked at from the end of each hour, and from each reading in it that may have brought a point over its limit.
    looked as materialized (
        select
            hour_at,
            hour_at as looked_at,
            station_key,
            window_end
        from station_heard
        union
        select
            least(end_of_hour(observed_at), seen::timestamp) as hour_at,
            observed_at as looked_at,
            station_key,
            observed_at as window_end
        from fallen_until
        where observed_at > (select min(h.hour_at) from hour_back as h) - interval 1 hour
    ),

    window_of_station as materialized (
        select
            s.looked_at,
            s.station_key,
            w.past_minutes,
            s.window_end - to_minutes(w.past_minutes) as window_start,
            s.window_end
        from looked as s
        cross join (select distinct past_minutes from limit_of_point) as w
    ),

    overlapping_window as (
        select distinct
            w.looked_at,
            w.station_key,
            w.past_minutes
        from window_of_station as w
        inner join followed as f
            on
                w.station_key = f.station_key
                and f.observed_at > w.window_start
                and f.observed_at <= w.window_end
        where f.is_overlapping
    ),

    -- What lies wholly in the window: of readings of one length laid end to end, and of all where none overlaps.
    fallen_at_end as (
        select
            h.looked_at,
            h.station_key,
            h.set_key,
            n.minutes,
            n.fallen_mm,
            n.reading_no
        from (
            select
                w.looked_at,
                w.station_key,
                w.window_end,
                s.set_key
            from looked as w
            inner join (select distinct station_key, set_key from fallen_until) as s
                on w.station_key = s.station_key
        ) as h
        asof inner join fallen_until as n
            on
                h.station_key = n.station_key
                and h.set_key = n.set_key
                and h.window_end >= n.observed_at
    ),

    window_of_set as (
        select
            w.looked_at,
            w.station_key,
            w.past_minutes,
            n.set_key,
            n.fallen_mm,
            n.reading_no,
            w.window_start + to_minutes(n.minutes) as first_end
        from window_of_station as w
        inner join fallen_at_end as n
            on
                w.looked_at = n.looked_at
                and w.station_key = n.station_key
    ),

    sum_of_set as (
        select
            w.looked_at,
            w.station_key,
            w.past_minutes,
            w.fallen_mm - coalesce(o.fallen_mm, 0) as least_mm
        from window_of_set as w
        asof left join fallen_until as o
            on
                w.station_key = o.station_key
                and w.set_key = o.set_key
                and w.first_end > o.observed_at
        where w.reading_no > coalesce(o.reading_no, 0)
    ),

    least_of_station as (
        select
            s.looked_at,
            s.station_key,
            s.past_minutes,
            round(if(any_value(o.station_key) is null, sum(s.least_mm), max(s.least_mm)), 3) as least_mm
        from sum_of_set as s
        left join overlapping_window as o
            on
                s.looked_at = o.looked_at
                and s.station_key = o.station_key
                and s.past_minutes = o.past_minutes
        group by
            s.looked_at,
            s.station_key,
            s.past_minutes
    ),

    -- Hours that hear the same stations at the same places share what station speaks for what point.
    hearing as materialized (
        select
            hour_at,
            hash(list([station_key, station_code, township, longitude::varchar, latitude::varchar] order by station_key)) as heard_no
        from station_heard
        group by hour_at
    ),

    -- Named to station_of_point.
    station_in_hearing as materialized ( -- noqa: ST03
        select distinct
            g.heard_no,
            s.station_key,
            s.station_code,
            s.township,
            s.longitude,
            s.latitude
        from hearing as g
        inner join station_heard as s
            on g.hour_at = s.hour_at
    ),

    station_for_point as materialized (
        select
            heard_no,
            key,
            station_key
        from station_of_point('point_in_list', 'station_in_hearing', near_km)
    ),

    -- What reaches no point's limit need not be held against any.
    lowest_limit as (
        select
            past_minutes,
            min(least(immediate_mm, prepare_mm)) as lowest_mm
        from limit_of_point
        group by past_minutes
    ),

    high_rain as materialized (
        select r.*
        from least_of_station as r
        inner join lowest_limit as l
            on
                r.past_minutes = l.past_minutes
                and r.least_mm >= l.lowest_mm
    ),

    rain_of_point as (
        select
            w.hour_at,
            l.key,
            bool_or(w.looked_at = w.hour_at) as is_high,
            coalesce(bool_or(r.least_mm >= l.immediate_mm) filter (where w.looked_at = w.hour_at), false) as is_by_rain,
            min(w.looked_at) filter (where r.least_mm >= l.immediate_mm) as over_at
        from high_rain as r
        inner join looked as w
            on
                r.looked_at = w.looked_at
                and r.station_key = w.station_key
        inner join hearing as g
            on w.hour_at = g.hour_at
        inner join station_for_point as p
            on
                g.heard_no = p.heard_no
                and r.station_key = p.station_key
        inner join limit_of_point as l
            on
                p.key = l.key
                and r.past_minutes = l.past_minutes
        where r.least_mm >= l.immediate_mm or r.least_mm >= l.prepare_mm
        group by
            w.hour_at,
            l.key
    ),

    fresh_point as (
        select distinct
            s.hour_at,
            p.key
        from station_heard as s
        inner join hearing as g
            on s.hour_at = g.hour_at
        inner join station_for_point as p
            on
                g.heard_no = p.heard_no
                and s.station_key = p.station_key
        where s.is_fresh
    ),

    -- A reading, or an hour of shorter ones, as rain_bound has them.
    wet_reading as (
        select *
        from reading
        where
            observed_at
            > (select min(h.hour_at) from hour_back as h) - to_minutes((fresh_hours::double * 60)::integer) - interval 1 hour
    ),

    wet_spell as (
        select
            observed_at,
            rain_mm
        from wet_reading
        union all
        select
            max(observed_at) as observed_at,
            round(sum(rain_mm), 3) as rain_mm
        from wet_reading
        where minutes < 60
        group by
            station_key,
            set_key,
            end_of_hour(observed_at)
    ),

    wet_hour as (
        select distinct h.hour_at
        from hour_back as h
        inner join wet_spell as r
            on
                r.observed_at <= h.hour_at
                and r.observed_at > h.hour_at - to_minutes((fresh_hours::double * 60)::integer)
        where r.rain_mm >= elsewhere_mm::double
    ),

    warned_township as (
        select distinct
            h.hour_at,
            p.township
        from hour_back as h
        inner join warning_span(hours_assumed) as w
            on
                w.issued_at <= h.hour_at
                and w.in_force_until > h.hour_at
        inner join (select distinct township from point_in_list) as p
            on w.townships is null or list_contains(w.townships, p.township)
        where
            w.kind in ('rainstorm', 'flash_flood', 'geohazard')
            and w.level in ('red', 'orange', 'yellow', 'blue')
    ),

    -- The word of a patrol holds until the next one; of two at one moment the graver comes last.
    word_of_patrol as (
        select
            key,
            checked_at,
            has_danger_sign or cannot_judge as is_by_patrol,
            lead(checked_at) over (
                partition by key
                order by
                    checked_at asc,
                    has_danger_sign asc,
                    cannot_judge asc
            ) as next_at
        from patrol_word(since)
    ),

    patrolled_point as (
        select distinct
            h.hour_at,
            w.key
        from hour_back as h
        inner join word_of_patrol as w
            on
                w.checked_at <= h.hour_at
                and coalesce(w.next_at > h.hour_at, true)
        where w.is_by_patrol
    )

    select
        h.hour_at,
        count(p.key) filter (
            where
            coalesce(r.is_by_rain, false)
            or (w.hour_at is not null and p.risk_level in ('extreme', 'high'))
            or c.key is not null
            or (f.key is null and not coalesce(r.is_high, false) and (e.hour_at is not null or w.hour_at is not null))
        ) as advised_count,
        list({'key': p.key, 'over_at': r.over_at} order by p.key) filter (where r.over_at is not null) as over
    from hour_back as h
    left join point_in_list as p
        on true
    left join rain_of_point as r
        on h.hour_at = r.hour_at and p.key = r.key
    left join fresh_point as f
        on h.hour_at = f.hour_at and p.key = f.key
    left join wet_hour as e
        on h.hour_at = e.hour_at
    left join warned_township as w
        on h.hour_at = w.hour_at and p.township is not distinct from w.township
    left join patrolled_point as c
        on h.hour_at = c.hour_at and p.key = c.key
    group by h.hour_at
);
