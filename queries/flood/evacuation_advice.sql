-- question: Which points should be moved by the county's own rules, why, by when, and what was decided?
-- grain:    one row per key
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $rain_near_km            DOUBLE     a station so near speaks for a point without one of its own or in its township
--           $rain_elsewhere_mm       DOUBLE     a fresh reading from here on means that it rains in the county
--           $warning_hours           DOUBLE     a warning without an end, and a decision, count for so many hours
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}], used where a point has none of its own
--           $season_start            DATE       patrol and danger signs count from this day
--           $sunset_at               TIMESTAMP  the sunset of this day; at night the one that was; NULL where the county's place is not known
--           $extra_rain_mm           DOUBLE     what if so much more fell; NULL for what has fallen
--           $extra_rain_hours        DOUBLE     in so many hours from now, evenly; NULL for one hour
--           $red_rain_hours          DOUBLE     rain that a red warning tells of begins within so many hours of its issue
--           $orange_rain_hours       DOUBLE     likewise
--           $yellow_rain_hours       DOUBLE     likewise
--           $blue_rain_hours         DOUBLE     likewise
--           $township                VARCHAR    only points of this township; NULL for all
--           $level                   VARCHAR    only points of this level; NULL for all
-- returns:  key                     VARCHAR    the row's key
--           point_code              VARCHAR    can be NULL
--           name                    VARCHAR    the point
--           township                VARCHAR    can be NULL
--           risk_level              VARCHAR    can be NULL
--           hazard_type             VARCHAR    can be NULL
--           level                   VARCHAR    immediate, prepare, unknown (cannot be judged) or none: advice, never an order
--           triggers                VARCHAR[]  of 三个紧急撤离: T1 rain (also at 准备转移), T2 warning, T3 danger sign or no judgement; empty for none
--           reasons                 VARCHAR[]  a sentence for each cause, with figure, limit, window, source and time; empty for none
--           cannot_tell             VARCHAR    why the rain, or the point, cannot be judged, or whether 准备转移 is not 立即转移 already; NULL where all is told
--           evacuate_by             TIMESTAMP  this very moment where rain, signs or silence press, where it rains under a warning or is dark; else the
--                                              earlier of sunset and the latest start of the rain that is warned of (never after the warning's
--                                              end; this moment when that is past); NULL where neither is known, and for other levels
--           evacuate_by_why         VARCHAR    which of these it is; NULL as above
--           people_at_risk          INTEGER    NULL where not known, which is not nobody
--           vulnerable_people       INTEGER    NULL where not known
--           households_at_risk      INTEGER    NULL where not known
--           rain_mm                 DOUBLE     rain in the window that decides; a lower bound where hours are missing; NULL without a reading
--           window_h                DOUBLE     that window; NULL where there is no limit
--           limit_mm                DOUBLE     the limit that it is held against; NULL where there is none
--           warning_level           VARCHAR    the gravest warning in force over its township; NULL for none
--           evacuation_site         VARCHAR    can be NULL
--           administrative_officer  VARCHAR    can be NULL
--           administrative_phone    VARCHAR    can be NULL
--           monitoring_officer      VARCHAR    can be NULL
--           monitoring_phone        VARCHAR    can be NULL
--           evacuation_officer      VARCHAR    can be NULL
--           evacuation_phone        VARCHAR    can be NULL
--           longitude               DOUBLE     can be NULL
--           latitude                DOUBLE     can be NULL
--           last_reading_at         TIMESTAMP  the last reading of its stations; NULL without any in two days
--           graveness               INTEGER[]  of the causes: rain (2 准备, 3 立即), warning (1 blue to 4 red), patrol (0, 1), silence (0, 1)
--           decision                VARCHAR    confirmed or rejected; NULL where nobody decided in the last $warning_hours, or it has become graver
--           decided_by              VARCHAR    who decided; NULL as above
--           decided_at              TIMESTAMP  when; NULL as above
--           decided_why             VARCHAR    why; NULL as above
--           avoidance               VARCHAR    active (主动避让), early (提前避让) or preventive (预防避让), as decided; NULL as above

