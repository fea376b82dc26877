-- question: Where did patrols see a danger sign or could not judge?
-- grain:    one row per key
-- params:   $moment       TIMESTAMP  the moment looked at
--           $patrol_days  DOUBLE     checks of so many days back belong to this rain
--           $township     VARCHAR    only points of this township; NULL for all
-- returns:  key              VARCHAR    the row's key
--           checked_at       TIMESTAMP  when
--           township         VARCHAR    can be NULL
--           point_name       VARCHAR    the point's name, else its code
--           phase            VARCHAR    before, during or after
--           has_danger_sign  BOOLEAN    can be NULL
--           can_judge        BOOLEAN    can be NULL
--           finding          VARCHAR    what was seen; can be NULL
--           checker          VARCHAR    who checked; can be NULL

with
point_name_by_code as (
    select
        point_code,
        any_value(name) as name
    from flood_risk_point_now
    where point_code is not null
    group by point_code
)

select
    c.key,
    c.checked_at,
    c.township,
    coalesce(p.name, c.point_name, c.point_code) as point_name,
    c.phase,
    c.has_danger_sign,
    c.can_judge,
    c.finding,
    c.checker
from patrol_check_now as c
left join point_name_by_code as p
    on c.point_code = p.point_code
where
    (c.has_danger_sign or not c.can_judge)
    and c.checked_at > $moment::timestamp - to_days($patrol_days::integer)
    and c.checked_at <= $moment::timestamp
    and ($township is null or c.township = $township)
order by
    c.has_danger_sign desc nulls last,
    c.checked_at desc,
    c.key asc
