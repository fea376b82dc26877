"""Which uploads were there, what did each change, who has not reported, and can one be taken back?"""

import streamlit as st

from riskwatch.model.ledger import ledger, ledgers
from riskwatch.ui.answers import answer
from riskwatch.ui.page import grid, in_words
from riskwatch.ui.reporting_view import show_reporting
from riskwatch.ui.session import require
from riskwatch.ui.upload_view import show_upload

require("look")
st.title("上报记录")

# What are we looking at?
shown_tab, reporting_tab = st.tabs(["上报记录", "迟报、漏报、零报告"], key="history_tab", on_change="rerun")
if reporting_tab.open:
    with reporting_tab:
        show_reporting()
    st.stop()
titles = {each.name: each.title for each in ledgers()}
with shown_tab, st.container(horizontal=True, vertical_alignment="bottom"):
    only = st.selectbox(
        "台账", list(titles), index=None, placeholder="全部", format_func=titles.get, key="ledger", bind="query-params", width=420
    )
    is_only_open = st.toggle("只看待说明的", key="unexplained")

# What does the data say?
uploads = answer("uploads/uploads", seen=None)
if only:
    uploads = uploads[uploads["ledger"] == only]
if is_only_open:
    uploads = uploads[uploads["is_unexplained"] & ~uploads["is_undone"]]
if uploads.empty:
    shown_tab.info("没有符合的上报。" if only or is_only_open else "还没有上报。", icon=":material/inbox:")
    st.stop()

# Show it: the list, then the one chosen.
rows = uploads.assign(
    ledger=[ledger(name).title for name in uploads["ledger"]],
    is_undone=[
        "已撤销" if undone else "待说明" if unexplained else ""
        for undone, unexplained in zip(uploads["is_undone"], uploads["is_unexplained"], strict=True)
    ],
)
columns = (
    "accepted_at file_name ledger is_undone reporting_unit sent_by as_of row_count new_count changed_count waiting_count "
    "finding_count vanished_count"
)
with shown_tab:
    chosen = grid(
        in_words(rows[columns.split()]),
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [0], "columns": [], "cells": []}},
        key="uploads",
        height=420,
        column_config={
            "收到时间": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
            "数据日期": st.column_config.DateColumn(format="YYYY-MM-DD"),
        },
    )
    if not chosen.selection.rows or chosen.selection.rows[0] >= len(uploads):
        st.caption("点一行，看这次上报的详情。")
        st.stop()
    upload = uploads.iloc[chosen.selection.rows[0]]
    with st.container(border=True):
        show_upload(upload, int((answer("uploads/uploads", seen=None)["sha256"] == upload["sha256"]).sum()))
