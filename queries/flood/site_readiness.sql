-- question: Which evacuation sites lack road, power, water or a keeper, or declare more places than their area gives?
-- grain:    one row per key
-- params:   $area_per_person_m2  DOUBLE   effective area for one person (R-22)
--           $township            VARCHAR  only this township; NULL for all
-- returns:  key                  VARCHAR    the row's key
--           name                 VARCHAR    the site
--           township             VARCHAR    can be NULL
--           state                VARCHAR    designated is not open; can be NULL
--           has_road             BOOLEAN    NULL where not told
--           has_power            BOOLEAN    NULL where not told
--           has_water            BOOLEAN    NULL where not told
--           has_keeper           BOOLEAN    somebody, or a unit, is named
--           lacks                VARCHAR[]  what is said to be missing: road, power, water, keeper; empty for none
--           untold               VARCHAR[]  what nobody tells of: road, power, water, capacity, area; empty for none
--           capacity             INTEGER    as declared; NULL where not known
--           effective_area_m2    DOUBLE     can be NULL
--           computed_capacity    INTEGER    whole people that the area gives; NULL where the area is not known
--           is_over_declared     BOOLEAN    more declared than the area gives; NULL where one is not known

with
site_in_use as (
    select
        *,
        keeper is not null or keeper_unit is not null as has_keeper,
        -- Rounded first: 30 / 0.1 is 300 people.
        floor(round(effective_area_m2 / nullif($area_per_person_m2::double, 0), 6))::integer as computed_capacity
    from evacuation_site_now
    where
        coalesce(state <> 'closed', true)
        and ($township is null or township = $township)
)

select
    key,
    name,
    township,
    state,
    has_road,
    has_power,
    has_water,
    has_keeper,
    list_filter(
        [
            if(has_road = false, 'road', null),
            if(has_power = false, 'power', null),
            if(has_water = false, 'water', null),
            if(has_keeper, null, 'keeper')
        ],
        lambda each: each is not null
    ) as lacks,
    list_filter(
        [
            if(has_road is null, 'road', null),
            if(has_power is null, 'power', null),
            if(has_water is null, 'water', null),
            if(capacity is null, 'capacity', null),
            if(effective_area_m2 is null, 'area', null)
        ],
        lambda each: each is not null
    ) as untold,
    capacity,
    effective_area_m2,
    computed_capacity,
    capacity > computed_capacity as is_over_declared
from site_in_use
order by
    len(lacks) desc,
    is_over_declared desc nulls last,
    len(untold) desc,
    key asc
