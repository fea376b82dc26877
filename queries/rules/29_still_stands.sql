-- Whether what was decided still counts for the advice as it is now: not where that has become graver since. A rejection weighed the
-- causes that were there: it does not stand against a graver one, a new one, or a danger sign found after it.
-- said: what last_decision tells; level, graveness and checked_at (of the patrol that speaks) as judged_point has them
create or replace macro still_stands(said, level, graveness, checked_at) as
coalesce(
    list_position(['immediate', 'prepare', 'unknown', 'none'], struct_extract(said, 'level'))
    <= list_position(['immediate', 'prepare', 'unknown', 'none'], level),
    true
)
and (
    struct_extract(said, 'decision') = 'confirmed'
    or (
        coalesce(graveness[1] <= struct_extract(said, 'graveness')[1], true)
        and coalesce(graveness[2] <= struct_extract(said, 'graveness')[2], true)
        and coalesce(graveness[3] <= struct_extract(said, 'graveness')[3], true)
        and coalesce(graveness[4] <= struct_extract(said, 'graveness')[4], true)
        and not (graveness[3] > 0 and coalesce(checked_at > struct_extract(said, 'decided_at'), false))
    )
);
