-- How often each ledger has changed: by an upload that came, was undone or redone, a judgement that two rows are one, a decision. While that
-- is the same, so are its rows, as of every moment. What tells which coordinates lie outside the county is counted likewise: they, and outlines.
with
change as (
    select entry.ledger
    from upload_event as event
    inner join upload_entry as entry
        on event.upload_id = entry.upload_id
    union all
    select ledger
    from same_row_entry
    union all
    select 'advice_decision' as ledger
    from advice_decision_entry
    union all
    select 'outside_point' as ledger
    from outside_point
    union all
    select 'outline' as ledger
    from change_entry
    where what in ('boundaries', 'county')
)

select
    ledger,
    count(*) as changes
from change
group by ledger
