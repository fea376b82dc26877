-- 信访举报交办件台账: the newest row of each key on a day, as known at a moment.
create or replace macro complaint_case_as_of(moment, known_at) as table (
    with
    complaint_case_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from complaint_case_history as h
        inner join upload_counted('complaint_case', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns,
            count(*) as turn_count
        from complaint_case_row
        group by key
    ),

    -- A closed row that comes back open starts a new cycle; a later deadline than before is a postponement.
    change as (
        select
            key,
            count(*) filter (where was in ('closed') and status not in ('closed')) as reopened_count,
            max(as_of) filter (where was in ('closed') and status not in ('closed')) as reopened_on
        from (
            select
                key,
                status,
                as_of,
                turn_of_row,
                lag(status ignore nulls) over (partition by key order by turn_of_row) as was
            from complaint_case_row
            where key in (select t.key from last_turn as t where t.turn_count > 1)
        )
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(case_code, turn_of_row) filter (where list_contains(columns, 'case_code')) as case_code,
            arg_max_null(received_on, turn_of_row) filter (where list_contains(columns, 'received_on')) as received_on,
            arg_max_null(content, turn_of_row) filter (where list_contains(columns, 'content')) as content,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(pollution_types, turn_of_row) filter (where list_contains(columns, 'pollution_types')) as pollution_types,
            arg_max_null(substantiated, turn_of_row) filter (where list_contains(columns, 'substantiated')) as substantiated,
            arg_max_null(handling, turn_of_row) filter (where list_contains(columns, 'handling')) as handling,
            arg_max_null(status, turn_of_row) filter (where list_contains(columns, 'status')) as status,
            arg_max_null(closed_on, turn_of_row) filter (where list_contains(columns, 'closed_on')) as closed_on,
            arg_max_null(accountability, turn_of_row) filter (where list_contains(columns, 'accountability')) as accountability,
            arg_max_null(penalty_wan, turn_of_row) filter (where list_contains(columns, 'penalty_wan')) as penalty_wan,
            arg_max_null(is_focus, turn_of_row) filter (where list_contains(columns, 'is_focus')) as is_focus,
            arg_max_null(is_cross_boundary, turn_of_row) filter (where list_contains(columns, 'is_cross_boundary')) as is_cross_boundary
        from complaint_case_row
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
        coalesce(change.reopened_count, 0) as reopened_count,
        change.reopened_on,
        if(carried.key is null, n.case_code, carried.case_code) as case_code,
        if(carried.key is null, n.received_on, carried.received_on) as received_on,
        if(carried.key is null, n.content, carried.content) as content,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.pollution_types, carried.pollution_types) as pollution_types,
        if(carried.key is null, n.substantiated, carried.substantiated) as substantiated,
        if(carried.key is null, n.handling, carried.handling) as handling,
        if(carried.key is null, n.status, carried.status) as status,
        if(carried.key is null, n.closed_on, carried.closed_on) as closed_on,
        if(carried.key is null, n.accountability, carried.accountability) as accountability,
        if(carried.key is null, n.penalty_wan, carried.penalty_wan) as penalty_wan,
        if(carried.key is null, n.is_focus, carried.is_focus) as is_focus,
        if(carried.key is null, n.is_cross_boundary, carried.is_cross_boundary) as is_cross_boundary,
        n.raw,
        n.extra
    from last_turn
    inner join complaint_case_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join change
        on n.key = change.key
    left join snapshot_counted('complaint_case', moment, known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
