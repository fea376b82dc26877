-- question: How does each township stand in everything that the map can show?
-- grain:    one row per township
-- params:   $as_of  DATE  the day looked at
-- returns:  township               VARCHAR  never NULL here
--           total_count            BIGINT   hazards; 0 where no sheet names the township
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
        count(*) as total_count,
        count(*) filter (where is_open or ended_on > $as_of::date) as open_count,
        count(*) filter (where (is_open or ended_on > $as_of::date) and due_on < $as_of::date) as overdue_count,
        count(*) filter (where (is_open or ended_on > $as_of::date) and severity = 'major') as major_open_count,
        count(*) filter (
            where (is_open or ended_on > $as_of::date) and severity = 'major' and due_on < $as_of::date
        ) as major_overdue_count
    from hazard_now
    where
        is_counted
        and coalesce(found_on <= $as_of::date, true)
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
            where coalesce(status <> 'done', true) and (status = 'behind' or due_on < $as_of::date)
        ) as behind_count
    from inspection_task_now
    group by township
),

case_by_township as (
    select
        township,
        count(*) filter (where coalesce(status <> 'closed', true)) as open_case_count
    from complaint_case_now
    group by township
)

select
    t.township,
    coalesce(h.total_count, 0) as total_count,
    coalesce(h.open_count, 0) as open_count,
    coalesce(h.overdue_count, 0) as overdue_count,
    coalesce(h.major_open_count, 0) as major_open_count,
    coalesce(h.major_overdue_count, 0) as major_overdue_count,
    coalesce(p.risk_point_count, 0) as risk_point_count,
    s.people_at_risk_count,
    coalesce(s.unknown_people_count, 0) as unknown_people_count,
    s.free_capacity_count,
    coalesce(s.unknown_capacity_count, 0) as unknown_capacity_count,
    s.gap_count,
    coalesce(k.task_count, 0) as task_count,
    coalesce(k.behind_count, 0) as behind_count,
    coalesce(c.open_case_count, 0) as open_case_count
from named_township as t
left join hazard_by_township as h
    on t.township = h.township
left join point_by_township as p
    on t.township = p.township
left join shelter_of_township() as s
    on t.township = s.township
left join task_by_township as k
    on t.township = k.township
left join case_by_township as c
    on t.township = c.township
where t.township is not null
order by t.township asc
