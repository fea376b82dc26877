-- question: How much did it rain at each station in its last 24 hours?
-- grain:    one row per station_key
-- params:   $moment            TIMESTAMP  the moment looked at
--           $rain_fresh_hours  DOUBLE     a station is silent when its last reading is so many hours old
--           $township          VARCHAR    only stations of this township; NULL for all
-- returns:  station_key      VARCHAR    its code, else its name
--           station_code     VARCHAR    can be NULL
--           station          VARCHAR    can be NULL
--           township         VARCHAR    can be NULL
--           rain_24h_mm      DOUBLE     readings that tile the 24 hours before its last one: a lower bound where hours are missing; NULL without any in two days
--           covered_hours    DOUBLE     hours of the 24 that these readings cover; NULL without any
--           rain_1h_mm       DOUBLE     the most in one hour of these; NULL without hourly readings
--           last_reading_at  TIMESTAMP  its last reading
--           is_silent        BOOLEAN    the last reading is too old

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
        observed_at <= $moment::timestamp
        and rain_mm is not null
        and coalesce(station_code, station) is not null
        and ($township is null or township = $township)
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
        and k.last_reading_at > $moment::timestamp - interval 2 days
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
    k.last_reading_at,
    k.last_reading_at <= $moment::timestamp - to_minutes(($rain_fresh_hours::double * 60)::integer) as is_silent
from known_station as k
left join sum_by_station as s
    on k.station_key = s.station_key
order by
    s.rain_24h_mm desc nulls last,
    k.station_key asc
