-- Let this cursor see the ledger as it was at the moment set by look_at: the same questions then serve.
create or replace temp view duty_roster_now as
select *
from duty_roster_as_of(getvariable('look').moment, getvariable('look').known_at);
