-- The keys that stand for the same thing as another key.
-- params: $ledger
select
    key,
    same_as
from same_row($ledger, timestamp 'infinity');
