-- The upload that the same bytes made before, unless it was undone.
-- params: $sha256, $ledger
select
    upload_id,
    accepted_at,
    file_name
from upload
where
    sha256 = $sha256
    and ledger = $ledger
    and not is_undone
order by accepted_at desc
limit 1;
