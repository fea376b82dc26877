"""Files handed in on the page: a line for each, then one file's faults, questions and effect, and accepting it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

import pandas as pd
import streamlit as st

from riskwatch.desk import Filed, marked
from riskwatch.intake.reading import Reading
from riskwatch.model.refusal import Refusal
from riskwatch.ui import house
from riskwatch.ui.answers import answer
from riskwatch.ui.asking_view import ask, correct, decide
from riskwatch.ui.checking import HandedIn, Options, check_again, checked_all, corrections_of, pending_lessons, previewed
from riskwatch.ui.effect_view import must_explain, of_whom, show_effect
from riskwatch.ui.faults_view import show_sheet
from riskwatch.ui.page import grid
from riskwatch.ui.session import is_signed

_SHOWN_WHOLE = 3  # so many files are shown one below the other; of more, one at a time
Checked = Reading | Refusal | None


def hand_in(files: Sequence[HandedIn], options: Options) -> bool:
    """Check files, show what was found and what they would change, and accept what is wanted. True when any of them is filed."""
    found = checked_all(files, options)
    if any(each is None for each in found) and st.button("继续核对停下的文件", icon=":material/play_arrow:"):
        check_again(files, options)
        st.rerun()
    pairs = list(zip(files, found, strict=True))
    if len(files) <= _SHOWN_WHOLE:
        for file, checked in pairs:
            _one(file, checked, options)
    else:
        _many(pairs, options)
    return any(_is_filed(file, options) for file in files)


# --- a line for each file ---


def _many(pairs: Sequence[tuple[HandedIn, Checked]], options: Options) -> None:
    table = pd.DataFrame([_line(file, checked, options) for file, checked in pairs])
    can_take = [
        (file, checked)
        for file, checked in pairs
        if isinstance(checked, Reading) and checked.taken and not _is_filed(file, options)
    ]
    st.markdown(f"**{len(pairs)} 个文件**，可以入库 {len(can_take)} 个。点一行，看这个文件的问题和变化。")
    chosen = grid(
        table, on_select="rerun", selection_mode="single-row-required", selection_default={"selection": {"rows": [0], "columns": [], "cells": []}}, key="lines", height=min(60 + 35 * len(pairs), 420)
    )  # fmt: skip
    if can_take:
        _accept_all(can_take, options)
    rows = chosen.selection.rows
    if rows:
        file, checked = pairs[rows[0]]
        _one(file, checked, options)


def _line(file: HandedIn, checked: Checked, options: Options) -> dict[str, object]:
    line: dict[str, object] = {"文件": file.name, "台账": "", "可收": None, "待改": None, "提示": None, "状态": ""}
    if checked is None:
        return line | {"状态": "没有核对"}
    if isinstance(checked, Refusal):
        return line | {"状态": f"打不开：{checked.says}"}
    waiting = sum(sheet.count("waiting") for sheet in checked.taken)
    rows = sum(len(sheet.rows) for sheet in checked.taken)
    state = "已入库" if _is_filed(file, options) else "可以入库" if checked.taken else "没有可收的工作表"
    return line | {
        "台账": "、".join(dict.fromkeys(sheet.ledger.short for sheet in checked.taken if sheet.ledger)),
        "可收": rows - waiting,
        "待改": waiting,
        "提示": sum(sheet.count("noted") for sheet in checked.taken),
        "状态": state,
    }


def _accept_all(pairs: Sequence[tuple[HandedIn, Reading]], options: Options) -> None:
    reason = st.text_input(
        "说明（有需要说明的变化时，一起写在这里；不写的先标为“待说明”）", max_chars=500, key="reason_of_all", width=640
    )
    if st.button(f"{len(pairs)} 个文件全部入库", type="primary", icon=":material/done_all:") and is_signed(
        options.sent_by, "报送人"
    ):
        bar = st.progress(0.0)
        for number, (file, reading) in enumerate(pairs):
            bar.progress(number / len(pairs), text=f"正在入库 {file.name}（第 {number + 1} 个，共 {len(pairs)} 个）")
            try:
                _file(file, reading, options, reason)
            except Refusal as refused:
                st.session_state.setdefault("not_filed", {})[_mark(file, options)] = refused
        st.rerun()


# --- one file ---


def _one(file: HandedIn, checked: Checked, options: Options) -> None:
    with st.container(border=True):
        st.subheader(file.name)
        if checked is None:
            st.info("已停止核对，库里什么都没有变。", icon=":material/stop_circle:")
            return
        if isinstance(checked, Refusal):
            st.error(f"**{checked.says}** {checked.fix}", icon=":material/block:")
            return
        for sheet in checked.sheets:
            show_sheet(sheet)
        if any(sheet.problems for sheet in checked.sheets):
            _marked_button(file, checked)
        if not _is_filed(file, options):
            ask(file, checked, options)
            correct(file, checked)
        if not checked.taken:
            st.error("这个文件没有可以收的工作表，库里什么都没有变。", icon=":material/block:")
            return
        refused = st.session_state.get("not_filed", {}).pop(_mark(file, options), None)
        if refused:
            st.error(f"**{refused.says}** {refused.fix}", icon=":material/block:")
        if _is_filed(file, options):
            for line in st.session_state["filed"][_mark(file, options)].values():
                st.success(line, icon=":material/task_alt:")
            return
        _accept(file, checked, options, _preview(file, checked, options))


def _marked_button(file: HandedIn, reading: Reading) -> None:
    st.download_button(
        "下载标好错误的原表",
        data=lambda: marked(reading, file.content),
        file_name=f"{PurePath(file.name).stem}（核对结果）.xlsx",
        key=f"marked_{file.sha256}_{len(corrections_of(file))}",
        on_click="ignore",
        icon=":material/rule:",
        help="就是这张表：错的格子标红，批注写着错在哪、怎么改，最后多一列“错误信息”，最前面多一页“核对结果”。改好整本再报，标记自动去掉。",
    )


def _preview(file: HandedIn, reading: Reading, options: Options) -> int:
    """Show what accepting would change and return how many rows somebody must explain."""
    if not house.has_own_store():
        rows = sum(len(each.rows) - each.count("waiting") for each in reading.taken)
        st.info(f"本县的库还没有数据：确认后新建本县的库，新增 {rows:,} 行，不再显示示例。", icon=":material/fiber_new:")
        return 0
    parts = previewed(file, reading, options)
    _tell_parts([filed for filed, _ in parts], options.reporting_unit)
    for filed, likenesses in parts:
        decide(filed, likenesses, options)
        show_effect(filed)
    return sum(must_explain(filed) for filed, _ in parts)


def _tell_parts(parts: Sequence[Filed], asked: str) -> None:
    """Say how one file is filed in several uploads, and where a sheet's own unit goes before the one typed here."""
    if len(parts) > 1:
        st.info(
            f"这个文件按台账、填报单位和数据日期分成 {len(parts)} 次上报，一起入库，可以分别撤销。", icon=":material/call_split:"
        )
    own = dict.fromkeys(sheet.reporting_unit for each in parts for sheet in each.sheets if sheet.reporting_unit)
    if asked.strip() and own.keys() - {asked.strip()}:
        st.info(
            f"表头写明填报单位的（{'、'.join(own)}）按表头入库，选项里的“{asked.strip()}”只用于表头没写的。",
            icon=":material/apartment:",
        )


