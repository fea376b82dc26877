-- The upload that the same bytes made before, unless it was undone. Where fewer rows could be taken then (a day was not
-- given, a place not known), the file is worth taking again.
-- params: $sha256, $ledger, $row_count, the rows that can be taken now
select
    upload_id,
    accepted_at,
    file_name
from upload
where
    sha256 = $sha256
    and ledger = $ledger
    and not is_undone
    and row_count >= $row_count
order by accepted_at desc
limit 1;
