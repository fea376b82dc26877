-- question: Which evacuation sites are there, the fullest first?
-- grain:    one row per key
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  key                VARCHAR  the row's key
--           name               VARCHAR  the site
--           township           VARCHAR  can be NULL
--           site_type          VARCHAR  as the sheet writes it; can be NULL
--           state              VARCHAR  designated is not open; can be NULL
--           capacity           INTEGER  NULL where not known
--           occupied           INTEGER  NULL where not reported
--           free_capacity      INTEGER  places less those taken; a designated site holds nobody yet; NULL where not known, or vanished: nobody is sent there
--           effective_area_m2  DOUBLE   can be NULL
--           keeper             VARCHAR  who keeps it; can be NULL
--           phone              VARCHAR  can be NULL
--           is_vanished        BOOLEAN  gone from its unit's last full sheet

select
    key,
    name,
    township,
    site_type,
    state,
    capacity,
    occupied,
    case when not coalesce(is_vanished, false) then free_capacity end as free_capacity,
    effective_area_m2,
    keeper,
    phone,
    is_vanished
from evacuation_site_now
where $township is null or township = $township
order by
    list_position(['full', 'open', 'designated', 'closed'], state) asc nulls last,
    free_capacity asc nulls last,
    key asc
