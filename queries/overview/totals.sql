-- question: What does the whole county look like in a few numbers?
-- grain:    one row
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
-- returns:  people_at_risk_count    BIGINT  people at flood risk points of 极高 and 高 risk; NULL where no point tells
--           gap_count               BIGINT  people without a place, summed by township; NULL where no point or no site tells
--           gap_township_count      BIGINT  townships with such a gap
--           unknown_capacity_count  BIGINT  sites whose capacity, or whose free places though open, are not known
--           task_count              BIGINT  inspection tasks
--           behind_count            BIGINT  滞后, or past the deadline and not done; NULL without tasks
--           done_count              BIGINT  tasks done; NULL without tasks
--           task_done_rate          DOUBLE  done / tasks; NULL for none
--           case_count              BIGINT  complaint cases
--           open_case_count         BIGINT  not 办结 (阶段性办结 is not 办结); NULL without cases
--           case_closed_rate        DOUBLE  办结 / cases; NULL for none

with
shelter_total as (
    select
        sum(people_at_risk_count) as people_at_risk_count,
        sum(gap_count) as gap_count,
        count(*) filter (where gap_count > 0) as gap_township_count,
        coalesce(sum(unknown_capacity_count), 0) as unknown_capacity_count
    from shelter_of_township()
    where $township is null or township = $township
),

task_total as (
    select
        count(*) as task_count,
        count(*) filter (where is_behind) as behind_count,
        count(*) filter (where status = 'done') as done_count
    from task_of_day($as_of)
    where $township is null or township = $township
),

case_total as (
    select
        count(*) as case_count,
        count(*) filter (where coalesce(status <> 'closed', true)) as open_case_count
    from case_of_day($as_of)
    where $township is null or township = $township
)

select
    f.people_at_risk_count::bigint as people_at_risk_count,
    f.gap_count::bigint as gap_count,
    f.gap_township_count,
    f.unknown_capacity_count::bigint as unknown_capacity_count,
    t.task_count,
    case when t.task_count > 0 then t.behind_count end as behind_count,
    case when t.task_count > 0 then t.done_count end as done_count,
    t.done_count / nullif(t.task_count, 0) as task_done_rate,
    c.case_count,
    case when c.case_count > 0 then c.open_case_count end as open_case_count,
    (c.case_count - c.open_case_count) / nullif(c.case_count, 0) as case_closed_rate
from shelter_total as f
cross join task_total as t
cross join case_total as c
