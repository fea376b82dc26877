-- question: How hard has it rained in the last 24 hours, and how many stations tell?
-- grain:    one row
-- params:   $moment             TIMESTAMP  the moment looked at
--           $rain_fresh_hours   DOUBLE     a station is silent when its last reading is so many hours old
--           $county_rain_bands  JSON       [{window_h, name, from_mm}]: 暴雨 and 大暴雨 over 24 hours are read
--           $township           VARCHAR    only stations of this township; NULL for all
-- returns:  station_count         BIGINT     stations known
--           silent_count          BIGINT     stations whose last reading is too old
--           max_rain_24h_mm       DOUBLE     the most in these 24 hours at one station; NULL without any reading in them
--           max_rain_24h_prefix   VARCHAR    至少 where the readings of that station do not fill its 24 hours, else empty; NULL as above
--           max_rain_24h_station  VARCHAR    where: its name, else its code; NULL as above
--           max_rain_1h_mm        DOUBLE     the most in one hour at one station; NULL without readings of an hour or less
--           max_rain_1h_station   VARCHAR    where: its name, else its code; NULL as above
--           heavy_mm              DOUBLE     from here on 暴雨; NULL where the county has no bands
--           torrential_mm         DOUBLE     from here on 大暴雨; NULL where the county has no bands
--           heavy_count           BIGINT     stations at or above 暴雨; NULL where the county has no bands
--           torrential_count      BIGINT     stations at or above 大暴雨; NULL where the county has no bands
--           heavy_townships       BIGINT     townships with such a station at 暴雨; NULL as above
--           torrential_townships  BIGINT     at 大暴雨; NULL as above
--           last_reading_at       TIMESTAMP  the newest reading of all; NULL without any

select
    count(s.station_key) as station_count,
    count(s.station_key) filter (
        where s.last_reading_at <= $moment::timestamp - to_minutes(($rain_fresh_hours::double * 60)::integer)
    ) as silent_count,
    max(s.rain_24h_mm) as max_rain_24h_mm,
    -- Of equal ones that which tells of most hours.
    arg_max(if(round(s.covered_hours, 1) < 24, '至少', ''), (s.rain_24h_mm, s.covered_hours, s.station_key))
    filter (where s.rain_24h_mm is not null) as max_rain_24h_prefix,
    arg_max(coalesce(s.station, s.station_key), (s.rain_24h_mm, s.covered_hours, s.station_key))
    filter (where s.rain_24h_mm is not null) as max_rain_24h_station,
    max(s.rain_1h_mm) as max_rain_1h_mm,
    arg_max(coalesce(s.station, s.station_key), (s.rain_1h_mm, s.station_key)) filter (where s.rain_1h_mm is not null) as max_rain_1h_station,
    max(b.heavy_mm) as heavy_mm,
    max(b.torrential_mm) as torrential_mm,
    case
        when max(b.heavy_mm) is not null then count(s.station_key) filter (where s.rain_24h_mm >= b.heavy_mm)
    end as heavy_count,
    case
        when max(b.torrential_mm) is not null then count(s.station_key) filter (where s.rain_24h_mm >= b.torrential_mm)
    end as torrential_count,
    case
        when max(b.heavy_mm) is not null then count(distinct s.township) filter (where s.rain_24h_mm >= b.heavy_mm)
    end as heavy_townships,
    case
        when max(b.torrential_mm) is not null then count(distinct s.township) filter (where s.rain_24h_mm >= b.torrential_mm)
    end as torrential_townships,
    max(s.last_reading_at) as last_reading_at
from rain_band($county_rain_bands) as b
left join station_rain($moment) as s
    on $township is null or s.township = $township
