-- question: Where are the flood risk points, the most dangerous first?
-- grain:    one row per key
-- params:   none
-- returns:  longitude  DOUBLE   degrees
--           latitude   DOUBLE   degrees
--           level      VARCHAR  risk_level; NULL where the sheet gives none
--           key        VARCHAR  the row's key
--           title      VARCHAR  the point
--           detail     VARCHAR  lines for the hover

select
    p.longitude,
    p.latitude,
    p.risk_level as level,
    p.key,
    coalesce(p.name, p.location, '防汛风险点') as title,
    concat_ws(
        chr(10),
        case p.risk_level
            when 'extreme' then '风险等级：极高'
            when 'high' then '风险等级：高'
            when 'general' then '风险等级：一般'
            when 'low' then '风险等级：低'
            else '风险等级：未填'
        end,
        '威胁 '
        || coalesce(p.households_at_risk::varchar || ' 户', '户数不明')
        || ' '
        || coalesce(p.people_at_risk::varchar || ' 人', '人数不明'),
        concat_ws(' ', p.township, p.village),
        '安置点：' || p.evacuation_site
    ) as detail
from flood_risk_point_now as p
anti join outside_point as o
    on p.longitude = o.longitude and p.latitude = o.latitude
where
    coalesce(p.status <> 'closed', true)
    and p.longitude is not null
    and p.latitude is not null
order by
    list_position(['extreme', 'high', 'general', 'low'], p.risk_level) asc nulls last,
    p.people_at_risk desc nulls last,
    p.key asc
