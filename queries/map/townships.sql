-- question: How does each township stand in everything that the map can show?
-- grain:    one row per township
-- params:   $as_of  DATE  the day looked at
-- returns:  township               VARCHAR  never NULL here
--           total_count            BIGINT   hazards; 0 where no sheet names the township; NULL, as the other counts, where the county has reported no such ledger
--           open_count             BIGINT   open hazards
--           overdue_count          BIGINT   overdue hazards
--           major_open_count       BIGINT   open 重大
--           major_overdue_count    BIGINT   overdue 重大
--           risk_point_count       BIGINT   flood risk points in the list
--           people_at_risk_count   BIGINT   people at points of 极高 and 高 risk; NULL where no point tells
--           unknown_people_count   BIGINT   such points whose people are not known
--           free_capacity_count    BIGINT   places at open or designated sites less those taken; NULL where no site tells
--           unknown_capacity_count  BIGINT   such sites whose capacity, or whose free places though open, are not known
--           gap_count              BIGINT   people who would find no place; NULL where people are not known
--           task_count             BIGINT   inspection tasks
--           behind_count           BIGINT   tasks 滞后 or past their deadline and not done
--           open_case_count        BIGINT   complaint cases not 办结

with
named_township as (
    select township
    from hazard_now
    union
    select township
    from flood_risk_point_now
    union
    select township
    from evacuation_site_now
    union
    select township
    from inspection_task_now
    union
    select township
    from complaint_case_now
    union
    select name
    from township_now
    where coalesce(kind not like '%部门%' and kind not like '%单位%', true)
),

hazard_by_township as (
    select
        township,
        count(*) as total_count
    from hazard_of_day($as_of)
    group by township
),

-- Most hazards are closed: what is asked of open ones is not asked of all.
open_by_township as (
    select
        township,
        count(*) as open_count,
        count(*) filter (where is_overdue) as overdue_count,
        count(*) filter (where severity = 'major') as major_open_count,
        count(*) filter (where is_overdue and severity = 'major') as major_overdue_count
    from hazard_of_day($as_of)
    where is_open_then
    group by township
),

point_by_township as (
    select
        township,
        count(*) as risk_point_count
    from flood_risk_point_now
    where coalesce(status <> 'closed', true)
    group by township
),

task_by_township as (
    select
        township,
        count(*) as task_count,
        count(*) filter (
            where is_behind
        ) as behind_count
    from task_of_day($as_of)
    group by township
),

case_by_township as (
    select
        township,
        count(*) filter (where coalesce(status <> 'closed', true)) as open_case_count
    from case_of_day($as_of)
    group by township
),

-- A ledger that nobody has reported tells nothing: its counts are not known, not 0.
reported as (
    select
        (select count(*) > 0 from hazard_now) as has_hazards,
        (select count(*) > 0 from flood_risk_point_now) as has_points,
        (select count(*) > 0 from inspection_task_now) as has_tasks,
        (select count(*) > 0 from complaint_case_now) as has_cases
)

select
    t.township,
    if(r.has_hazards, coalesce(h.total_count, 0), null) as total_count,
    if(r.has_hazards, coalesce(o.open_count, 0), null) as open_count,
    if(r.has_hazards, coalesce(o.overdue_count, 0), null) as overdue_count,
    if(r.has_hazards, coalesce(o.major_open_count, 0), null) as major_open_count,
    if(r.has_hazards, coalesce(o.major_overdue_count, 0), null) as major_overdue_count,
    if(r.has_points, coalesce(p.risk_point_count, 0), null) as risk_point_count,
    s.people_at_risk_count,
    coalesce(s.unknown_people_count, 0) as unknown_people_count,
    s.free_capacity_count,
    coalesce(s.unknown_capacity_count, 0) as unknown_capacity_count,
    s.gap_count,
    if(r.has_tasks, coalesce(k.task_count, 0), null) as task_count,
    if(r.has_tasks, coalesce(k.behind_count, 0), null) as behind_count,
    if(r.has_cases, coalesce(c.open_case_count, 0), null) as open_case_count
from named_township as t
left join hazard_by_township as h
    on t.township = h.township
left join open_by_township as o
    on t.township = o.township
left join point_by_township as p
    on t.township = p.township
left join shelter_of_township() as s
    on t.township = s.township
left join task_by_township as k
    on t.township = k.township
left join case_by_township as c
    on t.township = c.township
cross join reported as r
where t.township is not null
order by t.township asc
