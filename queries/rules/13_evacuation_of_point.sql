-- How far the evacuation of each point is, by its last report.
-- seen: the moment looked at; since: reports of earlier seasons are over; only_township: NULL for all
-- returns: one row of 转移避险进度台账 per point
create or replace macro evacuation_of_point(seen, since, only_township) as table (
    with
    last_report as (
        select
            coalesce(point_code, township || '|' || point_name) as point_key,
            arg_max(key, (updated_at, key)) as key
        from evacuation_progress_now
        where
            updated_at <= seen::timestamp
            and coalesce(updated_at >= since::timestamp, true)
            and (only_township is null or township = only_township)
        group by coalesce(point_code, township || '|' || point_name)
    )

    select e.*
    from last_report as r
    inner join evacuation_progress_now as e
        on r.key = e.key
);
