-- question: How many hazards are there, and how far have they come?
-- grain:    one row
-- params:   $as_of          DATE     the day looked at; overdue is due before this day
--           $due_soon_days  DOUBLE   due within so many days is 临期
--           $township       VARCHAR  only this township; NULL for all
-- returns:  total_count           BIGINT  hazards in scope (cancelled ones left out)
--           open_count            BIGINT  not closed: 未整改, 整改中, 已整改待复查, 复查不通过, 反弹 and unknown status
--           closed_count          BIGINT  已销号
--           rectified_count       BIGINT  已整改待复查 or 已销号
--           overdue_count         BIGINT  open with a dated deadline before as_of
--           due_soon_count        BIGINT  open, due from as_of to as_of + due_soon_days
--           major_open_count      BIGINT  重大 and open
--           major_overdue_count   BIGINT  重大 and overdue
--           no_deadline_count     BIGINT  open without a dated deadline: unknown, ambiguous or continuous
--           unknown_status_count  BIGINT  the sheet says nothing that can be read as a status
--           vanished_count        BIGINT  open, and gone from its unit's last full sheet
--           rectification_rate    DOUBLE  rectified / total; NULL where total is 0
--           close_out_rate        DOUBLE  closed / total; NULL where total is 0

with
hazard_in_scope as (
    select
        *,
        coalesce(status <> 'closed', true) as is_open
    from hazard_now
    where
        coalesce(status <> 'cancelled', true)
        and ($township is null or township = $township)
        and coalesce(found_on <= $as_of::date, true)
)

select
    count(*) as total_count,
    count(*) filter (where is_open) as open_count,
    count(*) filter (where not is_open) as closed_count,
    count(*) filter (where status in ('pending_check', 'closed')) as rectified_count,
    count(*) filter (where is_open and due_on < $as_of::date) as overdue_count,
    count(*) filter (where is_open and due_on between $as_of::date and $as_of::date + $due_soon_days::integer) as due_soon_count,
    count(*) filter (where is_open and severity = 'major') as major_open_count,
    count(*) filter (where is_open and severity = 'major' and due_on < $as_of::date) as major_overdue_count,
    count(*) filter (where is_open and due_on is null) as no_deadline_count,
    count(*) filter (where status is null) as unknown_status_count,
    count(*) filter (where is_open and is_vanished) as vanished_count,
    count(*) filter (where status in ('pending_check', 'closed')) / nullif(count(*), 0) as rectification_rate,
    count(*) filter (where not is_open) / nullif(count(*), 0) as close_out_rate
from hazard_in_scope
