-- question: Which flood risk points does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key                     VARCHAR  the row's key
--           point_code              VARCHAR  隐患点编号
--           name                    VARCHAR  隐患点名称
--           location                VARCHAR  位置
--           township                VARCHAR  乡镇（街道）
--           village                 VARCHAR  村（社区）
--           group_no                VARCHAR  组
--           hazard_type             VARCHAR  灾害类型
--           danger_grade            VARCHAR  险情等级
--           risk_level              VARCHAR  风险等级
--           households_at_risk      INTEGER  威胁户数（户）
--           people_at_risk          INTEGER  威胁人数（人）
--           vulnerable_people       INTEGER  其中老弱病残（人）
--           assets_at_risk_wan      DOUBLE   威胁财产（万元）
--           prepare_rain_mm         DOUBLE   准备转移雨量（毫米）
--           immediate_rain_mm       DOUBLE   立即转移雨量（毫米）
--           rain_window_h           DOUBLE   雨量时段（小时）
--           station_code            VARCHAR  关联雨量站
--           warning_signal          VARCHAR  预警信号（方式）
--           drill_on                DATE     演练日期
--           evacuation_route        VARCHAR  转移路线
--           evacuation_site         VARCHAR  安置点
--           administrative_officer  VARCHAR  行政（防灾）责任人
--           administrative_phone    VARCHAR  行政责任人电话
--           monitoring_officer      VARCHAR  监测责任人
--           monitoring_phone        VARCHAR  监测责任人电话
--           evacuation_officer      VARCHAR  预警转移责任人
--           evacuation_phone        VARCHAR  预警转移责任人电话
--           status                  VARCHAR  在册状态
--           longitude               DOUBLE   经度
--           latitude                DOUBLE   纬度
--           remark                  VARCHAR  备注
--           reporting_unit          VARCHAR  填报单位 of the newest upload
--           counts_from             DATE     the day its newest upload counts from
--           is_vanished             BOOLEAN  gone from its unit's last full sheet
--           is_noted                BOOLEAN  taken with a note
--           upload_id               VARCHAR  the newest upload that has it
--           source_sheet            VARCHAR  its sheet
--           source_row              INTEGER  Excel's row number there

select
    key,
    point_code,
    name,
    location,
    township,
    village,
    group_no,
    hazard_type,
    danger_grade,
    risk_level,
    households_at_risk,
    people_at_risk,
    vulnerable_people,
    assets_at_risk_wan,
    prepare_rain_mm,
    immediate_rain_mm,
    rain_window_h,
    station_code,
    warning_signal,
    drill_on,
    evacuation_route,
    evacuation_site,
    administrative_officer,
    administrative_phone,
    monitoring_officer,
    monitoring_phone,
    evacuation_officer,
    evacuation_phone,
    status,
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
from flood_risk_point_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            point_code,
            name,
            location,
            township,
            village,
            group_no,
            hazard_type,
            danger_grade,
            risk_level,
            station_code,
            warning_signal,
            evacuation_route,
            evacuation_site,
            administrative_officer,
            administrative_phone,
            monitoring_officer,
            monitoring_phone,
            evacuation_officer,
            evacuation_phone,
            status,
            remark
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
