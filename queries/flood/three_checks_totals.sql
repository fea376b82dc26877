-- question: How far are the three checks of one event of rain in the whole county?
-- grain:    one row
-- params:   $moment            TIMESTAMP  the moment looked at
--           $season_start      DATE       readings and checks count from this day
--           $event_gap_hours   DOUBLE     so long without a wet reading ends a spell
--           $event_start_mm    DOUBLE     a spell begins with its first reading from here on
--           $event_started_at  TIMESTAMP  the event, by its start; NULL for the last one
--           $patrol_days       DOUBLE     checks of so many days before and after still belong to the event
--           $township          VARCHAR    only points of this township; NULL for all
-- returns:  point_count         BIGINT  risk points in the list
--           before_count        BIGINT  checked before the rain; 0 where there was none
--           during_count        BIGINT  checked during the rain
--           after_count         BIGINT  checked after the rain
--           three_checks_share  DOUBLE  三查完成率: the three together / points × 3; NULL without points, without rain, or where nobody told of a check

select
    count(*) as point_count,
    count(*) filter (where is_before_done) as before_count,
    count(*) filter (where is_during_done) as during_count,
    count(*) filter (where is_after_done) as after_count,
    avg((is_before_done::integer + is_during_done::integer + is_after_done::integer) / 3) as three_checks_share
from event_check($moment, $season_start, $event_gap_hours, $event_start_mm, $event_started_at, $patrol_days)
where $township is null or township = $township
