-- question: Where are the remediation projects, the overdue ones first?
-- grain:    one row per key
-- params:   $as_of  DATE  the day looked at; overdue is planned to be finished before this day
-- returns:  longitude  DOUBLE   degrees, of the risk point that the project treats
--           latitude   DOUBLE   degrees
--           level      VARCHAR  overdue, normal or done
--           key        VARCHAR  the row's key
--           title      VARCHAR  the project
--           detail     VARCHAR  lines for the hover

with
place_of_point as (
    select
        p.point_code,
        any_value(p.longitude) as longitude,
        any_value(p.latitude) as latitude
    from flood_risk_point_now as p
    anti join outside_point as o
        on p.longitude = o.longitude and p.latitude = o.latitude
    where
        p.point_code is not null
        and p.longitude is not null
        and p.latitude is not null
    group by p.point_code
),

project as (
    select *
    from project_of_day($as_of)
)

select
    w.longitude,
    w.latitude,
    case
        when j.is_finished then 'done'
        when j.planned_finish_on < $as_of::date then 'overdue'
        else 'normal'
    end as level,
    j.key,
    j.name as title,
    concat_ws(
        chr(10),
        case
            when j.is_finished then '已完工'
            when j.planned_finish_on < $as_of::date
                then '逾期 ' || date_diff('day', j.planned_finish_on, $as_of::date)::varchar || ' 天'
            when j.planned_finish_on is null then '计划完工日期不明'
            else '计划完工 ' || strftime(j.planned_finish_on, '%Y-%m-%d')
        end,
        coalesce('形象进度 ' || round(j.progress_share * 100)::integer::varchar || '%', '形象进度未填'),
        case when j.is_criticised then '被通报' end,
        j.owner_unit
    ) as detail
from project as j
inner join place_of_point as w
    on j.related_code = w.point_code
order by
    list_position(['overdue', 'normal', 'done'], level) asc,
    j.planned_finish_on asc nulls last,
    j.key asc
