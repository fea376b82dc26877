-- 预警信号台账: the newest row of each key on a day, as known at a moment.
create or replace macro warning_as_of(moment, known_at) as table (
    with
    warning_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from warning_history as h
        inner join upload_counted('warning', timestamp 'infinity', known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        where h.issued_at <= moment
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from warning_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(kind, turn_of_row) filter (where list_contains(columns, 'kind')) as kind,
            arg_max_null(level, turn_of_row) filter (where list_contains(columns, 'level')) as level,
            arg_max_null(issuer, turn_of_row) filter (where list_contains(columns, 'issuer')) as issuer,
            arg_max_null(issued_at, turn_of_row) filter (where list_contains(columns, 'issued_at')) as issued_at,
            arg_max_null(effective_until, turn_of_row) filter (where list_contains(columns, 'effective_until')) as effective_until,
            arg_max_null(lifted_at, turn_of_row) filter (where list_contains(columns, 'lifted_at')) as lifted_at,
            arg_max_null(townships, turn_of_row) filter (where list_contains(columns, 'townships')) as townships,
            arg_max_null(text, turn_of_row) filter (where list_contains(columns, 'text')) as text
        from warning_row
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
        if(carried.key is null, n.kind, carried.kind) as kind,
        if(carried.key is null, n.level, carried.level) as level,
        if(carried.key is null, n.issuer, carried.issuer) as issuer,
        if(carried.key is null, n.issued_at, carried.issued_at) as issued_at,
        if(carried.key is null, n.effective_until, carried.effective_until) as effective_until,
        if(carried.key is null, n.lifted_at, carried.lifted_at) as lifted_at,
        if(carried.key is null, n.townships, carried.townships) as townships,
        if(carried.key is null, n.text, carried.text) as text,
        n.raw,
        n.extra
    from last_turn
    inner join warning_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('warning', timestamp 'infinity', known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
