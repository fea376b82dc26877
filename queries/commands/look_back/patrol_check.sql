-- Let this cursor see the ledger as it was at the moment set by look_at: the same questions then serve.
create or replace temp view patrol_check_now as
select *
from patrol_check_as_of(getvariable('look').moment, getvariable('look').known_at);
