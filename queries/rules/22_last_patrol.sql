-- The last word of the patrols on each point this season; of two at one moment the graver.
-- seen: the moment looked at; since: patrols count from this day
-- kept: worked out once for all that ask with the same values
-- returns: one row per point with a patrol: what was said
create or replace macro last_patrol(seen, since) as table (
    select
        key,
        arg_max(
            {
                'checked_at': checked_at,
                'checker': checker,
                'finding': finding,
                'has_danger_sign': has_danger_sign,
                'cannot_judge': cannot_judge
            },
            (checked_at, has_danger_sign::integer, cannot_judge::integer, coalesce(checker, ''), coalesce(finding, ''))
        ) as said
    from patrol_word(since)
    where checked_at <= seen::timestamp
    group by key
);
