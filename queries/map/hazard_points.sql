-- question: Where are the open hazards, the most urgent first?
-- grain:    one row per key
-- params:   $as_of  DATE  the day looked at
-- returns:  longitude  DOUBLE   degrees
--           latitude   DOUBLE   degrees
--           level      VARCHAR  major_overdue, major, overdue or open
--           key        VARCHAR  the row's key
--           title      VARCHAR  what and where
--           detail     VARCHAR  lines for the hover

select
    h.longitude,
    h.latitude,
    case
        when h.severity = 'major' and h.due_on < $as_of::date then 'major_overdue'
        when h.severity = 'major' then 'major'
        when h.due_on < $as_of::date then 'overdue'
        else 'open'
    end as level,
    h.key,
    coalesce(h.site, h.township, '隐患') as title,
    concat_ws(
        chr(10),
        left(h.description, 40),
        case when h.severity = 'major' then '重大隐患' else '一般隐患' end,
        case
            when h.due_on < $as_of::date then '已超期 ' || date_diff('day', h.due_on, $as_of::date) || ' 天'
            when h.due_on is null then '期限不明'
            else '期限 ' || strftime(h.due_on, '%Y-%m-%d')
        end,
        h.owner_unit
    ) as detail
from hazard_now as h
anti join outside_point as o
    on h.longitude = o.longitude and h.latitude = o.latitude
where
    h.is_open
    and h.longitude is not null
    and h.latitude is not null
order by
    h.severity = 'major' desc,
    h.due_on asc nulls last,
    h.key asc
