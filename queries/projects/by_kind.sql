-- question: How far are the projects and their money for each kind of work?
-- grain:    one row per kind
-- params:   $as_of     DATE     the day looked at; overdue is planned to be finished before this day
--           $township  VARCHAR  only this township; NULL for all
-- returns:  kind                   VARCHAR  NULL where the sheet gives none
--           project_count          BIGINT   projects
--           finished_count         BIGINT   完工 and beyond
--           preliminary_count      BIGINT   初验 passed
--           final_count            BIGINT   终验 passed
--           project_overdue_count  BIGINT   unfinished after the planned finish
--           investment_wan         DOUBLE   total investment; NULL where no project tells
--           in_place_wan           DOUBLE   funds in place; NULL where no project tells
--           paid_wan               DOUBLE   funds paid; NULL where no project tells
--           in_place_share         DOUBLE   in place / investment of projects that give both; NULL where that is nothing
--           paid_share             DOUBLE   paid / in place of projects that give both; NULL where that is nothing
--           relieved_people_count  BIGINT   people relieved by finished projects; NULL where none tells

select
    kind,
    count(*) as project_count,
    count(*) filter (where is_finished) as finished_count,
    count(*) filter (where is_preliminary_accepted) as preliminary_count,
    count(*) filter (where is_final_accepted) as final_count,
    count(*) filter (where not is_finished and planned_finish_on < $as_of::date) as project_overdue_count,
    round(sum(total_investment_wan), 2) as investment_wan,
    round(sum(funds_in_place_wan), 2) as in_place_wan,
    round(sum(funds_paid_wan), 2) as paid_wan,
    sum(funds_in_place_wan) filter (where total_investment_wan is not null)
    / nullif(sum(total_investment_wan) filter (where funds_in_place_wan is not null), 0) as in_place_share,
    sum(funds_paid_wan) filter (where funds_in_place_wan is not null)
    / nullif(sum(funds_in_place_wan) filter (where funds_paid_wan is not null), 0) as paid_share,
    (sum(people_relieved) filter (where is_finished))::bigint as relieved_people_count
from project_of_day($as_of)
where $township is null or township = $township
group by kind
order by
    project_overdue_count desc,
    project_count desc,
    kind asc nulls last
