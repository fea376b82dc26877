-- Which flood risk points have been checked before, during and after this rain.
-- seen: the moment looked at; days: checks of so many days back belong to this rain
-- returns: one row per point; all three are NULL where nobody in the county has checked anything: no rain to check for, or nothing
--          reported, is not nought per cent
create or replace macro checked_point(seen, days) as table (
    with
    this_rain as (
        select count(*) as check_count
        from patrol_check_now
        where
            checked_at > seen::timestamp - to_days(days::integer)
            and checked_at <= seen::timestamp
    ),

    done as (
        select
            key,
            bool_or(phase = 'before') as is_before_done,
            bool_or(phase = 'during') as is_during_done,
            bool_or(phase = 'after') as is_after_done
        from patrol_of_point()
        where
            checked_at > seen::timestamp - to_days(days::integer)
            and checked_at <= seen::timestamp
        group by key
    )

    select
        p.key,
        p.township,
        if(r.check_count > 0, coalesce(d.is_before_done, false), null) as is_before_done,
        if(r.check_count > 0, coalesce(d.is_during_done, false), null) as is_during_done,
        if(r.check_count > 0, coalesce(d.is_after_done, false), null) as is_after_done
    from flood_risk_point_now as p
    cross join this_rain as r
    left join done as d
        on p.key = d.key
    where coalesce(p.status <> 'closed', true)
);
