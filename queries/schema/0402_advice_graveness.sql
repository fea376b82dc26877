-- How grave each cause of the advice was when it was decided on: rain, warning, patrol, silence. NULL for decisions of before.
alter table advice_decision_entry add column graveness integer [];
