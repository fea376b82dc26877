-- question: How many points and people are at each level of the advice, and how many are decided on?
-- grain:    one row per level
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end, and a decision, count for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrols and reports count from this day
--           $extra_rain_mm           DOUBLE     what if so much more fell; NULL for what has fallen
--           $extra_rain_hours        DOUBLE     in so many hours from now, evenly; NULL for one hour
--           $township                VARCHAR    only points of this township; NULL for all
-- returns:  level                 VARCHAR  immediate, prepare, unknown and none: always four rows
--           point_count           BIGINT   points
--           people_count          BIGINT   people at risk at points that tell; NULL where none tells, which is not nobody
--           unknown_people_count  BIGINT   points whose people are not known
--           vulnerable_count      BIGINT   old, weak, ill or disabled at points that tell; NULL where none tells
--           household_count       BIGINT   households at points that tell; NULL where none tells
--           by_rain_count         BIGINT   points with T1
--           by_warning_count      BIGINT   points with T2
--           by_sign_count         BIGINT   points with T3: a danger sign, no judgement, or silence while it rains
--           confirmed_count       BIGINT   points whose advice is confirmed
--           rejected_count        BIGINT   points whose advice is rejected
--           undecided_count       BIGINT   points on which nobody has decided

with
level_of_advice as (
    select unnest(['immediate', 'prepare', 'unknown', 'none']) as level
),

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
    where $township is null or township = $township
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
)

select
    l.level,
    count(p.key) as point_count,
    sum(p.people_at_risk)::bigint as people_count,
    count(p.key) filter (where p.people_at_risk is null) as unknown_people_count,
    sum(p.vulnerable_people)::bigint as vulnerable_count,
    sum(p.households_at_risk)::bigint as household_count,
    count(p.key) filter (where p.is_by_rain or p.rain_state = 'prepare') as by_rain_count,
    count(p.key) filter (where p.is_by_warning) as by_warning_count,
    count(p.key) filter (where p.is_by_patrol or p.is_by_silence) as by_sign_count,
    count(p.key) filter (where d.decision = 'confirmed') as confirmed_count,
    count(p.key) filter (where d.decision = 'rejected') as rejected_count,
    count(p.key) filter (where d.decision is null) as undecided_count
from level_of_advice as l
left join point_judged as p
    on l.level = p.level
left join decision_kept as d
    on p.key = d.key
group by l.level
order by list_position(['immediate', 'prepare', 'unknown', 'none'], l.level) asc
