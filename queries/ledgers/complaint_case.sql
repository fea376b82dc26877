-- question: Which complaint cases does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key                VARCHAR    the row's key
--           case_code          VARCHAR    受理编号
--           received_on        DATE       交办日期
--           content            VARCHAR    交办问题基本情况
--           township           VARCHAR    乡镇（街道）
--           pollution_types    VARCHAR[]  污染类型
--           substantiated      VARCHAR    是否属实
--           handling           VARCHAR    处理和整改情况
--           status             VARCHAR    是否办结
--           closed_on          DATE       办结日期
--           accountability     VARCHAR    责任人被处理情况
--           penalty_wan        DOUBLE     罚款金额（万元）
--           is_focus           BOOLEAN    是否重点
--           is_cross_boundary  BOOLEAN    是否跨界
--           reporting_unit     VARCHAR    填报单位 of the newest upload
--           counts_from        DATE       the day its newest upload counts from
--           is_vanished        BOOLEAN    gone from its unit's last full sheet
--           is_noted           BOOLEAN    taken with a note
--           upload_id          VARCHAR    the newest upload that has it
--           source_sheet       VARCHAR    its sheet
--           source_row         INTEGER    Excel's row number there

select
    key,
    case_code,
    received_on,
    content,
    township,
    pollution_types,
    substantiated,
    handling,
    status,
    closed_on,
    accountability,
    penalty_wan,
    is_focus,
    is_cross_boundary,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from complaint_case_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            case_code,
            content,
            township,
            substantiated,
            handling,
            status,
            accountability
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
