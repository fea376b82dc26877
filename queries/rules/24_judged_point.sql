-- How each flood risk point stands: the rain against its limits, warnings over it, what patrols found, and what follows from it.
-- seen: the moment looked at; fresh_hours: a reading older than that tells nothing of now; since: patrols count from this day;
-- limits: the county's table of windows, for points without limits of their own; near_km: how far a station speaks for a point that has
-- neither a station of its own nor one in its township; elsewhere_mm: a fresh reading from here on is rain somewhere in the county;
-- hours_assumed: how long a warning without an end counts; more_mm, more_hours: what if so much more fell, as rain_ahead has it: of a
-- window now, in that rain and after it the worst counts
-- kept: worked out once for all questions that ask with the same values
-- returns: one row per point that is not 核销; the columns are explained where flood/points and flood/evacuation_advice return them
create or replace macro judged_point(seen, fresh_hours, limits, since, near_km, elsewhere_mm, hours_assumed, more_mm, more_hours) as table (
    with
    -- What is judged needs these columns; the others are joined at the end.
    point_in_list as (
        select
            key,
            township,
            risk_level,
            station_code,
            longitude,
            latitude
        from flood_risk_point_now
        where coalesce(status <> 'closed', true)
    ),

    limit_of_point as (
        select *
        from rain_limit(limits)
    ),

    window_in_use as (
        select *
        from rain_ahead(limits, more_mm, more_hours)
    ),

    -- What the readings leave open is said once for all points that a station speaks for.
    bound as materialized (
        select
            *,
            concat(
                format('{:g} 小时雨量不能判定：雨量站“{}”的读数', past_minutes / 60, station_name),
                case
                    when least_mm is null and most_mm is null then '长度和时段对不上'
                    when most_mm is null
                        then
                            format(
                                '只说明至少 {:g} 毫米（{:g} 小时里有读数的 {:g} 小时）',
                                round(least_mm, 3),
                                past_minutes / 60,
                                round(inside_minutes / 60, 2)
                            )
                    when least_mm is null then format('比这个时段长，只说明至多 {:g} 毫米', round(most_mm, 3))
                    else format('只说明至少 {:g} 毫米、至多 {:g} 毫米', round(least_mm, 3), round(most_mm, 3))
                end
            ) as says
        from rain_bound(seen, fresh_hours, limits, more_mm, more_hours)
    ),

    station_heard as (
        select distinct on (station_key) *
        from bound
    ),

    -- Named to station_of_point.
    heard as ( -- noqa: ST03
        select
            1 as heard_no,
            *
        from station_heard
    ),

    station_for_point as (
        select *
        from station_of_point('point_in_list', 'heard', near_km)
    ),

    heard_of_point as (
        select
            p.key,
            bool_or(s.is_fresh) as is_fresh,
            max(s.last_reading_at) as last_reading_at,
            arg_max(s.station_name, (s.last_reading_at, s.station_name)) as station_name
        from station_for_point as p
        inner join station_heard as s
            on p.station_key = s.station_key
        group by p.key
    ),

    -- Rounded, since 0.1 + 0.2 must reach 0.3.
    held_against as (
        select
            l.key,
            l.limit_source,
            l.window_h,
            l.prepare_mm,
            l.immediate_mm,
            w.added_mm,
            s.station_name,
            p.distance_km,
            s.is_fresh,
            s.window_end,
            w.past_minutes,
            r.inside_minutes,
            r.says as bound_says,
            round(coalesce(r.least_mm, if(w.added_mm > 0, 0, null)) + w.added_mm, 3) as least_mm,
            case
                when s.is_fresh and w.past_minutes = 0 then w.added_mm
                when s.is_fresh then round(r.most_mm + w.added_mm, 3)
            end as most_mm
        from limit_of_point as l
        inner join window_in_use as w
            on l.window_h = w.window_h
        left join station_for_point as p
            on l.key = p.key
        left join station_heard as s
            on p.station_key = s.station_key
        left join bound as r
            on p.station_key = r.station_key and w.past_minutes = r.past_minutes
    ),

    judged as (
        select
            *,
            if(least_mm >= immediate_mm, immediate_mm, coalesce(prepare_mm, immediate_mm)) as limit_mm,
            case
                when least_mm >= immediate_mm then 3
                when least_mm >= prepare_mm then 2
                when most_mm < coalesce(prepare_mm, immediate_mm) then 0
                else 1
            end as urgency
        from held_against
    ),

    -- The most urgent window speaks; one that cannot be judged outweighs one that is below. Of equal ones the shortest that is told of.
    rain_of_point as (
        select
            key,
            max(urgency) as urgency,
            -- Some window may have reached 立即转移 without the readings telling so.
            bool_or(added_mm = 0 and coalesce(least_mm, 0) < immediate_mm and coalesce(most_mm >= immediate_mm, true)) as may_be_worse,
            arg_max(
                {
                    'limit_source': limit_source,
                    'window_h': window_h,
                    'rain_mm': least_mm,
                    'limit_mm': limit_mm,
                    'added_mm': added_mm,
                    'station_name': station_name,
                    'distance_km': distance_km,
                    'window_end': window_end,
                    'inside_minutes': inside_minutes,
                    'past_minutes': past_minutes
                },
                (urgency, coalesce(least_mm / nullif(limit_mm, 0), 0), -added_mm, least_mm is not null, -window_h, station_name)
            ) as said
        from judged
        group by key
    ),

    limit_in_words as (
        select
            *,
            format(
                '{}标准是 {:g} 毫米（{}）',
                if(prepare_mm is null, '立即转移', '准备转移'),
                coalesce(prepare_mm, immediate_mm),
                if(limit_source = 'own', '本点标准', '全县标准')
            ) as says
        from (select distinct limit_source, prepare_mm, immediate_mm from limit_of_point)
    ),

    -- Why a window cannot be judged: its bounds, of the station that lets most be feared.
    doubt_of_window as (
        select
            j.key,
            j.window_h,
            arg_max(concat(j.bound_says, '，', l.says), (coalesce(j.most_mm, 100000), coalesce(j.least_mm, 0), j.station_name)) as says
        from judged as j
        inner join limit_in_words as l
            on
                j.limit_source = l.limit_source
                and j.prepare_mm is not distinct from l.prepare_mm
                and j.immediate_mm is not distinct from l.immediate_mm
        where
            j.urgency = 1
            and j.is_fresh
            and j.added_mm = 0
        group by
            j.key,
            j.window_h
    ),

    doubt_of_point as (
        select
            key,
            array_to_string(
                list_transform(list_sort(list({'window_h': window_h, 'says': says})), lambda each: each.says), '；'
            ) as says
        from doubt_of_window
        group by key
    ),

    rain_elsewhere as (
        select
            arg_max(station_name, (wettest.rain_mm, wettest.observed_at, station_key)) as station_name,
            max(wettest.rain_mm) as rain_mm,
            arg_max(wettest.minutes, (wettest.rain_mm, wettest.observed_at, station_key)) / 60 as window_h,
            arg_max(wettest.observed_at, (wettest.rain_mm, wettest.observed_at, station_key)) as observed_at
        from station_heard
        where wettest.rain_mm >= elsewhere_mm::double
    ),

    -- Rain is falling at the point when a fresh reading of its stations tells of any.
    wet_point as (
        select distinct p.key
        from station_for_point as p
        inner join station_heard as s
            on p.station_key = s.station_key
        where s.wettest.rain_mm > 0
    ),

    -- Points of one township have the same warnings over them, and the same is said of all that are extreme.
    point_warned_alike as (
        select distinct
            township,
            coalesce(risk_level = 'extreme', false) as is_extreme
        from point_in_list
    ),

    warning_of_point as (
        select
            p.township,
            p.is_extreme,
            arg_min(w.level, list_position(['red', 'orange', 'yellow', 'blue'], w.level)) as level,
            list({'level': w.level, 'issued_at': w.issued_at, 'in_force_until': w.in_force_until}) as warned,
            list(
                concat(
                    coalesce(w.issuer, '发布单位不详'),
                    strftime(w.issued_at, '%-m月%-d日%H:%M'),
                    '发布的',
                    case w.kind when 'rainstorm' then '暴雨' when 'flash_flood' then '山洪' else '地质灾害' end,
                    case w.level when 'red' then '红色' when 'orange' then '橙色' when 'yellow' then '黄色' else '蓝色' end,
                    '预警覆盖本乡镇，有效至',
                    strftime(w.in_force_until, '%-m月%-d日%H:%M'),
                    if(w.is_end_assumed, format('（未写止期，按 {:g} 小时推定）', hours_assumed::double), ''),
                    if(p.is_extreme, '，本点为极高风险，预报即转移。', '，本点为高风险，预警即转移。')
                )
                order by
                    list_position(['red', 'orange', 'yellow', 'blue'], w.level) asc,
                    w.issued_at desc,
                    w.key asc
            ) as says
        from point_warned_alike as p
        inner join warning_in_force(seen, hours_assumed) as w
            on
                w.kind in ('rainstorm', 'flash_flood', 'geohazard')
                and w.level in ('red', 'orange', 'yellow', 'blue')
                and (w.townships is null or list_contains(w.townships, p.township))
        group by
            p.township,
            p.is_extreme
    ),

    some_warning as (
        select coalesce(bool_or(townships is not null), false) as is_over_townships
        from warning_in_force(seen, hours_assumed)
        where
            kind in ('rainstorm', 'flash_flood', 'geohazard')
            and level in ('red', 'orange', 'yellow', 'blue')
    ),

    advised as (
        select
            p.key as point_key,
            case r.urgency when 3 then 'immediate' when 2 then 'prepare' when 0 then 'below' else 'unknown' end as rain_state,
            r.said.rain_mm,
            r.said.window_h,
            r.said.limit_mm,
            r.said.limit_source,
            r.said as rain,
            h.last_reading_at,
            w.level as warning_level,
            w.warned,
            w.says as warning_says,
            coalesce(c.said.has_danger_sign, false) as has_danger_sign,
            coalesce(c.said.cannot_judge, false) as cannot_judge,
            c.said as patrol,
            e as elsewhere,
            wet.key is not null as is_wet,
            not coalesce(h.is_fresh, false) as is_silent,
            -- 三个紧急撤离 (R-3): heavy rain at the point, a warning over a point of high risk, a danger sign or no judgement.
            coalesce(r.urgency = 3, false) as is_by_rain,
            coalesce(w.level is not null and p.risk_level in ('extreme', 'high'), false) as is_by_warning,
            coalesce(c.said.has_danger_sign or c.said.cannot_judge, false) as is_by_patrol,
            -- No reading near by while it rains in the county or a warning stands over the township: not to be judged, never safe.
            not coalesce(h.is_fresh, false)
            and coalesce(r.urgency < 2, true)
            and (e.rain_mm is not null or w.level is not null) as is_by_silence,
            w.level is not null and p.risk_level is null as is_risk_unknown,
            -- A warning for named townships may or may not be over a point whose township nobody wrote down.
            p.township is null
            and w.level is null
            and coalesce(p.risk_level in ('extreme', 'high'), true)
            and v.is_over_townships as is_place_unknown,
            nullif(
                concat_ws(
                    '；',
                    case
                        when r.urgency = 2 and r.may_be_worse then '已达准备转移标准，是否也达到立即转移标准，读数不全，不能判定'
                        when coalesce(r.urgency, 1) <> 1 then null
                        when h.key is null and p.station_code is not null then format('雨量站“{}”近两天没有读数', p.station_code)
                        when h.key is null then '本乡镇和附近没有有读数的雨量站'
                        when not h.is_fresh
                            then
                                format(
                                    '雨量站“{}”最后一次读数是 {}，已经过时',
                                    h.station_name,
                                    strftime(h.last_reading_at, '%-m月%-d日%H:%M')
                                )
                        when r.key is null then '本点没有转移雨量标准，全县也没有'
                        else d.says
                    end,
                    case when is_risk_unknown then '风险等级未填，有预警时该不该转移不能判定' end,
                    case when is_place_unknown then '乡镇未填，是不是在预警的乡镇里不能判定' end
                ),
                ''
            ) as cannot_tell
        from point_in_list as p
        cross join rain_elsewhere as e
        cross join some_warning as v
        left join rain_of_point as r
            on p.key = r.key
        left join doubt_of_point as d
            on p.key = d.key
        left join heard_of_point as h
            on p.key = h.key
        left join wet_point as wet
            on p.key = wet.key
        left join warning_of_point as w
            on
                p.township is not distinct from w.township
                and coalesce(p.risk_level = 'extreme', false) = w.is_extreme
        left join last_patrol(seen, since) as c
            on p.key = c.key
    ),

    levelled as (
        select
            *,
            -- What a decision weighs, cause by cause: rain (2 准备, 3 立即), warning (1 blue to 4 red), patrol, silence.
            [
                case rain_state when 'immediate' then 3 when 'prepare' then 2 else 0 end,
                if(is_by_warning, 5 - list_position(['red', 'orange', 'yellow', 'blue'], warning_level), 0),
                is_by_patrol::integer,
                is_by_silence::integer
            ]::integer [] as graveness,
            case
                when is_by_rain or is_by_warning or is_by_patrol or is_by_silence then 'immediate'
                when rain_state = 'prepare' then 'prepare'
                when rain_state = 'unknown' or is_risk_unknown or is_place_unknown then 'unknown'
                else 'none'
            end as level
        from advised
    )

    select
        p.* exclude (raw, extra),
        l.* exclude (point_key),
        case l.level
            when 'immediate' then 'evacuate'
            when 'prepare' then 'prepare'
            when 'unknown' then 'cannot_judge'
            else 'watch'
        end as advice
    from levelled as l
    inner join flood_risk_point_now as p
        on l.point_key = p.key
);
