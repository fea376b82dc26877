-- question: Of what moment are the newest data of each ledger?
-- grain:    one row per ledger
-- params:   $moment  TIMESTAMP  the moment looked at
-- returns:  ledger   VARCHAR    canonical name
--           data_at  TIMESTAMP  rain: the last reading; moving people: the last report; patrols: the last patrol; else when the newest sheet
--                               came in, or the end of the day that it counts from where that is earlier

with
newest_sheet as (
    select
        ledger,
        max(least(accepted_at, as_of::timestamp + interval 1 day)) as data_at
    from upload
    where not is_undone
    group by ledger
),

newest_of_its_own as (
    select
        'rainfall' as ledger,
        max(observed_at) as data_at
    from rainfall_now
    where observed_at <= $moment::timestamp
    union all
    select
        'evacuation_progress' as ledger,
        max(updated_at) as data_at
    from evacuation_progress_now
    where updated_at <= $moment::timestamp
    union all
    select
        'patrol_check' as ledger,
        max(checked_at) as data_at
    from patrol_check_now
    where checked_at <= $moment::timestamp
)

select
    s.ledger,
    least(coalesce(o.data_at, s.data_at), $moment::timestamp) as data_at
from newest_sheet as s
left join newest_of_its_own as o
    on s.ledger = o.ledger
order by s.ledger asc
