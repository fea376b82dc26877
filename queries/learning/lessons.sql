-- question: What has this county taught the reading of its sheets?
-- grain:    one row per kind, scope, written
-- params:   none
-- returns:  kind         VARCHAR    heading, word or place
--           scope        VARCHAR    the ledger of a heading, the vocabulary of a word; empty for a place
--           written      VARCHAR    what stands in the sheets
--           means        VARCHAR    the column, the word's code or the township; empty: kept, and not asked about again
--           happened_at  TIMESTAMP  when it was taught
--           done_by      VARCHAR    who taught it

select
    kind,
    scope,
    written,
    arg_max_null(means, happened_at) as means,
    max(happened_at) as happened_at,
    arg_max_null(done_by, happened_at) as done_by
from lesson_entry
group by
    kind,
    scope,
    written
having arg_max_null(means, happened_at) is not null
order by
    happened_at desc,
    kind asc,
    scope asc,
    written asc
