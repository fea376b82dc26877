-- Which flood risk points were checked before, during and after one event of rain, by the word of the patrol and by its time.
-- seen, since, gap_hours, start_mm: as rain_event has them; chosen: when the event started, NULL for the last one; days: checks of so many
-- days before its start and after its end still belong to it, but not across another event
-- returns: one row per point that is not 核销; everything of the event is NULL where there was none, and what was done where nobody in the
-- county has told of a check: not reported is not nought per cent
create or replace macro event_check(seen, since, gap_hours, start_mm, chosen, days) as table (
    with
    event_chosen as (
        select *
        from rain_event(seen, since, gap_hours, start_mm)
        where chosen is null or started_at = chosen::timestamp
        order by started_at desc
        limit 1
    ),

    check_in_event as (
        select
            c.key,
            c.phase,
            max(c.checked_at) as checked_at,
            arg_max_null(c.checker, c.checked_at) as checker
        from patrol_of_point() as c
        inner join event_chosen as e
            on
                case
                    when c.phase = 'before'
                        then
                            c.checked_at > greatest(e.former_ended_at, e.started_at - to_days(days::integer))
                            and c.checked_at <= e.ended_at
                    else
                        c.checked_at >= e.started_at
                        and c.checked_at < least(e.next_started_at, e.ended_at + to_days(days::integer))
                end
        where c.checked_at <= seen::timestamp
        group by
            c.key,
            c.phase
    ),

    told as (
        select count(*) > 0 as is_told
        from check_in_event
    ),

    last_check as (
        select
            key,
            max(checked_at) as checked_at
        from patrol_of_point()
        where
            checked_at <= seen::timestamp
            and coalesce(checked_at >= since::timestamp, true)
        group by key
    )

    select
        p.key,
        p.name,
        p.township,
        p.risk_level,
        e.event_no,
        e.started_at,
        e.ended_at,
        e.is_over,
        if(e.event_no is not null and t.is_told, b.key is not null, null) as is_before_done,
        b.checked_at as before_at,
        b.checker as before_by,
        if(e.event_no is not null and t.is_told, d.key is not null, null) as is_during_done,
        d.checked_at as during_at,
        d.checker as during_by,
        if(e.event_no is not null and t.is_told, a.key is not null, null) as is_after_done,
        a.checked_at as after_at,
        a.checker as after_by,
        l.checked_at as last_checked_at
    from flood_risk_point_now as p
    cross join told as t
    left join event_chosen as e
        on true
    left join check_in_event as b
        on p.key = b.key and b.phase = 'before'
    left join check_in_event as d
        on p.key = d.key and d.phase = 'during'
    left join check_in_event as a
        on p.key = a.key and a.phase = 'after'
    left join last_check as l
        on p.key = l.key
    where coalesce(p.status <> 'closed', true)
);
