-- question: What do the readings of each station tell of the county's limits, and whose hours must be asked for?
-- grain:    one row per station_key
-- params:   $moment                  TIMESTAMP  the moment looked at
--           $rain_fresh_hours        DOUBLE     a reading older than so many hours tells nothing of now
--           $county_rain_thresholds  JSON       [{window_h, prepare_mm, immediate_mm}]
--           $township                VARCHAR    only stations of this township; NULL for all
-- returns:  station_key      VARCHAR    its code, else its name
--           station          VARCHAR    its name, else its code
--           township         VARCHAR    can be NULL
--           rain_state       VARCHAR    the worst of the windows: immediate, prepare, unknown or below
--           told_mm          DOUBLE     the most rain that its readings of the last day tell of, over whatever length
--           said             VARCHAR    window by window, what is reached and what cannot be told, with figure, limit and why; NULL where all is below
--           needs_hourly     BOOLEAN    readings shorter than its own would tell: hour by hour is to be asked for
--           last_reading_at  TIMESTAMP  its last reading in two days

with
county_window as (
    select
        (value ->> 'window_h')::double as window_h,
        ((value ->> 'window_h')::double * 60)::integer as minutes,
        (value ->> 'prepare_mm')::double as prepare_mm,
        (value ->> 'immediate_mm')::double as immediate_mm
    from json_each($county_rain_thresholds::json)
),

bound as materialized (
    select
        *,
        round(least_mm, 3) as at_least_mm,
        round(most_mm, 3) as at_most_mm
    from rain_bound($moment, $rain_fresh_hours, $county_rain_thresholds, null, null)
),

station_heard as (
    select distinct on (station_key)
        station_key,
        station_name,
        township,
        is_fresh,
        last_reading_at
    from bound
),

judged as (
    select
        b.station_key,
        w.window_h,
        w.prepare_mm,
        w.immediate_mm,
        b.at_least_mm as least_mm,
        b.at_most_mm as most_mm,
        round(b.inside_minutes / 60, 2) as inside_h,
        round(b.most_minutes / 60, 2) as length_h,
        case
            when b.at_least_mm >= w.immediate_mm then 'immediate'
            when b.at_least_mm >= w.prepare_mm then 'prepare'
            when b.at_most_mm < w.prepare_mm then 'below'
            else 'unknown'
        end as rain_state
    from bound as b
    inner join county_window as w
        on b.past_minutes = w.minutes
    where b.inside_minutes is not null
),

told as (
    select
        station_key,
        arg_max(rain_state, list_position(['below', 'unknown', 'prepare', 'immediate'], rain_state)) as rain_state,
        max(coalesce(least_mm, most_mm)) as told_mm,
        coalesce(bool_or(rain_state = 'unknown' and (least_mm is null or inside_h < window_h)), false) as needs_hourly,
        string_agg(
            case
                when rain_state in ('immediate', 'prepare')
                    then
                        format(
                            '{:g} 小时{} {:g} 毫米，达到{}转移标准 {:g} 毫米',
                            window_h,
                            if(inside_h < window_h, '至少', ''),
                            least_mm,
                            if(rain_state = 'immediate', '立即', '准备'),
                            if(rain_state = 'immediate', immediate_mm, prepare_mm)
                        )
                when least_mm is null and most_mm is not null
                    then
                        format(
                            '{:g} 小时不能判定：读数一次 {:g} 小时，只说明至多 {:g} 毫米，准备转移标准 {:g} 毫米',
                            window_h,
                            length_h,
                            most_mm,
                            prepare_mm
                        )
                when least_mm is not null
                    then
                        format(
                            '{:g} 小时不能判定：有读数的 {:g} 小时至少 {:g} 毫米，准备转移标准 {:g} 毫米',
                            window_h,
                            inside_h,
                            least_mm,
                            prepare_mm
                        )
                else format('{:g} 小时不能判定：读数和这个时段对不上，准备转移标准 {:g} 毫米', window_h, prepare_mm)
            end,
            '；'
            order by window_h
        ) filter (where rain_state <> 'below') as said
    from judged
    group by station_key
)

select
    s.station_key,
    s.station_name as station,
    s.township,
    if(s.is_fresh, coalesce(t.rain_state, 'unknown'), 'unknown') as rain_state,
    t.told_mm,
    case
        when not s.is_fresh then strftime(s.last_reading_at, '最后一次读数是%-m月%-d日%H:%M，已经过时')
        when t.station_key is null then '全县没有转移雨量标准'
        else t.said
    end as said,
    not s.is_fresh or coalesce(t.needs_hourly, false) as needs_hourly,
    s.last_reading_at
from station_heard as s
left join told as t
    on s.station_key = t.station_key
where $township is null or s.township = $township
order by
    list_position(['immediate', 'prepare', 'unknown', 'below'], if(s.is_fresh, coalesce(t.rain_state, 'unknown'), 'unknown')) asc,
    s.is_fresh desc,
    t.told_mm desc nulls last,
    s.station_key asc
