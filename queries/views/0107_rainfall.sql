-- 雨情台账: the newest row of each key on a day, as known at a moment.
create or replace macro rainfall_as_of(moment, known_at) as table (
    with
    rainfall_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from rainfall_history as h
        inner join upload_counted('rainfall', timestamp 'infinity', known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        where h.observed_at <= moment
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from rainfall_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(station_code, turn_of_row) filter (where list_contains(columns, 'station_code')) as station_code,
            arg_max_null(station, turn_of_row) filter (where list_contains(columns, 'station')) as station,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(longitude, turn_of_row) filter (where list_contains(columns, 'longitude')) as longitude,
            arg_max_null(latitude, turn_of_row) filter (where list_contains(columns, 'latitude')) as latitude,
            arg_max_null(observed_at, turn_of_row) filter (where list_contains(columns, 'observed_at')) as observed_at,
            arg_max_null(window_h, turn_of_row) filter (where list_contains(columns, 'window_h')) as window_h,
            arg_max_null(rain_mm, turn_of_row) filter (where list_contains(columns, 'rain_mm')) as rain_mm
        from rainfall_row
        where key in (select t.key from last_turn as t where t.has_older_columns)
        group by key
    )

    select
        n.key,
        n.upload_id,
        n.source_sheet,
        n.source_row,
        n.reporting_unit,
        n.as_of as counts_from,
        n.is_noted,
        coalesce(n.turn < replaced.turn, false) as is_vanished,
        if(carried.key is null, n.station_code, carried.station_code) as station_code,
        if(carried.key is null, n.station, carried.station) as station,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.longitude, carried.longitude) as longitude,
        if(carried.key is null, n.latitude, carried.latitude) as latitude,
        if(carried.key is null, n.observed_at, carried.observed_at) as observed_at,
        if(carried.key is null, n.window_h, carried.window_h) as window_h,
        if(carried.key is null, n.rain_mm, carried.rain_mm) as rain_mm,
        n.raw,
        n.extra
    from last_turn
    inner join rainfall_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('rainfall', timestamp 'infinity', known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
