-- How far the evacuation of each point is, by its last report; of two at one moment the one that tells of fewer away.
-- seen: the moment looked at; since: reports of earlier seasons are over; only_township: NULL for all
-- kept: worked out once for all that ask with the same values
-- returns: one row of 转移避险进度台账 per point, whether reported by code or by name, with point_key, township and away_count as
-- report_of_point tells them
create or replace macro evacuation_of_point(seen, since, only_township) as table (
    with
    last_report as (
        select
            point_key,
            arg_max(
                {'key': key, 'township': township, 'away_count': away_count}, (updated_at, -coalesce(away_count, -1), key)
            ) as said
        from report_of_point()
        where
            updated_at <= seen::timestamp
            and coalesce(updated_at >= since::timestamp, true)
            and (only_township is null or township = only_township)
        group by
            point_key,
            unlisted_as
    )

    select
        e.* replace (r.said.township as township),
        r.point_key,
        r.said.away_count
    from last_report as r
    inner join evacuation_progress_now as e
        on r.said.key = e.key
);
