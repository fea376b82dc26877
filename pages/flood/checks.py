"""Were the points checked before, during and after the rain?"""

import streamlit as st

from riskwatch.ui.answers import answer
from riskwatch.ui.narrowing import township_table
from riskwatch.ui.page import choose_township, heading, nothing_yet, table, tall
from riskwatch.ui.session import require

require("look")
heading("三查", "patrol_check", "rainfall", "flood_risk_point")

# What are we looking at?
events = answer("flood/rain_events")
told = {
    str(each.started_at): f"{each.started_at:%m月%d日%H:%M} 起，最大 {each.peak_mm:g} 毫米/{each.peak_window_h:g} 小时"
    for each in events.itertuples()
}
with st.container(horizontal=True, vertical_alignment="bottom"):
    township = choose_township()
    event = st.selectbox("哪一场雨", list(told), format_func=lambda start: told[start], key="event") if told else None

# What does the data say?
townships = answer("flood/three_checks_by_township", township=township, event_started_at=event)
if townships.empty:
    nothing_yet("flood_risk_point")
points = answer("flood/three_checks", township=township, event_started_at=event)

# Show it.
if not told:
    st.info("这个汛期的雨量读数里还没有一场雨，三查无从算起；从没查过的点照样列出。", icon=":material/info:")
st.caption(
    "一场雨由雨量读数自己找出：任一站达到起算雨量算开始，连续没有雨够长算结束（口径在设置里）。三查完成率＝雨前、雨中、雨后已查的次数÷（点数×3）。"
)
st.subheader("各乡镇三查完成率")
township_table(townships, key="townships", file_name="三查_乡镇")
st.subheader("各点")
table(
    points.drop(columns=["event_started_at", "is_event_over"]),
    key="points",
    of_ledger="flood_risk_point",
    file_name="三查_风险点",
    height=420,
)
st.subheader("本汛期的雨")
table(events, key="events", file_name="降雨过程", height=tall(events))
