-- question: Which evacuation sites can take people, and how many more?
-- grain:    one row per key
-- params:   none
-- returns:  key            VARCHAR  the row's key
--           site_code      VARCHAR  can be NULL
--           name           VARCHAR  the site
--           township       VARCHAR  can be NULL
--           state          VARCHAR  only open ones take people now; designated ones could be opened; can be NULL
--           capacity       INTEGER  NULL where not known: then no room is counted
--           occupied       INTEGER  NULL where not reported
--           free_capacity  INTEGER  capacity less those already there, nobody where that is not reported; NULL where capacity is not known
--           longitude      DOUBLE   can be NULL
--           latitude       DOUBLE   can be NULL
--           keeper         VARCHAR  who keeps it; can be NULL
--           phone          VARCHAR  can be NULL
--           is_vanished    BOOLEAN  gone from its unit's last full sheet: nobody is sent there

select
    key,
    site_code,
    name,
    township,
    state,
    capacity,
    occupied,
    case
        when capacity is not null then greatest(capacity - coalesce(occupied, 0), 0)
    end as free_capacity,
    longitude,
    latitude,
    keeper,
    phone,
    is_vanished
from evacuation_site_now
order by key asc
