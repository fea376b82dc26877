-- question: Which inspection tasks are behind, the longest first?
-- grain:    one row per key
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
-- returns:  key           VARCHAR  the row's key
--           finding       VARCHAR  反馈问题
--           township      VARCHAR  can be NULL
--           owner_unit    VARCHAR  can be NULL
--           due_on        DATE     NULL without a dated deadline
--           overdue_days  BIGINT   days past the deadline; NULL where not past
--           status        VARCHAR  the sheet's own word

select
    key,
    finding,
    township,
    owner_unit,
    due_on,
    case when due_on < $as_of::date then date_diff('day', due_on, $as_of::date) end as overdue_days,
    status
from task_of_day($as_of)
where
    is_behind
    and ($township is null or township = $township)
order by
    overdue_days desc nulls last,
    key asc
