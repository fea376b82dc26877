-- question: How fresh is each ledger, and from how many uploads does it come?
-- grain:    one row per ledger
-- params:   $as_of  DATE  only what counts on this day; NULL for all
-- returns:  ledger        VARCHAR    canonical name
--           upload_count  BIGINT     uploads that count
--           row_count     HUGEINT    rows taken in them
--           as_of         DATE       the latest day that an upload counts from
--           accepted_at   TIMESTAMP  when the latest came in
--           unit_count    BIGINT     reporting units that sent one

select
    ledger,
    count(*) as upload_count,
    sum(row_count) as row_count,
    max(as_of) as as_of,
    max(accepted_at) as accepted_at,
    count(distinct nullif(reporting_unit, '')) as unit_count
from upload
where
    not is_undone
    and ($as_of is null or as_of <= $as_of::date)
group by ledger
order by ledger asc
