-- question: Which pairs of rows did a person judge to be the same thing, or not?
-- grain:    one row per ledger, key, same_as
-- params:   $ledger  VARCHAR  one ledger; NULL for all
-- returns:  ledger       VARCHAR    canonical name
--           key          VARCHAR    the key of one row
--           same_as      VARCHAR    the key of the other; it stands for both where they are the same
--           is_same      BOOLEAN    the same thing, or not
--           happened_at  TIMESTAMP  when it was decided
--           done_by      VARCHAR    who decided

select
    ledger,
    key,
    same_as,
    arg_max_null(is_same, happened_at) as is_same,
    max(happened_at) as happened_at,
    arg_max_null(done_by, happened_at) as done_by
from same_row_entry
where
    $ledger is null
    or ledger = $ledger
group by
    ledger,
    key,
    same_as
having arg_max_null(is_same, happened_at) is not null
order by
    happened_at desc,
    ledger asc,
    key asc,
    same_as asc
