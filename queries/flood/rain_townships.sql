-- question: How many townships have had heavy rain in the last 24 hours?
-- grain:    one row
-- params:   $moment             TIMESTAMP  the moment looked at
--           $county_rain_bands  JSON       [{window_h, name, from_mm}]: 暴雨 and 大暴雨 over 24 hours are read
--           $township           VARCHAR    only this township; NULL for all
-- returns:  heavy_townships       BIGINT  townships with a station at or above 暴雨; NULL where the county has no bands
--           torrential_townships  BIGINT  at or above 大暴雨; NULL where the county has no bands

select
    case
        when any_value(b.heavy_mm) is not null then count(distinct s.township) filter (where s.rain_24h_mm >= b.heavy_mm)
    end as heavy_townships,
    case
        when any_value(b.torrential_mm) is not null then count(distinct s.township) filter (where s.rain_24h_mm >= b.torrential_mm)
    end as torrential_townships
from rain_band($county_rain_bands) as b
left join station_rain($moment) as s
    on $township is null or s.township = $township
