-- question: How many people of each point are already away, by the last report of their moving?
-- grain:    one row per report_key
-- params:   $moment        TIMESTAMP  the moment looked at
--           $season_start  DATE       reports of earlier seasons are over
--           $storm_hours   DOUBLE     a report older than so many hours is not of this storm: its people may be back
-- returns:  report_key        VARCHAR    the key of the report
--           point_key         VARCHAR    the point that it speaks of, by code, else by name in its township; NULL where no point, or more than
--                                        one, is meant
--           point_name        VARCHAR    as the report names it
--           away_count        INTEGER    已转移 less 已返回; NULL where 已转移 is not told
--           updated_at        TIMESTAMP  when this was reported
--           is_of_this_storm  BOOLEAN    not older than $storm_hours

with
point_in_list as (
    select
        key,
        point_code,
        name,
        township
    from flood_risk_point_now
    where coalesce(status <> 'closed', true)
),

meant as (
    select
        e.key as report_key,
        case when count(p.key) = 1 then any_value(p.key) end as point_key
    from evacuation_of_point($moment, $season_start, null) as e
    left join point_in_list as p
        on
            e.point_code = p.point_code
            or (e.point_code is null and e.point_name = p.name and e.township is not distinct from p.township)
    group by e.key
),

report as (
    select
        m.report_key,
        m.point_key,
        coalesce(e.point_name, e.point_code) as point_name,
        -- Who came back is at the point again. greatest() passes over NULL, and nobody reported is not nobody moved.
        case when e.evacuated is not null then greatest(e.evacuated - coalesce(e.returned, 0), 0) end as away_count,
        e.updated_at,
        e.updated_at > $moment::timestamp - to_minutes(($storm_hours::double * 60)::integer) as is_of_this_storm
    from meant as m
    inner join evacuation_progress_now as e
        on m.report_key = e.key
),

-- A point reported once by its code and once by its name has one last report; of two at one moment the one that tells of fewer away.
ranked as (
    select
        *,
        row_number() over (
            partition by point_key
            order by
                updated_at desc,
                away_count asc nulls first,
                report_key asc
        ) as place
    from report
)

select
    report_key,
    point_key,
    point_name,
    away_count,
    updated_at,
    is_of_this_storm
from ranked
where
    point_key is null
    or place = 1
order by report_key asc
