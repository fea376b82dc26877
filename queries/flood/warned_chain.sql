-- question: From warning to moving: how does each township stand that is warned, triggered or moving people?
-- grain:    one row per township
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end, and a decision, count for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrols and reports count from this day
--           $extra_rain_mm           DOUBLE     what if so much more fell; NULL for what has fallen
--           $extra_rain_hours        DOUBLE     in so many hours from now, evenly; NULL for one hour
--           $township                VARCHAR    only this township; NULL for all
-- returns:  township                      VARCHAR    NULL where a point or report gives none
--           warning_level                 VARCHAR    the gravest warning (暴雨, 山洪, 地灾) in force over it; NULL for none
--           warning_count                 BIGINT     such warnings in force
--           rain_24h_mm                   DOUBLE     the most at one station in 24 hours; NULL without readings in these 24 hours
--           rain_state                    VARCHAR    the worst of its points: immediate, prepare, unknown or below; NULL without points
--           rain_mm                       DOUBLE     rain at that point in the window that decides; NULL without a reading
--           window_h                      DOUBLE     that window; NULL without a limit
--           limit_mm                      DOUBLE     the limit that it is held against; NULL without one
--           limit_source                  VARCHAR    own or county; NULL without one
--           immediate_count               BIGINT     points with 立即转移
--           prepare_count                 BIGINT     points with 准备转移
--           unknown_count                 BIGINT     points that cannot be judged
--           people_count                  BIGINT     people at the points with 立即转移 and 准备转移; NULL where none tells
--           unknown_people_count          BIGINT     of these points those whose people are not known
--           confirmed_count               BIGINT     of these points those whose advice is confirmed
--           administrative_officer_count  BIGINT     of these points: different 行政责任人 named
--           monitoring_officer_count      BIGINT     of these points: different 监测责任人 named
--           evacuation_officer_count      BIGINT     of these points: different 预警转移责任人 named
--           without_officer_count         BIGINT     of these points those that lack one of the three
--           to_evacuate_count             BIGINT     应转移 by the last report of each point; NULL where no report tells
--           evacuated_count               BIGINT     已转移; NULL where no report tells
--           not_evacuated_count           BIGINT     应转移 less 已转移, only of reports that give both; NULL where none does
--           returned_count                BIGINT     已返回; NULL where no report tells
--           oldest_updated_at             TIMESTAMP  the oldest of the last reports; NULL without any
--           newest_updated_at             TIMESTAMP  the newest; NULL without any

with
point_judged as materialized (
    select *
    from
        judged_point(
            $moment,
            $rain_fresh_hours,
            $county_rain_thresholds,
            $season_start,
            $rain_near_km,
            $rain_elsewhere_mm,
            $warning_hours,
            $extra_rain_mm,
            $extra_rain_hours
        )
),

decision_kept as (
    select
        p.key,
        d.said.decision
    from point_judged as p
    inner join last_decision($moment, $warning_hours) as d
        on
            p.key = d.point_key
            and still_stands(d.said, p.level, p.graveness, p.patrol.checked_at)
),

point_by_township as (
    select
        p.township,
        arg_max(
            {
                'rain_state': p.rain_state,
                'rain_mm': p.rain_mm,
                'window_h': p.window_h,
                'limit_mm': p.limit_mm,
                'limit_source': p.limit_source
            },
            (
                list_position(['below', 'unknown', 'prepare', 'immediate'], p.rain_state),
                coalesce(p.rain_mm / nullif(p.limit_mm, 0), 0),
                p.key
            )
        ) as worst,
        count(*) filter (where p.level = 'immediate') as immediate_count,
        count(*) filter (where p.level = 'prepare') as prepare_count,
        count(*) filter (where p.level = 'unknown') as unknown_count,
        (sum(p.people_at_risk) filter (where p.level in ('immediate', 'prepare')))::bigint as people_count,
        count(*) filter (where p.level in ('immediate', 'prepare') and p.people_at_risk is null) as unknown_people_count,
        count(*) filter (where p.level in ('immediate', 'prepare') and d.decision = 'confirmed') as confirmed_count,
        count(distinct p.administrative_officer) filter (where p.level in ('immediate', 'prepare')) as administrative_officer_count,
        count(distinct p.monitoring_officer) filter (where p.level in ('immediate', 'prepare')) as monitoring_officer_count,
        count(distinct p.evacuation_officer) filter (where p.level in ('immediate', 'prepare')) as evacuation_officer_count,
        count(*) filter (
            where
            p.level in ('immediate', 'prepare')
            and (p.administrative_officer is null or p.monitoring_officer is null or p.evacuation_officer is null)
        ) as without_officer_count
    from point_judged as p
    left join decision_kept as d
        on p.key = d.key
    group by p.township
),

