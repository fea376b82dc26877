-- question: Which complaint cases are not closed, the oldest first?
-- grain:    one row per key
-- params:   $as_of     DATE     the day looked at; cases received later are left out
--           $township  VARCHAR  only this township; NULL for all
--           $is_open   BOOLEAN  true: only cases not 已办结; NULL for all
-- returns:  key              VARCHAR    the row's key
--           case_code        VARCHAR    受理编号
--           received_on      DATE       can be NULL
--           waiting_days     BIGINT     days since, of cases not 已办结; NULL where the day is not known
--           township         VARCHAR    can be NULL
--           pollution_types  VARCHAR[]  can be NULL
--           substantiated    VARCHAR    can be NULL
--           status           VARCHAR    can be NULL
--           is_focus         BOOLEAN    can be NULL
--           content          VARCHAR    what the complaint says; can be NULL
--           handling         VARCHAR    what was done; can be NULL
--           accountability   VARCHAR    who was held to account; can be NULL
--           penalty_wan      DOUBLE     can be NULL
--           is_vanished      BOOLEAN    gone from its unit's last full sheet

select
    key,
    case_code,
    received_on,
    case when coalesce(status <> 'closed', true) then date_diff('day', received_on, $as_of::date) end as waiting_days,
    township,
    pollution_types,
    substantiated,
    status,
    is_focus,
    content,
    handling,
    accountability,
    penalty_wan,
    is_vanished
from case_of_day($as_of)
where
    ($township is null or township = $township)
    and (not coalesce($is_open::boolean, false) or coalesce(status <> 'closed', true))
order by
    list_position(['open', 'interim_closed', 'closed'], status) asc nulls first,
    received_on asc nulls last,
    key asc
