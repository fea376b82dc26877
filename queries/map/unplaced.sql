-- question: How many rows of the map's layers cannot be drawn, and why?
-- grain:    one row per ledger
-- params:   none
-- returns:  ledger         VARCHAR  hazard (open ones), flood_risk_point or evacuation_site
--           total_count    BIGINT   rows that the layer would draw
--           outside_count  BIGINT   coordinates outside the county by more than 2 km (坐标存疑)
--           without_count  BIGINT   no coordinates that could be read

with
placed as (
    select
        'hazard' as ledger,
        longitude,
        latitude
    from hazard_now
    where is_open
    union all
    select
        'flood_risk_point' as ledger,
        longitude,
        latitude
    from flood_risk_point_now
    union all
    select
        'evacuation_site' as ledger,
        longitude,
        latitude
    from evacuation_site_now
),

outside as (
    select distinct
        longitude,
        latitude
    from outside_point
)

select
    p.ledger,
    count(*) as total_count,
    count(o.longitude) as outside_count,
    count(*) filter (where p.longitude is null or p.latitude is null) as without_count
from placed as p
left join outside as o
    on p.longitude = o.longitude and p.latitude = o.latitude
group by p.ledger
order by p.ledger asc
