-- To which set a reading belongs: those of one station with the same length and phase lie end to end, so that their sum counts no rain twice.
create or replace macro set_of(minutes, observed_at) as (
    minutes * 100000 + epoch(observed_at)::bigint // 60 % minutes
);
