-- question: How far is the evacuation of each point, those with most people left first?
-- grain:    one row per key
-- params:   $moment        TIMESTAMP  the moment looked at
--           $season_start  DATE       reports of earlier seasons are over
--           $township      VARCHAR    only this township; NULL for all
-- returns:  key            VARCHAR    the row's key
--           township       VARCHAR    can be NULL
--           point_name     VARCHAR    the point's name in the list, else as the report names it, else its code
--           to_evacuate    INTEGER    应转移; can be NULL
--           evacuated      INTEGER    已转移; can be NULL
--           not_evacuated  INTEGER    应转移 less 已转移; NULL where one of them is
--           returned       INTEGER    已返回; can be NULL
--           destination    VARCHAR    can be NULL
--           updated_at     TIMESTAMP  when this was reported
--           confirmed_by   VARCHAR    who confirmed it; can be NULL

select
    e.key,
    e.township,
    coalesce(p.name, e.point_name, e.point_code) as point_name,
    e.to_evacuate,
    e.evacuated,
    -- greatest() passes over NULL, and nobody reported is not nobody left.
    case when e.to_evacuate is not null and e.evacuated is not null then greatest(e.to_evacuate - e.evacuated, 0) end as not_evacuated,
    e.returned,
    e.destination,
    e.updated_at,
    e.confirmed_by
from evacuation_of_point($moment, $season_start, $township) as e
left join flood_risk_point_now as p
    on e.point_key = p.key
order by
    not_evacuated desc nulls first,
    e.to_evacuate desc nulls last,
    e.key asc
