-- What two rows of this ledger are compared by: the same place, a similar text, days that lie close.
select
    key,
    source_sheet,
    source_row,
    upload_id,
    round as place,
    finding as wording,
    null::date as happened_on
from inspection_task_now
where
    not is_vanished
    and round in (select coming.place from coming);
