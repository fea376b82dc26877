-- question: How much did it rain in each township in the last 24 hours, at its wettest station?
-- grain:    one row per township
-- params:   $moment             TIMESTAMP  the moment looked at
--           $rain_fresh_hours   DOUBLE     a station is silent when its last reading is so many hours old
--           $county_rain_bands  JSON       [{window_h, name, from_mm}]: 暴雨 and 大暴雨 over 24 hours are read
--           $township           VARCHAR    only this township; NULL for all
-- returns:  township            VARCHAR  NULL where the sheet gives none
--           station_count       BIGINT   stations known
--           silent_count        BIGINT   stations whose last reading is too old
--           rain_24h_mm         DOUBLE   the most at one station; NULL without any reading in two days
--           rain_1h_mm          DOUBLE   the most in one hour at one station; NULL without hourly readings
--           heavy_count         BIGINT   stations at or above 暴雨; NULL where the county has no bands
--           torrential_count    BIGINT   stations at or above 大暴雨; NULL where the county has no bands

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
),

rain_band as (
    select
        max((value ->> 'from_mm')::double) filter (where value ->> 'name' = '暴雨') as heavy_mm,
        max((value ->> 'from_mm')::double) filter (where value ->> 'name' = '大暴雨') as torrential_mm
    from json_each($county_rain_bands::json)
    where (value ->> 'window_h')::double = 24
)

select
    k.township,
    count(*) as station_count,
    count(*) filter (
        where k.last_reading_at <= $moment::timestamp - to_minutes(($rain_fresh_hours::double * 60)::integer)
    ) as silent_count,
    max(s.rain_24h_mm) as rain_24h_mm,
    max(s.rain_1h_mm) as rain_1h_mm,
    case when any_value(b.heavy_mm) is not null then count(*) filter (where s.rain_24h_mm >= b.heavy_mm) end as heavy_count,
    case
        when any_value(b.torrential_mm) is not null then count(*) filter (where s.rain_24h_mm >= b.torrential_mm)
    end as torrential_count
from known_station as k
left join sum_by_station as s
    on k.station_key = s.station_key
cross join rain_band as b
group by k.township
order by
    rain_24h_mm desc nulls last,
    k.township asc nulls last
