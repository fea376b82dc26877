-- question: For which kind of finding are how many tasks done or behind?
-- grain:    one row per category
-- params:   $as_of     DATE     the day looked at; overdue is due before this day
--           $township  VARCHAR  only this township; NULL for all
-- returns:  category            VARCHAR  the kind; NULL where the sheet gives none
--           task_count          BIGINT   tasks
--           done_count          BIGINT   已完成
--           on_schedule_count   BIGINT   序时推进
--           lagging_count       BIGINT   滞后 by the sheet's own word
--           not_started_count   BIGINT   未启动
--           unknown_count       BIGINT   no word that can be read
--           task_overdue_count  BIGINT   not done, and past its dated deadline

select
    category,
    count(*) as task_count,
    count(*) filter (where status = 'done') as done_count,
    count(*) filter (where status = 'on_schedule') as on_schedule_count,
    count(*) filter (where status = 'behind') as lagging_count,
    count(*) filter (where status = 'not_started') as not_started_count,
    count(*) filter (where status is null) as unknown_count,
    count(*) filter (where is_overdue) as task_overdue_count
from task_of_day($as_of)
where $township is null or township = $township
group by category
order by
    lagging_count desc,
    task_overdue_count desc,
    task_count desc,
    category asc nulls last
