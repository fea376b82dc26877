-- Which warnings are in force.
-- seen: the moment looked at; hours_assumed: how long a warning without an end counts
-- returns: one row per warning; at the very moment of its end it is over
create or replace macro warning_in_force(seen, hours_assumed) as table (
    select *
    from warning_span(hours_assumed)
    where
        issued_at <= seen::timestamp
        and in_force_until > seen::timestamp
);
