-- How each complaint case stands on a day.
-- seen: the day looked at
-- returns: one row per case received by then; one that was 办结 only later is still 未办结
create or replace macro case_of_day(seen) as table (
    select
        * replace (if(status = 'closed' and closed_on > seen::date, 'open', status) as status)
    from complaint_case_now
    where coalesce(received_on <= seen::date, true)
);
