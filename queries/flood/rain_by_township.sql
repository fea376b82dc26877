-- question: How much did it rain in each township in the last 24 hours, at its wettest station?
-- grain:    one row per township
-- params:   $moment             TIMESTAMP  the moment looked at
--           $rain_fresh_hours   DOUBLE     a station is silent when its last reading is so many hours old
--           $county_rain_bands  JSON       [{window_h, name, from_mm}]: 暴雨 and 大暴雨 over 24 hours are read
--           $township           VARCHAR    only this township; NULL for all
-- returns:  township            VARCHAR  NULL where the sheet gives none
--           station_count       BIGINT   stations known
--           silent_count        BIGINT   stations whose last reading is too old
--           rain_24h_mm         DOUBLE   the most at one station; NULL without any reading in these 24 hours
--           rain_1h_mm          DOUBLE   the most in one hour at one station; NULL without readings of an hour or less
--           heavy_count         BIGINT   stations at or above 暴雨; NULL where the county has no bands
--           torrential_count    BIGINT   stations at or above 大暴雨; NULL where the county has no bands

select
    s.township,
    count(*) as station_count,
    count(*) filter (
        where s.last_reading_at <= $moment::timestamp - to_minutes(($rain_fresh_hours::double * 60)::integer)
    ) as silent_count,
    max(s.rain_24h_mm) as rain_24h_mm,
    max(s.rain_1h_mm) as rain_1h_mm,
    case when max(b.heavy_mm) is not null then count(*) filter (where s.rain_24h_mm >= b.heavy_mm) end as heavy_count,
    case
        when max(b.torrential_mm) is not null then count(*) filter (where s.rain_24h_mm >= b.torrential_mm)
    end as torrential_count
from station_rain($moment) as s
cross join rain_band($county_rain_bands) as b
where $township is null or s.township = $township
group by s.township
order by
    rain_24h_mm desc nulls last,
    s.township asc nulls last
