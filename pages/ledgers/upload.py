"""Hand in sheets: choose, check, see what they change, accept."""

import streamlit as st

from riskwatch.model.coordinates import coordinate_systems
from riskwatch.model.ledger import ledgers
from riskwatch.model.limits import limits
from riskwatch.model.refusal import Refusal
from riskwatch.store.filing import MODES
from riskwatch.ui import intake_view
from riskwatch.ui.checking import Options, handed_in
from riskwatch.ui.menu import link
from riskwatch.ui.paper_view import pasted_bulletin, template_button
from riskwatch.ui.session import operator, require

require("upload")
st.title("数据上报")
st.caption(
    "直接上报手里的表，不用改格式：.xlsx、.xls、.et、.csv 都行，一次可以选几个，也可以打成一个 .zip。先核对、再预览、确认后才入库，入库后还能撤销。"
)

# Choose.
files = st.file_uploader("选择表格文件", type=["xlsx", "xls", "et", "csv", "zip"], accept_multiple_files=True, key="files")
titles = {each.name: each.title for each in ledgers()}
with st.expander("选项（一般不用填）"), st.container(horizontal=True):
    only = st.selectbox("台账种类", list(titles), index=None, placeholder="按表头自动识别", format_func=titles.get)
    as_of = st.date_input(
        "数据日期", None, format="YYYY-MM-DD", help="不填时用各表表头里的截止日期；表头没有的用同一文件里最晚的，都没有就用今天。"
    )
    unit = st.text_input(
        "填报单位（表头没写的）",
        placeholder="不填时用表头里的",
        help="只用于表头没写填报单位的工作表；表头写了的，总按表头入库。一个文件里有几个单位的表，会分成几次上报。",
    )
    mode = st.selectbox(
        "导入方式",
        list(MODES),
        format_func=MODES.get,
        help="整表替换：这张表是本单位的全部，表里没有的会标为“消失”并计数，不会删除。",
    )
    coordinates = st.selectbox(
        "坐标来源",
        list(coordinate_systems()),
        format_func=lambda code: coordinate_systems()[code],
        help="表里的经纬度是从哪里取的。网页地图上取的有偏移，选对了会换算回来；米制的投影坐标会自动认出。",
    )
sent_by = operator("报送人")
if not files:
    st.caption(limits().told)
    template_button()
try:
    pasted = pasted_bulletin()
except Refusal as refusal:
    st.error(f"**{refusal.says}** {refusal.fix}", icon=":material/block:")
    st.stop()
if not files and not pasted:
    st.info("把表格拖到上面的框里。各种台账认识哪些列名，见操作手册。", icon=":material/upload_file:")
    st.stop()

# Check and preview; accept what can be taken.
sheets, refused = handed_in(files)
for each in refused:
    st.error(f"**{each.says}** {each.fix}", icon=":material/block:")
options = Options(only, as_of, mode, unit.strip(), coordinates, sent_by)
if intake_view.hand_in([*sheets, *pasted], options):
    st.page_link(link("history"), label="看上报记录", icon=":material/receipt_long:")
