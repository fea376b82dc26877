-- question: How did the rain, the warnings and the moving go, hour by hour up to now?
-- grain:    one row per hour_at
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $storm_hours             DOUBLE     so many hours back
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of an hour
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end counts for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrols count from this day, and reports of earlier seasons are over
--           $township                VARCHAR    only this township; NULL for all
-- returns:  hour_at            TIMESTAMP  the end of the hour
--           max_rain_mm        DOUBLE     the most that one station measured in this hour; NULL where no hourly reading tells
--           warning_count      BIGINT     warnings in force at the end of the hour
--           gravest_level      VARCHAR    the gravest of them; NULL for none
--           advised_count      BIGINT     points at 立即转移 by flood/evacuation_advice as of the end of the hour
--           confirmed_count    BIGINT     points whose advice had been confirmed by then
--           to_evacuate_count  BIGINT     应转移 by the last reports until then; NULL where none tells
--           evacuated_count    BIGINT     已转移 likewise; NULL where none tells

with
hour_back as (
    select hour_at
    from hour_back($moment, $storm_hours)
    where end_of_hour(hour_at) = hour_at
),

-- Only readings that lie wholly inside the hour tell of it, and of those of several lengths one length.
rain_by_station as (
    select
        end_of_hour(observed_at) as hour_at,
        station_key,
        sum(rain_mm) as rain_mm
    from told_reading()
    where
        observed_at > date_trunc('hour', $moment::timestamp) - to_hours(($storm_hours::double)::integer + 1)
        and observed_at <= date_trunc('hour', $moment::timestamp)
        and minutes::bigint * 60000000 <= (epoch_us(observed_at) - 1) % 3600000000 + 1
        and ($township is null or township = $township)
    group by
        hour_at,
        station_key,
        set_key
),

rain_by_hour as (
    select
        hour_at,
        max(rain_mm) as max_rain_mm
    from rain_by_station
    group by hour_at
),

warning_by_hour as (
    select
        h.hour_at,
        count(*) as warning_count,
        arg_min(w.level, list_position(['red', 'orange', 'yellow', 'blue'], w.level)) as gravest_level
    from hour_back as h
    inner join warning_span($warning_hours) as w
        on
            w.issued_at <= h.hour_at
            and w.in_force_until > h.hour_at
    where $township is null or w.townships is null or list_contains(w.townships, $township)
    group by h.hour_at
),

-- Of each point the last decision until then counts.
last_decision as (
    select
        h.hour_at,
        d.point_key,
        arg_max(d.is_confirmed, (d.decided_at, d.entered_at)) as is_confirmed
    from hour_back as h
    inner join advice_decision_now as d
        on
            d.decided_at <= h.hour_at
            and d.decided_at >= date_trunc('hour', $moment::timestamp) - to_hours(($storm_hours::double)::integer)
    where $township is null or d.point_key in (select p.key from flood_risk_point_now as p where p.township = $township)
    group by
        h.hour_at,
        d.point_key
),

confirmed_by_hour as (
    select
        hour_at,
        count(*) filter (where is_confirmed) as confirmed_count
    from last_decision
    group by hour_at
),

moved_by_hour as (
    select
        h.hour_at,
        sum(e.to_evacuate)::bigint as to_evacuate_count,
        sum(e.evacuated)::bigint as evacuated_count
    from hour_back as h
    cross join evacuation_of_point(h.hour_at, $season_start, $township) as e
    group by h.hour_at
)

select
    h.hour_at,
    round(r.max_rain_mm, 1) as max_rain_mm,
    coalesce(w.warning_count, 0) as warning_count,
    w.gravest_level,
    a.advised_count,
    coalesce(c.confirmed_count, 0) as confirmed_count,
    m.to_evacuate_count,
    m.evacuated_count
from hour_back as h
left join rain_by_hour as r
    on h.hour_at = r.hour_at
left join warning_by_hour as w
    on h.hour_at = w.hour_at
left join confirmed_by_hour as c
    on h.hour_at = c.hour_at
left join moved_by_hour as m
    on h.hour_at = m.hour_at
left join
    advised_by_hour(
        $moment,
        $storm_hours,
        $rain_fresh_hours,
        $county_rain_thresholds,
        $season_start,
        $rain_near_km,
        $rain_elsewhere_mm,
        $warning_hours,
        $township
    ) as a
    on h.hour_at = a.hour_at
order by h.hour_at asc
