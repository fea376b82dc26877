-- question: Which rain readings does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key             VARCHAR    the row's key
--           station_code    VARCHAR    站号
--           station         VARCHAR    站名
--           township        VARCHAR    乡镇（街道）
--           longitude       DOUBLE     经度
--           latitude        DOUBLE     纬度
--           observed_at     TIMESTAMP  观测时间
--           window_h        DOUBLE     时段长（小时）
--           rain_mm         DOUBLE     降雨量（毫米）
--           reporting_unit  VARCHAR    填报单位 of the newest upload
--           counts_from     DATE       the day its newest upload counts from
--           is_vanished     BOOLEAN    gone from its unit's last full sheet
--           is_noted        BOOLEAN    taken with a note
--           upload_id       VARCHAR    the newest upload that has it
--           source_sheet    VARCHAR    its sheet
--           source_row      INTEGER    Excel's row number there

select
    key,
    station_code,
    station,
    township,
    longitude,
    latitude,
    observed_at,
    window_h,
    rain_mm,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from rainfall_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            station_code,
            station,
            township
        ) ilike '%' || $search || '%'
    )
order by
    observed_at desc nulls last,
    key asc
limit $most::integer
