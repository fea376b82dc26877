-- question: Which evacuation sites does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key                VARCHAR  the row's key
--           site_code          VARCHAR  安置点编号
--           name               VARCHAR  安置点名称
--           township           VARCHAR  乡镇（街道）
--           village            VARCHAR  村（社区）
--           site_type          VARCHAR  安置点类型
--           address            VARCHAR  地址
--           capacity           INTEGER  容纳人数（人）
--           effective_area_m2  DOUBLE   有效避难面积（平方米）
--           state              VARCHAR  启用状态
--           occupied           INTEGER  已安置人数（人）
--           has_road           BOOLEAN  通路
--           has_power          BOOLEAN  通电
--           has_water          BOOLEAN  通水
--           has_network        BOOLEAN  通网
--           supplies           VARCHAR  物资储备
--           keeper_unit        VARCHAR  管护单位
--           keeper             VARCHAR  负责人
--           phone              VARCHAR  联系电话
--           longitude          DOUBLE   经度
--           latitude           DOUBLE   纬度
--           remark             VARCHAR  备注
--           reporting_unit     VARCHAR  填报单位 of the newest upload
--           counts_from        DATE     the day its newest upload counts from
--           is_vanished        BOOLEAN  gone from its unit's last full sheet
--           is_noted           BOOLEAN  taken with a note
--           upload_id          VARCHAR  the newest upload that has it
--           source_sheet       VARCHAR  its sheet
--           source_row         INTEGER  Excel's row number there

select
    key,
    site_code,
    name,
    township,
    village,
    site_type,
    address,
    capacity,
    effective_area_m2,
    state,
    occupied,
    has_road,
    has_power,
    has_water,
    has_network,
    supplies,
    keeper_unit,
    keeper,
    phone,
    longitude,
    latitude,
    remark,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from evacuation_site_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            site_code,
            name,
            township,
            village,
            site_type,
            address,
            state,
            supplies,
            keeper_unit,
            keeper,
            phone,
            remark
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
