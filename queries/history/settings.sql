-- question: Which county settings and boundaries were kept, by whom, and what was kept?
-- grain:    one row per happened_at, what
-- params:   $what  VARCHAR  county or boundaries; NULL for both
--           $most  INTEGER  at most so many, the newest first; NULL for 200
-- returns:  happened_at  TIMESTAMP  county time
--           what         VARCHAR    county or boundaries
--           done_by      VARCHAR    who did it; can be empty
--           details      VARCHAR    JSON: the texts before and after, or the file and its hash; can be NULL

select
    happened_at,
    what,
    done_by,
    details::varchar as details
from change_entry
where
    what in ('county', 'boundaries')
    and coalesce(what = $what, true)
order by
    happened_at desc,
    what asc
limit coalesce($most::integer, 200)
