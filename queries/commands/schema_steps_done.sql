-- The schema files that have been run.
select name
from schema_step;
