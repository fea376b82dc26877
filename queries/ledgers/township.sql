-- question: Which townships and reporting units does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key             VARCHAR  the row's key
--           division_code   VARCHAR  行政区划代码
--           name            VARCHAR  乡镇（街道）名称
--           aliases         VARCHAR  别名（曾用名）
--           kind            VARCHAR  类别
--           population      INTEGER  人口（人）
--           leader          VARCHAR  主要负责人
--           must_report     BOOLEAN  是否应报送
--           reporting_unit  VARCHAR  填报单位 of the newest upload
--           counts_from     DATE     the day its newest upload counts from
--           is_vanished     BOOLEAN  gone from its unit's last full sheet
--           is_noted        BOOLEAN  taken with a note
--           upload_id       VARCHAR  the newest upload that has it
--           source_sheet    VARCHAR  its sheet
--           source_row      INTEGER  Excel's row number there

select
    key,
    division_code,
    name,
    aliases,
    kind,
    population,
    leader,
    must_report,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from township_now
where
    ($key is null or key = $key)
    and ($township is null or name = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            division_code,
            name,
            aliases,
            kind,
            leader
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
