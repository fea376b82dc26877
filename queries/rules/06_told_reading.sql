-- The readings that tell how much fell in how long at which station.
-- set_key: as set_of has it
-- returns: one row per reading
create or replace macro told_reading() as table (
    select
        coalesce(station_code, station) as station_key,
        station_code,
        station,
        township,
        longitude,
        latitude,
        observed_at,
        (window_h * 60)::integer as minutes,
        set_of(minutes, observed_at) as set_key,
        rain_mm
    from rainfall_now
    where
        rain_mm is not null
        and window_h * 60 >= 1
        and coalesce(station_code, station) is not null
);
