-- question: How many minutes did each township take from the first trigger to 转移完成?
-- grain:    one row per township
-- params:   $moment        TIMESTAMP  the moment looked at
--           $storm_hours   DOUBLE     triggers and reports of so many hours back belong to this storm
--           $township      VARCHAR    only this township; NULL for all
-- returns:  township           VARCHAR    townships with a trigger or a report
--           trigger_at         TIMESTAMP  the first warning over its points of 极高 or 高 risk, or the first danger sign; NULL where neither is known
--           to_evacuate_count  BIGINT     应转移 by the last reports; NULL where none tells
--           evacuated_count    BIGINT     已转移 likewise; NULL where none tells
--           done_at            TIMESTAMP  the first report by which all who were to move had moved; NULL while some have not, or nobody tells
--           minutes            BIGINT     from trigger to done; NULL where one of them is not known; 0 where all had moved before

with
storm as (
    select
        $moment::timestamp as until,
        $moment::timestamp - to_minutes(($storm_hours::double * 60)::integer) as since
),

risky_point as (
    select distinct township
    from flood_risk_point_now
    where
        risk_level in ('extreme', 'high')
        and township is not null
        and coalesce(status <> 'closed', true)
),

trigger_of_township as (
    select
        p.township,
        w.issued_at as trigger_at
    from risky_point as p
    inner join warning_now as w
        on w.townships is null or list_contains(w.townships, p.township)
    inner join storm as s
        on w.issued_at between s.since and s.until
    where w.kind in ('rainstorm', 'flash_flood', 'geohazard')
    union all
    select
        c.township,
        c.checked_at as trigger_at
    from patrol_of_point() as c
    inner join storm as s
        on c.checked_at between s.since and s.until
    where
        c.township is not null
        and (c.has_danger_sign or not c.can_judge)
),

first_trigger as (
    select
        township,
        min(trigger_at) as trigger_at
    from trigger_of_township
    group by township
),

moment_of_report as (
    select distinct
        e.township,
        e.updated_at
    from evacuation_progress_now as e
    inner join storm as s
        on e.updated_at between s.since and s.until
    where e.township is not null
),

-- What all points of a township had said by the moment of each of its reports.
known_then as (
    select
        m.township,
        m.updated_at,
        e.to_evacuate,
        e.evacuated
    from moment_of_report as m
    cross join storm as s
    cross join evacuation_of_point(m.updated_at, s.since, m.township) as e
),

progress as (
    select
        township,
        updated_at,
        sum(to_evacuate)::bigint as to_evacuate_count,
        sum(evacuated)::bigint as evacuated_count,
        bool_and(coalesce(evacuated >= to_evacuate, false)) as is_done
    from known_then
    group by
        township,
        updated_at
),

-- Done counts from the report after which nobody was left any more: a new point reported later opens it again.
last_progress as (
    select
        township,
        arg_max_null(to_evacuate_count, updated_at) as to_evacuate_count,
        arg_max_null(evacuated_count, updated_at) as evacuated_count,
        arg_max(is_done, updated_at) as is_done,
        coalesce(max(updated_at) filter (where not is_done), timestamp '1970-01-01') as last_open_at
    from progress
    group by township
),

done as (
    select
        l.township,
        l.to_evacuate_count,
        l.evacuated_count,
        min(p.updated_at) filter (where l.is_done and p.updated_at > l.last_open_at) as done_at
    from last_progress as l
    inner join progress as p
        on l.township = p.township
    group by
        l.township,
        l.to_evacuate_count,
        l.evacuated_count
)

select
    coalesce(t.township, d.township) as township,
    t.trigger_at,
    d.to_evacuate_count,
    d.evacuated_count,
    d.done_at,
    -- greatest() passes over NULL, and not done is not at once.
    case when d.done_at is not null and t.trigger_at is not null then greatest(date_diff('minute', t.trigger_at, d.done_at), 0) end as minutes
from first_trigger as t
full join done as d
    on t.township = d.township
where $township is null or coalesce(t.township, d.township) = $township
order by
    minutes desc nulls first,
    township asc
