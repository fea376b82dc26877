-- question: Which cells of an upload were put right on the page, and by whom?
-- grain:    one row per source_sheet, source_row, source_column
-- params:   $upload_id  VARCHAR  the upload
-- returns:  source_sheet   VARCHAR    the sheet
--           source_row     INTEGER    Excel's row number
--           source_column  VARCHAR    Excel's column letters
--           was            VARCHAR    what the file says
--           becomes        VARCHAR    what was typed instead
--           done_by        VARCHAR    who sent the upload

select
    c.sheet as source_sheet,
    c.row as source_row,
    c.column as source_column,
    c.was,
    c.becomes,
    e.sent_by as done_by
from (
    select
        sent_by,
        unnest(
            from_json(
                corrections,
                '[{"sheet": "VARCHAR", "row": "INTEGER", "column": "VARCHAR", "was": "VARCHAR", "becomes": "VARCHAR"}]'
            )
        ) as c
    from upload_entry
    where upload_id = $upload_id
) as e
order by
    source_sheet asc,
    source_row asc,
    source_column asc
