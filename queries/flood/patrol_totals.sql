-- question: How far are the three checks of this rain in the whole county?
-- grain:    one row
-- params:   $moment       TIMESTAMP  the moment looked at
--           $patrol_days  DOUBLE     checks of so many days back belong to this rain
--           $township     VARCHAR    only points of this township; NULL for all
-- returns:  point_count         BIGINT   risk points in the list
--           before_count        BIGINT   points checked before the rain
--           during_count        BIGINT   points checked during the rain
--           after_count         BIGINT   points checked after the rain
--           before_share        DOUBLE   before / points; NULL without points, or where nobody has checked anything in this rain
--           during_share        DOUBLE   during / points; NULL without points, or where nobody has checked anything in this rain
--           after_share         DOUBLE   after / points; NULL without points, or where nobody has checked anything in this rain
--           three_checks_share  DOUBLE   the three together / points × 3; NULL without points, or where nobody has checked anything in this rain

select
    count(*) as point_count,
    count(*) filter (where is_before_done) as before_count,
    count(*) filter (where is_during_done) as during_count,
    count(*) filter (where is_after_done) as after_count,
    avg(is_before_done::integer) as before_share,
    avg(is_during_done::integer) as during_share,
    avg(is_after_done::integer) as after_share,
    avg((is_before_done::integer + is_during_done::integer + is_after_done::integer) / 3) as three_checks_share
from checked_point($moment, $patrol_days)
where $township is null or township = $township
