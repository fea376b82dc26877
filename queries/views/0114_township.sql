-- 乡镇（街道）及报送单位名录: the newest row of each key on a day, as known at a moment.
create or replace macro township_as_of(moment, known_at) as table (
    with
    township_row as (
        select
            h.*,
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from township_history as h
        inner join upload_counted('township', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from township_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(division_code, turn_of_row) filter (where list_contains(columns, 'division_code')) as division_code,
            arg_max_null(name, turn_of_row) filter (where list_contains(columns, 'name')) as name,
            arg_max_null(aliases, turn_of_row) filter (where list_contains(columns, 'aliases')) as aliases,
            arg_max_null(kind, turn_of_row) filter (where list_contains(columns, 'kind')) as kind,
            arg_max_null(population, turn_of_row) filter (where list_contains(columns, 'population')) as population,
            arg_max_null(leader, turn_of_row) filter (where list_contains(columns, 'leader')) as leader,
            arg_max_null(must_report, turn_of_row) filter (where list_contains(columns, 'must_report')) as must_report
        from township_row
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
        if(carried.key is null, n.division_code, carried.division_code) as division_code,
        if(carried.key is null, n.name, carried.name) as name,
        if(carried.key is null, n.aliases, carried.aliases) as aliases,
        if(carried.key is null, n.kind, carried.kind) as kind,
        if(carried.key is null, n.population, carried.population) as population,
        if(carried.key is null, n.leader, carried.leader) as leader,
        if(carried.key is null, n.must_report, carried.must_report) as must_report,
        n.raw,
        n.extra
    from last_turn
    inner join township_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('township', moment, known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
