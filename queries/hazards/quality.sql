-- question: How well is the work on hazards done?
-- grain:    one row
-- params:   $as_of     DATE     the day looked at
--           $township  VARCHAR  only this township; NULL for all
--           $severity  VARCHAR  general or major; NULL for all
--           $source    VARCHAR  how it was found; NULL for all
-- returns:  rechecked_count        BIGINT  rows with a recheck result, or whose status says one
--           recheck_failed_count   BIGINT  复查不通过, or a result that says so
--           recheck_pass_rate      DOUBLE  passed / rechecked; NULL for none
--           ended_count            BIGINT  closed at some time
--           recurred_count         BIGINT  反弹, or closed once and open again in a later sheet
--           recurrence_rate        DOUBLE  recurred / ended; NULL for none
--           mean_days              DOUBLE  days from found to rectified; NULL for none
--           median_days            DOUBLE  the middle one of these; NULL for none
--           open_median_days       DOUBLE  the middle age of open hazards; NULL for none
--           three_roles_rate       DOUBLE  责任人, 落实人 and 督导人 all named / total; NULL for none
--           major_count            BIGINT  重大
--           five_elements_rate     DOUBLE  责任, 措施, 资金, 时限, 预案 all there / 重大; NULL for none
--           covert_open_count      BIGINT  found by 四不两直 and open
--           postponed_count        BIGINT  whose deadline was put off at least once

with
hazard_in_scope as (
    select *
    from hazard_of_day($as_of)
    where
        ($township is null or township = $township)
        and ($severity is null or severity = $severity)
        and ($source is null or source = $source)
)

select
    count(*) filter (where is_rechecked) as rechecked_count,
    count(*) filter (where is_rechecked and has_failed) as recheck_failed_count,
    count(*) filter (where is_rechecked and not has_failed) / nullif(count(*) filter (where is_rechecked), 0) as recheck_pass_rate,
    count(*) filter (where status = 'closed' or has_recurred) as ended_count,
    count(*) filter (where has_recurred) as recurred_count,
    count(*) filter (where has_recurred) / nullif(count(*) filter (where status = 'closed' or has_recurred), 0) as recurrence_rate,
    avg(day_count) filter (where rectified_on >= found_on) as mean_days,
    median(day_count) filter (where rectified_on >= found_on) as median_days,
    median(day_count) filter (where is_open_then and rectified_on is null) as open_median_days,
    count(*) filter (where has_three_roles) / nullif(count(*), 0) as three_roles_rate,
    count(*) filter (where severity = 'major') as major_count,
    count(*) filter (where severity = 'major' and has_five_elements)
    / nullif(count(*) filter (where severity = 'major'), 0) as five_elements_rate,
    count(*) filter (where is_open_then and source = 'covert') as covert_open_count,
    count(*) filter (where postponed_count > 0) as postponed_count
from hazard_in_scope
