-- 三查记录: the newest row of each key on a day, as known at a moment.
create or replace macro patrol_check_as_of(moment, known_at) as table (
    with
    patrol_check_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from patrol_check_history as h
        inner join upload_counted('patrol_check', timestamp 'infinity', known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        where h.checked_at <= moment
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from patrol_check_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(point_code, turn_of_row) filter (where list_contains(columns, 'point_code')) as point_code,
            arg_max_null(point_name, turn_of_row) filter (where list_contains(columns, 'point_name')) as point_name,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(phase, turn_of_row) filter (where list_contains(columns, 'phase')) as phase,
            arg_max_null(checked_at, turn_of_row) filter (where list_contains(columns, 'checked_at')) as checked_at,
            arg_max_null(checker, turn_of_row) filter (where list_contains(columns, 'checker')) as checker,
            arg_max_null(finding, turn_of_row) filter (where list_contains(columns, 'finding')) as finding,
            arg_max_null(has_danger_sign, turn_of_row) filter (where list_contains(columns, 'has_danger_sign')) as has_danger_sign,
            arg_max_null(can_judge, turn_of_row) filter (where list_contains(columns, 'can_judge')) as can_judge
        from patrol_check_row
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
        if(carried.key is null, n.phase, carried.phase) as phase,
        if(carried.key is null, n.checked_at, carried.checked_at) as checked_at,
        if(carried.key is null, n.checker, carried.checker) as checker,
        if(carried.key is null, n.finding, carried.finding) as finding,
        if(carried.key is null, n.has_danger_sign, carried.has_danger_sign) as has_danger_sign,
        if(carried.key is null, n.can_judge, carried.can_judge) as can_judge,
        n.raw,
        n.extra
    from last_turn
    inner join patrol_check_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('patrol_check', timestamp 'infinity', known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
