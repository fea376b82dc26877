-- The last word on the advice on each point that still counts. Advice that has become graver since must be decided on again: the level
-- that was decided on is returned beside it, for still_stands.
-- seen: the moment looked at; hours_counted: a decision counts for so many hours
-- returns: one row per point with such a decision: what was said
create or replace macro last_decision(seen, hours_counted) as table (
    select
        point_key,
        arg_max(
            {
                'decision': if(is_confirmed, 'confirmed', 'rejected'),
                'avoidance': avoidance,
                'why': why,
                'level': level,
                'graveness': graveness,
                'decided_at': decided_at,
                'decided_by': decided_by
            },
            (decided_at, entered_at)
        ) as said
    from advice_decision_now
    where
        decided_at <= seen::timestamp
        and decided_at > seen::timestamp - to_minutes((hours_counted::double * 60)::integer)
    group by point_key
);
