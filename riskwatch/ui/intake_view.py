"""One handed-in file on the page: faults in plain words with Excel's addresses, what it changes, accept."""

import hashlib
from collections import defaultdict
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from riskwatch.desk import Filed
from riskwatch.intake.reading import Reading, SheetReading
from riskwatch.model.problem import Problem, sentences
from riskwatch.model.refusal import Refusal
from riskwatch.store.filing import MODES
from riskwatch.ui import house
from riskwatch.ui.answers import answer
from riskwatch.ui.page import grid, in_words, label, title_of
from riskwatch.ui.session import is_signed

_SHOWN = 20
_WEIGHTS = {"file": "整表没收", "row": "这些行待改", "note": "已收，请看一眼"}
_WHY = {
    "total": "合计行", "signature": "签字、说明行", "header": "重复的表头", "section": "分节标题", "blank": "空行", "units": "单位行", "column_numbers": "列号行",
}  # fmt: skip


def hand_in(
    place: int,
    file_name: str,
    content: bytes,
    *,
    only: str | None,
    as_of: date | None,
    mode: str,
    sent_by: str,
    reporting_unit: str,
) -> bool:
    """Check a file, show what was found and what it would change, and accept it when asked. True when it is filed."""
    with st.container(border=True):
        st.subheader(file_name)
        try:
            reading = _checked(file_name, content, only, as_of)
        except Refusal as refused:
            st.error(f"**{refused.says}** {refused.fix}", icon=":material/block:")
            return False
        for sheet in reading.sheets:
            _sheet(sheet)
        if not reading.taken:
            st.error("这个文件没有可以收的工作表，库里什么都没有变。", icon=":material/block:")
            return False
        options = {"mode": mode, "sent_by": sent_by, "reporting_unit": reporting_unit}
        if _is_filed(content, options):
            return _accept(place, content, reading, options)
        if house.has_own_store():
            parts = house.desk_to_write().preview(reading, content, **options)
            _tell_parts(parts, reporting_unit)
            for filed in parts:
                _preview(filed)
        else:
            rows = sum(len(each.rows) - each.count("waiting") for each in reading.taken)
            st.info(f"本县的库还没有数据：确认后新建本县的库，新增 {rows:,} 行，不再显示示例。", icon=":material/fiber_new:")
        return _accept(place, content, reading, options)


def _checked(file_name: str, content: bytes, only: str | None, as_of: date | None) -> Reading:
    """Check a file once per content and options; a rerun of the page does not read it again."""
    kept: dict[Any, Reading] = st.session_state.setdefault("checked", {})
    version = house.desk_to_write().version if house.has_own_store() else ""
    wanted = (hashlib.sha256(content).hexdigest(), file_name, only, as_of, version)
    if wanted not in kept:
        if len(kept) >= 8:
            kept.pop(next(iter(kept)))
        with st.spinner("正在核对…"):
            kept[wanted] = house.check(content, file_name, ledger=only, as_of=as_of)
    return kept[wanted]


def _sheet(sheet: SheetReading) -> None:
    if sheet.is_taken and sheet.ledger:
        waiting = sheet.count("waiting")
        st.markdown(
            f"工作表 **{sheet.sheet}** → **{sheet.ledger.title}**：可收 **{len(sheet.rows) - waiting:,}** 行，待改 **{waiting:,}** 行，"
            f"表头第 {'、'.join(map(str, sheet.header_rows))} 行，数据日期 {sheet.as_of or '表头没有'}，填报单位 {sheet.reporting_unit or '表头没有'}。"
        )
        with st.expander("认出的列"):
            found = [
                {"列": source.column, "原表列名": source.header, "认作": title_of(name, sheet.ledger.name)}
                for name, source in sheet.columns.items()
            ]
            found += [{"列": each.column, "原表列名": each.header, "认作": "未用，原样保留"} for each in sheet.ignored]
            grid(pd.DataFrame(found), height="content")
            if sheet.missing:
                st.caption("表里没有的列：" + "、".join(title_of(name, sheet.ledger.name) for name in sheet.missing))
        if sheet.skipped:
            counted: dict[str, list[int]] = defaultdict(list)
            for each in sheet.skipped:
                counted[each.why].append(each.row)
            st.caption("跳过的行：" + "；".join(f"{_WHY[why]} {_rows(rows)}" for why, rows in counted.items()))
    _problems(sheet.problems)


def _rows(rows: list[int]) -> str:
    shown = "、".join(map(str, rows[:10]))
    return f"第 {shown} 行" + (f"等 {len(rows)} 行" if len(rows) > 10 else "")


def _problems(problems: tuple[Problem, ...]) -> None:
    """Show the faults grouped by cure: how many, where, what was typed, what to do; the first twenty of each."""
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for each in problems:
        groups[(each.weight, each.code)].append(each)
    for weight in ("file", "row", "note"):
        found = {code: each for (heavy, code), each in groups.items() if heavy == weight}
        if not found:
            continue
        icon = {"file": ":material/block:", "row": ":material/pending_actions:", "note": ":material/info:"}[weight]
        for code, alike in found.items():
            first = alike[0]
            if weight == "file":
                st.error(f"**{first.says}** {first.fix}", icon=icon)
                continue
            with st.expander(
                f"{_WEIGHTS[weight]}：{sentences()[code].title} {len(alike):,} 处", icon=icon, expanded=weight == "row"
            ):
                st.markdown(f"怎么改：{first.fix}")
                grid(
                    pd.DataFrame([{"单元格": one.address, "写的是": one.found, "问题": one.says} for one in alike[:_SHOWN]]),
                    height="content",
                )
                if len(alike) > _SHOWN:
                    st.caption(f"其余 {len(alike) - _SHOWN:,} 处同样改。")


