-- question: Which remediation projects does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key                        VARCHAR  the row's key
--           project_code               VARCHAR  项目编号
--           name                       VARCHAR  项目名称
--           township                   VARCHAR  乡镇（街道）
--           related_code               VARCHAR  隐患点（问题）编号
--           kind                       VARCHAR  项目类型
--           total_investment_wan       DOUBLE   总投资（万元）
--           funds_in_place_wan         DOUBLE   到位资金（万元）
--           funds_paid_wan             DOUBLE   拨付资金（万元）
--           owner_unit                 VARCHAR  业主单位
--           builder                    VARCHAR  施工单位
--           planned_start_on           DATE     计划开工日期
--           actual_start_on            DATE     实际开工日期
--           planned_finish_on          DATE     计划完工日期
--           actual_finish_on           DATE     实际完工日期
--           progress_share             DOUBLE   形象进度（%）
--           stage                      VARCHAR  项目阶段
--           eia_status                 VARCHAR  环评批复
--           is_criticised              BOOLEAN  是否被通报
--           quality                    VARCHAR  工程质量
--           preliminary_acceptance_on  DATE     初验日期
--           final_acceptance_on        DATE     终验日期
--           households_relieved        INTEGER  减少威胁户数（户）
--           people_relieved            INTEGER  减少威胁人数（人）
--           remark                     VARCHAR  备注
--           reporting_unit             VARCHAR  填报单位 of the newest upload
--           counts_from                DATE     the day its newest upload counts from
--           is_vanished                BOOLEAN  gone from its unit's last full sheet
--           is_noted                   BOOLEAN  taken with a note
--           upload_id                  VARCHAR  the newest upload that has it
--           source_sheet               VARCHAR  its sheet
--           source_row                 INTEGER  Excel's row number there

select
    key,
    project_code,
    name,
    township,
    related_code,
    kind,
    total_investment_wan,
    funds_in_place_wan,
    funds_paid_wan,
    owner_unit,
    builder,
    planned_start_on,
    actual_start_on,
    planned_finish_on,
    actual_finish_on,
    progress_share,
    stage,
    eia_status,
    is_criticised,
    quality,
    preliminary_acceptance_on,
    final_acceptance_on,
    households_relieved,
    people_relieved,
    remark,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from remediation_project_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            project_code,
            name,
            township,
            related_code,
            kind,
            owner_unit,
            builder,
            stage,
            eia_status,
            quality,
            remark
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
