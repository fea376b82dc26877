-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
-- In the order of their keys: the first rows of the ledger then lie together, and neither all keys nor all texts are read for them.
create or replace table hazard_now as
select *
from hazard_as_of(timestamp 'infinity', timestamp 'infinity')
order by key asc;
