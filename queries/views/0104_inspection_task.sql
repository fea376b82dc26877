-- 生态环保督察整改任务清单: the newest row of each key on a day, as known at a moment.
create or replace macro inspection_task_as_of(moment, known_at) as table (
    with
    inspection_task_row as (
        select
            h.* replace (coalesce(same.same_as, h.key) as key),
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from inspection_task_history as h
        inner join upload_counted('inspection_task', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        left join same_row('inspection_task', known_at) as same
            on h.key = same.key
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns,
            count(*) as turn_count
        from inspection_task_row
        group by key
    ),

    -- A closed row that comes back open starts a new cycle; a later deadline than before is a postponement.
    change as (
        select
            key,
            count(*) filter (where was in ('done') and status not in ('done')) as reopened_count,
            count(*) filter (where due_on > was_due_on and coalesce(was <> 'done', true)) as postponed_count,
            min_by(due_on, turn_of_row) filter (where due_on is not null) as first_due_on,
            max(as_of) filter (where was in ('done') and status not in ('done')) as reopened_on
        from (
            select
                key,
                status,
                as_of,
                turn_of_row,
                due_on,
                lag(due_on ignore nulls) over (partition by key order by turn_of_row) as was_due_on,
                lag(status ignore nulls) over (partition by key order by turn_of_row) as was
            from inspection_task_row
            where key in (select t.key from last_turn as t where t.turn_count > 1)
        )
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(task_code, turn_of_row) filter (where list_contains(columns, 'task_code')) as task_code,
            arg_max_null(round, turn_of_row) filter (where list_contains(columns, 'round')) as round,
            arg_max_null(finding, turn_of_row) filter (where list_contains(columns, 'finding')) as finding,
            arg_max_null(category, turn_of_row) filter (where list_contains(columns, 'category')) as category,
            arg_max_null(goal, turn_of_row) filter (where list_contains(columns, 'goal')) as goal,
            arg_max_null(measure, turn_of_row) filter (where list_contains(columns, 'measure')) as measure,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(owner_unit, turn_of_row) filter (where list_contains(columns, 'owner_unit')) as owner_unit,
            arg_max_null(owner_person, turn_of_row) filter (where list_contains(columns, 'owner_person')) as owner_person,
            arg_max_null(supervising_unit, turn_of_row) filter (where list_contains(columns, 'supervising_unit')) as supervising_unit,
            arg_max_null(started_on, turn_of_row) filter (where list_contains(columns, 'started_on')) as started_on,
            arg_max_null(due_on, turn_of_row) filter (where list_contains(columns, 'due_on')) as due_on,
            arg_max_null(due_kind, turn_of_row) filter (where list_contains(columns, 'due_on')) as due_kind,
            arg_max_null(due_raw, turn_of_row) filter (where list_contains(columns, 'due_on')) as due_raw,
            arg_max_null(progress, turn_of_row) filter (where list_contains(columns, 'progress')) as progress,
            arg_max_null(progress_share, turn_of_row) filter (where list_contains(columns, 'progress_share')) as progress_share,
            arg_max_null(status, turn_of_row) filter (where list_contains(columns, 'status')) as status,
            arg_max_null(closed_on, turn_of_row) filter (where list_contains(columns, 'closed_on')) as closed_on,
            arg_max_null(is_cross_boundary, turn_of_row) filter (where list_contains(columns, 'is_cross_boundary')) as is_cross_boundary,
            arg_max_null(remark, turn_of_row) filter (where list_contains(columns, 'remark')) as remark
        from inspection_task_row
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
        coalesce(change.postponed_count, 0) as postponed_count,
        coalesce(change.first_due_on, n.due_on) as first_due_on,
        if(carried.key is null, n.task_code, carried.task_code) as task_code,
        if(carried.key is null, n.round, carried.round) as round,
        if(carried.key is null, n.finding, carried.finding) as finding,
        if(carried.key is null, n.category, carried.category) as category,
        if(carried.key is null, n.goal, carried.goal) as goal,
        if(carried.key is null, n.measure, carried.measure) as measure,
        if(carried.key is null, n.township, carried.township) as township,
        if(carried.key is null, n.owner_unit, carried.owner_unit) as owner_unit,
        if(carried.key is null, n.owner_person, carried.owner_person) as owner_person,
        if(carried.key is null, n.supervising_unit, carried.supervising_unit) as supervising_unit,
        if(carried.key is null, n.started_on, carried.started_on) as started_on,
        if(carried.key is null, n.due_on, carried.due_on) as due_on,
        if(carried.key is null, n.due_kind, carried.due_kind) as due_kind,
        if(carried.key is null, n.due_raw, carried.due_raw) as due_raw,
        if(carried.key is null, n.progress, carried.progress) as progress,
        if(carried.key is null, n.progress_share, carried.progress_share) as progress_share,
        if(carried.key is null, n.status, carried.status) as status,
        if(carried.key is null, n.closed_on, carried.closed_on) as closed_on,
        if(carried.key is null, n.is_cross_boundary, carried.is_cross_boundary) as is_cross_boundary,
        if(carried.key is null, n.remark, carried.remark) as remark,
        n.raw,
        n.extra
    from last_turn
    inner join inspection_task_row as n
        on last_turn.turn_of_row = n.turn_of_row
    left join carried
        on n.key = carried.key
    left join change
        on n.key = change.key
    left join snapshot_counted('inspection_task', moment, known_at) as replaced
        on n.reporting_unit = replaced.reporting_unit
);
