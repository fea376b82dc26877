-- Enter a person's decision on two keys; its values come by name from the table decision.
insert into same_row_entry by name
select *
from decision;
