"""Where in the county are the hazards, the evacuation points and the projects?"""

import streamlit as st

from riskwatch.ui import map_view
from riskwatch.ui.answers import answer
from riskwatch.ui.county_map import county_map
from riskwatch.ui.house import desk
from riskwatch.ui.map_data import LAYERS, points_drawn
from riskwatch.ui.page import heading, nothing_yet, open_screen, table
from riskwatch.ui.session import require

require("look")
heading("作战图", "hazard", "flood_risk_point", "evacuation_site", "inspection_task", "remediation_project")

# What are we looking at?
fills, titles = map_view.fills(), map_view.layer_titles()
with st.container(horizontal=True, vertical_alignment="bottom"):
    fill = st.segmented_control(
        "按什么着色", list(fills), default="combined", required=True, format_func=fills.get, key="fill", bind="query-params"
    )
    chosen = st.pills(
        "叠加点位",
        list(titles),
        selection_mode="multi",
        default=["flood_points", "sites"],
        format_func=titles.get,
        key="layers",
        bind="query-params",
    )

# What does the data say?
townships = answer("map/townships")
if townships.empty:
    nothing_yet("hazard", "flood_risk_point", "evacuation_site")
points = {name: answer(LAYERS[name]) for name in chosen}
unplaced = answer("map/unplaced")

# Show it.
with st.container(border=True):
    picked = county_map(map_view.areas(townships, fill), map_view.layers(chosen), key="map", height=600, label_size=13)
    map_view.legend(townships, fill)
    map_view.layer_legend(chosen)
told = [f"{titles[name]}：画出 {points_drawn(rows):,} 个（共 {len(rows):,} 个有坐标）" for name, rows in points.items()]
doubtful, without = int(unplaced["outside_count"].sum()), int(unplaced["without_count"].sum())
st.caption("　".join([*told, f"坐标存疑（县界外 2 公里以上）{doubtful} 个、没有坐标 {without:,} 个：只按乡镇统计，不画点。"]))
missing = desk().landscape.joined.without_polygon
if missing:
    st.caption(f"名录里有、边界文件里没有的乡镇：{'、'.join(missing)}。它们的数字在下表里，图上没有。")

if picked.kind == "township":
    open_screen("township", township=picked.key)
ledgers = {"hazards": "hazard", "flood_points": "flood_risk_point", "sites": "evacuation_site", "projects": "remediation_project"}
if picked.kind in LAYERS:
    open_screen("row", ledger=ledgers[picked.kind], key=picked.key)
if picked.area:
    st.markdown("**圈选范围内**")
    for name in chosen:
        inside = map_view.inside(points[name], picked.area)
        st.caption(f"{titles[name]}：{len(inside)} 个")
        table(inside, columns=("title", "detail"), key=f"inside_{name}", of_ledger=ledgers[name], file_name=f"圈选{titles[name]}")
with st.expander("各乡镇数字", expanded=False):
    table(townships, key="townships", file_name="各乡镇数字", leads_to=("open_hazards", "township"))
