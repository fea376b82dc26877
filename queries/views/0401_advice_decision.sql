-- Decisions on advice, all that were ever made: each question takes those up to its own moment.
create or replace view advice_decision_now as
select *
from advice_decision_entry;
