"""Which hazards are open and overdue, whose are they, and how well is the work done?"""

import streamlit as st

from riskwatch.figures import hazards as figures
from riskwatch.ui.answers import answer, drawn
from riskwatch.ui.page import chart, choose_township, choose_word, first_row, heading, listing, nothing_yet, numbers, words_of
from riskwatch.ui.session import require

require("look")
heading("安全生产", "hazard")

# What are we looking at?
with st.container(horizontal=True, vertical_alignment="bottom"):
    township = choose_township()
    severity = choose_word("severity", "hazard")
    source = choose_word("source", "hazard")
narrowed = {"township": township, "severity": severity, "source": source}

# What does the data say?
if not first_row(answer("hazards/totals"))["total_count"]:
    nothing_yet("hazard")
totals = answer("hazards/totals", **narrowed)
quality = answer("hazards/quality", **narrowed)
industries = answer("hazards/industries", **narrowed)
units = answer("hazards/units", **narrowed)
sources = answer("hazards/sources", **narrowed)
ages = answer("hazards/age_bands", measure="age", **narrowed)
overdue = answer("hazards/age_bands", measure="overdue", **narrowed)
weeks = answer("hazards/weeks", **narrowed)
townships = answer("hazards/townships", **narrowed)

# Show it: how much, how well, whose, how old, which.
numbers(
    6,
    ("open_hazards", totals),
    ("overdue_hazards", totals),
    ("due_soon_hazards", totals),
    ("open_majors", totals),
    ("overdue_majors", totals),
    ("covert_open", quality),
    ("rectification_rate", totals),
    ("on_time_rate", totals),
    ("median_days", quality),
    ("recheck_pass_rate", quality),
    ("recurrence_rate", quality),
    ("three_roles_rate", quality),
)
unknown = first_row(totals)
st.caption(
    f"另有：期限不明或长期坚持 {unknown['no_deadline_count']:,.0f} 条，状态读不出 {unknown['unknown_status_count']:,.0f} 条，"
    f"最新整表里已经没有的 {unknown['vanished_count']:,.0f} 条（仍算未销号），延过期的 {first_row(quality)['postponed_count']:,} 条。"
)
left, right = st.columns(2)
with left:
    chart(
        "分行业",
        drawn(figures.industries, industries),
        industries,
        key="industries",
        of_ledger="hazard",
        leads_to=("open_hazards", "industry"),
    )
    chart("未销号存续时长", drawn(figures.age_bands, ages), ages, key="ages")
    chart(
        "分来源",
        drawn(figures.sources, sources, labels=tuple((words_of("source", "hazard") or {}).items())),
        sources,
        key="sources",
        of_ledger="hazard",
        leads_to=("open_hazards", "source"),
    )
with right:
    chart(
        "分单位（超期最多的 15 个）",
        drawn(figures.units, units),
        units,
        key="units",
        leads_to=("open_hazards", "unit"),
        note="责任单位没填的按督导单位、再按填报单位计。",
    )
    chart("超期天数", drawn(figures.age_bands, overdue), overdue, key="overdue_bands")
    chart("清零曲线", drawn(figures.weeks, weeks), weeks, key="weeks")
if not township:
    chart(
        "分乡镇",
        drawn(figures.townships, townships),
        townships,
        key="townships",
        of_ledger="hazard",
        leads_to=("open_hazards", "township"),
    )
states = {
    "open": "未销号",
    "overdue": "超期",
    "due_soon": "临期",
    "no_deadline": "期限不明",
    "failed": "复查不通过",
    "recurred": "反弹",
    "closed": "已销号",
}
st.subheader("隐患清单")
state = st.segmented_control(
    "看哪些", list(states), default="overdue", required=True, format_func=states.get, key="state", bind="query-params"
)
listing(
    "hazards/hazards",
    key="hazards",
    of_ledger="hazard",
    file_name=f"隐患清单_{states[state]}",
    height=520,
    without=("is_met", "rectified_days"),
    state=state,
    **narrowed,
)
