-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table remediation_project_now as
select *
from remediation_project_as_of(timestamp 'infinity', timestamp 'infinity');
