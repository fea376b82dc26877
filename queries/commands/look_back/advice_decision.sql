-- Let this cursor see the decisions as they were known at the moment set by look_at.
create or replace temp view advice_decision_now as
select *
from advice_decision_entry
where decided_at <= least(getvariable('look').moment, getvariable('look').known_at);