with
judged as (
    select
        *,
        list_min(
            list_transform(
                warned,
                lambda each: least(
                    each.in_force_until,
                    each.issued_at
                    + to_minutes(
                        (
                            60 * case each.level
                                when 'red' then $red_rain_hours::double
                                when 'orange' then $orange_rain_hours::double
                                when 'yellow' then $yellow_rain_hours::double
                                else $blue_rain_hours::double
                            end
                        )::integer
                    )
                )
            )
        ) as rain_by
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

timed as (
    select
        *,
        case
            when level not in ('immediate', 'prepare') then null
            when is_by_rain or is_by_patrol or is_by_silence
                then {'at': $moment::timestamp, 'why': '雨量已到立即转移标准、有险情征兆或不能研判，马上转移'}
            when $sunset_at::timestamp <= $moment::timestamp then {'at': $moment::timestamp, 'why': '天已经黑了，马上转移'}
            when warning_level is not null and is_wet then {'at': $moment::timestamp, 'why': '预警的雨已经在下，马上转移'}
            when rain_by <= $moment::timestamp then {'at': $moment::timestamp, 'why': '预警的雨随时会下，马上转移'}
            when rain_by < $sunset_at::timestamp then {'at': rain_by, 'why': '预警的雨最迟这时开始，早于日落'}
            when $sunset_at is null and rain_by is not null then {'at': rain_by, 'why': '预警的雨最迟这时开始；日落时刻不明'}
            when $sunset_at is not null then {'at': $sunset_at::timestamp, 'why': '日落前'}
        end as move_by
    from judged
)

select
    p.key,
    p.point_code,
    p.name,
    p.township,
    p.risk_level,
    p.hazard_type,
    p.level,
    list_filter(
        [
            case when p.is_by_rain or p.rain_state = 'prepare' then 'T1' end,
            case when p.is_by_warning then 'T2' end,
            case when p.is_by_patrol or p.is_by_silence then 'T3' end
        ],
        lambda each: each is not null
    ) as triggers,
    list_filter(
        list_concat(
            [
                case
                    when p.is_by_rain or p.rain_state = 'prepare'
                        then
                            concat(
                                if(p.rain.station_name is null, '附近没有雨量站：', concat('雨量站“', p.rain.station_name, '”')),
                                case when p.rain.distance_km is not null then format('（最近的站，相距 {:.1f} 公里）', p.rain.distance_km) end,
                                coalesce(strftime(p.rain.window_end, '到%-m月%-d日%H:%M的 '), ''),
                                format('{:g} 小时雨量', p.window_h),
                                if(coalesce(p.rain.inside_minutes, 0) < p.rain.past_minutes, '至少 ', ' '),
                                format('{:g} 毫米', round(p.rain_mm, 1)),
                                case when p.rain.added_mm > 0 then format('（其中 {:g} 毫米是假设再下的）', round(p.rain.added_mm, 1)) end,
                                format(
                                    '，达到{}转移标准 {:g} 毫米（{}）。',
                                    if(p.is_by_rain, '立即', '准备'),
                                    p.limit_mm,
                                    if(p.limit_source = 'own', '本点标准', '全县标准')
                                )
                            )
                end
            ],
            if(p.is_by_warning, p.warning_says, []),
            [
                case
                    when p.is_by_patrol
                        then
                            concat(
                                strftime(p.patrol.checked_at, '%-m月%-d日%H:%M'),
                                '巡查',
                                if(
                                    p.patrol.checker is null,
                                    '（巡查人未填）',
                                    concat('（巡查人 ', left(p.patrol.checker, 1), repeat('*', greatest(1, least(length(p.patrol.checker), 3) - 1)), '）')
                                ),
                                concat_ws('，', if(p.has_danger_sign, '发现险情征兆', null), if(p.cannot_judge, '不能准确研判', null)),
                                '。'
                            )
                end,
                case
                    when p.is_by_silence
                        then
                            concat(
                                '附近没有可用的雨量读数，',
                                if(
                                    p.elsewhere.rain_mm is not null,
                                    format(
                                        '而雨量站“{}”到{}的 {:g} 小时雨量 {:g} 毫米，县内正在下雨',
                                        p.elsewhere.station_name,
                                        strftime(p.elsewhere.observed_at, '%-m月%-d日%H:%M'),
                                        round(p.elsewhere.window_h, 2),
                                        p.elsewhere.rain_mm
                                    ),
                                    '而本乡镇有预警'
                                ),
                                '：不能研判，按不安全处置。'
                            )
                end
            ]
        ),
        lambda each: each is not null
    ) as reasons,
    p.cannot_tell,
    p.move_by.at as evacuate_by,
    p.move_by.why as evacuate_by_why,
    p.people_at_risk,
    p.vulnerable_people,
    p.households_at_risk,
    round(p.rain_mm, 1) as rain_mm,
    p.window_h,
    p.limit_mm,
    p.warning_level,
    p.evacuation_site,
    p.administrative_officer,
    p.administrative_phone,
    p.monitoring_officer,
    p.monitoring_phone,
    p.evacuation_officer,
    p.evacuation_phone,
    p.longitude,
    p.latitude,
    p.last_reading_at,
    p.graveness,
    d.said.decision,
    d.said.decided_by,
    d.said.decided_at,
    d.said.why as decided_why,
    d.said.avoidance
from timed as p
-- Advice that has become graver since must be decided again.
left join last_decision($moment, $warning_hours) as d
    on
        p.key = d.point_key
        and still_stands(d.said, p.level, p.graveness, p.patrol.checked_at)
where
    ($township is null or p.township = $township)
    and ($level is null or p.level = $level)
order by
    list_position(['immediate', 'prepare', 'unknown', 'none'], p.level) asc,
    list_position(['extreme', 'high', 'general', 'low'], p.risk_level) asc nulls last,
    p.people_at_risk desc nulls first,
    p.key asc
