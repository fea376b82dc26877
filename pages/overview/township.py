"""How does one township stand in everything, on one page that prints on A4?"""

import streamlit as st

from riskwatch.figures import hazards as figures
from riskwatch.ui import map_view
from riskwatch.ui.answers import answer, drawn
from riskwatch.ui.page import chart, choose_township, heading, level_badge, numbers, printed_table
from riskwatch.ui.session import require

require("look")
heading("乡镇", "hazard", "flood_risk_point", "evacuation_site", "inspection_task", "complaint_case", "remediation_project")

# What are we looking at?
township = choose_township("看哪个乡镇（街道）")
if township is None:
    st.info("选一个乡镇（街道），或在地图上点它。", icon=":material/touch_app:")
    st.stop()

# What does the data say?
county = answer("map/townships")
standing = county[county["township"] == township]
if standing.empty:
    st.info(f"{township}还没有任何台账数据，不能研判。", icon=":material/inbox:")
    st.stop()
hazards = answer("hazards/totals", township=township)
totals = answer("overview/totals", township=township)
flood = answer("flood/totals", township=township)
quality = answer("hazards/quality", township=township)
overdue = answer("hazards/hazards", township=township, state="overdue")
weeks = answer("hazards/weeks", township=township)
points = answer("ledgers/flood_risk_point", township=township)
sites = answer("ledgers/evacuation_site", township=township)
behind = answer("overview/behind_tasks", township=township)
cases = answer("ledgers/complaint_case", township=township)
projects = answer("ledgers/remediation_project", township=township)

# Show it.
tone, reasons = map_view.combined_level(standing.iloc[0].to_dict())
unknown = map_view.unknown_factors(standing.iloc[0].to_dict())
badge = (
    level_badge("grey", "不能研判")
    if tone == "blue" and unknown
    else level_badge(tone, map_view.rules()["combined"]["words"][tone])
)
st.subheader(f"{township}　{badge}")
st.caption(f"综合风险等级的理由：{'；'.join([*(reasons or ['没有达到分级线的项目']), *unknown])}。")
numbers(
    6,
    ("open_hazards", hazards),
    ("overdue_hazards", hazards),
    ("overdue_majors", hazards),
    ("rectification_rate", hazards),
    ("on_time_rate", hazards),
    ("median_days", quality),
    ("risk_points", flood),
    ("people_at_high_risk", flood),
    ("free_capacity", flood),
    ("shelter_gap", totals),
    ("behind_tasks", totals),
    ("open_cases", totals),
)
left, right = st.columns([3, 2])
with left:
    chart("清零曲线", drawn(figures.weeks, weeks), weeks, key="weeks")
with right:
    printed_table("滞后督察任务", behind[["finding", "owner_unit", "due_on", "status"]], of_ledger="inspection_task", most=6)
printed_table(
    "超期隐患（最久的 12 条）",
    overdue[["site", "description", "severity", "due_on", "overdue_days", "owner_unit", "owner_person"]],
    of_ledger="hazard",
    most=12,
)
printed_table(
    "防汛风险点",
    points[
        [
            "name",
            "risk_level",
            "households_at_risk",
            "people_at_risk",
            "evacuation_site",
            "administrative_officer",
            "monitoring_officer",
            "evacuation_officer",
        ]
    ],
    of_ledger="flood_risk_point",
    most=12,
)
printed_table("安置点", sites[["name", "state", "capacity", "occupied", "keeper", "phone"]], of_ledger="evacuation_site", most=8)
printed_table(
    "治理项目",
    projects[["name", "stage", "planned_finish_on", "progress_share", "is_criticised"]],
    of_ledger="remediation_project",
    most=8,
)
printed_table(
    "信访举报件",
    cases[["case_code", "received_on", "pollution_types", "substantiated", "status"]],
    of_ledger="complaint_case",
    most=8,
)
