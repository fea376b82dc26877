-- 转移避险进度台账: the newest row of each key on a day, as known at a moment.
create or replace macro evacuation_progress_as_of(moment, known_at) as table (
    with
    evacuation_progress_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from evacuation_progress_history as h
        inner join upload_counted('evacuation_progress', timestamp 'infinity', known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        where h.updated_at <= moment
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from evacuation_progress_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(point_code, turn_of_row) filter (where list_contains(columns, 'point_code')) as point_code,
            arg_max_null(point_name, turn_of_row) filter (where list_contains(columns, 'point_name')) as point_name,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(to_evacuate, turn_of_row) filter (where list_contains(columns, 'to_evacuate')) as to_evacuate,
            arg_max_null(evacuated, turn_of_row) filter (where list_contains(columns, 'evacuated')) as evacuated,
            arg_max_null(returned, turn_of_row) filter (where list_contains(columns, 'returned')) as returned,
            arg_max_null(destination, turn_of_row) filter (where list_contains(columns, 'destination')) as destination,
            arg_max_null(updated_at, turn_of_row) filter (where list_contains(columns, 'updated_at')) as updated_at,
            arg_max_null(confirmed_by, turn_of_row) filter (where list_contains(columns, 'confirmed_by')) as confirmed_by
        from evacuation_progress_row
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
        if(carried.key is null, n.point_code, carried.point_code) as point_code,
        if(carried.key is null, n.point_name, carried.point_name) as point_name,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.to_evacuate, carried.to_evacuate) as to_evacuate,
        if(carried.key is null, n.evacuated, carried.evacuated) as evacuated,
        if(carried.key is null, n.returned, carried.returned) as returned,
        if(carried.key is null, n.destination, carried.destination) as destination,
        if(carried.key is null, n.updated_at, carried.updated_at) as updated_at,
        if(carried.key is null, n.confirmed_by, carried.confirmed_by) as confirmed_by,
        n.raw,
        n.extra
    from last_turn
    inner join evacuation_progress_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('evacuation_progress', timestamp 'infinity', known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
