-- Draw the newest rows anew after an accept, an undo or a redo; inside the same transaction.
create or replace table flood_risk_point_now as
select *
from flood_risk_point_as_of(timestamp 'infinity', timestamp 'infinity');
