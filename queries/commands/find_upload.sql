-- One upload by its id.
-- params: $upload_id
select
    upload_id,
    ledger,
    is_undone,
    vanished_count,
    mode
from upload
where upload_id = $upload_id;
