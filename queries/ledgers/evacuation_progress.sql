-- question: Which reports of evacuation progress does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key             VARCHAR    the row's key
--           point_code      VARCHAR    隐患点编号
--           point_name      VARCHAR    隐患点名称
--           township        VARCHAR    乡镇（街道）
--           to_evacuate     INTEGER    应转移（人）
--           evacuated       INTEGER    已转移（人）
--           returned        INTEGER    已返回（人）
--           destination     VARCHAR    安置去向
--           updated_at      TIMESTAMP  更新时间
--           confirmed_by    VARCHAR    确认人
--           reporting_unit  VARCHAR    填报单位 of the newest upload
--           counts_from     DATE       the day its newest upload counts from
--           is_vanished     BOOLEAN    gone from its unit's last full sheet
--           is_noted        BOOLEAN    taken with a note
--           upload_id       VARCHAR    the newest upload that has it
--           source_sheet    VARCHAR    its sheet
--           source_row      INTEGER    Excel's row number there

select
    key,
    point_code,
    point_name,
    township,
    to_evacuate,
    evacuated,
    returned,
    destination,
    updated_at,
    confirmed_by,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from evacuation_progress_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            point_code,
            point_name,
            township,
            destination,
            confirmed_by
        ) ilike '%' || $search || '%'
    )
order by
    updated_at desc nulls last,
    key asc
limit $most::integer
