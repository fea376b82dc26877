-- question: What did every upload say of one of the evacuation sites?
-- grain:    one row per upload_id, source_sheet, source_row
-- params:   $key  VARCHAR  the row's key
-- returns:  upload_id       VARCHAR    the upload
--           as_of           DATE       the day from which it counts
--           accepted_at     TIMESTAMP  when it came in
--           file_name       VARCHAR    the file
--           sha256          VARCHAR    under which the original is kept
--           source_sheet    VARCHAR    the sheet
--           source_row      INTEGER    Excel's row number
--           reporting_unit  VARCHAR    填报单位; can be empty
--           sent_by         VARCHAR    who sent it; can be empty
--           is_undone       BOOLEAN    taken back since
--           headings        JSON       the heading of each column, as written
--           contents        JSON       the row as it was read

select
    h.upload_id,
    u.as_of,
    u.accepted_at,
    u.file_name,
    u.sha256,
    h.source_sheet,
    h.source_row,
    u.reporting_unit,
    u.sent_by,
    u.is_undone,
    s.headings,
    to_json(h) as contents
from evacuation_site_history as h
inner join upload as u
    on h.upload_id = u.upload_id
inner join upload_sheet as s
    on
        h.upload_id = s.upload_id
        and h.source_sheet = s.source_sheet
where
    h.key = $key
    or h.key in (
        select same.key
        from same_row('evacuation_site', timestamp 'infinity') as same
        where same.same_as = $key
    )
order by
    u.as_of desc,
    u.accepted_at desc,
    h.upload_id desc,
    h.source_sheet asc,
    h.source_row asc
