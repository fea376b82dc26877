-- question: Which duties does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key             VARCHAR  the row's key
--           duty_on         DATE     值班日期
--           post            VARCHAR  岗位
--           name            VARCHAR  值班人员
--           phone           VARCHAR  联系电话
--           unit            VARCHAR  单位
--           reporting_unit  VARCHAR  填报单位 of the newest upload
--           counts_from     DATE     the day its newest upload counts from
--           is_vanished     BOOLEAN  gone from its unit's last full sheet
--           is_noted        BOOLEAN  taken with a note
--           upload_id       VARCHAR  the newest upload that has it
--           source_sheet    VARCHAR  its sheet
--           source_row      INTEGER  Excel's row number there

select
    key,
    duty_on,
    post,
    name,
    phone,
    unit,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from duty_roster_now
where
    ($key is null or key = $key)
    and ($township is null)
    and (
        $search is null
        or concat_ws(
            ' ',
            post,
            name,
            phone,
            unit
        ) ilike '%' || $search || '%'
    )
order by
    duty_on desc nulls last,
    key asc
limit $most::integer
