-- question: When was an upload accepted, undone and brought again, by whom and why?
-- grain:    one row per happened_at, what
-- params:   $upload_id  VARCHAR  the upload
-- returns:  happened_at  TIMESTAMP  county time
--           what         VARCHAR    accepted, undone or redone
--           done_by      VARCHAR    who did it; can be empty
--           reason       VARCHAR    why, as typed; empty or NULL where not said

select
    happened_at,
    what,
    done_by,
    reason
from upload_event
where upload_id = $upload_id
order by
    happened_at desc,
    what desc
