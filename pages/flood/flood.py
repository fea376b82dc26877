"""Where is it raining, who is in danger, where can they go, and have they been moved?"""

import streamlit as st

from riskwatch.figures import flood as figures
from riskwatch.ui.answers import answer, drawn
from riskwatch.ui.page import chart, choose_township, choose_word, heading, nothing_yet, numbers, table, words_of
from riskwatch.ui.session import require
from riskwatch.ui.warning_view import warnings_in_force

require("look")
heading("防汛避险", "flood_risk_point", "evacuation_site", "rainfall", "warning", "patrol_check", "evacuation_progress")

# What are we looking at?
with st.container(horizontal=True, vertical_alignment="bottom"):
    township = choose_township()
    risk = choose_word("risk_level", "flood_risk_point")
    advised = words_of("advice", None) or {}
    advice = st.selectbox(
        "风险点看哪些", list(advised), index=None, placeholder="全部", format_func=advised.get, key="advice", bind="query-params"
    )

# What does the data say?
if not answer("flood/totals")["point_count"].iloc[0] and answer("flood/rain_by_station").empty and answer("flood/sites").empty:
    nothing_yet("flood_risk_point", "evacuation_site", "rainfall")
totals = answer("flood/totals", township=township)
advices = answer("flood/advice_totals", township=township)
rain = answer("flood/rain_totals", township=township)
patrol = answer("flood/three_checks_totals", township=township)
moved = answer("flood/evacuation_totals", township=township)
warnings = answer("flood/warnings_in_force", township=township)
states = answer("flood/points_by_rain_state", township=township)
wet_townships = answer("flood/rain_by_township", township=township)
stations = answer("flood/rain_by_station", township=township)
gaps = answer("flood/shelter_gap_by_township", township=township)
sites_by_state = answer("flood/sites_by_state", township=township)
moved_townships = answer("flood/evacuation_by_township", township=township)
checked = answer("flood/three_checks_by_township", township=township)
signs = answer("flood/patrol_signs", township=township)
levels = answer("flood/points_by_risk_level", township=township)
kinds = answer("flood/points_by_hazard_type", township=township)
places = answer("flood/points_by_township", township=township)
points = answer("flood/points", township=township, risk_level=risk, advice=advice)

# Show it: what presses now, the rain, shelter and moving, the patrols, what is known beforehand, point by point.
numbers(
    6,
    ("advised_points", advices),
    ("advised_people", advices),
    ("not_evacuated", moved),
    ("shelter_gap", totals),
    ("max_rain_24h", rain),
    ("unjudged_points", advices),
    ("people_at_risk", totals),
    ("people_at_high_risk", totals),
    ("evacuated_share", moved),
    ("free_capacity", totals),
    ("silent_stations", rain),
    ("three_checks_share", patrol),
)
said = {**totals.iloc[0].to_dict(), **moved.iloc[0].to_dict()}
st.caption(
    f"人数不明的风险点 {said['unknown_people_count']} 处，容量不明的安置点 {said['unknown_capacity_count']} 处，都没有按零计；"
    f"已核销的风险点 {said['struck_off_count']} 处不在其中。“应撤离（建议）”由实况、预警和巡查记录测算，供会商使用，不是预警也不是指令。"
)
warnings_in_force(warnings)
st.subheader(f"风险点清单：{advised.get(advice, '全部')}")
table(points, key="points", of_ledger="flood_risk_point", file_name="防汛风险点研判", height=330)
bands = {name: rain[name].iloc[0] for name in ("heavy_mm", "torrential_mm")}
left, right = st.columns(2)
with left:
    chart(
        "雨量研判：实况对照每个点的转移雨量",
        drawn(figures.points_by_rain_state, states),
        states,
        key="states",
        note="有本点标准的用本点标准，没有的用全县标准；读数缺失或不全而未达标准的是“不能研判”，不当作正常。",
    )
    chart(
        "各乡镇高风险人数与安置容量",
        drawn(figures.shelter_gap_by_township, gaps),
        gaps,
        key="gaps",
        note="缺口＝极高、高风险点人数－空余容量。已安置的人没有扣除，因为台账没写他们来自哪个点；表里另列扣除后的缺口。",
    )
    chart(
        "转移避险进度",
        drawn(figures.evacuation_by_township, moved_townships),
        moved_townships,
        key="moved",
        note="每个点只计最近一次报告；各乡镇最近更新时间见表。",
    )
with right:
    chart(
        "各乡镇最大雨量",
        drawn(figures.rain_by_township, wet_townships, **bands),
        wet_townships,
        key="wet",
        note="各站近 24 小时，断报的站只有这段时间里已报的；菱形是其中最大 1 小时。虚线是降水量等级。",
    )
    chart(
        "安置点状态",
        drawn(figures.sites_by_state, sites_by_state),
        sites_by_state,
        key="sites_by_state",
        of_ledger="evacuation_site",
        note="指定不等于已启用。",
    )
    chart(
        "三查完成情况",
        drawn(figures.three_checks_by_township, checked),
        checked,
        key="checked",
        note="格内是最近一场雨里已查点数占该乡镇全部风险点的比例；哪一场雨、哪个点，见“三查”。",
    )
left, right = st.columns(2)
with left:
    chart(
        "雨量最大的 20 个站",
        drawn(figures.rain_by_station, stations, **bands),
        stations.drop(columns="station_key"),
        key="stations",
        of_ledger="rainfall",
    )
    chart("风险点：按风险等级", drawn(figures.points_by_risk_level, levels), levels, key="levels", of_ledger="flood_risk_point")
with right:
    chart("受威胁人数：按乡镇", drawn(figures.points_by_township, places), places, key="places", of_ledger="flood_risk_point")
    chart("风险点：按灾害类型", drawn(figures.points_by_hazard_type, kinds), kinds, key="kinds", of_ledger="flood_risk_point")
st.subheader("巡查发现险情征兆或不能研判的")
table(signs, key="signs", of_ledger="patrol_check", file_name="巡查险情")
st.subheader("各点转移进度")
table(
    answer("flood/evacuation_points", township=township),
    key="moving",
    of_ledger="evacuation_progress",
    file_name="转移避险进度",
    height=360,
)
st.subheader("安置点")
table(answer("flood/sites", township=township), key="sites", of_ledger="evacuation_site", file_name="避险安置点", height=360)
