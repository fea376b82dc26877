"""Which uploads were there, what did each change, and can one be taken back?"""

import json

import pandas as pd
import streamlit as st

from riskwatch.model.ledger import ledger, ledgers
from riskwatch.model.problem import sentences
from riskwatch.ui.answers import answer
from riskwatch.ui.house import desk
from riskwatch.ui.page import grid, in_words
from riskwatch.ui.session import may_i, require
from riskwatch.ui.turn_view import turn_button

require("look")
st.title("上报记录")

# What are we looking at?
titles = {each.name: each.title for each in ledgers()}
only = st.selectbox(
    "台账", list(titles), index=None, placeholder="全部", format_func=titles.get, key="ledger", bind="query-params"
)

# What does the data say?
uploads = answer("uploads/uploads", seen=None)
if only:
    uploads = uploads[uploads["ledger"] == only]
if uploads.empty:
    st.info("还没有上报。", icon=":material/inbox:")
    st.stop()

# Show it: the list, then the one chosen.
shown = uploads.assign(
    ledger=[ledger(name).title for name in uploads["ledger"]],
    is_undone=["已撤销" if undone else "" for undone in uploads["is_undone"]],
)
columns = [
    "accepted_at",
    "file_name",
    "ledger",
    "reporting_unit",
    "sent_by",
    "as_of",
    "row_count",
    "new_count",
    "changed_count",
    "waiting_count",
    "reopened_count",
    "postponed_count",
    "vanished_count",
    "is_undone",
]
chosen = grid(
    in_words(shown[columns]),
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
if not chosen.selection.rows:
    st.caption("点一行，看这次上报的详情。")
    st.stop()
upload = uploads.iloc[chosen.selection.rows[0]]
parts = int((uploads["sha256"] == upload["sha256"]).sum())
with st.container(border=True):
    st.subheader(upload["file_name"])
    st.caption(
        f"上报编号 {upload['upload_id']} · {ledger(upload['ledger']).title} · 填报单位 {upload['reporting_unit'] or '未注明'} · 数据日期 {upload['as_of']:%Y-%m-%d} · 收 {upload['row_count']:,} 行，其中有提示 {upload['noted_count']:,} 行，待改 {upload['waiting_count']:,} 行"
    )
    if parts > 1:
        st.caption(f"上面的列表里有同一个文件的 {parts} 次上报；撤销、恢复都只对这一次。")
    if upload["is_undone"]:
        st.warning(
            f"已于 {upload['undone_at']:%Y-%m-%d %H:%M} 由 {upload['undone_by'] or '未注明'} 撤销，不再计入。",
            icon=":material/undo:",
        )
    with st.container(horizontal=True):
        if may_i("download an original"):
            st.download_button(
                "下载原件",
                data=lambda: desk().store.original(upload["sha256"]).read_bytes(),
                file_name=upload["file_name"],
                on_click="ignore",
                icon=":material/download:",
            )
        if may_i("undo an upload"):
            turn_button(upload)
    events = answer("uploads/events", seen=None, upload_id=upload["upload_id"])
    if len(events) > 1:
        st.markdown("**撤销和恢复**")
        deeds = {"accepted": "收入", "undone": "撤销", "redone": "恢复"}
        grid(
            pd.DataFrame(
                {
                    "时间": events["happened_at"].dt.strftime("%Y-%m-%d %H:%M"),
                    "做了什么": [deeds.get(what, what) for what in events["what"]],
                    "操作人": [who or "未注明" for who in events["done_by"].fillna("")],
                    "原因": [
                        reason if what == "accepted" else (reason or "未注明")
                        for what, reason in zip(events["what"], events["reason"].fillna(""), strict=True)
                    ],
                }
            ),
            height="content",
        )
    waiting = answer("uploads/waiting_rows", seen=None, upload_id=upload["upload_id"])
    if len(waiting) and may_i("see persons"):
        st.markdown(f"**待改的 {len(waiting)} 行**（不计入任何数字）")
        faults = [json.loads(problems) if isinstance(problems, str) else [] for problems in waiting["problems"]]
        grid(
            pd.DataFrame(
                {
                    "位置": [
                        f"{sheet} 第 {row} 行" for sheet, row in zip(waiting["source_sheet"], waiting["source_row"], strict=True)
                    ],
                    "问题": [
                        "；".join(f"{sentences()[each['code']].title}：{each['says']}{each['fix']}" for each in row)
                        for row in faults
                    ],
                }
            ),
        )
