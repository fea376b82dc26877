-- Which flood risk points were checked before, during and after one event of rain, by the word of the patrol and by its time. Before is at or
-- before its start, after is at or after its end. The word stands as long as the readings allow it: rain of an hour, or of a day, may have
-- fallen late or early in it. Where they contradict it the time decides: a check called 雨前 when it had rained already, or 雨后 when it still
-- rained afterwards, is one 雨中; one called 雨中 when gap_hours were dry is one 雨后. One called 雨前 after the end or 雨后 before the start is of
-- another rain.
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

    rain_told as (
        select
            min(r.observed_at) filter (where r.rain_mm >= start_mm::double) as rained_by,
            max(r.observed_at - to_minutes((r.window_h * 60)::integer)) as rained_after
        from rainfall_now as r
        inner join event_chosen as e
            on
                r.observed_at > e.started_at
                and r.observed_at <= e.ended_at
        where
            r.rain_mm > 0
            and r.window_h > 0
    ),

    check_phased as (
        select
            c.key,
            c.checked_at,
            c.checker,
            case
                when c.phase = 'before' and (c.checked_at <= e.started_at or c.checked_at < t.rained_by) then 'before'
                when c.phase = 'after' and (c.checked_at >= e.ended_at or c.checked_at >= greatest(t.rained_after, e.started_at)) then 'after'
                when c.phase = 'during' and e.is_over and c.checked_at >= e.ended_at + to_minutes((gap_hours::double * 60)::integer) then 'after'
                when c.phase = 'during' and c.checked_at >= e.started_at then 'during'
                when c.phase is not null and c.checked_at > e.started_at and c.checked_at < e.ended_at then 'during'
            end as phase
        from patrol_of_point() as c
        inner join event_chosen as e
            on
                c.checked_at > greatest(e.former_ended_at, e.started_at - to_days(days::integer))
                and c.checked_at < least(e.next_started_at, e.ended_at + to_days(days::integer))
        cross join rain_told as t
        where c.checked_at <= seen::timestamp
    ),

    -- Of two checks at one moment one that tells who checked.
    check_in_event as (
        select
            key,
            phase,
            max(checked_at) as checked_at,
            arg_max_null(checker, (checked_at, coalesce(checker, ''))) as checker
        from check_phased
        where phase is not null
        group by
            key,
            phase
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
