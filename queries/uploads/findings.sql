-- question: What did uploads do that somebody must explain?
-- grain:    one row per upload_id, kind, source_sheet, source_row, key, said
-- params:   $upload_id  VARCHAR  one upload; NULL for all that are not undone and not explained
--           $key        VARCHAR  one row of a ledger; NULL for all
-- returns:  upload_id      VARCHAR  the upload
--           ledger         VARCHAR  canonical name
--           kind           VARCHAR  closed_unproven · reopened · postponed · vanished · disagreeing
--           key            VARCHAR  the row's key; NULL for a total
--           source_sheet   VARCHAR  the sheet; NULL for a vanished row
--           source_row     INTEGER  Excel's row number; NULL for a vanished row
--           said           VARCHAR  what it was and what it is
--           explained      VARCHAR  the reason given; NULL while 待说明
--           file_name      VARCHAR  the file of the upload

select
    f.upload_id,
    f.ledger,
    f.kind,
    f.key,
    f.source_sheet,
    f.source_row,
    f.said,
    u.explained,
    u.file_name
from finding as f
inner join upload as u
    on f.upload_id = u.upload_id
where
    ($upload_id is null or f.upload_id = $upload_id)
    and ($key is null or f.key = $key)
    and (not u.is_undone or f.upload_id = $upload_id)
    and (u.is_unexplained or $upload_id is not null or $key is not null)
order by
    u.accepted_at desc,
    f.kind asc,
    f.source_sheet asc nulls last,
    f.source_row asc nulls last,
    f.key asc,
    f.said asc
