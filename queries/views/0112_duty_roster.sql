-- 值班表: the newest row of each key on a day, as known at a moment.
create or replace macro duty_roster_as_of(moment, known_at) as table (
    with
    duty_roster_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from duty_roster_history as h
        inner join upload_counted('duty_roster', timestamp 'infinity', known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        where h.duty_on <= moment
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from duty_roster_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(duty_on, turn_of_row) filter (where list_contains(columns, 'duty_on')) as duty_on,
            arg_max_null(post, turn_of_row) filter (where list_contains(columns, 'post')) as post,
            arg_max_null(name, turn_of_row) filter (where list_contains(columns, 'name')) as name,
            arg_max_null(phone, turn_of_row) filter (where list_contains(columns, 'phone')) as phone,
            arg_max_null(unit, turn_of_row) filter (where list_contains(columns, 'unit')) as unit
        from duty_roster_row
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
        if(carried.key is null, n.duty_on, carried.duty_on) as duty_on,
        if(carried.key is null, n.post, carried.post) as post,
        if(carried.key is null, n.name, carried.name) as name,
        if(carried.key is null, n.phone, carried.phone) as phone,
        if(carried.key is null, n.unit, carried.unit) as unit,
        n.raw,
        n.extra
    from last_turn
    inner join duty_roster_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('duty_roster', timestamp 'infinity', known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
