-- The full hours up to a moment, and the moment itself.
-- seen: the moment looked at; hours: so many hours before the last full one
-- returns: one row per hour_at, in no order: the end of an hour, and the moment
create or replace macro hour_back(seen, hours) as table (
    select unnest(
        list_distinct(
            list_append(
                generate_series(
                    date_trunc('hour', seen::timestamp) - to_hours((hours::double)::integer),
                    date_trunc('hour', seen::timestamp),
                    interval 1 hour
                ),
                seen::timestamp
            )
        )
    ) as hour_at
);
