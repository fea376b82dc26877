-- The hazards that came in through the intake in the last upload, kept aside; the table itself becomes empty.
create or replace table base as
    select * from hazard_now where starts_with(hazard_code, 'BENCH-');
delete from hazard_now;
