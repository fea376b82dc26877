"""What was found in a file: how each sheet was understood, and its faults in plain words with Excel's addresses."""

from collections import defaultdict

import pandas as pd
import streamlit as st

from riskwatch.intake.reading import SheetReading
from riskwatch.model.problem import Problem, sentences
from riskwatch.ui.page import grid, title_of

_SHOWN = 20
_WEIGHTS = {"file": "整表没收", "row": "这些行待改", "note": "已收，请看一眼"}
_ICONS = {"file": ":material/block:", "row": ":material/pending_actions:", "note": ":material/info:"}
_WHY = {
    "total": "合计行", "signature": "签字、说明行", "header": "重复的表头", "section": "分节标题", "blank": "空行", "units": "单位行", "column_numbers": "列号行", "example": "模板里的示例",
}  # fmt: skip


def show_sheet(sheet: SheetReading) -> None:
    """Show how one sheet was understood, what was skipped, and its faults."""
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
            st.caption("跳过的行：" + "；".join(f"{_WHY.get(why, why)} {_rows(rows)}" for why, rows in counted.items()))
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
        for code, alike in ((code, each) for (heavy, code), each in groups.items() if heavy == weight):
            first = alike[0]
            if weight == "file":
                st.error(f"**{first.says}** {first.fix}", icon=_ICONS[weight])
                continue
            title = f"{_WEIGHTS[weight]}：{sentences()[code].title} {len(alike):,} 处"
            with st.expander(title, icon=_ICONS[weight], expanded=weight == "row"):
                st.markdown(f"怎么改：{first.fix}")
                grid(
                    pd.DataFrame([{"单元格": one.address, "写的是": one.found, "问题": one.says} for one in alike[:_SHOWN]]),
                    height="content",
                )
                if len(alike) > _SHOWN:
                    st.caption(f"其余 {len(alike) - _SHOWN:,} 处同样改。")
