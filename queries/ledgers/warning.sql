-- question: Which warnings does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key              VARCHAR    the row's key
--           kind             VARCHAR    预警类型
--           level            VARCHAR    预警等级
--           issuer           VARCHAR    发布单位
--           issued_at        TIMESTAMP  发布时间
--           effective_until  TIMESTAMP  有效期至
--           lifted_at        TIMESTAMP  解除时间
--           townships        VARCHAR[]  影响乡镇
--           text             VARCHAR    预警内容
--           reporting_unit   VARCHAR    填报单位 of the newest upload
--           counts_from      DATE       the day its newest upload counts from
--           is_vanished      BOOLEAN    gone from its unit's last full sheet
--           is_noted         BOOLEAN    taken with a note
--           upload_id        VARCHAR    the newest upload that has it
--           source_sheet     VARCHAR    its sheet
--           source_row       INTEGER    Excel's row number there

select
    key,
    kind,
    level,
    issuer,
    issued_at,
    effective_until,
    lifted_at,
    townships,
    text,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from warning_now
where
    ($key is null or key = $key)
    and ($township is null or list_contains(townships, $township))
    and (
        $search is null
        or concat_ws(
            ' ',
            kind,
            level,
            issuer,
            text
        ) ilike '%' || $search || '%'
    )
order by
    issued_at desc nulls last,
    key asc
limit $most::integer
