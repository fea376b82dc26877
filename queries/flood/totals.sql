-- question: How many risk points, people at risk and evacuation sites are there, and is there room?
-- grain:    one row
-- params:   $township  VARCHAR  only this township; NULL for all
-- returns:  point_count             BIGINT  risk points in the list (核销 ones left out)
--           struck_off_count        BIGINT  核销 points, not counted elsewhere
--           high_point_count        BIGINT  of 极高 and 高 risk
--           unknown_level_count     BIGINT  points without a risk level
--           household_count         BIGINT  households at risk at points that tell; NULL where none tells
--           people_count            BIGINT  people at risk at points that tell; NULL where none tells
--           vulnerable_count        BIGINT  of these old, weak, ill or disabled; NULL where none tells
--           people_at_risk_count    BIGINT  people at points of 极高 and 高 risk; NULL where none tells
--           unknown_people_count    BIGINT  points whose people are not known
--           site_count              BIGINT  evacuation sites (closed ones left out); one gone from its unit's last full sheet is counted but gives no room
--           site_open_count         BIGINT  已启用 or 已满
--           site_designated_count   BIGINT  指定, not opened
--           capacity_count          BIGINT  places at sites that tell; NULL where none tells
--           occupied_count          BIGINT  people settled at sites that tell; NULL where none tells
--           free_capacity_count     BIGINT  places less those taken; NULL where none tells
--           unknown_capacity_count  BIGINT  sites whose capacity is not known
--           gap_count               BIGINT  people at 极高 and 高 points less free places, shortages of townships summed; NULL where no people are known or no site has ever been reported
--           gap_township_count      BIGINT  townships with a shortage; 0 where that is not known

with
point_in_list as (
    select *
    from flood_risk_point_now
    where
        coalesce(status <> 'closed', true)
        and ($township is null or township = $township)
),

site_in_use as (
    select
        s.state,
        s.capacity,
        s.occupied,
        r.free_capacity,
        coalesce(s.is_vanished, false) as is_vanished
    from evacuation_site_now as s
    inner join room_of_site(null, null) as r
        on s.key = r.key
    where
        coalesce(s.state <> 'closed', true)
        and ($township is null or s.township = $township)
),

point_total as (
    select
        count(*) as point_count,
        count(*) filter (where risk_level in ('extreme', 'high')) as high_point_count,
        count(*) filter (where risk_level is null) as unknown_level_count,
        sum(households_at_risk)::bigint as household_count,
        sum(people_at_risk)::bigint as people_count,
        sum(vulnerable_people)::bigint as vulnerable_count,
        (sum(people_at_risk) filter (where risk_level in ('extreme', 'high')))::bigint as people_at_risk_count,
        count(*) filter (where people_at_risk is null) as unknown_people_count
    from point_in_list
),

struck_off_total as (
    select count(*) as struck_off_count
    from flood_risk_point_now
    where
        status = 'closed'
        and ($township is null or township = $township)
),

site_total as (
    select
        count(*) as site_count,
        count(*) filter (where state in ('open', 'full')) as site_open_count,
        count(*) filter (where state = 'designated') as site_designated_count,
        (sum(capacity) filter (where not is_vanished))::bigint as capacity_count,
        (sum(occupied) filter (where not is_vanished))::bigint as occupied_count,
        sum(free_capacity)::bigint as free_capacity_count,
        count(*) filter (where capacity is null and not is_vanished) as unknown_capacity_count
    from site_in_use
),

gap_total as (
    select
        sum(gap_count)::bigint as gap_count,
        count(*) filter (where gap_count > 0) as gap_township_count
    from shelter_of_township()
    where $township is null or township = $township
)

select
    p.point_count,
    x.struck_off_count,
    p.high_point_count,
    p.unknown_level_count,
    p.household_count,
    p.people_count,
    p.vulnerable_count,
    p.people_at_risk_count,
    p.unknown_people_count,
    s.site_count,
    s.site_open_count,
    s.site_designated_count,
    s.capacity_count,
    s.occupied_count,
    s.free_capacity_count,
    s.unknown_capacity_count,
    g.gap_count,
    g.gap_township_count
from point_total as p
cross join struck_off_total as x
cross join site_total as s
cross join gap_total as g
