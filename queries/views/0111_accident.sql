-- 生产安全事故快报台账: the newest row of each key on a day, as known at a moment.
create or replace macro accident_as_of(moment, known_at) as table (
    with
    accident_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from accident_history as h
        inner join upload_counted('accident', timestamp 'infinity', known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        where h.happened_at <= moment
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from accident_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(accident_code, turn_of_row) filter (where list_contains(columns, 'accident_code')) as accident_code,
            arg_max_null(happened_at, turn_of_row) filter (where list_contains(columns, 'happened_at')) as happened_at,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(site, turn_of_row) filter (where list_contains(columns, 'site')) as site,
            arg_max_null(industry, turn_of_row) filter (where list_contains(columns, 'industry')) as industry,
            arg_max_null(kind, turn_of_row) filter (where list_contains(columns, 'kind')) as kind,
            arg_max_null(deaths, turn_of_row) filter (where list_contains(columns, 'deaths')) as deaths,
            arg_max_null(injured, turn_of_row) filter (where list_contains(columns, 'injured')) as injured,
            arg_max_null(loss_wan, turn_of_row) filter (where list_contains(columns, 'loss_wan')) as loss_wan,
            arg_max_null(cause, turn_of_row) filter (where list_contains(columns, 'cause')) as cause,
            arg_max_null(status, turn_of_row) filter (where list_contains(columns, 'status')) as status,
            arg_max_null(closed_on, turn_of_row) filter (where list_contains(columns, 'closed_on')) as closed_on,
            arg_max_null(remark, turn_of_row) filter (where list_contains(columns, 'remark')) as remark
        from accident_row
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
        if(carried.key is null, n.accident_code, carried.accident_code) as accident_code,
        if(carried.key is null, n.happened_at, carried.happened_at) as happened_at,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.site, carried.site) as site,
        if(carried.key is null, n.industry, carried.industry) as industry,
        if(carried.key is null, n.kind, carried.kind) as kind,
        if(carried.key is null, n.deaths, carried.deaths) as deaths,
        if(carried.key is null, n.injured, carried.injured) as injured,
        if(carried.key is null, n.loss_wan, carried.loss_wan) as loss_wan,
        if(carried.key is null, n.cause, carried.cause) as cause,
        if(carried.key is null, n.status, carried.status) as status,
        if(carried.key is null, n.closed_on, carried.closed_on) as closed_on,
        if(carried.key is null, n.remark, carried.remark) as remark,
        n.raw,
        n.extra
    from last_turn
    inner join accident_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('accident', timestamp 'infinity', known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
