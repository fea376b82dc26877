-- question: Which hazards does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key                 VARCHAR  the row's key
--           hazard_code         VARCHAR  隐患编号
--           township            VARCHAR  乡镇（街道）
--           village             VARCHAR  村（社区）
--           site                VARCHAR  隐患单位（场所）
--           industry            VARCHAR  行业领域
--           location            VARCHAR  具体部位
--           description         VARCHAR  隐患描述
--           severity            VARCHAR  隐患等级
--           severity_raw        VARCHAR  as written
--           source              VARCHAR  隐患来源
--           found_on            DATE     发现日期
--           measure             VARCHAR  整改措施
--           due_on              DATE     整改时限
--           due_kind            VARCHAR  kind of deadline
--           due_raw             VARCHAR  as written
--           owner_unit          VARCHAR  责任单位
--           owner_person        VARCHAR  责任人
--           executor_person     VARCHAR  落实人
--           supervisor_unit     VARCHAR  督导单位
--           supervisor_person   VARCHAR  督导责任人
--           fund_wan            DOUBLE   整改资金（万元）
--           contingency         VARCHAR  应急预案（防范措施）
--           basis               VARCHAR  判定依据
--           inspector           VARCHAR  检查单位（人）
--           listed_supervision  VARCHAR  挂牌督办
--           status              VARCHAR  整改状态
--           status_raw          VARCHAR  as written
--           progress            VARCHAR  整改进展
--           done_on             DATE     整改完成日期
--           recheck_on          DATE     复查日期
--           recheck_result      VARCHAR  复查结果
--           closed_on           DATE     销号日期
--           longitude           DOUBLE   经度
--           latitude            DOUBLE   纬度
--           remark              VARCHAR  备注
--           reporting_unit      VARCHAR  填报单位 of the newest upload
--           counts_from         DATE     the day its newest upload counts from
--           is_vanished         BOOLEAN  gone from its unit's last full sheet
--           is_noted            BOOLEAN  taken with a note
--           upload_id           VARCHAR  the newest upload that has it
--           source_sheet        VARCHAR  its sheet
--           source_row          INTEGER  Excel's row number there

select
    key,
    hazard_code,
    township,
    village,
    site,
    industry,
    location,
    description,
    severity,
    severity_raw,
    source,
    found_on,
    measure,
    due_on,
    due_kind,
    due_raw,
    owner_unit,
    owner_person,
    executor_person,
    supervisor_unit,
    supervisor_person,
    fund_wan,
    contingency,
    basis,
    inspector,
    listed_supervision,
    status,
    status_raw,
    progress,
    done_on,
    recheck_on,
    recheck_result,
    closed_on,
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
from hazard_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            hazard_code,
            township,
            village,
            site,
            industry,
            location,
            description,
            severity,
            source,
            measure,
            owner_unit,
            owner_person,
            executor_person,
            supervisor_unit,
            supervisor_person,
            contingency,
            basis,
            inspector,
            listed_supervision,
            status,
            progress,
            recheck_result,
            remark
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
