-- question: Which coordinates has any row of any upload ever named?
-- grain:    one row per longitude, latitude
-- params:   none
-- returns:  longitude  DOUBLE  degrees
--           latitude   DOUBLE  degrees

with
named_point as (
    select
        longitude,
        latitude
    from hazard_history
    union
    select
        longitude,
        latitude
    from flood_risk_point_history
    union
    select
        longitude,
        latitude
    from evacuation_site_history
    union
    select
        longitude,
        latitude
    from rainfall_history
    union
    select
        longitude,
        latitude
    from enterprise_history
)

select
    longitude,
    latitude
from named_point
where
    longitude is not null
    and latitude is not null
order by
    longitude asc,
    latitude asc
