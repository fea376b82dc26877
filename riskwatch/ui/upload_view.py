"""One upload in detail: what must be explained and by whom it was, cells put right, rows that wait, and what can be downloaded."""

import json
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from riskwatch.model.finding import finding_kinds
from riskwatch.model.ledger import ledger
from riskwatch.model.problem import sentences
from riskwatch.model.refusal import Refusal
from riskwatch.ui.answers import answer
from riskwatch.ui.house import desk
from riskwatch.ui.page import grid, label, tall
from riskwatch.ui.session import is_signed, may_i, operator
from riskwatch.ui.turn_view import turn_button

_MOST_IN_FULL = 12


def show_upload(upload: Any, parts: int) -> None:
    """Show one upload. ``parts``: how many uploads the same file made."""
    st.subheader(upload["file_name"])
    st.caption(
        f"上报编号 {upload['upload_id']} · {ledger(upload['ledger']).title} · 填报单位 {upload['reporting_unit'] or '未注明'} · 数据日期 {upload['as_of']:%Y-%m-%d} · "
        f"收 {upload['row_count']:,} 行，其中有提示 {upload['noted_count']:,} 行，待改 {upload['waiting_count']:,} 行"
        + (f"，页面上改过 {upload['correction_count']:,} 格" if upload["correction_count"] else "")
    )
    if parts > 1:
        st.caption(f"上面的列表里有同一个文件的 {parts} 次上报；撤销、恢复都只对这一次。")
    if upload["is_undone"]:
        st.warning(
            f"已于 {upload['undone_at']:%Y-%m-%d %H:%M} 由 {upload['undone_by'] or '未注明'} 撤销，不再计入。",
            icon=":material/undo:",
        )
    _deeds(upload)
    _findings(upload)
    _events(upload)
    if may_i("see persons"):
        _corrections(upload)
        _waiting(upload)


def _deeds(upload: Any) -> None:
    with st.container(horizontal=True):
        if may_i("download an original"):
            st.download_button(
                "下载原件",
                data=lambda: desk().store.original(upload["sha256"]).read_bytes(),
                file_name=upload["file_name"],
                on_click="ignore",
                icon=":material/download:",
            )
            if not upload["is_undone"]:
                st.download_button(
                    "按原表头导出现在的行",
                    data=lambda: desk().own_sheet(upload["upload_id"])[1],
                    file_name=f"{upload['reporting_unit'] or '本县'}_{ledger(upload['ledger']).title}.xlsx",
                    on_click="ignore",
                    icon=":material/table_view:",
                    help="用这次上报的列名和次序，写出这个单位现在的行；改好可以直接再报。",
                )
        if may_i("undo an upload"):
            turn_button(upload)


def _findings(upload: Any) -> None:
    if not upload["finding_count"]:
        return
    found = answer("uploads/findings", seen=None, upload_id=upload["upload_id"])
    if upload["is_unexplained"]:
        st.warning(f"**待说明**：这次上报有 {len(found):,} 处变化还没有说明原因。", icon=":material/flag:")
        if may_i("upload"):
            _explain(upload)
    else:
        st.info(f"已说明：{upload['explained']}", icon=":material/flag:")
    with st.expander(f"要说明的变化（{len(found):,} 处）", expanded=len(found) <= _MOST_IN_FULL):
        kinds = finding_kinds()
        grid(
            pd.DataFrame(
                {
                    "哪一种": [kinds[kind].title for kind in found["kind"]],
                    "编号": ["" if not key or key.startswith("~") else key for key in found["key"].fillna("")],
                    "位置": [
                        f"{sheet} 第 {row:.0f} 行" if row == row else "这张表里没有"
                        for sheet, row in zip(found["source_sheet"], found["source_row"], strict=True)
                    ],
                    "变化": [_in_words(said, upload["ledger"]) for said in found["said"].fillna("")],
                }
            ),
            height=tall(found),
        )


def _in_words(said: str, of_ledger: str) -> str:
    """Return “in_progress → closed” in the ledger's words; other texts as they are."""
    parts = said.split(" → ")
    return " → ".join(label("status", part, of_ledger) for part in parts) if len(parts) == 2 else said


def _explain(upload: Any) -> None:
    with st.form(f"explain_{upload['upload_id']}", border=False):
        by = operator()
        reason = " ".join((st.text_input("说明原因（必填）", max_chars=500) or "").split())
        is_wanted = st.form_submit_button("补写说明", icon=":material/edit_note:")
    if is_wanted and is_signed(by):
        try:
            desk().explain(upload["upload_id"], by, reason)
        except Refusal as refused:
            st.error(f"**{refused.says}** {refused.fix}")
            return
        st.rerun()


def _events(upload: Any) -> None:
    events = answer("uploads/events", seen=None, upload_id=upload["upload_id"])
    if len(events) <= 1:
        return
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


def _corrections(upload: Any) -> None:
    if not upload["correction_count"]:
        return
    cells = answer("uploads/corrections", seen=None, upload_id=upload["upload_id"])
    st.markdown(f"**页面上改过的 {len(cells):,} 格**（原件没有改）")
    grid(
        pd.DataFrame(
            {
                "单元格": [
                    f"{sheet}!{column}{row}"
                    for sheet, column, row in zip(cells["source_sheet"], cells["source_column"], cells["source_row"], strict=True)
                ],
                "原来": cells["was"],
                "改成": cells["becomes"],
                "谁改的": cells["done_by"],
            }
        ),
        height=tall(cells),
    )


def _waiting(upload: Any) -> None:
    waiting = answer("uploads/waiting_rows", seen=None, upload_id=upload["upload_id"])
    if waiting.empty:
        return
    st.markdown(f"**待改的 {len(waiting)} 行**（不计入任何数字）")
    st.download_button(
        "下载待改的行",
        data=lambda: desk().waiting_sheet(upload["upload_id"])[1],
        file_name=f"{PurePath(upload['file_name']).stem}（待改 {len(waiting)} 行）.xlsx",
        on_click="ignore",
        icon=":material/rule:",
        help="只有这些行，表头和原表一样，错处标红。改好单独再报，不影响已收的行。",
    )
    faults = [json.loads(problems) if isinstance(problems, str) else [] for problems in waiting["problems"]]
    grid(
        pd.DataFrame(
            {
                "位置": [
                    f"{sheet} 第 {row} 行" for sheet, row in zip(waiting["source_sheet"], waiting["source_row"], strict=True)
                ],
                "问题": [
                    "；".join(f"{sentences()[each['code']].title}：{each['says']}{each['fix']}" for each in row) for row in faults
                ],
            }
        ),
    )
