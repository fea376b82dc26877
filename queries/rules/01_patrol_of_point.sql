-- Which patrol record speaks of which flood risk point: by the point's code, else by its name in its township, else, without a township,
-- by a name that only one point has.
-- kept: worked out once for all that ask with the same values
-- returns: key of the point, its township, the record (check_key) and what was checked; 核销 points are left out
create or replace macro patrol_of_point() as table (
    select
        p.key,
        p.township,
        c.key as check_key,
        c.checked_at,
        c.phase,
        c.checker,
        c.finding,
        c.has_danger_sign,
        c.can_judge
    from (select *, count(*) over (partition by name) as namesake_count from flood_risk_point_now) as p
    inner join patrol_check_now as c
        on
            c.point_code = p.point_code
            or (
                c.point_code is null
                and c.point_name = p.name
                and (c.township is not distinct from p.township or (c.township is null and p.namesake_count = 1))
            )
    where coalesce(p.status <> 'closed', true)
);
