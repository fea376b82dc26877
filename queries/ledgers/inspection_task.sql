-- question: Which inspection tasks does the ledger hold?
-- grain:    one row per key
-- params:   $key       VARCHAR  only this row; NULL for all
--           $search    VARCHAR  text that any written column holds; NULL for all
--           $township  VARCHAR  only this township; NULL for all
--           $most      INTEGER  at most so many rows; NULL for all
-- returns:  key                VARCHAR  the row's key
--           task_code          VARCHAR  任务编号
--           round              VARCHAR  督察批次
--           finding            VARCHAR  反馈问题
--           category           VARCHAR  问题类别
--           goal               VARCHAR  整改目标
--           measure            VARCHAR  整改措施
--           township           VARCHAR  乡镇（街道）
--           owner_unit         VARCHAR  责任单位
--           owner_person       VARCHAR  责任人
--           supervising_unit   VARCHAR  督导单位
--           started_on         DATE     启动日期
--           due_on             DATE     整改时限
--           due_kind           VARCHAR  kind of deadline
--           due_raw            VARCHAR  as written
--           progress           VARCHAR  进展情况
--           progress_share     DOUBLE   完成进度（%）
--           status             VARCHAR  完成状态
--           closed_on          DATE     销号日期
--           is_cross_boundary  BOOLEAN  是否跨界
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
    task_code,
    round,
    finding,
    category,
    goal,
    measure,
    township,
    owner_unit,
    owner_person,
    supervising_unit,
    started_on,
    due_on,
    due_kind,
    due_raw,
    progress,
    progress_share,
    status,
    closed_on,
    is_cross_boundary,
    remark,
    reporting_unit,
    counts_from,
    is_vanished,
    is_noted,
    upload_id,
    source_sheet,
    source_row
from inspection_task_now
where
    ($key is null or key = $key)
    and ($township is null or township = $township)
    and (
        $search is null
        or concat_ws(
            ' ',
            task_code,
            round,
            finding,
            category,
            goal,
            measure,
            township,
            owner_unit,
            owner_person,
            supervising_unit,
            progress,
            status,
            remark
        ) ilike '%' || $search || '%'
    )
order by
    key asc
limit $most::integer
