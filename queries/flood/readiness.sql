-- question: How ready is each point before the season, the least ready first?
-- grain:    one row per key
-- params:   $as_of                     DATE     the day looked at: a drill counts in its year
--           $medium_people_count       DOUBLE   from so many people on a point is 中型
--           $large_people_count        DOUBLE   from so many on 大型
--           $extra_large_people_count  DOUBLE   from so many on 特大型
--           $medium_assets_wan         DOUBLE   from assets of so many 万元 on 中型
--           $large_assets_wan          DOUBLE   from so many on 大型
--           $extra_large_assets_wan    DOUBLE   from so many on 特大型
--           $township                  VARCHAR  only points of this township; NULL for all
-- returns:  key                VARCHAR    the row's key
--           name               VARCHAR    the point
--           township           VARCHAR    can be NULL
--           risk_level         VARCHAR    can be NULL
--           has_officers       BOOLEAN    all three 责任人 are named
--           has_phones         BOOLEAN    all three have a phone
--           has_route          BOOLEAN    a route is written
--           has_signal         BOOLEAN    a warning signal is written
--           has_site           BOOLEAN    a site is assigned
--           has_drill          BOOLEAN    a drill was held this year, up to this day
--           filled_count       INTEGER    of the six
--           readiness_share    DOUBLE     of the six
--           gaps               VARCHAR[]  the items that lack: officers, phones, route, signal, site, drill; empty for none
--           is_site_listed     BOOLEAN    the assigned site stands in the list of sites; NULL where none is assigned
--           danger_grade       VARCHAR    as the sheet gives it; can be NULL
--           computed_grade     VARCHAR    what people and assets make of it (R-9); NULL where neither is known
--           is_at_least        BOOLEAN    one of the two is not known, so that it may be graver
--           is_grade_mismatch  BOOLEAN    the sheet's grade is another; NULL where that cannot be told

select
    key,
    name,
    township,
    risk_level,
    has_officers,
    has_phones,
    has_route,
    has_signal,
    has_site,
    has_drill,
    filled_count,
    filled_count / 6 as readiness_share,
    list_filter(
        [
            if(has_officers, null, 'officers'),
            if(has_phones, null, 'phones'),
            if(has_route, null, 'route'),
            if(has_signal, null, 'signal'),
            if(has_site, null, 'site'),
            if(has_drill, null, 'drill')
        ],
        lambda each: each is not null
    ) as gaps,
    is_site_listed,
    danger_grade,
    computed_grade,
    is_at_least,
    is_grade_mismatch
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
order by
    filled_count asc,
    list_position(['extreme', 'high', 'general', 'low'], risk_level) asc nulls last,
    key asc
