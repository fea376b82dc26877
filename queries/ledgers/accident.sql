-- question: Which accidents does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key             VARCHAR    the row's key
--           accident_code   VARCHAR    事故编号
--           happened_at     TIMESTAMP  发生时间
--           township        VARCHAR    乡镇（街道）
--           site            VARCHAR    事故单位（地点）
--           industry        VARCHAR    行业领域
--           kind            VARCHAR    事故类型
--           deaths          INTEGER    死亡人数（人）
--           injured         INTEGER    受伤人数（人）
--           loss_wan        DOUBLE     直接经济损失（万元）
--           cause           VARCHAR    事故原因
--           status          VARCHAR    处理状态
--           closed_on       DATE       结案日期
--           remark          VARCHAR    备注
--           reporting_unit  VARCHAR    填报单位 of the newest upload
--           counts_from     DATE       the day its newest upload counts from
--           is_vanished     BOOLEAN    gone from its unit's last full sheet
--           is_noted        BOOLEAN    taken with a note
--           upload_id       VARCHAR    the newest upload that has it
--           source_sheet    VARCHAR    its sheet
--           source_row      INTEGER    Excel's row number there

select
    key,
    accident_code,
    happened_at,
    township,
    site,
    industry,
    kind,
    deaths,
    injured,
    loss_wan,
    cause,
    status,
    closed_on,
    remark,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from accident_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            accident_code,
            township,
            site,
            industry,
            kind,
            cause,
            status,
            remark
        ) ilike '%' || $search || '%'
    )
order by
    happened_at desc nulls last,
    key asc
limit $most::integer
