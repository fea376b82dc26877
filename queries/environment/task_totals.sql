-- question: How far is the rectification of the inspection's findings?
-- grain:    one row
-- params:   $as_of                   DATE     the day looked at; overdue is due before this day
--           $behind_tolerance_share  DOUBLE   by reckoning behind: progress is less than the planned share by more than this
--           $township                VARCHAR  only this township; NULL for all
-- returns:  task_count           BIGINT  tasks
--           done_count           BIGINT  已完成 by the sheet's own word
--           on_schedule_count    BIGINT  序时推进 by the sheet's own word
--           lagging_count        BIGINT  滞后 by the sheet's own word
--           not_started_count    BIGINT  未启动 by the sheet's own word
--           unknown_count        BIGINT  the sheet gives no word that can be read
--           task_overdue_count   BIGINT  not done, and past its dated deadline
--           behind_count         BIGINT  滞后 or overdue: the two overlap
--           hinted_count         BIGINT  by reckoning behind though the sheet does not say so
--           no_deadline_count    BIGINT  not done, without a dated deadline
--           no_township_count    BIGINT  tasks of all that name no township: a filter by township never shows them
--           task_done_rate       DOUBLE  done / tasks; NULL without tasks
--           task_schedule_rate   DOUBLE  (done + on schedule) / tasks; NULL without tasks

with
task_in_scope as (
    select *
    from task_of_day($as_of)
    where $township is null or township = $township
),

without_township as (
    select count(*) as no_township_count
    from inspection_task_now
    where township is null
)

select
    count(t.key) as task_count,
    count(t.key) filter (where is_done) as done_count,
    count(t.key) filter (where status = 'on_schedule') as on_schedule_count,
    count(t.key) filter (where status = 'behind') as lagging_count,
    count(t.key) filter (where status = 'not_started') as not_started_count,
    count(t.key) filter (where status is null) as unknown_count,
    count(t.key) filter (where is_overdue) as task_overdue_count,
    count(t.key) filter (where is_overdue or status = 'behind') as behind_count,
    count(t.key) filter (
        where
        not is_done
        and coalesce(status <> 'behind', true)
        and progress_share < planned_share - $behind_tolerance_share::double
    ) as hinted_count,
    count(t.key) filter (where not is_done and due_on is null) as no_deadline_count,
    any_value(w.no_township_count) as no_township_count,
    count(t.key) filter (where is_done) / nullif(count(t.key), 0) as task_done_rate,
    count(t.key) filter (where is_done or status = 'on_schedule') / nullif(count(t.key), 0) as task_schedule_rate
from without_township as w
left join task_in_scope as t
    on true
