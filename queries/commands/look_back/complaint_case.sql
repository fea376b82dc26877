-- Let this cursor see the ledger as it was at the moment set by look_at: the same questions then serve.
create or replace temp view complaint_case_now as
select *
from complaint_case_as_of(getvariable('look').moment, getvariable('look').known_at);
