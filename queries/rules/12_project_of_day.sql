-- How far each remediation project is on a day, and how far it should be.
-- seen: the day looked at
-- returns: one row per project; planned_share is the share of the planned time that has gone, NULL without planned days
create or replace macro project_of_day(seen) as table (
    select
        *,
        coalesce(actual_finish_on <= seen::date, false)
        or coalesce(stage in ('finished', 'preliminary_accepted', 'final_accepted', 'handed_over'), false) as is_finished,
        preliminary_acceptance_on is not null
        or coalesce(stage in ('preliminary_accepted', 'final_accepted', 'handed_over'), false) as is_preliminary_accepted,
        final_acceptance_on is not null
        or coalesce(stage in ('final_accepted', 'handed_over'), false) as is_final_accepted,
        actual_start_on is not null
        or coalesce(stage not in ('planned', 'surveyed', 'designed', 'tendered'), false) as is_started,
        case
            when planned_finish_on > planned_start_on
                then
                    least(
                        greatest(
                            date_diff('day', planned_start_on, seen::date) / date_diff('day', planned_start_on, planned_finish_on), 0
                        ),
                        1
                    )
        end as planned_share
    from remediation_project_now
);
