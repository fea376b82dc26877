-- question: How do the units stand with their hazards: the responsible one, else the supervising, else the reporting one?
-- grain:    one row per unit
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
-- returns:  unit                 VARCHAR  as written; NULL where the sheet names none
--           total_count          BIGINT   hazards in scope (cancelled ones left out)
--           open_count           BIGINT   not closed on as_of
--           closed_count         BIGINT   已销号 by as_of
--           overdue_count        BIGINT   open with a dated deadline before as_of
--           major_open_count     BIGINT   重大 and open
--           major_overdue_count  BIGINT   重大 and overdue
--           on_time_rate         DOUBLE   rectified by the deadline / with a dated deadline up to as_of; NULL for none
--           close_out_rate       DOUBLE   closed / total; NULL for none

with
hazard_in_scope as (
    select
        *,
        is_open or ended_on > $as_of::date as is_open_then,
        date_diff('day', found_on, coalesce(rectified_on, $as_of::date)) as day_count
    from hazard_now
    where
        is_counted
        and ($township is null or township = $township)
        and coalesce(found_on <= $as_of::date, true)
)

select
    coalesce(owner_unit, supervisor_unit, nullif(reporting_unit, '')) as unit,
    count(*) as total_count,
    count(*) filter (where is_open_then) as open_count,
    count(*) filter (where not is_open_then) as closed_count,
    count(*) filter (where is_open_then and due_on < $as_of::date) as overdue_count,
    count(*) filter (where is_open_then and severity = 'major') as major_open_count,
    count(*) filter (where is_open_then and severity = 'major' and due_on < $as_of::date) as major_overdue_count,
    count(*) filter (where rectified_on <= due_on and due_on <= $as_of::date)
    / nullif(count(*) filter (where due_on <= $as_of::date), 0) as on_time_rate,
    count(*) filter (where not is_open_then) / nullif(count(*), 0) as close_out_rate
from hazard_in_scope
group by unit
order by
    overdue_count desc,
    open_count desc,
    unit asc
