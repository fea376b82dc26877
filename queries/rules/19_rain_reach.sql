-- How far back readings are looked at: a day before the longest window, two days at least; a station that told nothing since is unknown.
-- limits: as rain_window has them
-- kept: worked out once for all that ask with the same values
-- returns: one row
create or replace macro rain_reach(limits) as table (
    select to_hours(greatest(48, coalesce(max(window_h), 0) + 24)::integer) as back
    from rain_window(limits)
);
