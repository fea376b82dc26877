-- question: Which hazards are these, the most overdue first?
-- grain:    one row per key
-- params:   $as_of       DATE     the day looked at
--           $township    VARCHAR  only this township; NULL for all
--           $state       VARCHAR  open, overdue, due_soon, closed, no_deadline, recurred, failed; NULL for all
--           $measure     VARCHAR  only rows that this rate judges: rectified, closed, on_time, recheck, recurrence, three_roles,
--                                 five_elements, days; those that fail first; NULL for all
--           $severity    VARCHAR  general or major; NULL for all
--           $industry    VARCHAR  as written, 未填 for those without; NULL for all
--           $source      VARCHAR  how it was found; NULL for all
--           $unit        VARCHAR  责任单位, else 督导单位, else 填报单位, 未填 for those without; NULL for all
--           $due_soon_days  DOUBLE  due within so many days is 临期
--           $west        DOUBLE   only points inside this box; NULL for all
--           $east        DOUBLE   only points inside this box; NULL for all
--           $south       DOUBLE   only points inside this box; NULL for all
--           $north       DOUBLE   only points inside this box; NULL for all
--           $most        INTEGER  at most so many rows; NULL for all
-- returns:  key              VARCHAR  the row's key
--           hazard_code      VARCHAR  can be NULL
--           township         VARCHAR  can be NULL
--           site             VARCHAR  can be NULL
--           industry         VARCHAR  can be NULL
--           description      VARCHAR  what is wrong
--           severity         VARCHAR  general or major; NULL where not readable
--           source           VARCHAR  how it was found; can be NULL
--           found_on         DATE     can be NULL
--           due_on           DATE     NULL without a dated deadline
--           due_kind         VARCHAR  what kind of deadline; can be NULL
--           overdue_days     BIGINT   days past the deadline while open; NULL where not overdue
--           status           VARCHAR  NULL where not readable
--           owner_unit       VARCHAR  can be NULL
--           owner_person     VARCHAR  can be NULL
--           executor_person  VARCHAR  can be NULL
--           supervisor_unit  VARCHAR  can be NULL
--           rectified_days   BIGINT   days from found to rectified; NULL where one of the days is not known
--           is_met           BOOLEAN  whether the row meets $measure; NULL without one
--           is_vanished      BOOLEAN  gone from its unit's last full sheet

with
hazard_in_scope as (
    select
        *,
        case $measure
            when 'rectified' then is_rectified
            when 'closed' then not is_open_then
            when 'on_time' then if(is_due, is_on_time, null)
            when 'recheck' then if(is_rechecked, not has_failed, null)
            when 'recurrence' then if(status = 'closed' or has_recurred, has_recurred, null)
            when 'three_roles' then has_three_roles
            when 'five_elements' then if(severity = 'major', has_five_elements, null)
            when 'days' then if(rectified_on >= found_on, true, null)
        end as is_met
    from hazard_of_day($as_of)
    where
        ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
        and ($industry is null or coalesce(industry, '未填') = $industry)
        and ($unit is null or coalesce(unit, '未填') = $unit)
        and ($west is null or longitude between $west::double and $east::double)
        and ($south is null or latitude between $south::double and $north::double)
)

select
    key,
    hazard_code,
    township,
    site,
    industry,
    description,
    severity,
    source,
    found_on,
    due_on,
    due_kind,
    case when is_overdue then date_diff('day', due_on, $as_of::date) end as overdue_days,
    status,
    owner_unit,
    owner_person,
    executor_person,
    supervisor_unit,
    if(rectified_on >= found_on, day_count, null) as rectified_days,
    is_met,
    is_vanished
from hazard_in_scope
where
    ($measure is null or is_met is not null)
    and case $state
        when 'open' then is_open_then
        when 'overdue' then is_overdue
        when 'due_soon' then is_open_then and due_on between $as_of::date and $as_of::date + $due_soon_days::integer
        when 'closed' then not is_open_then
        when 'no_deadline' then is_open_then and due_on is null
        when 'recurred' then status = 'reopened' or reopened_count > 0
        when 'failed' then status = 'recheck_failed'
        else true
    end
order by
    is_met asc nulls last,
    overdue_days desc nulls last,
    severity = 'major' desc,
    found_on asc nulls last,
    key asc
limit $most::integer
