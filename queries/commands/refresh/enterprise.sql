-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table enterprise_now as
select *
from enterprise_as_of(timestamp 'infinity', timestamp 'infinity');
