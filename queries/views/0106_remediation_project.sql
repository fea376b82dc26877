-- 治理项目台账: the newest row of each key on a day, as known at a moment.
create or replace macro remediation_project_as_of(moment, known_at) as table (
    with
    remediation_project_row as (
        select
            h.* replace (coalesce(same.same_as, h.key) as key),
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from remediation_project_history as h
        inner join upload_counted('remediation_project', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        left join same_row('remediation_project', known_at) as same
            on h.key = same.key
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns
        from remediation_project_row
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(project_code, turn_of_row) filter (where list_contains(columns, 'project_code')) as project_code,
            arg_max_null(name, turn_of_row) filter (where list_contains(columns, 'name')) as name,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(related_code, turn_of_row) filter (where list_contains(columns, 'related_code')) as related_code,
            arg_max_null(kind, turn_of_row) filter (where list_contains(columns, 'kind')) as kind,
            arg_max_null(total_investment_wan, turn_of_row) filter (where list_contains(columns, 'total_investment_wan')) as total_investment_wan,
            arg_max_null(funds_in_place_wan, turn_of_row) filter (where list_contains(columns, 'funds_in_place_wan')) as funds_in_place_wan,
            arg_max_null(funds_paid_wan, turn_of_row) filter (where list_contains(columns, 'funds_paid_wan')) as funds_paid_wan,
            arg_max_null(owner_unit, turn_of_row) filter (where list_contains(columns, 'owner_unit')) as owner_unit,
            arg_max_null(builder, turn_of_row) filter (where list_contains(columns, 'builder')) as builder,
            arg_max_null(planned_start_on, turn_of_row) filter (where list_contains(columns, 'planned_start_on')) as planned_start_on,
            arg_max_null(actual_start_on, turn_of_row) filter (where list_contains(columns, 'actual_start_on')) as actual_start_on,
            arg_max_null(planned_finish_on, turn_of_row) filter (where list_contains(columns, 'planned_finish_on')) as planned_finish_on,
            arg_max_null(actual_finish_on, turn_of_row) filter (where list_contains(columns, 'actual_finish_on')) as actual_finish_on,
            arg_max_null(progress_share, turn_of_row) filter (where list_contains(columns, 'progress_share')) as progress_share,
            arg_max_null(stage, turn_of_row) filter (where list_contains(columns, 'stage')) as stage,
            arg_max_null(eia_status, turn_of_row) filter (where list_contains(columns, 'eia_status')) as eia_status,
            arg_max_null(is_criticised, turn_of_row) filter (where list_contains(columns, 'is_criticised')) as is_criticised,
            arg_max_null(quality, turn_of_row) filter (where list_contains(columns, 'quality')) as quality,
            arg_max_null(preliminary_acceptance_on, turn_of_row) filter (where list_contains(columns, 'preliminary_acceptance_on')) as preliminary_acceptance_on,
            arg_max_null(final_acceptance_on, turn_of_row) filter (where list_contains(columns, 'final_acceptance_on')) as final_acceptance_on,
            arg_max_null(households_relieved, turn_of_row) filter (where list_contains(columns, 'households_relieved')) as households_relieved,
            arg_max_null(people_relieved, turn_of_row) filter (where list_contains(columns, 'people_relieved')) as people_relieved,
            arg_max_null(remark, turn_of_row) filter (where list_contains(columns, 'remark')) as remark
        from remediation_project_row
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
        if(carried.key is null, n.project_code, carried.project_code) as project_code,
        if(carried.key is null, n.name, carried.name) as name,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.related_code, carried.related_code) as related_code,
        if(carried.key is null, n.kind, carried.kind) as kind,
        if(carried.key is null, n.total_investment_wan, carried.total_investment_wan) as total_investment_wan,
        if(carried.key is null, n.funds_in_place_wan, carried.funds_in_place_wan) as funds_in_place_wan,
        if(carried.key is null, n.funds_paid_wan, carried.funds_paid_wan) as funds_paid_wan,
        if(carried.key is null, n.owner_unit, carried.owner_unit) as owner_unit,
        if(carried.key is null, n.builder, carried.builder) as builder,
        if(carried.key is null, n.planned_start_on, carried.planned_start_on) as planned_start_on,
        if(carried.key is null, n.actual_start_on, carried.actual_start_on) as actual_start_on,
        if(carried.key is null, n.planned_finish_on, carried.planned_finish_on) as planned_finish_on,
        if(carried.key is null, n.actual_finish_on, carried.actual_finish_on) as actual_finish_on,
        if(carried.key is null, n.progress_share, carried.progress_share) as progress_share,
        if(carried.key is null, n.stage, carried.stage) as stage,
        if(carried.key is null, n.eia_status, carried.eia_status) as eia_status,
        if(carried.key is null, n.is_criticised, carried.is_criticised) as is_criticised,
        if(carried.key is null, n.quality, carried.quality) as quality,
        if(carried.key is null, n.preliminary_acceptance_on, carried.preliminary_acceptance_on) as preliminary_acceptance_on,
        if(carried.key is null, n.final_acceptance_on, carried.final_acceptance_on) as final_acceptance_on,
        if(carried.key is null, n.households_relieved, carried.households_relieved) as households_relieved,
        if(carried.key is null, n.people_relieved, carried.people_relieved) as people_relieved,
        if(carried.key is null, n.remark, carried.remark) as remark,
        n.raw,
        n.extra
    from last_turn
    inner join remediation_project_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join snapshot_counted('remediation_project', moment, known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
