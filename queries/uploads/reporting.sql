-- question: Which units reported which ledger for which period: on time, late, nothing to report, or not at all?
-- grain:    one row per ledger, period_start, unit
-- params:   $reporting_periods  JSON       [{ledger, start, end, from, due_on, units}]: the county's calendar; from is the first day that counts for it
--           $as_of              DATE       the day looked at: what is not due by then is pending
-- returns:  ledger        VARCHAR    canonical name
--           period_start  DATE       first day of the period
--           period_end    DATE       last day of the period
--           due_on        DATE       the last day on which the report is on time
--           unit          VARCHAR    as the calendar or the list of units names it
--           state         VARCHAR    reported · late · nil · missed · pending
--           is_late       BOOLEAN    it came after due_on
--           came_at       TIMESTAMP  when the first report or the statement came; NULL where none did
--           upload_id     VARCHAR    the first upload; NULL where none came
--           done_by       VARCHAR    who stated 零报告; NULL otherwise
--           note          VARCHAR    what was said with the statement

with
period as (
    select
        p.ledger::varchar as ledger,
        p.start::date as period_start,
        p."end"::date as period_end,
        p."from"::date as counts_from,
        p.due_on::date as due_on,
        p.units::varchar [] as units
    from (
        select
            unnest(
                from_json(
                    $reporting_periods::json,
                    '[{"ledger": "VARCHAR", "start": "DATE", "end": "DATE", "from": "DATE", "due_on": "DATE", "units": ["VARCHAR"]}]'
                )
            ) as p
    )
),

-- Units that the calendar names, else those of the list that must report.
due as (
    select distinct
        p.ledger,
        p.period_start,
        p.period_end,
        p.counts_from,
        p.due_on,
        coalesce(n.unit, t.name) as unit
    from period as p
    left join lateral (select unnest(p.units) as unit) as n
        on true
    left join township_now as t
        on
            len(p.units) = 0
            and coalesce(t.must_report, false)
    where coalesce(n.unit, t.name) is not null
),

report as (
    select
        d.ledger,
        d.period_start,
        d.unit,
        min(u.accepted_at) as came_at,
        arg_min(u.upload_id, u.accepted_at) as upload_id
    from due as d
    inner join upload as u
        on
            d.ledger = u.ledger
            and not u.is_undone
            and u.as_of between d.counts_from and d.due_on
            and (u.reporting_unit = d.unit or starts_with(u.reporting_unit, d.unit))
    group by
        d.ledger,
        d.period_start,
        d.unit
),

statement as (
    select
        n.unit,
        n.ledger,
        n.period_start,
        arg_max_null(n.is_withdrawn, n.happened_at) as is_withdrawn,
        max(n.happened_at) as came_at,
        arg_max_null(n.done_by, n.happened_at) as done_by,
        arg_max_null(n.note, n.happened_at) as note
    from nil_report_entry as n
    group by
        n.unit,
        n.ledger,
        n.period_start
)

select
    d.ledger,
    d.period_start,
    d.period_end,
    d.due_on,
    d.unit,
    case
        when r.upload_id is not null and r.came_at::date > d.due_on then 'late'
        when r.upload_id is not null then 'reported'
        when s.unit is not null then 'nil'
        when $as_of::date > d.due_on then 'missed'
        else 'pending'
    end as state,
    coalesce(coalesce(r.came_at, s.came_at)::date > d.due_on, false) as is_late,
    coalesce(r.came_at, s.came_at) as came_at,
    r.upload_id,
    case when r.upload_id is null then s.done_by end as done_by,
    case when r.upload_id is null then s.note end as note
from due as d
left join report as r
    on
        d.ledger = r.ledger
        and d.period_start = r.period_start
        and d.unit = r.unit
left join statement as s
    on
        d.ledger = s.ledger
        and d.period_start = s.period_start
        and d.unit = s.unit
        and not s.is_withdrawn
order by
    d.period_start desc,
    d.ledger asc,
    d.unit asc
