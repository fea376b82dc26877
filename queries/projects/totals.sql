-- question: How far are the remediation projects, in works and in money?
-- grain:    one row
-- params:   $as_of                   DATE     the day looked at; overdue is planned to be finished before this day
--           $behind_tolerance_share  DOUBLE   behind: progress is less than the planned share by more than this
--           $township                VARCHAR  only this township; NULL for all
-- returns:  project_count             BIGINT  projects
--           started_count             BIGINT  开工 and beyond
--           finished_count            BIGINT  完工 and beyond
--           unfinished_count          BIGINT  the others
--           project_overdue_count     BIGINT  unfinished after the planned finish
--           project_behind_count      BIGINT  unfinished, and behind by reckoning
--           unknown_progress_count    BIGINT  unfinished, without progress or without planned days: cannot be reckoned
--           criticised_count          BIGINT  被通报
--           preliminary_count         BIGINT  初验 passed
--           final_count               BIGINT  终验 passed
--           waiting_preliminary_count BIGINT  finished without 初验
--           investment_wan            DOUBLE  total investment; NULL where no project tells
--           in_place_wan              DOUBLE  funds in place; NULL where no project tells
--           paid_wan                  DOUBLE  funds paid; NULL where no project tells
--           in_place_share            DOUBLE  in place / investment of projects that give both; NULL where that is nothing
--           paid_share                DOUBLE  paid / in place of projects that give both; NULL where that is nothing
--           unknown_funds_count       BIGINT  projects that lack one of the three sums
--           relieved_household_count  BIGINT  households relieved by finished projects; NULL where none tells
--           relieved_people_count     BIGINT  people relieved by finished projects; NULL where none tells
--           planned_people_count      BIGINT  people to be relieved by all projects; NULL where none tells
--           start_rate                DOUBLE  started / projects; NULL without projects
--           finish_rate               DOUBLE  finished / projects; NULL without projects

with
project_in_scope as (
    select *
    from project_of_day($as_of)
    where $township is null or township = $township
)

select
    count(*) as project_count,
    count(*) filter (where is_started) as started_count,
    count(*) filter (where is_finished) as finished_count,
    count(*) filter (where not is_finished) as unfinished_count,
    count(*) filter (where not is_finished and planned_finish_on < $as_of::date) as project_overdue_count,
    count(*) filter (
        where not is_finished and progress_share < planned_share - $behind_tolerance_share::double
    ) as project_behind_count,
    count(*) filter (where not is_finished and (progress_share is null or planned_share is null)) as unknown_progress_count,
    count(*) filter (where is_criticised) as criticised_count,
    count(*) filter (where is_preliminary_accepted) as preliminary_count,
    count(*) filter (where is_final_accepted) as final_count,
    count(*) filter (where is_finished and not is_preliminary_accepted) as waiting_preliminary_count,
    round(sum(total_investment_wan), 2) as investment_wan,
    round(sum(funds_in_place_wan), 2) as in_place_wan,
    round(sum(funds_paid_wan), 2) as paid_wan,
    sum(funds_in_place_wan) filter (where total_investment_wan is not null)
    / nullif(sum(total_investment_wan) filter (where funds_in_place_wan is not null), 0) as in_place_share,
    sum(funds_paid_wan) filter (where funds_in_place_wan is not null)
    / nullif(sum(funds_in_place_wan) filter (where funds_paid_wan is not null), 0) as paid_share,
    count(*) filter (
        where total_investment_wan is null or funds_in_place_wan is null or funds_paid_wan is null
    ) as unknown_funds_count,
    (sum(households_relieved) filter (where is_finished))::bigint as relieved_household_count,
    (sum(people_relieved) filter (where is_finished))::bigint as relieved_people_count,
    sum(people_relieved)::bigint as planned_people_count,
    count(*) filter (where is_started) / nullif(count(*), 0) as start_rate,
    count(*) filter (where is_finished) / nullif(count(*), 0) as finish_rate
from project_in_scope
