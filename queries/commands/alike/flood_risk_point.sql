-- What two rows of this ledger are compared by: the same place, a similar text, days that lie close.
select
    key,
    source_sheet,
    source_row,
    upload_id,
    township as place,
    name as wording,
    null::date as happened_on
from flood_risk_point_now
where
    not is_vanished
    and township in (select coming.place from coming);
