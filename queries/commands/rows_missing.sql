-- The rows of a unit's latest upload that are not about to come in again, though at least half of that upload is.
-- params: $ledger, $ledger_now, $reporting_unit; coming, a table with a column key
with
latest as (
    select
        n.key,
        n.key in (select c.key from coming as c) as comes_again
    from query_table($ledger_now) as n
    where
        n.reporting_unit = $reporting_unit
        and not n.is_vanished
        and n.upload_id = (
            select arg_max(u.upload_id, (u.as_of, u.accepted_at))
            from upload as u
            where
                u.ledger = $ledger
                and u.reporting_unit = $reporting_unit
                and not u.is_undone
        )
)

select key
from latest
where
    not comes_again
    and (select count(*) filter (where l.comes_again) * 2 >= count(*) from latest as l)
order by key;
