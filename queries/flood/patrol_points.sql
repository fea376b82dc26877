-- question: Which checks of this rain are done at each risk point, those that lack most first?
-- grain:    one row per key
-- params:   $moment       TIMESTAMP  the moment looked at
--           $patrol_days  DOUBLE     checks of so many days back belong to this rain
--           $township     VARCHAR    only points of this township; NULL for all
-- returns:  key                 VARCHAR  the row's key
--           name                VARCHAR  the point
--           township            VARCHAR  can be NULL
--           risk_level          VARCHAR  can be NULL
--           is_before_done      BOOLEAN  checked before the rain; NULL where nobody in the county has checked anything
--           is_during_done      BOOLEAN  checked during the rain; NULL as above
--           is_after_done       BOOLEAN  checked after the rain; NULL as above
--           three_checks_share  DOUBLE   of the three checks those done; NULL as above

select
    p.key,
    p.name,
    p.township,
    p.risk_level,
    c.is_before_done,
    c.is_during_done,
    c.is_after_done,
    (c.is_before_done::integer + c.is_during_done::integer + c.is_after_done::integer) / 3 as three_checks_share
from checked_point($moment, $patrol_days) as c
inner join flood_risk_point_now as p
    on c.key = p.key
where $township is null or p.township = $township
order by
    three_checks_share asc,
    list_position(['extreme', 'high', 'general', 'low'], p.risk_level) asc nulls last,
    p.key asc
