-- question: In which month are how many tasks due, and how many of them are done?
-- grain:    one row per due_month
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  due_month          DATE    the month's first day; NULL without a dated deadline
--           task_count         BIGINT  tasks
--           done_count         BIGINT  已完成
--           on_schedule_count  BIGINT  序时推进
--           lagging_count      BIGINT  滞后
--           not_started_count  BIGINT  未启动
--           unknown_count      BIGINT  no word that can be read

select
    date_trunc('month', due_on)::date as due_month,
    count(*) as task_count,
    count(*) filter (where status = 'done') as done_count,
    count(*) filter (where status = 'on_schedule') as on_schedule_count,
    count(*) filter (where status = 'behind') as lagging_count,
    count(*) filter (where status = 'not_started') as not_started_count,
    count(*) filter (where status is null) as unknown_count
from inspection_task_now
where $township is null or township = $township
group by due_month
order by due_month asc nulls last
