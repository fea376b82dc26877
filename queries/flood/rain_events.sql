-- question: Which spells of rain were there this season, the latest first?
-- grain:    one row per started_at
-- params:   $moment           TIMESTAMP  the moment looked at
--           $season_start     DATE       readings count from this day
--           $event_gap_hours  DOUBLE     so long without a wet reading ends a spell
--           $event_start_mm   DOUBLE     a spell begins where so much fell at one station, in a reading or in an hour of shorter ones
-- returns:  event_no       BIGINT     the first of the season has 1
--           started_at     TIMESTAMP  where event_start_mm was first reached: the beginning of that reading, or of the first wet one of that hour; chooses the event elsewhere
--           peak_at        TIMESTAMP  the end of the reading with most rain in an hour
--           peak_station   VARCHAR    where; can be NULL
--           peak_mm        DOUBLE     what it measured
--           peak_window_h  DOUBLE     in how many hours
--           ended_at       TIMESTAMP  the end of its last wet reading so far
--           is_over        BOOLEAN    dry for event_gap_hours since; NULL where no station has told anything since
--           station_count  BIGINT     stations that measured rain in it

select
    event_no,
    started_at,
    peak_at,
    peak_station,
    peak_mm,
    peak_window_h,
    ended_at,
    is_over,
    station_count
from rain_event($moment, $season_start, $event_gap_hours, $event_start_mm)
order by started_at desc
