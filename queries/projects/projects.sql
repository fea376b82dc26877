-- question: How far is each project against its plan, the most pressing first?
-- grain:    one row per key
-- params:   $as_of                   DATE     the day looked at; overdue is planned to be finished before this day
--           $behind_tolerance_share  DOUBLE   behind: progress is less than the planned share by more than this
--           $township                VARCHAR  only this township; NULL for all
--           $stage                   VARCHAR  only this stage; NULL for all
--           $is_unfinished           BOOLEAN  true: only unfinished ones; NULL for all
--           $is_pressing             BOOLEAN  true: only unfinished ones that are overdue or 被通报; NULL for all
-- returns:  key                        VARCHAR  the row's key
--           name                       VARCHAR  the project
--           township                   VARCHAR  can be NULL
--           kind                       VARCHAR  as the sheet writes it; can be NULL
--           stage                      VARCHAR  can be NULL
--           planned_finish_on          DATE     can be NULL
--           overdue_days               BIGINT   days past the planned finish, of unfinished ones; NULL where not past
--           progress_share             DOUBLE   形象进度 as the sheet says; can be NULL
--           planned_share              DOUBLE   share of the planned time gone; NULL without planned days
--           hint                       VARCHAR  behind or on_schedule by reckoning; NULL for finished ones and where it cannot be reckoned
--           is_criticised              BOOLEAN  被通报; can be NULL
--           total_investment_wan       DOUBLE   can be NULL
--           funds_in_place_wan         DOUBLE   can be NULL
--           funds_paid_wan             DOUBLE   can be NULL
--           owner_unit                 VARCHAR  can be NULL
--           builder                    VARCHAR  can be NULL
--           actual_finish_on           DATE     can be NULL
--           preliminary_acceptance_on  DATE     can be NULL
--           final_acceptance_on        DATE     can be NULL
--           people_relieved            INTEGER  can be NULL
--           is_finished                BOOLEAN  完工 and beyond
--           is_preliminary_accepted    BOOLEAN  初验 passed
--           is_vanished                BOOLEAN  gone from its unit's last full sheet

with
project_in_scope as (
    select *
    from project_of_day($as_of)
    where $township is null or township = $township
),

hinted as (
    select
        *,
        case when not is_finished and planned_finish_on < $as_of::date then date_diff('day', planned_finish_on, $as_of::date) end
            as overdue_days,
        case
            when is_finished then null
            when progress_share < planned_share - $behind_tolerance_share::double then 'behind'
            when progress_share >= planned_share - $behind_tolerance_share::double then 'on_schedule'
        end as hint
    from project_in_scope
)

select
    key,
    name,
    township,
    kind,
    stage,
    planned_finish_on,
    overdue_days,
    progress_share,
    round(planned_share, 3) as planned_share,
    hint,
    is_criticised,
    total_investment_wan,
    funds_in_place_wan,
    funds_paid_wan,
    owner_unit,
    builder,
    actual_finish_on,
    preliminary_acceptance_on,
    final_acceptance_on,
    people_relieved,
    is_finished,
    is_preliminary_accepted,
    is_vanished
from hinted
where
    ($stage is null or stage = $stage)
    and (not coalesce($is_unfinished::boolean, false) or not is_finished)
    and (
        not coalesce($is_pressing::boolean, false)
        or (not is_finished and (overdue_days is not null or coalesce(is_criticised, false)))
    )
order by
    overdue_days desc nulls last,
    is_finished asc,
    planned_share - progress_share desc nulls last,
    key asc
