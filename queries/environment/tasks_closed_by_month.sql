-- question: How many tasks were closed in each month, and how many altogether?
-- grain:    one row per closed_month
-- params:   $as_of     DATE     the day looked at; later closings are left out
--           $township  VARCHAR  only this township; NULL for all
-- returns:  closed_month        DATE    the month's first day; months without a closing between are 0; closed ones without a day are left out
--           closed_count        BIGINT  tasks closed in the month
--           closed_total_count  BIGINT  closed up to the end of the month

with
closed_by_month as (
    select
        date_trunc('month', closed_on)::date as closed_month,
        count(*) as closed_count
    from inspection_task_now
    where
        closed_on <= $as_of::date
        and ($township is null or township = $township)
    group by closed_month
),

every_month as (
    select unnest(generate_series(min(closed_month), date_trunc('month', $as_of::date)::date, interval 1 month))::date as closed_month
    from closed_by_month
)

select
    e.closed_month,
    coalesce(c.closed_count, 0) as closed_count,
    (sum(coalesce(c.closed_count, 0)) over (order by e.closed_month asc))::bigint as closed_total_count
from every_month as e
left join closed_by_month as c
    on e.closed_month = c.closed_month
order by e.closed_month asc
