-- question: How many projects are at each stage?
-- grain:    one row per stage
-- params:   $as_of     DATE     the day looked at; overdue is planned to be finished before this day
--           $township  VARCHAR  only this township; NULL for all
-- returns:  stage                  VARCHAR  NULL where the sheet gives none
--           project_count          BIGINT   projects
--           project_overdue_count  BIGINT   of these unfinished after the planned finish
--           criticised_count       BIGINT   of these 被通报

select
    stage,
    count(*) as project_count,
    count(*) filter (where not is_finished and planned_finish_on < $as_of::date) as project_overdue_count,
    count(*) filter (where is_criticised) as criticised_count
from project_of_day($as_of)
where $township is null or township = $township
group by stage
order by
    list_position(
        [
            'planned',
            'surveyed',
            'designed',
            'tendered',
            'started',
            'finished',
            'preliminary_accepted',
            'final_accepted',
            'handed_over'
        ],
        stage
    ) asc nulls last
