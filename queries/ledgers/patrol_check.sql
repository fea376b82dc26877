-- question: Which patrol checks does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key              VARCHAR    the row's key
--           point_code       VARCHAR    隐患点编号
--           point_name       VARCHAR    隐患点名称
--           township         VARCHAR    乡镇（街道）
--           phase            VARCHAR    三查阶段
--           checked_at       TIMESTAMP  检查时间
--           checker          VARCHAR    检查人
--           finding          VARCHAR    检查情况
--           has_danger_sign  BOOLEAN    有无险情征兆
--           can_judge        BOOLEAN    能否准确研判
--           reporting_unit   VARCHAR    填报单位 of the newest upload
--           counts_from      DATE       the day its newest upload counts from
--           is_vanished      BOOLEAN    gone from its unit's last full sheet
--           is_noted         BOOLEAN    taken with a note
--           upload_id        VARCHAR    the newest upload that has it
--           source_sheet     VARCHAR    its sheet
--           source_row       INTEGER    Excel's row number there

select
    key,
    point_code,
    point_name,
    township,
    phase,
    checked_at,
    checker,
    finding,
    has_danger_sign,
    can_judge,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from patrol_check_now
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
            phase,
            checker,
            finding
        ) ilike '%' || $search || '%'
    )
order by
    checked_at desc nulls last,
    key asc
limit $most::integer
