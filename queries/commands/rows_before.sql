-- The newest rows of the keys that are about to come in.
-- params: $ledger_now, the name of a _now table; coming, a table with a column key
select n.*
from query_table($ledger_now) as n
semi join coming
    on n.key = coming.key;
