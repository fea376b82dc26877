-- The keys that an upload names.
-- params: $upload_id, $ledger_history, the name of a _history table
select distinct key
from query_table($ledger_history)
where upload_id = $upload_id;
