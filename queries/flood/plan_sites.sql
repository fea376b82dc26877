-- question: Which evacuation sites can take people, and how many more?
-- grain:    one row per key
-- params:   $moment       TIMESTAMP  the moment looked at
--           $storm_hours  DOUBLE     a report of moving older than so many hours is not of this storm
-- returns:  key            VARCHAR  the row's key
--           site_code      VARCHAR  can be NULL
--           name           VARCHAR  the site
--           township       VARCHAR  can be NULL
--           state          VARCHAR  only open ones take people now; designated ones could be opened; can be NULL
--           capacity       INTEGER  NULL where not known: then no room is counted
--           occupied       INTEGER  NULL where not reported
--           free_capacity  INTEGER  places less those taken, by the ledger, else by the reports of moving that name the site (rule room_of_site);
--                                   NULL where not known, or nobody is sent there: closed or vanished
--           usable         INTEGER  how many a plan counts on: free_capacity; where that is not known the capacity less those whom reports name; NULL
--                                   where that is not known either, 0 where nobody is sent
--           longitude      DOUBLE   can be NULL
--           latitude       DOUBLE   can be NULL
--           keeper         VARCHAR  who keeps it; can be NULL
--           phone          VARCHAR  can be NULL
--           is_vanished    BOOLEAN  gone from its unit's last full sheet: nobody is sent there

select
    s.key,
    s.site_code,
    s.name,
    s.township,
    s.state,
    s.capacity,
    s.occupied,
    r.free_capacity,
    case
        when coalesce(s.is_vanished, false) or coalesce(s.state = 'closed', false) then 0
        when r.free_capacity is not null then r.free_capacity
        when s.capacity is not null then greatest(s.capacity - coalesce(r.settled_count, 0), 0)
    end as usable,
    s.longitude,
    s.latitude,
    s.keeper,
    s.phone,
    s.is_vanished
from evacuation_site_now as s
inner join room_of_site($moment, $moment::timestamp - to_minutes(($storm_hours::double * 60)::integer)) as r
    on s.key = r.key
order by s.key asc
