-- question: Which of the three checks of one event of rain are done at each point, by whom and when, those that lack most first?
-- grain:    one row per key
-- params:   $moment            TIMESTAMP  the moment looked at
--           $season_start      DATE       readings and checks count from this day
--           $event_gap_hours   DOUBLE     so long without a wet reading ends a spell
--           $event_start_mm    DOUBLE     a spell begins with its first reading from here on
--           $event_started_at  TIMESTAMP  the event, by its start; NULL for the last one
--           $patrol_days       DOUBLE     checks of so many days before and after still belong to the event
--           $township          VARCHAR    only points of this township; NULL for all
-- returns:  key                 VARCHAR    the point's key
--           name                VARCHAR    the point
--           township            VARCHAR    can be NULL
--           risk_level          VARCHAR    can be NULL
--           event_started_at    TIMESTAMP  the event; NULL where there was none
--           is_event_over       BOOLEAN    a check after the rain is due only then; NULL where there was none or nobody told since
--           is_before_done      BOOLEAN    checked before the rain; NULL where there was none, or nobody in the county told of a check
--           before_at           TIMESTAMP  when, the last time; NULL where not done
--           before_by           VARCHAR    by whom; NULL where not done or not told
--           is_during_done      BOOLEAN    checked during the rain; NULL as above
--           during_at           TIMESTAMP  when; NULL as above
--           during_by           VARCHAR    by whom; NULL as above
--           is_after_done       BOOLEAN    checked after the rain; NULL as above
--           after_at            TIMESTAMP  when; NULL as above
--           after_by            VARCHAR    by whom; NULL as above
--           three_checks_share  DOUBLE     of the three those done; NULL as above
--           last_checked_at     TIMESTAMP  the last check of any kind this season; NULL for never
--           is_never_patrolled  BOOLEAN    no check of any kind this season

select
    key,
    name,
    township,
    risk_level,
    started_at as event_started_at,
    is_over as is_event_over,
    is_before_done,
    before_at,
    before_by,
    is_during_done,
    during_at,
    during_by,
    is_after_done,
    after_at,
    after_by,
    (is_before_done::integer + is_during_done::integer + is_after_done::integer) / 3 as three_checks_share,
    last_checked_at,
    last_checked_at is null as is_never_patrolled
from event_check($moment, $season_start, $event_gap_hours, $event_start_mm, $event_started_at, $patrol_days)
where $township is null or township = $township
order by
    three_checks_share asc,
    is_never_patrolled desc,
    list_position(['extreme', 'high', 'general', 'low'], risk_level) asc nulls last,
    key asc
