-- question: Which tasks of the inspection press most, and does the reckoning agree with the sheet's own word?
-- grain:    one row per key
-- params:   $as_of                   DATE     the day looked at; overdue is due before this day
--           $behind_tolerance_share  DOUBLE   by reckoning behind: progress is less than the planned share by more than this
--           $township                VARCHAR  only this township; NULL for all
--           $status                  VARCHAR  only this word; NULL for all
--           $is_pressing             BOOLEAN  true: only tasks 滞后, overdue, or behind by reckoning; NULL for all
-- returns:  key             VARCHAR  the row's key
--           task_code       VARCHAR  can be NULL
--           finding         VARCHAR  反馈问题
--           round           VARCHAR  can be NULL
--           category        VARCHAR  can be NULL
--           township        VARCHAR  can be NULL
--           owner_unit      VARCHAR  can be NULL
--           owner_person    VARCHAR  can be NULL
--           due_on          DATE     NULL without a dated deadline
--           due_raw         VARCHAR  the deadline as written; can be NULL
--           overdue_days    BIGINT   days past the deadline, of tasks not done; NULL where not past
--           status          VARCHAR  the sheet's own word; can be NULL
--           progress_share  DOUBLE   as the sheet says; can be NULL
--           planned_share   DOUBLE   share of the time gone; NULL without start or deadline
--           hint            VARCHAR  behind or on_schedule by reckoning; NULL for done tasks and where it cannot be reckoned
--           progress        VARCHAR  as the sheet says; can be NULL
--           is_vanished     BOOLEAN  gone from its unit's last full sheet

with
task_in_scope as (
    select *
    from task_of_day($as_of)
    where $township is null or township = $township
),

hinted as (
    select
        *,
        case
            when is_done then null
            when progress_share < planned_share - $behind_tolerance_share::double then 'behind'
            when progress_share >= planned_share - $behind_tolerance_share::double then 'on_schedule'
        end as hint
    from task_in_scope
)

select
    key,
    task_code,
    finding,
    round,
    category,
    township,
    owner_unit,
    owner_person,
    due_on,
    due_raw,
    case when is_overdue then date_diff('day', due_on, $as_of::date) end as overdue_days,
    status,
    progress_share,
    round(planned_share, 3) as planned_share,
    hint,
    progress,
    is_vanished
from hinted
where
    ($status is null or status = $status)
    and (not coalesce($is_pressing::boolean, false) or is_overdue or status = 'behind' or hint = 'behind')
order by
    overdue_days desc nulls last,
    coalesce(status = 'behind', false) desc,
    is_done asc,
    due_on asc nulls last,
    key asc
