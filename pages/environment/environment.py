"""How far is the rectification of the inspection's findings, and what came of the complaints?"""

import streamlit as st

from riskwatch.figures import environment as figures
from riskwatch.ui.answers import answer, drawn
from riskwatch.ui.house import desk
from riskwatch.ui.page import chart, choose_township, choose_word, heading, nothing_yet, numbers, table
from riskwatch.ui.session import require

require("look")
heading("环保督察", "inspection_task", "complaint_case")

# What are we looking at?
GROUPS = {
    "round": ("督察批次", "environment/tasks_by_round", figures.tasks_by_round),
    "category": ("问题类别", "environment/tasks_by_category", figures.tasks_by_category),
    "owner_unit": ("责任单位", "environment/tasks_by_owner_unit", figures.tasks_by_owner_unit),
    "township": ("乡镇", "environment/tasks_by_township", figures.tasks_by_township),
}
with st.container(horizontal=True, vertical_alignment="bottom"):
    township = choose_township()
    status = choose_word("status", "inspection_task")
    by = st.segmented_control(
        "任务按什么分",
        list(GROUPS),
        default="owner_unit",
        format_func=lambda name: GROUPS[name][0],
        required=True,
        key="by",
        bind="query-params",
    )

# What does the data say?
if not answer("environment/task_totals")["task_count"].iloc[0] and not answer("environment/case_totals")["case_count"].iloc[0]:
    nothing_yet("inspection_task", "complaint_case")
tasks = answer("environment/task_totals", township=township)
cases = answer("environment/case_totals", township=township)
title, asked, draw = GROUPS[by]
grouped = answer(asked, township=township)
due = answer("environment/tasks_by_due_month", township=township)
closed = answer("environment/tasks_closed_by_month", township=township)
pressing = answer("environment/tasks", township=township, is_pressing=True)
days = answer("environment/cases_by_day", township=township)
types = answer("environment/cases_by_pollution_type", township=township)
places = answer("environment/cases_by_township", township=township)
truth = answer("environment/cases_by_substantiated", township=township)
tolerance = desk().county.threshold("behind_tolerance_share")

# Show it: the numbers, the tasks that press, how the rest stands, the complaints.
numbers(
    5,
    ("task_done_rate", tasks),
    ("task_schedule_rate", tasks),
    ("behind_tasks", tasks),
    ("overdue_tasks", tasks),
    ("hinted_tasks", tasks),
    ("case_closed_rate", cases),
    ("open_cases", cases),
    ("substantiated_rate", cases),
    ("accountability", cases),
    ("penalty_total", cases),
)
said = {**tasks.iloc[0].to_dict(), **cases.iloc[0].to_dict()}
st.caption(
    f"整改任务 {said['task_count']:.0f} 项：已完成 {said['done_count']:.0f}、序时推进 {said['on_schedule_count']:.0f}、滞后 {said['lagging_count']:.0f}、未启动 {said['not_started_count']:.0f}、"
    f"状态不明 {said['unknown_count']:.0f}；未完成而无明确期限 {said['no_deadline_count']:.0f} 项；没有填乡镇 {said['no_township_count']:.0f} 项（按乡镇筛选时看不到）。"
    f"信访件 {said['case_count']:.0f} 件（其中拆分件 {said['split_count']:.0f}）：已办结 {said['case_closed_count']:.0f}、阶段性办结 {said['case_interim_count']:.0f}、未办结 {said['case_open_count']:.0f}；"
    f"尚未核实 {said['unverified_count']:.0f} 件；重点件 {said['focus_count']:.0f} 件；罚款 {said['penalty_case_count']:.0f} 件。"
)
st.subheader(f"要盯住的任务（{len(pressing)} 项）：滞后、逾期，或测算落后")
note = f"序时进度＝（数据日－启动）÷（期限－启动）；进度落后超过 {tolerance * 100:.0f} 个百分点算“测算滞后”（深色），只作提示，状态以台账为准。"
chart("进度对照序时", drawn(figures.tasks, pressing), pressing, key="pressing", of_ledger="inspection_task", note=note)
table(pressing, key="pressing_tasks", of_ledger="inspection_task", file_name="督察整改要盯住的任务", height=360)
left, right = st.columns(2)
with left:
    chart(f"整改任务：按{title}", drawn(draw, grouped), grouped, key=f"by_{by}", of_ledger="inspection_task")
with right:
    chart(
        "整改任务：按到期月份",
        drawn(figures.tasks_by_due_month, due),
        due,
        key="due",
        note="立行立改的按启动日加规定天数；长期坚持而无日期的列在“无明确期限”。",
    )
    chart("整改任务销号进度", drawn(figures.tasks_closed_by_month, closed), closed, key="closed")
st.subheader("信访举报件")
left, right = st.columns(2)
with left:
    chart(
        "交办与办结（累计）",
        drawn(figures.cases_by_day, days),
        days,
        key="days",
        note=f"两线之间是在办的；已办结而没有填办结日期的 {said['closed_undated_count']:.0f} 件不在线上。",
    )
    chart(
        "按污染类型",
        drawn(figures.cases_by_pollution_type, types),
        types,
        key="types",
        of_ledger="complaint_case",
        note="一件可有多种类型，合计大于件数。",
    )
    chart("是否属实", drawn(figures.cases_by_substantiated, truth), truth, key="truth", of_ledger="complaint_case")
with right:
    chart("按乡镇", drawn(figures.cases_by_township, places), places, key="places", of_ledger="complaint_case")
st.markdown("**没有办结的信访件**（未办结和阶段性办结）")
table(
    answer("environment/cases", township=township, is_open=True),
    key="open_cases",
    of_ledger="complaint_case",
    file_name="未办结信访件",
    height=360,
)
st.subheader("整改任务清单")
table(
    answer("environment/tasks", township=township, status=status),
    key="tasks",
    of_ledger="inspection_task",
    file_name="督察整改任务",
    height=420,
)
