-- question: In which townships do the people at highest risk have no room?
-- grain:    one row per township
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  township                VARCHAR  NULL where the sheets give none
--           people_at_risk_count    BIGINT   people at points of 极高 and 高 risk; NULL where no such point tells
--           unknown_people_count    BIGINT   such points whose people are not known
--           site_count              BIGINT   evacuation sites (closed ones left out); one gone from its unit's last full sheet is counted but gives no room
--           capacity_count          BIGINT   places at sites that tell; NULL where none tells
--           occupied_count          BIGINT   people settled; NULL where no site tells
--           free_capacity_count     BIGINT   places less those taken; NULL where no site tells
--           unknown_capacity_count  BIGINT   sites whose capacity, or whose free places though open, are not known
--           gap_count               BIGINT   people at risk less free places; those settled are not taken off; NULL where people are not known or no site has ever been reported
--           gap_at_least_count      BIGINT   the same if all who are settled came from these points; NULL where gap_count is

select *
from shelter_of_township()
where $township is null or township = $township
order by
    gap_count desc nulls last,
    people_at_risk_count desc nulls last,
    township asc nulls last
