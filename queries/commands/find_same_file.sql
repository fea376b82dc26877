-- The upload that the same sheets of the same bytes made before for the same unit, unless it was undone. Where fewer rows
-- could be taken then (a day was not given, a place not known), the file is worth taking again.
-- params: $sha256, $ledger, $reporting_unit, $sheets, their names, $row_count, the rows that can be taken now, $corrections, the
-- cells put right on the page
select
    u.upload_id,
    u.accepted_at,
    u.file_name
from upload as u
where
    u.sha256 = $sha256
    and u.ledger = $ledger
    and u.reporting_unit = $reporting_unit
    and not u.is_undone
    and u.row_count >= $row_count
    and coalesce(u.corrections, '[]') = $corrections
    and list_has_all(
        (
            select list(s.source_sheet)
            from upload_sheet as s
            where s.upload_id = u.upload_id
        ),
        $sheets
    )
order by u.accepted_at desc
limit 1;
