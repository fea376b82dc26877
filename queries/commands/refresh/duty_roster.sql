-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table duty_roster_now as
select *
from duty_roster_as_of(timestamp 'infinity', timestamp 'infinity');
