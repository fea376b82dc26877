-- question: Which points have reached their rain limits, and who should be moved first?
-- grain:    one row per key
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end counts for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrol and danger signs count from this day
--           $township                VARCHAR    only points of this township; NULL for all
--           $risk_level              VARCHAR    only points of this risk; NULL for all
--           $advice                  VARCHAR    only points with this advice; NULL for all
--           $rain_state              VARCHAR    only points in this state; NULL for all
-- returns:  key                 VARCHAR    the row's key
--           name                VARCHAR    the point
--           township            VARCHAR    can be NULL
--           risk_level          VARCHAR    can be NULL
--           hazard_type         VARCHAR    can be NULL
--           households_at_risk  INTEGER    NULL where not known
--           people_at_risk      INTEGER    NULL where not known
--           advice              VARCHAR    evacuate, prepare, cannot_judge or watch: advice, never an order
--           reasons             VARCHAR    why, in words; NULL where there is nothing to say
--           rain_state          VARCHAR    immediate, prepare, below or unknown: no fresh or full reading is unknown, never below
--           rain_mm             DOUBLE     rain in the window that decides; a lower bound where hours are missing; NULL without a reading
--           window_h            DOUBLE     that window; NULL where there is no limit
--           limit_mm            DOUBLE     the limit that it is held against; NULL where there is none
--           limit_source        VARCHAR    own or county
--           warning_level       VARCHAR    the gravest warning in force over its township; NULL for none
--           evacuation_site     VARCHAR    can be NULL
--           evacuation_officer  VARCHAR    can be NULL
--           evacuation_phone    VARCHAR    can be NULL
--           last_reading_at     TIMESTAMP  the last reading of its station; NULL without any in two days

select
    key,
    name,
    township,
    risk_level,
    hazard_type,
    households_at_risk,
    people_at_risk,
    advice,
    nullif(
        concat_ws(
            '；',
            case when is_by_rain then '实况雨量达到立即转移标准' end,
            case when rain_state = 'prepare' then '实况雨量达到准备转移标准' end,
            case when is_by_warning then '有预警且为高风险点' end,
            case when has_danger_sign then '巡查发现险情征兆' end,
            case when cannot_judge then '巡查不能准确研判' end,
            case when is_by_silence then '附近没有雨量读数而县内有雨或有预警' end,
            case when level = 'unknown' or rain_state = 'unknown' then cannot_tell end
        ),
        ''
    ) as reasons,
    rain_state,
    round(rain_mm, 1) as rain_mm,
    window_h,
    limit_mm,
    limit_source,
    warning_level,
    evacuation_site,
    evacuation_officer,
    evacuation_phone,
    last_reading_at
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
where
    ($township is null or township = $township)
    and ($risk_level is null or risk_level = $risk_level)
    and ($advice is null or advice = $advice)
    and ($rain_state is null or rain_state = $rain_state)
order by
    list_position(['evacuate', 'prepare', 'cannot_judge', 'watch'], advice) asc,
    list_position(['immediate', 'prepare', 'unknown', 'below'], rain_state) asc,
    list_position(['extreme', 'high', 'general', 'low'], risk_level) asc nulls last,
    people_at_risk desc nulls last,
    key asc
