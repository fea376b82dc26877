-- What taking an upload back changes: its rows that stand now, and how many of their keys an earlier upload knows.
-- params: $upload_id, $ledger, $ledger_now, the name of a _now table, $ledger_history, the name of a _history table
select
    count(*) filter (where older.key is not null) as returning_count,
    count(*) filter (where older.key is null) as leaving_count
from query_table($ledger_now) as n
left join (
    select distinct coalesce(same.same_as, h.key) as key
    from query_table($ledger_history) as h
    inner join upload as u
        on h.upload_id = u.upload_id
    left join same_row($ledger, timestamp 'infinity') as same
        on h.key = same.key
    where
        h.upload_id != $upload_id
        and not u.is_undone
) as older
    on n.key = older.key
where
    n.upload_id = $upload_id
    and not n.is_vanished;
