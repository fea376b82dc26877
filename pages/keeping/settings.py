"""What does the county keep: townships, boundaries, thresholds, events, 口径, and who changed what?"""

import pandas as pd
import streamlit as st

from riskwatch.model.indicator import indicators
from riskwatch.ui.answers import answer
from riskwatch.ui.house import desk, has_own_store
from riskwatch.ui.page import grid, in_words, table
from riskwatch.ui.session import operator, require, today
from riskwatch.ui.settings_view import change_boundaries, change_county, notice

require("keep the county")
st.title("设置")
county, landscape = desk().county, desk().landscape
st.caption(f"{county.name}（代码 {county.code or '未填'}）· 数据第 {desk().version.split('-')[0]} 版")
by = operator() if has_own_store() else ""
with st.container():
    notice()
tab_places, tab_rules, tab_basis, tab_file, tab_log = st.tabs(["乡镇与边界", "期限与阈值", "指标口径", "县设置文件", "变更记录"])

with tab_places:
    joined = landscape.joined
    kind = (
        "还没有导入边界，用等大方格代替"
        if not landscape.has_boundaries
        else "示意图，非行政界线"
        if joined.boundaries.is_schematic
        else "县提供的边界"
    )
    st.markdown(f"**乡镇边界**：{len(joined.boundaries.frame)} 个，{kind}。")
    for says, names in (("名录里有、边界里没有", joined.without_polygon), ("边界里有、名录里没有", joined.unmatched_polygons)):
        if names:
            st.warning(f"{says}：{'、'.join(names)}", icon=":material/warning:")
    if has_own_store():
        change_boundaries(by)
    else:
        st.info("本县的库还没有建立，先上报本县的第一张表，再导入边界。", icon=":material/lock:")
    table(answer("places/townships"), key="townships", of_ledger="township", file_name="乡镇名录")

with tab_rules:
    st.markdown("**倒计时与汛期**")
    events = [
        {
            "事项": each.name,
            "日期": each.on,
            "依据": each.source,
            "设定": each.set_by,
            "复核日期": each.review_by,
            "已由县确认": "是" if each.is_confirmed else "待确认",
        }
        for each in county.events
    ]
    grid(pd.DataFrame(events))
    st.markdown("**阈值**")
    rules = [
        {
            "名称": each.title,
            "数值": each.value,
            "单位": each.unit,
            "依据": each.source,
            "设定": each.set_by,
            "复核日期": each.review_by,
            "已由县确认": "是" if each.is_confirmed else "待确认",
        }
        for each in county.thresholds.values()
    ]
    grid(pd.DataFrame(rules))
    st.markdown("**转移雨量（风险点自己没有时用）**")
    rain = [
        {
            "时段（小时）": each.window_h,
            "准备转移（毫米）": each.prepare_mm,
            "立即转移（毫米）": each.immediate_mm,
            "依据": each.source,
            "已由县确认": "是" if each.is_confirmed else "待确认",
        }
        for each in county.rain_thresholds
    ]
    grid(pd.DataFrame(rain))
    late = [each.title for each in county.thresholds.values() if each.review_by and each.review_by < today()]
    if late:
        st.warning(f"已过复核日期：{'、'.join(late)}", icon=":material/event_busy:")

with tab_basis:
    basis = [
        {
            "指标": each.title,
            "口径": each.basis,
            "依据": each.source,
            "为什么看": each.why,
            "核对": each.checked_by or "待县确认",
            "复核日期": each.review_by,
        }
        for each in indicators()
    ]
    grid(pd.DataFrame(basis), height="content", row_height=60)

with tab_file:
    st.caption("名称、代码、坐标系、汛期、倒计时、阈值都在这里改；保存前会检查，改前改后都留着，可以恢复。")
    if has_own_store():
        change_county(by)
    else:
        st.info("本县的库还没有建立，示例县的设置不能改。先上报本县的第一张表。", icon=":material/lock:")

with tab_log:
    deeds = {"accepted": "收入", "undone": "撤销", "redone": "恢复", "boundaries": "换边界", "county": "改县设置"}
    log = answer("history/changes", seen=None)
    told = log.assign(
        what=[deeds.get(what, what) for what in log["what"]], done_by=[who or "未注明" for who in log["done_by"].fillna("")]
    )
    grid(in_words(told), height=480)
