-- question: How many evacuation sites are in each state, with how many places?
-- grain:    one row per state
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  state                   VARCHAR  designated is not open; NULL where the sheet gives none
--           site_count              BIGINT   sites; one gone from its unit's last full sheet is counted but gives no room
--           capacity_count          BIGINT   places at sites that tell; NULL where none tells
--           occupied_count          BIGINT   people settled at sites that tell; NULL where none tells
--           unknown_capacity_count  BIGINT   sites whose capacity is not known

select
    state,
    count(*) as site_count,
    (sum(capacity) filter (where not coalesce(is_vanished, false)))::bigint as capacity_count,
    (sum(occupied) filter (where not coalesce(is_vanished, false)))::bigint as occupied_count,
    count(*) filter (where capacity is null and not coalesce(is_vanished, false)) as unknown_capacity_count
from evacuation_site_now
where $township is null or township = $township
group by state
order by
    list_position(['full', 'open', 'designated', 'closed'], state) asc nulls last,
    state asc nulls last
