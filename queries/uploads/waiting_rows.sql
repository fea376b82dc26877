-- question: Which rows of an upload wait until somebody puts them right?
-- grain:    one row per source_sheet, source_row
-- params:   $upload_id  VARCHAR  the upload
-- returns:  source_sheet  VARCHAR  the sheet
--           source_row    INTEGER  Excel's row number
--           contents      JSON     what was read of the row
--           problems      JSON     what is wrong, with its cure

select
    source_sheet,
    source_row,
    contents,
    problems
from waiting_row
where upload_id = $upload_id
order by
    source_sheet asc,
    source_row asc
