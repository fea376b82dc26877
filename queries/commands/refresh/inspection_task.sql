-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table inspection_task_now as
select *
from inspection_task_as_of(timestamp 'infinity', timestamp 'infinity');
