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

with
point_in_list as (
    select
        key,
        point_code,
        name,
        township
    from flood_risk_point_now
    where
        coalesce(status <> 'closed', true)
        and ($township is null or township = $township)
),

-- Without a single check in the county there was no rain to check for, or nothing was reported: not nought per cent.
this_rain as (
    select count(*) as check_count
    from patrol_check_now
    where
        checked_at > $moment::timestamp - to_days($patrol_days::integer)
        and checked_at <= $moment::timestamp
),

checked_point as (
    select
        p.key,
        p.township,
        bool_or(c.phase = 'before') as is_before_done,
        bool_or(c.phase = 'during') as is_during_done,
        bool_or(c.phase = 'after') as is_after_done
    from point_in_list as p
    left join patrol_check_now as c
        on
            (
                c.point_code = p.point_code
                or (c.point_code is null and c.point_name = p.name and c.township is not distinct from p.township)
            )
            and c.checked_at > $moment::timestamp - to_days($patrol_days::integer)
            and c.checked_at <= $moment::timestamp
    group by
        p.key,
        p.township
)

select
    count(*) as point_count,
    count(*) filter (where is_before_done) as before_count,
    count(*) filter (where is_during_done) as during_count,
    count(*) filter (where is_after_done) as after_count,
    count(*) filter (where is_before_done) / nullif(if(any_value(t.check_count) > 0, count(*), 0), 0) as before_share,
    count(*) filter (where is_during_done) / nullif(if(any_value(t.check_count) > 0, count(*), 0), 0) as during_share,
    count(*) filter (where is_after_done) / nullif(if(any_value(t.check_count) > 0, count(*), 0), 0) as after_share,
    (
        count(*) filter (where is_before_done)
        + count(*) filter (where is_during_done)
        + count(*) filter (where is_after_done)
    ) / nullif(if(any_value(t.check_count) > 0, count(*) * 3, 0), 0) as three_checks_share
from checked_point
cross join this_rain as t
