"""Showing what one upload said of a row, and what it changed against the upload before."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from riskwatch.model.ledger import ledger
from riskwatch.ui.page import as_printed, grid, in_words, label, title_of


def _said(version: pd.Series, of_ledger: str) -> dict[str, Any]:
    contents = json.loads(version["contents"])
    return {name: contents.get(name) for name in ledger(of_ledger).stored}


def _told(name: str, value: Any, of_ledger: str) -> str:
    if value is None:
        return "（空）"
    if isinstance(value, list):
        return "、".join(label(name, each, of_ledger) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return as_printed(value)
    return label(name, value, of_ledger)


def contents_table(row: pd.Series, versions: pd.DataFrame, of_ledger: str) -> None:
    """Show a row as it counts: each value under the heading that it was read from, the raw text where it was read differently.

    A column that the newest sheet lacks keeps its last value, so headings come from every version; whoever may not see persons sees
    no raw text.
    """
    headings: dict[str, str] = {}
    for written in versions["headings"]:
        headings = (json.loads(written) if isinstance(written, str) else {}) | headings
    newest = versions[(versions["upload_id"] == row["upload_id"]) & (versions["source_row"] == row["source_row"])]
    contents = json.loads(newest["contents"].iloc[0]) if len(newest) and isinstance(newest["contents"].iloc[0], str) else {}
    raw, extra = (
        json.loads(contents[part]) if isinstance(contents.get(part), str) else contents.get(part) or {}
        for part in ("raw", "extra")
    )
    told = in_words(row.to_frame().T.infer_objects(), of_ledger).iloc[0]
    rows = [
        {
            "项目": title_of(name, of_ledger),
            "内容": as_printed(told[title_of(name, of_ledger)]),
            "原表列名": headings.get(name, ""),
            "原文": raw.get(name, ""),
        }
        for name in ledger(of_ledger).stored
        if name in row.index and (not _is_blank(row[name]) or name in raw)
    ]
    rows += [{"项目": "（原样保留）", "内容": str(value), "原表列名": name, "原文": ""} for name, value in extra.items()]
    grid(pd.DataFrame(rows, columns=["项目", "内容", "原表列名", "原文"]), height="content")


def _is_blank(value: Any) -> bool:
    return not hasattr(value, "__len__") and bool(pd.isna(value))


def changes_between(older: pd.Series | None, newer: pd.Series, of_ledger: str) -> None:
    """Show field by field what an upload changed; a column that the sheet lacks changed nothing."""
    if older is None:
        st.caption("第一次出现。")
        return
    headings = json.loads(newer["headings"]) if isinstance(newer["headings"], str) else {}
    before, after = _said(older, of_ledger), _said(newer, of_ledger)
    rows = [
        {
            "项目": title_of(name, of_ledger),
            "原来": _told(name, before[name], of_ledger),
            "改为": _told(name, after[name], of_ledger),
        }
        for name in after
        if before[name] != after[name] and (name in headings or after[name] is not None)
    ]
    if rows:
        grid(pd.DataFrame(rows), height="content")
    else:
        st.caption("与上一次相同。")
