-- Which schema files have been run on this store.
create table if not exists schema_step (name varchar, done_at timestamp);
