-- Enter what was taught; its values come by name from the table taught.
insert into lesson_entry by name
select *
from taught;
