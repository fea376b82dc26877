-- question: How ready is each township before the season, the least ready first?
-- grain:    one row per township
-- params:   $as_of                     DATE     the day looked at: a drill counts in its year
--           $medium_people_count       DOUBLE   from so many people on a point is 中型
--           $large_people_count        DOUBLE   from so many on 大型
--           $extra_large_people_count  DOUBLE   from so many on 特大型
--           $medium_assets_wan         DOUBLE   from assets of so many 万元 on 中型
--           $large_assets_wan          DOUBLE   from so many on 大型
--           $extra_large_assets_wan    DOUBLE   from so many on 特大型
--           $township                  VARCHAR  only this township; NULL for all
-- returns:  township                VARCHAR  NULL where the sheet gives none
--           point_count             BIGINT   risk points in the list
--           ready_count             BIGINT   points with all six items
--           readiness_share         DOUBLE   items filled / (points × 6)
--           without_officers_count  BIGINT   points that lack one of the three 责任人
--           without_phones_count    BIGINT   points that lack one of their phones
--           without_route_count     BIGINT   points without a route
--           without_signal_count    BIGINT   points without a warning signal
--           without_site_count      BIGINT   points without a site
--           without_drill_count     BIGINT   points without a drill this year
--           mismatch_count          BIGINT   points whose 险情等级 is not what people and assets make of it
--           ungraded_count          BIGINT   points of which that cannot be told

select
    township,
    count(*) as point_count,
    count(*) filter (where filled_count = 6) as ready_count,
    avg(filled_count) / 6 as readiness_share,
    count(*) filter (where not has_officers) as without_officers_count,
    count(*) filter (where not has_phones) as without_phones_count,
    count(*) filter (where not has_route) as without_route_count,
    count(*) filter (where not has_signal) as without_signal_count,
    count(*) filter (where not has_site) as without_site_count,
    count(*) filter (where not has_drill) as without_drill_count,
    count(*) filter (where is_grade_mismatch) as mismatch_count,
    count(*) filter (where is_grade_mismatch is null) as ungraded_count
from
    point_readiness(
        $as_of,
        $medium_people_count,
        $large_people_count,
        $extra_large_people_count,
        $medium_assets_wan,
        $large_assets_wan,
        $extra_large_assets_wan
    )
where $township is null or township = $township
group by township
order by
    readiness_share asc,
    point_count desc,
    township asc nulls last
