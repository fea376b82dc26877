-- question: Which uploads were there, by whom, and what did each change?
-- grain:    one row per upload_id
-- params:   none
-- returns:  upload_id        VARCHAR    made at acceptance
--           ledger           VARCHAR    canonical name of the ledger
--           file_name        VARCHAR    as uploaded
--           sha256           VARCHAR    under which the original is kept
--           byte_count       BIGINT     size of the file
--           reporting_unit   VARCHAR    填报单位; empty where the sheet names none
--           sent_by          VARCHAR    who sent it; empty where not said
--           accepted_at      TIMESTAMP  county time
--           as_of            DATE       the day from which it counts
--           mode             VARCHAR    upsert · replace · append
--           reason           VARCHAR    what was typed for it; empty where nothing
--           row_count        INTEGER    rows taken
--           noted_count      INTEGER    taken with a note
--           waiting_count    INTEGER    waiting to be put right
--           new_count        INTEGER    keys not known before
--           changed_count    INTEGER    keys with a field that changed
--           same_count       INTEGER    keys with nothing changed
--           reopened_count   INTEGER    closed before, open in this upload
--           postponed_count  INTEGER    due later than before
--           vanished_count   INTEGER    keys gone from a full snapshot
--           finding_count    BIGINT     what must be explained: 虚假销号, reopened, postponed, vanished, totals
--           explained        VARCHAR    the reason, given with the upload or later; NULL where none
--           is_unexplained   BOOLEAN    待说明: something must be explained and no reason was given
--           correction_count BIGINT     cells put right on the page
--           is_undone        BOOLEAN    taken back
--           undone_by        VARCHAR    who took it back; NULL while it counts
--           undone_at        TIMESTAMP  when; NULL while it counts

select
    upload_id,
    ledger,
    file_name,
    sha256,
    byte_count,
    reporting_unit,
    sent_by,
    accepted_at,
    as_of,
    mode,
    reason,
    row_count,
    noted_count,
    waiting_count,
    new_count,
    changed_count,
    same_count,
    reopened_count,
    postponed_count,
    vanished_count,
    finding_count,
    explained,
    is_unexplained,
    coalesce(json_array_length(corrections), 0)::bigint as correction_count,
    is_undone,
    undone_by,
    undone_at
from upload
order by
    accepted_at desc,
    upload_id desc
