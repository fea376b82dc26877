-- Remember that a schema file has been run.
-- params: $name
insert into schema_step values ($name, current_localtimestamp());
