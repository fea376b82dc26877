-- question: How many points have reached their rain limits, by level of risk?
-- grain:    one row per rain_state
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end counts for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrol and danger signs count from this day
--           $township                VARCHAR    only points of this township; NULL for all
-- returns:  rain_state            VARCHAR  immediate, prepare, unknown or below
--           point_count           BIGINT   points in this state
--           extreme_point_count   BIGINT   of these 极高
--           high_point_count      BIGINT   高
--           general_point_count   BIGINT   一般
--           low_point_count       BIGINT   低
--           other_point_count     BIGINT   without a level
--           people_count          BIGINT   people at risk at these points; NULL where none tells
--           unknown_people_count  BIGINT   points whose people are not known

select
    rain_state,
    count(*) as point_count,
    count(*) filter (where risk_level = 'extreme') as extreme_point_count,
    count(*) filter (where risk_level = 'high') as high_point_count,
    count(*) filter (where risk_level = 'general') as general_point_count,
    count(*) filter (where risk_level = 'low') as low_point_count,
    count(*) filter (where risk_level is null) as other_point_count,
    sum(people_at_risk)::bigint as people_count,
    count(*) filter (where people_at_risk is null) as unknown_people_count
from
    judged_point(
        $moment,
        $rain_fresh_hours,
        $county_rain_thresholds,
        $season_start,
        $rain_near_km,
        $rain_elsewhere_mm,
        $warning_hours,
        null,
        null
    )
where $township is null or township = $township
group by rain_state
order by list_position(['immediate', 'prepare', 'unknown', 'below'], rain_state) asc
