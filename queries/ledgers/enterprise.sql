-- question: Which enterprises does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key              VARCHAR  the row's key
--           credit_code      VARCHAR  统一社会信用代码
--           name             VARCHAR  企业名称
--           township         VARCHAR  乡镇（街道）
--           industry         VARCHAR  行业领域
--           is_key           BOOLEAN  是否重点
--           supervisor_unit  VARCHAR  监管单位
--           longitude        DOUBLE   经度
--           latitude         DOUBLE   纬度
--           reporting_unit   VARCHAR  填报单位 of the newest upload
--           counts_from      DATE     the day its newest upload counts from
--           is_vanished      BOOLEAN  gone from its unit's last full sheet
--           is_noted         BOOLEAN  taken with a note
--           upload_id        VARCHAR  the newest upload that has it
--           source_sheet     VARCHAR  its sheet
--           source_row       INTEGER  Excel's row number there

select
    key,
    credit_code,
    name,
    township,
    industry,
    is_key,
    supervisor_unit,
    longitude,
    latitude,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from enterprise_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            credit_code,
            name,
            township,
            industry,
            supervisor_unit
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
