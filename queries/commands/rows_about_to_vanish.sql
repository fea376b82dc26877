-- The keys of a unit's newest rows that a full snapshot of this unit no longer has.
-- params: $ledger_now, $reporting_unit; coming, a table with a column key
select
    n.key,
    n.source_sheet,
    n.source_row,
    n.upload_id
from query_table($ledger_now) as n
anti join coming
    on n.key = coming.key
where
    n.reporting_unit = $reporting_unit
    and not n.is_vanished
order by n.key;