progress_by_township as (
    select
        e.township,
        sum(e.to_evacuate)::bigint as to_evacuate_count,
        sum(e.evacuated)::bigint as evacuated_count,
        (sum(greatest(e.to_evacuate - e.evacuated, 0)) filter (where e.to_evacuate is not null and e.evacuated is not null))::bigint
            as not_evacuated_count,
        sum(e.returned)::bigint as returned_count,
        min(e.updated_at) as oldest_updated_at,
        max(e.updated_at) as newest_updated_at
    from evacuation_of_point($moment, $season_start, $township) as e
    group by e.township
),

rain_by_township as (
    select
        township,
        max(rain_24h_mm) as rain_24h_mm
    from station_rain($moment)
    where township is not null
    group by township
),

warning_of_kind as (
    select
        key,
        level,
        townships
    from warning_in_force($moment, $warning_hours)
    where kind in ('rainstorm', 'flash_flood', 'geohazard')
),

township_named as (
    select township
    from point_by_township
    union
    select township
    from progress_by_township
    union
    select township
    from rain_by_township
    union
    select unnest(townships) as township
    from warning_of_kind
),

warning_by_township as (
    select
        t.township,
        arg_min(w.level, list_position(['red', 'orange', 'yellow', 'blue'], w.level)) as warning_level,
        count(*) as warning_count
    from township_named as t
    inner join warning_of_kind as w
        on w.townships is null or list_contains(w.townships, t.township)
    group by t.township
)

select
    t.township,
    w.warning_level,
    coalesce(w.warning_count, 0) as warning_count,
    r.rain_24h_mm,
    p.worst.rain_state,
    round(p.worst.rain_mm, 1) as rain_mm,
    p.worst.window_h,
    p.worst.limit_mm,
    p.worst.limit_source,
    coalesce(p.immediate_count, 0) as immediate_count,
    coalesce(p.prepare_count, 0) as prepare_count,
    coalesce(p.unknown_count, 0) as unknown_count,
    p.people_count,
    coalesce(p.unknown_people_count, 0) as unknown_people_count,
    coalesce(p.confirmed_count, 0) as confirmed_count,
    coalesce(p.administrative_officer_count, 0) as administrative_officer_count,
    coalesce(p.monitoring_officer_count, 0) as monitoring_officer_count,
    coalesce(p.evacuation_officer_count, 0) as evacuation_officer_count,
    coalesce(p.without_officer_count, 0) as without_officer_count,
    e.to_evacuate_count,
    e.evacuated_count,
    e.not_evacuated_count,
    e.returned_count,
    e.oldest_updated_at,
    e.newest_updated_at
from township_named as t
left join point_by_township as p
    on t.township is not distinct from p.township
left join progress_by_township as e
    on t.township is not distinct from e.township
left join rain_by_township as r
    on t.township = r.township
left join warning_by_township as w
    on t.township is not distinct from w.township
where
    ($township is null or t.township = $township)
    and (w.township is not null or p.immediate_count + p.prepare_count > 0 or e.newest_updated_at is not null)
order by
    list_position(['red', 'orange', 'yellow', 'blue'], w.warning_level) asc nulls last,
    immediate_count desc,
    prepare_count desc,
    t.township asc nulls last
