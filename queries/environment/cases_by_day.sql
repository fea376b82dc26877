-- question: How many cases had come in and been closed by the end of each day?
-- grain:    one row per day
-- params:   $as_of     DATE     the day looked at, and the last of the curve
--           $township  VARCHAR  only this township; NULL for all
-- returns:  day                   DATE    every day from the first case on
--           received_count        BIGINT  cases received on the day
--           closed_on_day_count   BIGINT  已办结 on the day
--           received_total_count  BIGINT  received up to the end of the day
--           closed_total_count    BIGINT  已办结 up to the end of the day; cases without a day are in neither

with
case_in_scope as (
    select *
    from complaint_case_now
    where $township is null or township = $township
),

received_by_day as (
    select
        received_on as day,
        count(*) as received_count
    from case_in_scope
    where received_on <= $as_of::date
    group by received_on
),

closed_by_day as (
    select
        closed_on as day,
        count(*) as closed_on_day_count
    from case_in_scope
    where
        closed_on <= $as_of::date
        and status = 'closed'
    group by closed_on
),

every_day as (
    select unnest(generate_series(min(day), $as_of::date, interval 1 day))::date as day
    from (
        select day
        from received_by_day
        union all
        select day
        from closed_by_day
    ) as known_day
)

select
    e.day,
    coalesce(r.received_count, 0) as received_count,
    coalesce(c.closed_on_day_count, 0) as closed_on_day_count,
    (sum(coalesce(r.received_count, 0)) over (order by e.day asc))::bigint as received_total_count,
    (sum(coalesce(c.closed_on_day_count, 0)) over (order by e.day asc))::bigint as closed_total_count
from every_day as e
left join received_by_day as r
    on e.day = r.day
left join closed_by_day as c
    on e.day = c.day
order by e.day asc
