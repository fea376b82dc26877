"""What accepting a file would change: counts, each of them opening its rows; what must be explained stands first."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from riskwatch.desk import Filed
from riskwatch.model.finding import finding_kinds
from riskwatch.store.filing import MODES, Effect
from riskwatch.ui.answers import answer
from riskwatch.ui.page import grid, in_words, label, tall, title_of

_SHOWN = 500
_KNOWN_SHOWN = 50
_TITLES = {"new": "新增", "changed": "更新", "same": "不变"}


def of_whom(filed: Filed) -> str:
    """Say for whom and from which day an upload counts."""
    return f"填报单位 {filed.incoming.reporting_unit or '未注明'}，数据日期 {filed.incoming.as_of}"


def must_explain(filed: Filed) -> int:
    """Return how many rows of an upload somebody must explain."""
    return len(filed.effect.findings) if filed.effect else 0


def show_effect(filed: Filed) -> None:
    """Show what accepting changes, for whom and from which day."""
    effect = filed.effect
    assert effect is not None
    counts = effect.counts()
    st.markdown(f"**确认后，{filed.incoming.ledger.title}的变化**（{of_whom(filed)}，{MODES[filed.incoming.mode]}）")
    shown = [(title, counts[name]) for name, title in _TITLES.items()] + [("待改", len(filed.incoming.waiting))]
    shown += [(about.title, counts[name]) for name, about in finding_kinds().items() if counts[name]]
    for place, (title, count) in zip(st.columns(len(shown)), shown, strict=True):
        place.metric(title, f"{count:,}", border=True)
    for name, kind in finding_kinds().items():
        if counts[name]:
            with st.expander(
                f"{kind.title}（{counts[name]:,} 处）：{kind.why}", icon=":material/flag:", expanded=counts[name] <= 5
            ):
                st.markdown(f"怎么办：{kind.fix}")
                grid(rows := _finding_rows(filed, name), height=tall(rows))
    if effect.missing:
        with st.expander(f"上一次报了、这次没有的 {len(effect.missing):,} 行（不会变）", icon=":material/help:"):
            st.markdown("按编号更新时，没报到的行保持原样。如果这张表就是本单位的全部，把导入方式改成“整表替换”。")
            grid(_known_rows(filed, effect.missing))
    if effect.changes:
        with st.expander(f"改了哪些内容（{counts['changed']:,} 行，{len(effect.changes):,} 处）"):
            grid(_changed(filed, effect))
            _tell_rest(len(effect.changes))
    for title, places in (("新增", effect.new), ("不变", effect.same)):
        if places:
            with st.expander(f"{title}的行（{len(places):,} 行）"):
                grid(_rows_at(filed, places))
                _tell_rest(len(places))


def _tell_rest(count: int) -> None:
    if count > _SHOWN:
        st.caption(f"这里列出前 {_SHOWN} 行，其余 {count - _SHOWN:,} 行入库后在台账里看。")


def _finding_rows(filed: Filed, kind: str) -> pd.DataFrame:
    assert filed.effect is not None
    name = filed.incoming.ledger.name
    found = [each for each in filed.effect.findings if each.kind == kind][:_SHOWN]
    if kind == "vanished":
        return _known_rows(filed, [each.key or "" for each in found])
    if kind == "disagreeing":
        return pd.DataFrame([{"原表的行": f"{each.sheet} 第 {each.row} 行", "说明": each.said} for each in found])
    table = _rows_at(filed, [(each.sheet or "", each.row or 0) for each in found])
    field = "due_on" if kind == "postponed" else "status"
    told: dict[tuple[str | None, int | None], str] = {
        (each.sheet, each.row): f"{_told(field, each.before, name)} → {_told(field, each.after, name)}"
        for each in filed.effect.changes
        if each.field == field
    }
    table.insert(1, "变化", [told.get((each.sheet, each.row), "") for each in found])
    return table


def _changed(filed: Filed, effect: Effect) -> pd.DataFrame:
    name = filed.incoming.ledger.name
    return pd.DataFrame(
        [
            {
                "原表的行": f"{each.sheet} 第 {each.row} 行",
                "项目": title_of(each.field, name),
                "原来": _told(each.field, each.before, name),
                "改为": _told(each.field, each.after, name),
            }
            for each in effect.changes[:_SHOWN]
        ]
    )


def _told(name: str, value: object, of_ledger: str) -> str:
    if isinstance(value, list):
        return "、".join(label(name, each, of_ledger) for each in value)
    return "（空）" if value is None else label(name, value, of_ledger)


def _rows_at(filed: Filed, places: Iterable[tuple[str, int]]) -> pd.DataFrame:
    """Return rows of the file in words, at the places wanted and in their order."""
    rows = filed.incoming.rows
    wanted = {at: number for number, at in enumerate(list(places)[:_SHOWN])}
    found = [
        (wanted[at], place) for place, at in enumerate(zip(rows["source_sheet"], rows["source_row"], strict=True)) if at in wanted
    ]
    order = [place for _, place in sorted(found)]
    names = [name for name in filed.incoming.ledger.stored if name in rows][:12]
    told = in_words(pd.DataFrame({name: [rows[name][place] for place in order] for name in names}), filed.incoming.ledger.name)
    told.insert(0, "原表的行", [f"{rows['source_sheet'][place]} 第 {rows['source_row'][place]} 行" for place in order])
    return told


def _known_rows(filed: Filed, keys: Iterable[str]) -> pd.DataFrame:
    """Return rows as the store has them now, in words."""
    name = filed.incoming.ledger.name
    wanted = list(keys)[:_KNOWN_SHOWN]
    parts = [answer(f"ledgers/{name}", seen=None, key=key) for key in wanted]
    known = [part for part in parts if len(part)]
    if not known:
        return pd.DataFrame({"编号": wanted})
    table = pd.concat(known, ignore_index=True)
    names = [each for each in filed.incoming.ledger.stored if each in table][:12]
    return in_words(table[names], name)
