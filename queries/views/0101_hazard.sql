-- 安全隐患排查整改台账: the newest row of each key on a day, as known at a moment.
create or replace macro hazard_as_of(moment, known_at) as table (
    with
    hazard_row as (
        select
            h.* replace (coalesce(same.same_as, h.key) as key),
            u.as_of,
            u.turn,
            u.reporting_unit,
            s.columns,
            u.turn * 10000000 + h.place_in_upload as turn_of_row
        from hazard_history as h
        inner join upload_counted('hazard', moment, known_at) as u
            on h.upload_id = u.upload_id
        inner join upload_sheet as s
            on h.upload_id = s.upload_id and h.source_sheet = s.source_sheet
        left join same_row('hazard', known_at) as same
            on h.key = same.key
    ),

    last_turn as (
        select
            key,
            max(turn_of_row) as turn_of_row,
            count(distinct columns) > 1 as has_older_columns,
            count(*) as turn_count
        from hazard_row
        group by key
    ),

    -- A closed row that comes back open starts a new cycle; a later deadline within a cycle is a postponement.
    change as (
        select
            key,
            count(*) filter (where was in ('closed', 'cancelled') and status not in ('closed', 'cancelled')) as reopened_count,
            count(*) filter (
                where due_on > was_due_on and coalesce(was not in ('closed', 'cancelled'), true)
            ) as postponed_count,
            min_by(due_on, turn_of_row) filter (where due_on is not null) as first_due_on,
            max(as_of) filter (where was in ('closed', 'cancelled') and status not in ('closed', 'cancelled')) as reopened_on
        from (
            select
                key,
                status,
                as_of,
                turn_of_row,
                due_on,
                lag(due_on ignore nulls) over (partition by key order by turn_of_row) as was_due_on,
                lag(status ignore nulls) over (partition by key order by turn_of_row) as was
            from hazard_row
            where key in (select t.key from last_turn as t where t.turn_count > 1)
        )
        group by key
    ),

    -- A column that the newest sheet lacks keeps its last value; a blank cell in a column that it has means blank.
    carried as (
        select
            key,
            arg_max_null(hazard_code, turn_of_row) filter (where list_contains(columns, 'hazard_code')) as hazard_code,
            arg_max_null(township, turn_of_row) filter (where list_contains(columns, 'township')) as township,
            arg_max_null(village, turn_of_row) filter (where list_contains(columns, 'village')) as village,
            arg_max_null(site, turn_of_row) filter (where list_contains(columns, 'site')) as site,
            arg_max_null(industry, turn_of_row) filter (where list_contains(columns, 'industry')) as industry,
            arg_max_null(location, turn_of_row) filter (where list_contains(columns, 'location')) as location,
            arg_max_null(description, turn_of_row) filter (where list_contains(columns, 'description')) as description,
            arg_max_null(severity, turn_of_row) filter (where list_contains(columns, 'severity')) as severity,
            arg_max_null(severity_raw, turn_of_row) filter (where list_contains(columns, 'severity')) as severity_raw,
            arg_max_null(source, turn_of_row) filter (where list_contains(columns, 'source')) as source,
            arg_max_null(found_on, turn_of_row) filter (where list_contains(columns, 'found_on')) as found_on,
            arg_max_null(measure, turn_of_row) filter (where list_contains(columns, 'measure')) as measure,
            arg_max_null(due_on, turn_of_row) filter (where list_contains(columns, 'due_on')) as due_on,
            arg_max_null(due_kind, turn_of_row) filter (where list_contains(columns, 'due_on')) as due_kind,
            arg_max_null(due_raw, turn_of_row) filter (where list_contains(columns, 'due_on')) as due_raw,
            arg_max_null(owner_unit, turn_of_row) filter (where list_contains(columns, 'owner_unit')) as owner_unit,
            arg_max_null(owner_person, turn_of_row) filter (where list_contains(columns, 'owner_person')) as owner_person,
            arg_max_null(executor_person, turn_of_row) filter (where list_contains(columns, 'executor_person')) as executor_person,
            arg_max_null(supervisor_unit, turn_of_row) filter (where list_contains(columns, 'supervisor_unit')) as supervisor_unit,
            arg_max_null(supervisor_person, turn_of_row) filter (where list_contains(columns, 'supervisor_person')) as supervisor_person,
            arg_max_null(fund_wan, turn_of_row) filter (where list_contains(columns, 'fund_wan')) as fund_wan,
            arg_max_null(contingency, turn_of_row) filter (where list_contains(columns, 'contingency')) as contingency,
            arg_max_null(basis, turn_of_row) filter (where list_contains(columns, 'basis')) as basis,
            arg_max_null(inspector, turn_of_row) filter (where list_contains(columns, 'inspector')) as inspector,
            arg_max_null(listed_supervision, turn_of_row) filter (where list_contains(columns, 'listed_supervision')) as listed_supervision,
            arg_max_null(status, turn_of_row) filter (where list_contains(columns, 'status')) as status,
            arg_max_null(status_raw, turn_of_row) filter (where list_contains(columns, 'status')) as status_raw,
            arg_max_null(progress, turn_of_row) filter (where list_contains(columns, 'progress')) as progress,
            arg_max_null(done_on, turn_of_row) filter (where list_contains(columns, 'done_on')) as done_on,
            arg_max_null(recheck_on, turn_of_row) filter (where list_contains(columns, 'recheck_on')) as recheck_on,
            arg_max_null(recheck_result, turn_of_row) filter (where list_contains(columns, 'recheck_result')) as recheck_result,
            arg_max_null(closed_on, turn_of_row) filter (where list_contains(columns, 'closed_on')) as closed_on,
            arg_max_null(longitude, turn_of_row) filter (where list_contains(columns, 'longitude')) as longitude,
            arg_max_null(latitude, turn_of_row) filter (where list_contains(columns, 'latitude')) as latitude,
            arg_max_null(remark, turn_of_row) filter (where list_contains(columns, 'remark')) as remark
        from hazard_row
        where key in (select t.key from last_turn as t where t.has_older_columns)
        group by key
    )

    -- What every question about hazards needs to know of a row, whatever day is asked about.
    select
        *,
        coalesce(status <> 'cancelled', true) as is_counted,
        coalesce(status not in ('closed', 'cancelled'), true) as is_open,
        case when status in ('pending_check', 'closed') then coalesce(done_on, recheck_on, closed_on) end as rectified_on,
        -- Days that are never NULL, since coalescing is dear where a million rows are judged. The first day on which it is not open any
        -- more, and from which on it counts as rectified: never yet, or always where no day is told.
        case
            when status = 'closed' then coalesce(closed_on, recheck_on, done_on, date '1900-01-01')
            when status = 'cancelled' then date '1900-01-01'
            else date '9999-12-31'
        end as open_until,
        case
            when status in ('pending_check', 'closed') then coalesce(done_on, recheck_on, closed_on, date '1900-01-01')
            else date '9999-12-31'
        end as rectified_from,
        coalesce(status in ('pending_check', 'closed') and coalesce(done_on, recheck_on, closed_on) <= due_on, false) as is_on_time,
        -- The result of a recheck is free text: 不通过, 不合格, 未到位, 退回 and their like are failures.
        -- Looked for one by one: a pattern of four takes five times as long.
        status = 'recheck_failed'
        or coalesce(
            contains(recheck_result, '不')
            or contains(recheck_result, '未')
            or contains(recheck_result, '退回')
            or contains(recheck_result, '驳回'),
            false
        ) as has_failed,
        recheck_result is not null or coalesce(status in ('recheck_failed', 'closed'), false) as is_rechecked,
        coalesce(status = 'reopened', false) or reopened_count > 0 as has_recurred,
        coalesce(owner_person, owner_unit) is not null
        and executor_person is not null
        and coalesce(supervisor_person, supervisor_unit) is not null as has_three_roles,
        coalesce(owner_person, owner_unit) is not null
        and measure is not null
        and fund_wan is not null
        and (due_on is not null or coalesce(due_kind = 'continuous', false))
        and contingency is not null as has_five_elements
    from (
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
            if(carried.key is null, n.hazard_code, carried.hazard_code) as hazard_code,
            if(carried.key is null, n.township, carried.township) as township,
            if(carried.key is null, n.village, carried.village) as village,
            if(carried.key is null, n.site, carried.site) as site,
            if(carried.key is null, n.industry, carried.industry) as industry,
            if(carried.key is null, n.location, carried.location) as location,
            if(carried.key is null, n.description, carried.description) as description,
            if(carried.key is null, n.severity, carried.severity) as severity,
            if(carried.key is null, n.severity_raw, carried.severity_raw) as severity_raw,
            if(carried.key is null, n.source, carried.source) as source,
            if(carried.key is null, n.found_on, carried.found_on) as found_on,
            if(carried.key is null, n.measure, carried.measure) as measure,
            if(carried.key is null, n.due_on, carried.due_on) as due_on,
            if(carried.key is null, n.due_kind, carried.due_kind) as due_kind,
            if(carried.key is null, n.due_raw, carried.due_raw) as due_raw,
            if(carried.key is null, n.owner_unit, carried.owner_unit) as owner_unit,
            if(carried.key is null, n.owner_person, carried.owner_person) as owner_person,
            if(carried.key is null, n.executor_person, carried.executor_person) as executor_person,
            if(carried.key is null, n.supervisor_unit, carried.supervisor_unit) as supervisor_unit,
            if(carried.key is null, n.supervisor_person, carried.supervisor_person) as supervisor_person,
            if(carried.key is null, n.fund_wan, carried.fund_wan) as fund_wan,
            if(carried.key is null, n.contingency, carried.contingency) as contingency,
            if(carried.key is null, n.basis, carried.basis) as basis,
            if(carried.key is null, n.inspector, carried.inspector) as inspector,
            if(carried.key is null, n.listed_supervision, carried.listed_supervision) as listed_supervision,
            if(carried.key is null, n.status, carried.status) as status,
            if(carried.key is null, n.status_raw, carried.status_raw) as status_raw,
            if(carried.key is null, n.progress, carried.progress) as progress,
            if(carried.key is null, n.done_on, carried.done_on) as done_on,
            if(carried.key is null, n.recheck_on, carried.recheck_on) as recheck_on,
            if(carried.key is null, n.recheck_result, carried.recheck_result) as recheck_result,
            if(carried.key is null, n.closed_on, carried.closed_on) as closed_on,
            if(carried.key is null, n.longitude, carried.longitude) as longitude,
            if(carried.key is null, n.latitude, carried.latitude) as latitude,
            if(carried.key is null, n.remark, carried.remark) as remark,
            n.raw,
            n.extra
        from last_turn
        inner join hazard_row as n
            on last_turn.turn_of_row = n.turn_of_row
        left join carried
            on n.key = carried.key
        left join change
            on n.key = change.key
        left join snapshot_counted('hazard', moment, known_at) as replaced
            on n.reporting_unit = replaced.reporting_unit
    )
);