def _tell_parts(parts: tuple[Filed, ...], asked: str) -> None:
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


def _of_whom(filed: Filed) -> str:
    return f"填报单位 {filed.incoming.reporting_unit or '未注明'}，数据日期 {filed.incoming.as_of}"


def _preview(filed: Filed) -> None:
    """Show what accepting changes, for whom and from which day: counts, then the changed fields and the new rows."""
    effect = filed.effect
    assert effect is not None
    name, counts = filed.incoming.ledger.name, effect.counts()
    st.markdown(f"**确认后，{filed.incoming.ledger.title}的变化**（{_of_whom(filed)}，{MODES[filed.incoming.mode]}）")
    shown = {
        "new": "新增",
        "changed": "更新",
        "same": "不变",
        "reopened": "销号后又出现",
        "postponed": "期限推后",
        "vanished": "整表里消失",
    }
    for place, (kind, title) in zip(st.columns(len(shown) + 1), [*shown.items(), ("waiting", "待改")], strict=True):
        place.metric(title, f"{len(filed.incoming.waiting) if kind == 'waiting' else counts[kind]:,}", border=True)
    if effect.changes:
        with st.expander(f"改了哪些内容（{len(effect.changes):,} 处）"):
            rows = [
                {
                    "位置": f"{each.sheet} 第 {each.row} 行",
                    "项目": title_of(each.field, name),
                    "原来": _told(each.field, each.before, name),
                    "改为": _told(each.field, each.after, name),
                }
                for each in effect.changes[:500]
            ]
            grid(pd.DataFrame(rows))
    if effect.new:
        with st.expander(f"新增的行（{len(effect.new):,} 行）"):
            grid(_new_rows(filed))
    if effect.vanished:
        st.warning(
            f"本单位上一张整表里的 {len(effect.vanished):,} 条在这张表里没有了：会标为“消失”并继续计数，不会删除。",
            icon=":material/visibility_off:",
        )


def _told(name: str, value: object, of_ledger: str) -> str:
    if isinstance(value, list):
        return "、".join(label(name, each, of_ledger) for each in value)
    return "（空）" if value is None else label(name, value, of_ledger)


def _new_rows(filed: Filed) -> pd.DataFrame:
    rows = filed.incoming.rows
    new = set((filed.effect.new if filed.effect else ())[:200])
    places = [place for place, at in enumerate(zip(rows["source_sheet"], rows["source_row"], strict=True)) if at in new]
    names = [name for name in filed.incoming.ledger.stored if name in rows][:10]
    table = pd.DataFrame({name: [rows[name][place] for place in places] for name in names})
    told = in_words(table, filed.incoming.ledger.name)
    told.insert(0, "原表位置", [f"{rows['source_sheet'][place]} 第 {rows['source_row'][place]} 行" for place in places])
    return told


def _mark(content: bytes, options: dict[str, str]) -> str:
    """Name a file with its options; not the person: writing a name and clicking at once must not change the button."""
    told = sorted((name, value) for name, value in options.items() if name != "sent_by")
    return hashlib.sha256(content + repr(told).encode()).hexdigest()[:16]


def _is_filed(content: bytes, options: dict[str, str]) -> bool:
    filed = st.session_state.get("filed", {}).get(_mark(content, options))
    return filed is not None and not _is_taken_back(filed)


def _accept(place: int, content: bytes, reading: Reading, options: dict[str, str]) -> bool:
    mark = _mark(content, options)
    done: dict[str, list[tuple[str, str]]] = st.session_state.setdefault("filed", {})
    if mark in done and _is_taken_back(done[mark]):
        del done[mark]  # undone since: it may be handed in again
    if mark not in done:
        is_wanted = st.button("确认入库", key=f"accept_{place}_{mark}", type="primary", icon=":material/check:")
        if not is_wanted or not is_signed(options["sent_by"], "报送人"):
            return False
        with st.spinner("正在入库…"):
            filed = house.desk_to_write().load(reading, content, **options)
        done[mark] = [(each.accepted.upload_id, _result(each)) for each in filed if each.accepted]
        st.rerun()
    for _, line in done[mark]:
        st.success(line, icon=":material/task_alt:")
    return True


def _is_taken_back(filed: list[tuple[str, str]]) -> bool:
    uploads = answer("uploads/uploads", seen=None)
    undone = set(uploads.loc[uploads["is_undone"], "upload_id"])
    return any(upload_id in undone for upload_id, _ in filed)


def _result(filed: Filed) -> str:
    accepted = filed.accepted
    assert accepted is not None
    if accepted.is_repeat:
        return f"这个文件已经报过（{_of_whom(filed)}，上报编号 {accepted.upload_id}），没有任何改变。"
    counts = accepted.effect.counts()
    return (
        f"已收入{filed.incoming.ledger.title}：新增 {counts['new']:,}、更新 {counts['changed']:,}、不变 {counts['same']:,}、"
        f"待改 {len(filed.incoming.waiting):,}。{_of_whom(filed)}，上报编号 {accepted.upload_id}。"
    )
