"""In a storm: who must leave, to where, by when, and who has not?"""

import streamlit as st

from riskwatch.figures import flood as figures
from riskwatch.ui import command_view as view
from riskwatch.ui.answers import answer, ask_ahead, drawn
from riskwatch.ui.page import chart, choose_township, heading, nothing_yet, numbers
from riskwatch.ui.session import require
from riskwatch.ui.warning_view import warnings_in_force

require("look")
heading("防汛指挥", "flood_risk_point", "rainfall", "warning", "patrol_check", "evacuation_progress", "evacuation_site")

# What are we looking at?
with st.container(horizontal=True, vertical_alignment="bottom"):
    township = choose_township()
    level = view.choose_level()
    extra_mm = st.slider("假如未来 3 小时再下（毫米）", 0, 150, 0, 5, key="extra", width=360, bind="query-params")

# What does the data say?
ask_ahead(*view.AHEAD, township=township)
if not answer("flood/totals")["point_count"].iloc[0]:
    nothing_yet("flood_risk_point")
advices = answer("flood/advice_totals", township=township)
moved = answer("flood/evacuation_totals", township=township)
rain = answer("flood/rain_totals", township=township)
points = answer("flood/evacuation_advice", township=township, level=level)
planned = view.planned()

# Show it: what presses, where it comes from, who it is, where they go, what is not known, what to say.
numbers(
    6,
    ("advised_points", advices),
    ("advised_people", advices),
    ("not_evacuated", moved),
    ("evacuated_share", moved),
    ("max_rain_24h", rain),
    ("unjudged_points", advices),
)
warnings_in_force(answer("flood/warnings_in_force", township=township))
view.stations(answer("flood/station_windows", township=township))
if extra_mm:
    view.what_if(extra_mm, township)
view.chain(answer("flood/warned_chain", township=township))
left, right = st.columns([3, 2])
with left:
    view.advised(points)
with right:
    view.map_of(planned, township)
view.where_to(planned, township)
hours, speeds = answer("flood/storm_hours", township=township), answer("flood/township_speed", township=township)
left, right = st.columns([3, 2])
with left:
    chart(
        "这场雨：雨、预警、建议和转移",
        drawn(figures.storm_hours, hours),
        hours,
        key="hours",
        note="没有小时读数的钟点空着，不是没下雨。应撤离（建议）按每个钟点当时的实况、预警和巡查重新研判。",
    )
with right:
    chart(
        "各乡镇转移用时",
        drawn(figures.township_speed, speeds),
        speeds,
        key="speeds",
        note="从第一个触发（雨量到立即转移标准、预警或险情）到所有触发的点都报转移完成；没有报告的乡镇不画，见表。",
    )
left, right = st.columns(2)
with left:
    view.unknowns(answer("flood/unknowns", township=township))
with right:
    view.bulletins()
