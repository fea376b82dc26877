-- question: How much did it rain at each station in the last 24 hours?
-- grain:    one row per station_key
-- params:   $moment            TIMESTAMP  the moment looked at
--           $rain_fresh_hours  DOUBLE     a station is silent when its last reading is so many hours old
--           $township          VARCHAR    only stations of this township; NULL for all
-- returns:  station_key      VARCHAR    its code, else its name
--           station_code     VARCHAR    can be NULL
--           station          VARCHAR    can be NULL
--           township         VARCHAR    can be NULL
--           rain_24h_mm      DOUBLE     at least so much: readings that do not overlap and lie within a day; NULL without any in the 24 hours before the moment
--           covered_hours    DOUBLE     hours of the 24 that these readings cover; NULL as above
--           rain_1h_mm       DOUBLE     the most in one hour, of hourly readings or of shorter ones in a full hour; NULL without any
--           last_reading_at  TIMESTAMP  its last reading
--           is_silent        BOOLEAN    the last reading is too old

select
    station_key,
    station_code,
    station,
    township,
    rain_24h_mm,
    covered_hours,
    rain_1h_mm,
    last_reading_at,
    last_reading_at <= $moment::timestamp - to_minutes(($rain_fresh_hours::double * 60)::integer) as is_silent
from station_rain($moment)
where $township is null or township = $township
order by
    rain_24h_mm desc nulls last,
    station_key asc
