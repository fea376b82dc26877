-- 重点监管企业名录: the newest row of each key on a day, as known at a moment.
create or replace macro enterprise_as_of(moment, known_at) as table (
    with
    enterprise_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from enterprise_history as h
        inner join upload_counted('enterprise', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from enterprise_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(credit_code, turn_of_row) filter (where list_contains(columns, 'credit_code')) as credit_code,
            arg_max_null(name, turn_of_row) filter (where list_contains(columns, 'name')) as name,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(industry, turn_of_row) filter (where list_contains(columns, 'industry')) as industry,
            arg_max_null(is_key, turn_of_row) filter (where list_contains(columns, 'is_key')) as is_key,
            arg_max_null(supervisor_unit, turn_of_row) filter (where list_contains(columns, 'supervisor_unit')) as supervisor_unit,
            arg_max_null(longitude, turn_of_row) filter (where list_contains(columns, 'longitude')) as longitude,
            arg_max_null(latitude, turn_of_row) filter (where list_contains(columns, 'latitude')) as latitude
        from enterprise_row
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
        if(carried.key is null, n.credit_code, carried.credit_code) as credit_code,
        if(carried.key is null, n.name, carried.name) as name,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.industry, carried.industry) as industry,
        if(carried.key is null, n.is_key, carried.is_key) as is_key,
        if(carried.key is null, n.supervisor_unit, carried.supervisor_unit) as supervisor_unit,
        if(carried.key is null, n.longitude, carried.longitude) as longitude,
        if(carried.key is null, n.latitude, carried.latitude) as latitude,
        n.raw,
        n.extra
    from last_turn
    inner join enterprise_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('enterprise', moment, known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
