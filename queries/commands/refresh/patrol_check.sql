-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table patrol_check_now as
select *
from patrol_check_as_of(timestamp 'infinity', timestamp 'infinity');
