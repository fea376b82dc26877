-- What two rows of this ledger are compared by: the same place, a similar text, days that lie close.
select
    key,
    source_sheet,
    source_row,
    upload_id,
    coalesce(site, township) as place,
    description as wording,
    found_on as happened_on
from hazard_now
where
    not is_vanished
    and coalesce(site, township) in (select coming.place from coming);
