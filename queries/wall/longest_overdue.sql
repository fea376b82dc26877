-- question: What is overdue longest, of hazards, inspection tasks and remediation projects together?
-- grain:    one row per key, kind_overdue
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key           VARCHAR  the row's key
--           kind_overdue  VARCHAR  hazard, task or project
--           matter          VARCHAR  site and hazard, finding, or project; NULL where the sheet names none
--           township      VARCHAR  can be NULL
--           unit          VARCHAR  who has to do it; NULL where the sheet names none
--           due_on        DATE     the deadline
--           overdue_days  BIGINT   days past it
--           is_major      BOOLEAN  a 重大 hazard
--           total_count   BIGINT   so many are overdue in all

select
    key,
    kind_overdue,
    matter,
    township,
    unit,
    due_on,
    overdue_days,
    is_major,
    count(*) over () as total_count
from overdue_of_day($as_of)
where $township is null or township = $township
order by
    overdue_days desc,
    is_major desc,
    kind_overdue asc,
    key asc
limit $most::integer
