-- question: Where are the evacuation sites, the full ones first?
-- grain:    one row per key
-- params:   none
-- returns:  longitude  DOUBLE   degrees
--           latitude   DOUBLE   degrees
--           level      VARCHAR  state: designated is not open; NULL where the sheet gives none
--           key        VARCHAR  the row's key
--           title      VARCHAR  the site
--           detail     VARCHAR  lines for the hover

select
    s.longitude,
    s.latitude,
    s.state as level,
    s.key,
    s.name as title,
    concat_ws(
        chr(10),
        case s.state
            when 'full' then '已满'
            when 'open' then '已启用'
            when 'designated' then '指定，未启用'
            when 'closed' then '关闭'
            else '启用状态未填'
        end,
        coalesce('可容纳 ' || s.capacity::varchar || ' 人', '容纳人数不明'),
        '已安置 ' || s.occupied::varchar || ' 人',
        concat_ws(' ', s.township, s.village)
    ) as detail
from evacuation_site_now as s
anti join outside_point as o
    on s.longitude = o.longitude and s.latitude = o.latitude
where
    s.longitude is not null
    and s.latitude is not null
order by
    list_position(['full', 'open', 'designated', 'closed'], s.state) asc nulls last,
    s.capacity desc nulls last,
    s.key asc
