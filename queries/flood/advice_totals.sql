-- question: How many points and people should be moved by the county's own rules?
-- grain:    one row
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end counts for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrol and danger signs count from this day
--           $township                VARCHAR    only points of this township; NULL for all
-- returns:  evacuate_point_count           BIGINT  points with 应撤离（建议）
--           evacuate_people_count          BIGINT  people at risk at those that tell; NULL where no such point tells
--           evacuate_unknown_people_count  BIGINT  of these points those whose people are not known
--           by_rain_count                  BIGINT  of these points: rain reached 立即转移
--           by_warning_count               BIGINT  of these points: a warning over a point of 极高 or 高 risk
--           by_patrol_count                BIGINT  of these points: a danger sign, or the patrol could not judge
--           by_silence_count               BIGINT  of these points: no reading near by while it rains in the county or a warning stands over the township
--           unknown_count                  BIGINT  points that cannot be judged and are not among those to move or to prepare
--           prepare_point_count            BIGINT  points with rain at 准备转移 and not among those to move

select
    count(*) filter (where advice = 'evacuate') as evacuate_point_count,
    (sum(people_at_risk) filter (where advice = 'evacuate'))::bigint as evacuate_people_count,
    count(*) filter (where advice = 'evacuate' and people_at_risk is null) as evacuate_unknown_people_count,
    count(*) filter (where is_by_rain) as by_rain_count,
    count(*) filter (where is_by_warning) as by_warning_count,
    count(*) filter (where is_by_patrol) as by_patrol_count,
    count(*) filter (where is_by_silence) as by_silence_count,
    count(*) filter (where level = 'unknown') as unknown_count,
    count(*) filter (where advice = 'prepare') as prepare_point_count
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
