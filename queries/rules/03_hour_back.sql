-- The full hours up to a moment.
-- seen: the moment looked at; hours: so many hours before the last full one
-- returns: one row per hour_at, the end of an hour
create or replace macro hour_back(seen, hours) as table (
    select unnest(
        generate_series(
            date_trunc('hour', seen::timestamp) - to_hours((hours::double)::integer),
            date_trunc('hour', seen::timestamp),
            interval 1 hour
        )
    ) as hour_at
);
