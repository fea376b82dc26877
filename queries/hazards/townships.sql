-- question: How do the townships stand with their hazards?
-- grain:    one row per township
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
--           $severity  VARCHAR  general or major; NULL for all
--           $source    VARCHAR  how it was found; NULL for all
-- returns:  township             VARCHAR  the township; NULL where the sheet names none
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
    select *
    from hazard_of_day($as_of)
    where
        ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
)

select
    township,
    count(*) as total_count,
    count(*) filter (where is_open_then) as open_count,
    count(*) filter (where not is_open_then) as closed_count,
    count(*) filter (where is_overdue) as overdue_count,
    count(*) filter (where is_open_then and severity = 'major') as major_open_count,
    count(*) filter (where is_overdue and severity = 'major') as major_overdue_count,
    count(*) filter (where is_due and is_on_time)
    / nullif(count(*) filter (where is_due), 0) as on_time_rate,
    count(*) filter (where not is_open_then) / nullif(count(*), 0) as close_out_rate
from hazard_in_scope
group by township
order by
    overdue_count desc,
    open_count desc,
    township asc
