-- How long each warning holds: until lifted or until its own end, whichever comes first; without either, for some hours after issue.
-- hours_assumed: how long a warning without an end counts
-- returns: one row per warning
create or replace macro warning_span(hours_assumed) as table (
    select
        key,
        level,
        kind,
        issuer,
        issued_at,
        -- least() passes over NULL: a warning with one of the two ends has that one.
        coalesce(least(lifted_at, effective_until), issued_at + to_minutes((hours_assumed::double * 60)::integer)) as in_force_until,
        lifted_at is null and effective_until is null as is_end_assumed,
        townships,
        text
    from warning_now
);
