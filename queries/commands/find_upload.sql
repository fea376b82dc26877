-- One upload by its id.
-- params: $upload_id
select
    upload_id,
    ledger,
    is_undone
from upload
where upload_id = $upload_id;
