-- Enter an accepted upload; its values come by name from the one-row table entry.
insert into upload_entry by name
select *
from entry;
