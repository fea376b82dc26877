-- question: Which warnings are in force, the gravest first?
-- grain:    one row per key
-- params:   $moment    TIMESTAMP  the moment looked at
--           $township  VARCHAR    only warnings for this township; NULL for all
-- returns:  key            VARCHAR    the row's key
--           level          VARCHAR    red, orange, yellow or blue; can be NULL
--           kind           VARCHAR    rainstorm, flash_flood, geohazard or other; can be NULL
--           issuer         VARCHAR    who issued it; can be NULL
--           issued_at      TIMESTAMP  when
--           in_force_until TIMESTAMP  its own end, else 24 hours after it was issued
--           is_end_assumed BOOLEAN    the sheet gives no end
--           townships      VARCHAR[]  where; NULL means the whole county
--           text           VARCHAR    as issued; can be NULL

select
    key,
    level,
    kind,
    issuer,
    issued_at,
    coalesce(effective_until, issued_at + interval 24 hours) as in_force_until,
    effective_until is null as is_end_assumed,
    townships,
    text
from warning_now
where
    issued_at <= $moment::timestamp
    and coalesce(lifted_at > $moment::timestamp, true)
    and coalesce(effective_until, issued_at + interval 24 hours) > $moment::timestamp
    and ($township is null or townships is null or list_contains(townships, $township))
order by
    list_position(['red', 'orange', 'yellow', 'blue'], level) asc nulls last,
    issued_at desc,
    key asc
