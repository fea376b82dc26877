"""Showing what one upload said of a row, and what it changed against the upload before."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from riskwatch.model.ledger import ledger
from riskwatch.ui.page import grid, label, title_of


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
    return label(name, value, of_ledger)


def contents_table(version: pd.Series, of_ledger: str) -> None:
    """Show the row as it was read, with the heading and the raw text it was read from, and what else the sheet held."""
    contents = json.loads(version["contents"])
    headings = json.loads(version["headings"]) if isinstance(version["headings"], str) else {}
    raw, extra = (
        json.loads(contents[part]) if isinstance(contents.get(part), str) else contents.get(part) or {}
        for part in ("raw", "extra")
    )
    rows = [
        {
            "项目": title_of(name, of_ledger),
            "内容": _told(name, value, of_ledger),
            "原表列名": headings.get(name, ""),
            "原文": raw.get(name, ""),
        }
        for name, value in _said(version, of_ledger).items()
        if value is not None or name in raw
    ]
    rows += [{"项目": "（原样保留）", "内容": str(value), "原表列名": name, "原文": ""} for name, value in extra.items()]
    grid(pd.DataFrame(rows, columns=["项目", "内容", "原表列名", "原文"]), height="content")


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
