"""How ready are the points and the evacuation sites before the season?"""

import streamlit as st

from riskwatch.ui.answers import answer
from riskwatch.ui.narrowing import township_table
from riskwatch.ui.page import choose_township, heading, nothing_yet, table
from riskwatch.ui.session import require

require("look")
heading("汛前准备", "flood_risk_point", "evacuation_site")

# What are we looking at?
township = choose_township()

# What does the data say?
townships = answer("flood/readiness_by_township", township=township)
if townships.empty:
    nothing_yet("flood_risk_point")
points = answer("flood/readiness", township=township)
sites = answer("flood/site_readiness", township=township)

# Show it: townships with their score, then what lacks point by point and site by site.
st.caption(
    "每个风险点六项：责任人、电话、路线、信号、安置点、当年演练；准备率＝已有的项数÷（点数×6）。险情等级按人数和财产重新算（R-9），与表里不一致的列出；只知道一项的只能说“至少”。"
)
st.subheader("各乡镇")
township_table(townships, key="townships", file_name="汛前准备_乡镇")
st.subheader("还缺什么的点")
lacking = points[(points["filled_count"] < 6) | points["is_grade_mismatch"].fillna(value=False).astype(bool)]
table(
    lacking.drop(columns=["has_officers", "has_phones", "has_route", "has_signal", "has_site", "has_drill"]),
    key="points",
    of_ledger="flood_risk_point",
    file_name="汛前准备_风险点",
    height=420,
)
st.subheader("安置点")
st.caption("容量两种：表里申报的，和有效面积按人均面积（R-22，数值待县核对）算出来的；申报多于算出的请核实。")
table(sites, key="sites", of_ledger="evacuation_site", file_name="汛前准备_安置点", height=420)
