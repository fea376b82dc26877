"""Which remediation projects are behind their plan, is the money there, and what has been accepted?"""

import streamlit as st

from riskwatch.figures import projects as figures
from riskwatch.ui.answers import answer, drawn
from riskwatch.ui.house import desk
from riskwatch.ui.page import chart, choose_township, choose_word, heading, nothing_yet, numbers, table
from riskwatch.ui.session import require

require("look")
heading("治理项目", "remediation_project")

# What are we looking at?
GROUPS = {
    "kind": ("项目类型", "projects/by_kind", figures.by_kind),
    "township": ("乡镇", "projects/by_township", figures.by_township),
}
with st.container(horizontal=True, vertical_alignment="bottom"):
    township = choose_township()
    stage = choose_word("stage", "remediation_project")
    by = st.segmented_control(
        "资金和验收按什么分",
        list(GROUPS),
        default="kind",
        format_func=lambda name: GROUPS[name][0],
        required=True,
        key="by",
        bind="query-params",
    )

# What does the data say?
if not answer("projects/totals")["project_count"].iloc[0]:
    nothing_yet("remediation_project")
totals = answer("projects/totals", township=township)
unfinished = answer("projects/projects", township=township, stage=stage, is_unfinished=True)
pressing = answer("projects/projects", township=township, stage=stage, is_pressing=True)
stages = answer("projects/by_stage", township=township)
title, asked, draw = GROUPS[by]
grouped = answer(asked, township=township)
tolerance = desk().county.threshold("behind_tolerance_share")

# Show it: the numbers, what is behind, stages, money and acceptance, every project by name.
numbers(
    5,
    ("projects_total", totals),
    ("overdue_projects", totals),
    ("behind_projects", totals),
    ("criticised_projects", totals),
    ("waiting_preliminary", totals),
    ("finish_rate", totals),
    ("in_place_share", totals),
    ("paid_share", totals),
    ("relieved_people", totals),
)
said = totals.fillna(0).iloc[0].to_dict()
st.caption(
    f"未完工 {said['unfinished_count']:.0f} 个，其中没有填形象进度或计划日期、不能测算的 {said['unknown_progress_count']:.0f} 个；初验 {said['preliminary_count']:.0f} 个、终验 {said['final_count']:.0f} 个；"
    f"资金三项没有填全的 {said['unknown_funds_count']:.0f} 个；完工项目已减少威胁 {said['relieved_household_count']:,.0f} 户，全部项目可减少威胁 {said['planned_people_count']:,.0f} 人。"
)
left, right = st.columns([3, 2])
with left:
    note = f"短竖线是按计划开工、完工日期折算的进度；形象进度落后超过 {tolerance * 100:.0f} 个百分点的画深色。"
    chart(
        f"未完工项目（{len(unfinished)} 个）：形象进度对照计划",
        drawn(figures.projects, unfinished),
        unfinished,
        key="unfinished",
        of_ledger="remediation_project",
        note=note,
    )
with right:
    chart("按项目阶段", drawn(figures.by_stage, stages), stages, key="stages", of_ledger="remediation_project")
    st.markdown(f"**逾期或被通报而未完工的（{len(pressing)} 个）**")
    shown = ["key", "name", "overdue_days", "is_criticised", "progress_share", "planned_finish_on", "builder"]
    table(pressing[shown], key="pressing", of_ledger="remediation_project", file_name="逾期或被通报项目", height=330)
left, right = st.columns(2)
with left:
    chart(f"资金：按{title}", drawn(draw, grouped, measure="funds"), grouped, key=f"funds_{by}", of_ledger="remediation_project")
with right:
    chart(
        f"完工与验收：按{title}",
        drawn(draw, grouped, measure="acceptance"),
        grouped,
        key=f"acceptance_{by}",
        of_ledger="remediation_project",
        note="初验、终验是两道，完工不等于验收。",
    )
st.subheader("项目清单")
table(
    answer("projects/projects", township=township, stage=stage),
    key="projects",
    of_ledger="remediation_project",
    file_name="治理项目",
    height=520,
)
