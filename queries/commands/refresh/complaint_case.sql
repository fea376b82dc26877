-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table complaint_case_now as
select *
from complaint_case_as_of(timestamp 'infinity', timestamp 'infinity');