def _accept(file: HandedIn, reading: Reading, options: Options, unexplained: int) -> None:
    mark = _mark(file, options)
    reason = ""
    if unexplained:
        st.warning(f"有 {unexplained:,} 处变化要说明（上面带旗的）。写明原因才能入库。", icon=":material/flag:")
        reason = st.text_input(
            "说明原因（必填）", max_chars=500, key=f"reason_{mark}", placeholder="例如：县安委办 6 月 20 日现场验收销号"
        )
    waiting = sum(sheet.count("waiting") for sheet in reading.taken)
    if waiting and house.takes_whole_only():
        st.error(f"有 {waiting:,} 行要改，本县规定整份都对才收。改好这些行再报。", icon=":material/block:")
        return
    told = f"确认入库（{waiting:,} 行待改先不计）" if waiting else "确认入库"
    if not st.button(told, key=f"accept_{mark}", type="primary", icon=":material/check:"):
        return
    if not is_signed(options.sent_by, "报送人"):
        return
    if unexplained and not reason.strip():
        st.error("**还没有说明原因。** 在“说明原因”一栏写上为什么这样变，再点一次。", icon=":material/flag:")
        return
    with st.spinner("正在入库…"):
        _file(file, reading, options, reason)
    st.rerun()


def _file(file: HandedIn, reading: Reading, options: Options, reason: str) -> None:
    desk = house.desk_to_write()
    desk.teach(pending_lessons(), options.sent_by)
    pending_lessons().clear()
    filed = desk.load(reading, file.content, **options.filing(" ".join(reason.split())))
    st.session_state.setdefault("filed", {})[_mark(file, options)] = {
        each.accepted.upload_id: _result(each) for each in filed if each.accepted
    }


def _mark(file: HandedIn, options: Options) -> str:
    """Name a file with how it is to be filed; not the person: writing a name and clicking at once must not change the button."""
    told = repr((replace(options, sent_by=""), tuple(corrections_of(file).values())))
    return hashlib.sha256((file.sha256 + told).encode()).hexdigest()[:16]


def _is_filed(file: HandedIn, options: Options) -> bool:
    """Tell whether a file was taken here and not taken back since; one that was may be handed in again."""
    filed = st.session_state.get("filed", {}).get(_mark(file, options))
    if filed is None:
        return False
    uploads = answer("uploads/uploads", seen=None)
    return not set(uploads.loc[uploads["is_undone"], "upload_id"]) & filed.keys()


def _result(filed: Filed) -> str:
    accepted = filed.accepted
    assert accepted is not None
    if accepted.is_repeat:
        return f"这个文件已经报过（{of_whom(filed)}，上报编号 {accepted.upload_id}），没有任何改变。"
    counts = accepted.effect.counts()
    unexplained = len(accepted.effect.findings) if not filed.incoming.reason else 0
    return (
        f"已收入{filed.incoming.ledger.title}：新增 {counts['new']:,}、更新 {counts['changed']:,}、不变 {counts['same']:,}、"
        f"待改 {len(filed.incoming.waiting):,}。{of_whom(filed)}，上报编号 {accepted.upload_id}。"
        + (f"有 {unexplained:,} 处待说明，到“上报记录”里补写。" if unexplained else "")
    )
