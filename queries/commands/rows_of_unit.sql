-- The rows of a unit as they count now, in the order of its sheets, with what is kept aside of them.
-- params: $ledger_now, the name of a _now table, $reporting_unit
select n.*
from query_table($ledger_now) as n
where
    n.reporting_unit = $reporting_unit
    and not n.is_vanished
order by
    n.upload_id asc,
    n.source_sheet asc,
    n.source_row asc;
