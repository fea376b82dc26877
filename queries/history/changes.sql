-- question: Who changed what, and when?
-- grain:    one row per happened_at, what, subject
-- params:   $most  INTEGER  at most so many, the newest first; NULL for 200
-- returns:  happened_at  TIMESTAMP  county time
--           what         VARCHAR    accepted, undone, redone, boundaries or county
--           subject      VARCHAR    the file, or what was changed
--           done_by      VARCHAR    who did it; can be empty

with
change as (
    select
        v.happened_at,
        v.what,
        u.file_name as subject,
        v.done_by
    from upload_event as v
    inner join upload_entry as u
        on v.upload_id = u.upload_id
    union all
    select
        happened_at,
        what,
        details ->> 'file' as subject,
        done_by
    from change_entry
)

select
    happened_at,
    what,
    subject,
    done_by
from change
order by
    happened_at desc,
    what asc,
    subject asc
limit coalesce($most::integer, 200)
