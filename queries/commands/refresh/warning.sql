-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table warning_now as
select *
from warning_as_of(timestamp 'infinity', timestamp 'infinity');
