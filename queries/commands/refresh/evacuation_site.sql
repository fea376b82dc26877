-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table evacuation_site_now as
select *
from evacuation_site_as_of(timestamp 'infinity', timestamp 'infinity');
