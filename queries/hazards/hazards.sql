-- question: Which hazards are these, the most overdue first?
-- grain:    one row per key
-- params:   $as_of       DATE     the day looked at
--           $township    VARCHAR  only this township; NULL for all
--           $state       VARCHAR  open, overdue, due_soon, closed, no_deadline, recurred, failed; NULL for all
--           $severity    VARCHAR  general or major; NULL for all
--           $industry    VARCHAR  as written; NULL for all
--           $source      VARCHAR  how it was found; NULL for all
--           $owner_unit  VARCHAR  as written; NULL for all
--           $due_soon_days  DOUBLE  due within so many days is 临期
--           $west        DOUBLE   only points inside this box; NULL for all
--           $east        DOUBLE   only points inside this box; NULL for all
--           $south       DOUBLE   only points inside this box; NULL for all
--           $north       DOUBLE   only points inside this box; NULL for all
--           $most        INTEGER  at most so many rows; NULL for 2000
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
--           is_vanished      BOOLEAN  gone from its unit's last full sheet

with
hazard_in_scope as (
    select
        *,
        is_open or ended_on > $as_of::date as is_open_then,
        date_diff('day', found_on, coalesce(rectified_on, $as_of::date)) as day_count
    from hazard_now
    where
        is_counted
        and ($township is null or township = $township)
        and coalesce(found_on <= $as_of::date, true)
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
    case when is_open_then and due_on < $as_of::date then date_diff('day', due_on, $as_of::date) end as overdue_days,
    status,
    owner_unit,
    owner_person,
    executor_person,
    supervisor_unit,
    is_vanished
from hazard_in_scope
where
    ($severity is null or severity = $severity)
    and ($industry is null or industry = $industry)
    and ($source is null or source = $source)
    and ($owner_unit is null or owner_unit = $owner_unit)
    and ($west is null or longitude between $west::double and $east::double)
    and ($south is null or latitude between $south::double and $north::double)
    and case $state
        when 'open' then is_open_then
        when 'overdue' then is_open_then and due_on < $as_of::date
        when 'due_soon' then is_open_then and due_on between $as_of::date and $as_of::date + $due_soon_days::integer
        when 'closed' then not is_open_then
        when 'no_deadline' then is_open_then and due_on is null
        when 'recurred' then status = 'reopened' or reopened_count > 0
        when 'failed' then status = 'recheck_failed'
        else true
    end
order by
    overdue_days desc nulls last,
    severity = 'major' desc,
    found_on asc nulls last,
    key asc
limit coalesce($most::integer, 2000)
