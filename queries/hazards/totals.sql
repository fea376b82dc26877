-- question: How many hazards are there, and how far have they come?
-- grain:    one row
-- params:   $as_of          DATE     the day looked at; the due day itself is on time
--           $due_soon_days  DOUBLE   due within so many days is 临期
--           $township       VARCHAR  only this township; NULL for all
--           $severity       VARCHAR  general or major; NULL for all
--           $source         VARCHAR  how it was found; NULL for all
-- returns:  total_count           BIGINT  hazards in scope (cancelled ones left out)
--           open_count            BIGINT  not closed on as_of: 未整改 to 复查不通过, 反弹, and unknown status
--           closed_count          BIGINT  已销号 by as_of
--           rectified_count       BIGINT  已整改待复查 or 已销号 by as_of
--           overdue_count         BIGINT  open with a dated deadline before as_of
--           due_soon_count        BIGINT  open, due from as_of to as_of + due_soon_days
--           major_open_count      BIGINT  重大 and open
--           major_overdue_count   BIGINT  重大 and overdue
--           listed_open_count     BIGINT  挂牌督办 and open
--           no_deadline_count     BIGINT  open without a dated deadline: unknown, ambiguous or continuous
--           unknown_status_count  BIGINT  the sheet says nothing that can be read as a status
--           vanished_count        BIGINT  open, and gone from its unit's last full sheet
--           rectification_rate    DOUBLE  rectified / total; NULL where total is 0
--           close_out_rate        DOUBLE  closed / total; NULL where total is 0
--           on_time_rate          DOUBLE  rectified by the deadline / with a dated deadline up to as_of; NULL for none
--           overdue_share         DOUBLE  overdue / total; NULL where total is 0

with
of_all as (
    select
        count(*) as total_count,
        count(*) filter (where is_rectified) as rectified_count,
        count(*) - count(status) as unknown_status_count,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_due and is_on_time) as on_time_count
    from hazard_of_day($as_of)
    where
        ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
),

-- Most hazards are closed: what is asked of open ones is not asked of all.
of_open as (
    select
        count(*) as open_count,
        count(*) filter (where is_overdue) as overdue_count,
        count(*) filter (where due_on between $as_of::date and $as_of::date + $due_soon_days::integer) as due_soon_count,
        count(*) filter (where severity = 'major') as major_open_count,
        count(*) filter (where is_overdue and severity = 'major') as major_overdue_count,
        count(*) filter (where listed_supervision is not null) as listed_open_count,
        count(*) filter (where due_on is null) as no_deadline_count,
        count(*) filter (where is_vanished) as vanished_count
    from hazard_of_day($as_of)
    where
        is_open_then
        and ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
)

select
    a.total_count,
    o.open_count,
    a.total_count - o.open_count as closed_count,
    a.rectified_count,
    o.overdue_count,
    o.due_soon_count,
    o.major_open_count,
    o.major_overdue_count,
    o.listed_open_count,
    o.no_deadline_count,
    a.unknown_status_count,
    o.vanished_count,
    a.rectified_count / nullif(a.total_count, 0) as rectification_rate,
    (a.total_count - o.open_count) / nullif(a.total_count, 0) as close_out_rate,
    a.on_time_count / nullif(a.due_count, 0) as on_time_rate,
    o.overdue_count / nullif(a.total_count, 0) as overdue_share
from of_all as a
cross join of_open as o
