-- question: Who leads the watch today?
-- grain:    one row per post, name
-- params:   $as_of  DATE  the day looked at
-- returns:  post  VARCHAR  as the roster calls it; 带班领导 for a roster that has a column of that name
--           name  VARCHAR  the leader on duty
--           unit  VARCHAR  can be NULL

select distinct
    post,
    name,
    unit
from duty_roster_now
where
    duty_on = $as_of::date
    and name is not null
    and regexp_matches(post, '带班|领导|值班长|总值班')
    and not is_vanished
union
select
    '带班领导' as post,
    trim(extra ->> '带班领导') as name,
    unit
from duty_roster_now
where
    duty_on = $as_of::date
    and nullif(trim(extra ->> '带班领导'), '') is not null
    and not is_vanished
order by
    post asc,
    name asc
