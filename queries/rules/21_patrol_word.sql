-- What patrols said of danger at each point. A record that tells neither of signs nor whether one can judge is no word: it takes no sign back.
-- since: patrols count from this day
-- returns: one row per such record
create or replace macro patrol_word(since) as table (
    select
        key,
        checked_at,
        checker,
        finding,
        coalesce(has_danger_sign, false) as has_danger_sign,
        coalesce(not can_judge, false) as cannot_judge
    from patrol_of_point()
    where
        coalesce(checked_at >= since::timestamp, true)
        and (has_danger_sign is not null or can_judge is not null)
);
