-- question: Which warnings are in force, the gravest first?
-- grain:    one row per key
-- params:   $moment         TIMESTAMP  the moment looked at
--           $warning_hours  DOUBLE     a warning without an end counts for so many hours
--           $township       VARCHAR    only warnings for this township; NULL for all
-- returns:  key            VARCHAR    the row's key
--           level          VARCHAR    red, orange, yellow or blue; can be NULL
--           kind           VARCHAR    rainstorm, flash_flood, geohazard or other; can be NULL
--           issuer         VARCHAR    who issued it; can be NULL
--           issued_at      TIMESTAMP  when
--           in_force_until TIMESTAMP  when it is lifted or ends, else so many hours after it was issued
--           is_end_assumed BOOLEAN    the sheet gives no end
--           townships      VARCHAR[]  where; NULL means the whole county
--           text           VARCHAR    as issued; can be NULL

select
    key,
    level,
    kind,
    issuer,
    issued_at,
    in_force_until,
    is_end_assumed,
    townships,
    text
from warning_in_force($moment, $warning_hours)
where $township is null or townships is null or list_contains(townships, $township)
order by
    list_position(['red', 'orange', 'yellow', 'blue'], level) asc nulls last,
    issued_at desc,
    key asc
