-- question: Which townships does the county list (departments that report are left out)?
-- grain:    one row per key
-- params:   none
-- returns:  key            VARCHAR  division_code, else made of the name
--           name           VARCHAR  official name
--           division_code  VARCHAR  行政区划代码; NULL where the list has none
--           aliases        VARCHAR  former and short names, as written; NULL where none
--           kind           VARCHAR  镇 · 乡 · 街道 · 部门, as written; can be NULL
--           population     INTEGER  people; can be NULL
--           must_report    BOOLEAN  whether the unit has to report; can be NULL

select
    key,
    name,
    division_code,
    aliases,
    kind,
    population,
    must_report
from township_now
where
    name is not null
    and coalesce(kind not like '%部门%' and kind not like '%单位%', true)
order by
    division_code asc nulls last,
    name asc
