-- question: Who confirmed or rejected the advice on which point, when and why?
-- grain:    one row per point_key and entered_at
-- params:   $moment     TIMESTAMP  decisions made later do not count
--           $township   VARCHAR    only points of this township; NULL for all
--           $point_key  VARCHAR    only this point; NULL for all
-- returns:  point_key    VARCHAR    the point's key
--           name         VARCHAR    the point; NULL where the list no longer has it
--           township     VARCHAR    can be NULL
--           decision     VARCHAR    confirmed or rejected
--           avoidance    VARCHAR    active (主动避让), early (提前避让) or preventive (预防避让); NULL where rejected
--           decided_why  VARCHAR    why
--           decided_by   VARCHAR    who
--           decided_at   TIMESTAMP  when, to the minute
--           level        VARCHAR    what the advice was then: immediate, prepare, unknown or none
--           reasons      VARCHAR[]  its reasons then; empty for none
--           is_last      BOOLEAN    the last word on this point
--           entered_at   TIMESTAMP  when it was written down

with
decision_made as (
    select
        *,
        row_number() over (
            partition by point_key
            order by
                decided_at desc,
                entered_at desc
        ) = 1 as is_last
    from advice_decision_now
    where decided_at <= $moment::timestamp
)

select
    d.point_key,
    p.name,
    p.township,
    if(d.is_confirmed, 'confirmed', 'rejected') as decision,
    d.avoidance,
    d.why as decided_why,
    d.decided_by,
    d.decided_at,
    d.level,
    d.reasons,
    d.is_last,
    d.entered_at
from decision_made as d
left join flood_risk_point_now as p
    on d.point_key = p.key
where
    ($township is null or p.township = $township)
    and ($point_key is null or d.point_key = $point_key)
order by
    d.decided_at desc,
    d.entered_at desc,
    d.point_key asc
