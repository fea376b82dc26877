-- question: How far are the complaint cases, and what came of them?
-- grain:    one row
-- params:   $as_of     DATE     the day looked at; cases received later are left out
--           $township  VARCHAR  only this township; NULL for all
-- returns:  case_count             BIGINT  cases
--           split_count            BIGINT  of these 拆分件: rows beyond the first of a 受理编号
--           case_closed_count      BIGINT  已办结
--           case_interim_count     BIGINT  阶段性办结
--           case_open_count        BIGINT  未办结, and cases that give no word
--           open_case_count        BIGINT  not 已办结: 未办结 and 阶段性办结 together
--           case_unknown_count     BIGINT  of 未办结 those without a word that can be read
--           case_closed_rate       DOUBLE  已办结 / cases; NULL without cases
--           verified_count         BIGINT  属实, 部分属实 or 不属实
--           substantiated_count    BIGINT  属实 or 部分属实
--           unverified_count       BIGINT  not verified yet, or nothing said
--           substantiated_rate     DOUBLE  substantiated / verified; NULL where none is verified
--           accountability_count   BIGINT  cases with somebody held to account
--           penalty_case_count     BIGINT  cases with a fine
--           total_penalty_wan      DOUBLE  fines; NULL where no case gives one
--           focus_count            BIGINT  重点 cases
--           closed_undated_count   BIGINT  已办结 without a day: not in the curve

with
case_in_scope as (
    select *
    from case_of_day($as_of)
    where $township is null or township = $township
)

select
    count(*) as case_count,
    count(*) - count(distinct coalesce(case_code, key)) as split_count,
    count(*) filter (where status = 'closed') as case_closed_count,
    count(*) filter (where status = 'interim_closed') as case_interim_count,
    count(*) filter (where coalesce(status not in ('closed', 'interim_closed'), true)) as case_open_count,
    count(*) filter (where coalesce(status <> 'closed', true)) as open_case_count,
    count(*) filter (where status is null) as case_unknown_count,
    count(*) filter (where status = 'closed') / nullif(count(*), 0) as case_closed_rate,
    count(*) filter (where substantiated in ('yes', 'partly', 'no')) as verified_count,
    count(*) filter (where substantiated in ('yes', 'partly')) as substantiated_count,
    count(*) filter (where coalesce(substantiated = 'unknown', true)) as unverified_count,
    count(*) filter (where substantiated in ('yes', 'partly'))
    / nullif(count(*) filter (where substantiated in ('yes', 'partly', 'no')), 0) as substantiated_rate,
    count(*) filter (where trim(accountability) <> '') as accountability_count,
    count(*) filter (where penalty_wan > 0) as penalty_case_count,
    sum(penalty_wan) as total_penalty_wan,
    count(*) filter (where is_focus) as focus_count,
    count(*) filter (where status = 'closed' and closed_on is null) as closed_undated_count
from case_in_scope
