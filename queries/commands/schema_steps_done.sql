-- What has been run on this store, oldest first.
select name
from schema_step
order by done_at;
