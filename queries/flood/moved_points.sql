-- question: How many people of each point are already away, by the last report of their moving?
-- grain:    one row per report_key
-- params:   $moment        TIMESTAMP  the moment looked at
--           $season_start  DATE       reports of earlier seasons are over
--           $storm_hours   DOUBLE     a report older than so many hours is not of this storm: its people may be back
-- returns:  report_key        VARCHAR    the key of the report
--           point_key         VARCHAR    the point that it speaks of, by code, else by name (rule evacuation_of_point); NULL where no point, or
--                                        more than one, is meant, or a 核销 one
--           point_name        VARCHAR    as the report names it
--           away_count        INTEGER    已转移 less 已返回; NULL where 已转移 is not told
--           updated_at        TIMESTAMP  when this was reported
--           is_of_this_storm  BOOLEAN    not older than $storm_hours

select
    e.key as report_key,
    p.key as point_key,
    coalesce(e.point_name, e.point_code) as point_name,
    e.away_count,
    e.updated_at,
    e.updated_at > $moment::timestamp - to_minutes(($storm_hours::double * 60)::integer) as is_of_this_storm
from evacuation_of_point($moment, $season_start, null) as e
left join flood_risk_point_now as p
    on
        e.point_key = p.key
        and coalesce(p.status <> 'closed', true)
order by report_key asc
