-- question: How many minutes did each township take from the first trigger to 转移完成?
-- grain:    one row per township
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $storm_hours             DOUBLE     triggers and reports of so many hours back belong to this storm
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of an hour
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end counts for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrols count from this day
--           $township                VARCHAR    only this township; NULL for all
-- returns:  township           VARCHAR    townships with a trigger or a report
--           trigger_at         TIMESTAMP  the first rain over a limit of 立即转移 of one of its points (the reading by which it was), warning over its
--                                         points of 极高 or 高 risk, or danger sign; NULL where none is known
--           to_evacuate_count  BIGINT     应转移 by the last reports; NULL where none tells
--           evacuated_count    BIGINT     已转移 likewise; NULL where none tells
--           unknown_count      BIGINT     points of which nobody can say: triggered without a report, or reported without 应转移 or 已转移
--           done_at            TIMESTAMP  the first report by which all who were to move had moved, of each triggered point (where people live) and
--                                         of each that was reported; NULL while some have not, or nobody tells
--           minutes            BIGINT     from trigger to done; NULL where one of them is not known; 0 where all had moved before
--           open_minutes       BIGINT     from trigger to now where it is not done though somebody reports; NULL otherwise

with
storm as (
    select
        $moment::timestamp as until,
        $moment::timestamp - to_minutes(($storm_hours::double * 60)::integer) as since
),

risky_point as (
    select
        key,
        township,
        people_at_risk
    from flood_risk_point_now
    where
        risk_level in ('extreme', 'high')
        and township is not null
        and coalesce(status <> 'closed', true)
),

risky_township as (
    select distinct township
    from risky_point
),

warned_township as (
    select
        p.township,
        min(w.issued_at) as trigger_at
    from risky_township as p
    inner join warning_now as w
        on w.townships is null or list_contains(w.townships, p.township)
    inner join storm as s
        on w.issued_at between s.since and s.until
    where w.kind in ('rainstorm', 'flash_flood', 'geohazard')
    group by p.township
),

sign_of_danger as (
    select
        c.key,
        c.township,
        c.checked_at as trigger_at
    from patrol_of_point() as c
    inner join storm as s
        on c.checked_at between s.since and s.until
    where
        c.township is not null
        and (c.has_danger_sign or not c.can_judge)
),

point_over as (
    select
        a.hour_at,
        o.point.key,
        o.point.over_at
    from
        advised_by_hour(
            $moment,
            $storm_hours,
            $rain_fresh_hours,
            $county_rain_thresholds,
            $season_start,
            $rain_near_km,
            $rain_elsewhere_mm,
            $warning_hours,
            $township
        ) as a
    cross join unnest(a.over) as o (point)
),

-- Rain that had been over the limit before is not told of anew each hour.
over_begun as (
    select
        key,
        over_at,
        coalesce(lag(hour_at) over (partition by key order by hour_at asc) < hour_at - interval 1 hour, true) as is_begun
    from point_over
),

rain_over_limit as (
    select
        p.key,
        p.township,
        min(o.over_at) as trigger_at
    from over_begun as o
    cross join storm as s
    inner join flood_risk_point_now as p
        on o.key = p.key
    where
        o.is_begun
        and o.over_at > s.since
        and p.township is not null
    group by
        p.key,
        p.township
),

trigger_of_township as (
    select
        township,
        trigger_at
    from rain_over_limit
    union all
    select
        township,
        trigger_at
    from warned_township
    union all
    select
        township,
        trigger_at
    from sign_of_danger
),

first_trigger as (
    select
        township,
        min(trigger_at) as trigger_at
    from trigger_of_township
    group by township
),

point_pressed as (
    select
        key,
        township
    from sign_of_danger
    union all
    select
        key,
        township
    from rain_over_limit
),

-- Where nobody lives nobody has to report; people not known may be many.
triggered_point as (
    select
        p.key,
        p.township
    from risky_point as p
    inner join warned_township as w
        on p.township = w.township
    where coalesce(p.people_at_risk > 0, true)
    union
    select
        c.key,
        c.township
    from point_pressed as c
    inner join flood_risk_point_now as p
        on c.key = p.key
    where coalesce(p.people_at_risk > 0, true)
),

-- Of two reports of a point at one moment the one that tells of fewer away, as evacuation_of_point has it.
report_in_storm as (
    select
        e.township,
        e.point_key,
        e.unlisted_as,
        e.updated_at,
        arg_max(
            {'to_evacuate': e.to_evacuate, 'evacuated': e.evacuated}, (-coalesce(e.away_count, -1), e.key)
        ) as said
    from report_of_point() as e
    inner join storm as s
        on e.updated_at between s.since and s.until
    where e.township is not null
    group by
        e.township,
        e.point_key,
        e.unlisted_as,
        e.updated_at
),

report as (
    select
        r.township,
        r.updated_at,
        t.key as triggered_key,
        r.said,
        not coalesce(r.said.evacuated >= r.said.to_evacuate, false) as is_open,
        lag(is_open) over (
            partition by
                r.township,
                r.point_key,
                r.unlisted_as
            order by r.updated_at asc
        ) as was_open,
        lead(r.updated_at) over (
            partition by
                r.township,
                r.point_key,
                r.unlisted_as
            order by r.updated_at asc
        ) is null as is_last
    from report_in_storm as r
    left join triggered_point as t
        on r.point_key = t.key
),

triggered_by_township as (
    select
        township,
        count(*) as point_count
    from triggered_point
    group by township
),

-- A triggered point is open until it is reported done, any other from the report by which it is not.
progress as (
    select
        r.township,
        r.updated_at,
        max(coalesce(t.point_count, 0))
        + sum(sum(r.is_open::integer - coalesce(r.was_open, r.triggered_key is not null)::integer)) over (
            partition by r.township
            order by r.updated_at asc
        ) as open_count
    from report as r
    left join triggered_by_township as t
        on r.township = t.township
    group by
        r.township,
        r.updated_at
),

-- Done counts from the report after which nobody was left any more: a new point reported later opens it again.
last_open as (
    select
        township,
        max(updated_at) filter (where open_count > 0) as last_open_at
    from progress
    group by township
),

done as (
    select
        p.township,
        min(p.updated_at) as done_at
    from progress as p
    inner join last_open as l
        on p.township = l.township
    where coalesce(p.updated_at > l.last_open_at, true)
    group by p.township
),

last_report as (
    select
        township,
        sum(said.to_evacuate)::bigint as to_evacuate_count,
        sum(said.evacuated)::bigint as evacuated_count,
        count(*) filter (where said.to_evacuate is null or said.evacuated is null) as half_told_count,
        count(triggered_key) as triggered_count
    from report
    where is_last
    group by township
)

select
    coalesce(f.township, r.township) as township,
    f.trigger_at,
    r.to_evacuate_count,
    r.evacuated_count,
    coalesce(t.point_count, 0) - coalesce(r.triggered_count, 0) + coalesce(r.half_told_count, 0) as unknown_count,
    d.done_at,
    -- greatest() passes over NULL, and not done is not at once.
    case when d.done_at is not null and f.trigger_at is not null then greatest(date_diff('minute', f.trigger_at, d.done_at), 0) end as minutes,
    case when d.done_at is null and r.township is not null then date_diff('minute', f.trigger_at, $moment::timestamp) end as open_minutes
from first_trigger as f
full join last_report as r
    on f.township = r.township
left join triggered_by_township as t
    on coalesce(f.township, r.township) = t.township
left join done as d
    on r.township = d.township
where $township is null or coalesce(f.township, r.township) = $township
order by
    minutes desc nulls first,
    township asc
