-- The last word of the patrols on each point this season; of two at one moment the graver. A record that tells neither of signs nor
-- whether one can judge is no word: it takes no sign back.
-- seen: the moment looked at; since: patrols count from this day
-- returns: one row per point with a patrol: what was said
create or replace macro last_patrol(seen, since) as table (
    select
        key,
        arg_max(
            {
                'checked_at': checked_at,
                'checker': checker,
                'finding': finding,
                'has_danger_sign': coalesce(has_danger_sign, false),
                'cannot_judge': coalesce(not can_judge, false)
            },
            (
                checked_at,
                coalesce(has_danger_sign, false)::integer,
                coalesce(not can_judge, false)::integer,
                coalesce(checker, ''),
                coalesce(finding, '')
            )
        ) as said
    from patrol_of_point()
    where
        checked_at <= seen::timestamp
        and (has_danger_sign is not null or can_judge is not null)
        and coalesce(checked_at >= since::timestamp, true)
    group by key
);
