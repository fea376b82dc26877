-- From how much rain in 24 hours on it is 暴雨 and 大暴雨 in this county.
-- bands: [{window_h, name, from_mm}]
-- returns: one row; NULL where the county has no bands
create or replace macro rain_band(bands) as table (
    select
        max((value ->> 'from_mm')::double) filter (where value ->> 'name' = '暴雨') as heavy_mm,
        max((value ->> 'from_mm')::double) filter (where value ->> 'name' = '大暴雨') as torrential_mm
    from json_each(bands::json)
    where (value ->> 'window_h')::double = 24
);
