"""Who has to report what by when, and who did: 按时, 迟报, 零报告, 漏报; and stating 零报告."""

from datetime import date

import pandas as pd
import streamlit as st

from riskwatch.model.ledger import ledger
from riskwatch.model.refusal import Refusal
from riskwatch.ui.answers import Same, answer
from riskwatch.ui.house import desk
from riskwatch.ui.page import export, grid, label
from riskwatch.ui.session import is_signed, may_i, operator
from riskwatch.ui.shared import shared

_STATES = ("reported", "late", "nil", "missed", "pending")


def reporting() -> pd.DataFrame:
    """Return who reported what, period by period, with the days as days."""
    return _with_days(Same(answer("uploads/reporting")))


@shared(most=16)
def _with_days(found: Same) -> pd.DataFrame:
    rows = found.table
    return rows.assign(**{name: pd.to_datetime(rows[name]).dt.date for name in ("period_start", "period_end", "due_on")})


def latest_due(rows: pd.DataFrame) -> pd.DataFrame:
    """Return of each ledger the newest period whose reports are due: some are in, or the day has passed."""
    over = rows[rows["state"] != "pending"]
    newest = over.groupby(["ledger", "unit"])["period_start"].transform("max") if len(over) else over["period_start"]
    return over[over["period_start"] == newest]


def owing(rows: pd.DataFrame) -> pd.DataFrame:
    """Return of the newest period that is due what is missing or came late, in columns that a list can show."""
    return _owing(Same(rows))


@shared(most=16)
def _owing(rows: Same) -> pd.DataFrame:
    due = latest_due(rows.table)
    late = due[due["state"].isin(("missed", "late"))].sort_values(["state", "ledger", "unit"], ascending=[False, True, True])
    return pd.DataFrame(
        {
            "unit": late["unit"],
            "reporting_state": late["state"],
            "due_ledger": [ledger(name).short for name in late["ledger"]],
            "due_on_report": late["due_on"],
        }
    ).reset_index(drop=True)


def show_reporting() -> None:
    """Show the calendar of one ledger, unit by period, and let a unit state 零报告."""
    rows = reporting()
    if rows.empty:
        st.info(
            "还没有排报送日历。管理员在“设置”的县设置里加 [[report]] 一段，写明哪种台账、多久报一次、哪天前报。",
            icon=":material/calendar_month:",
        )
        return
    owed = latest_due(rows)
    missed = owed[owed["state"] == "missed"]["ledger"].value_counts()
    names = sorted(set(rows["ledger"]), key=lambda name: (-int(missed.get(name, 0)), name))
    chosen = st.selectbox("台账", names, format_func=lambda name: ledger(name).title, key="reporting_ledger")
    rows = rows[rows["ledger"] == chosen]
    due = latest_due(rows)
    if len(due):
        first = due.iloc[0]
        st.caption(f"最近一期 {_period(first['period_start'], first['period_end'])}，{first['due_on']:%m月%d日}前报。")
        counted = due["state"].value_counts()
        shown = [("应报", len(due))] + [(_word(state), int(counted.get(state, 0))) for state in _STATES[:-1]]
        for place, (title, count) in zip(st.columns(len(shown)), shown, strict=True):
            place.metric(title, count, border=True)
    table = _matrix(rows)
    grid(table, height="content" if len(table) <= 20 else 640)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "一期的报送：数据日期在上一期截止日之后、这一期截止日之前。到期没有报、也没有报零报告的是漏报；到期后才报来的是迟报。"
        )
        export(table, file_name=f"{ledger(chosen).title}上报情况", key="reporting_xlsx")
    if may_i("upload"):
        _state_nil(rows, chosen)


def _matrix(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per unit, one column per period, the newest first; those that owe most come first."""
    periods = rows.drop_duplicates("period_start").sort_values("period_start", ascending=False)
    table = {
        _period(period["period_start"], period["period_end"]): {
            row["unit"]: _word(row["state"]) + ("（迟）" if row["state"] == "nil" and row["is_late"] else "")
            for row in rows[rows["period_start"] == period["period_start"]].to_dict("records")
        }
        for period in periods.to_dict("records")
    }
    told = pd.DataFrame(table).rename_axis("单位").reset_index()
    told.insert(1, "漏报次数", [int(((rows["unit"] == unit) & (rows["state"] == "missed")).sum()) for unit in told["单位"]])
    told.insert(2, "迟报次数", [int(((rows["unit"] == unit) & rows["is_late"]).sum()) for unit in told["单位"]])
    return told.sort_values(["漏报次数", "迟报次数", "单位"], ascending=[False, False, True], ignore_index=True)


def _period(start: date, end: date) -> str:
    if start == end:
        return f"{start:%Y年%m月%d日}"
    if start.day == 1 and (end.month, end.year) == (start.month, start.year) and (end.day >= 28):
        return f"{start:%Y年%m月}"
    return f"{start:%Y年%m月%d日}至{end:%m月%d日}"


def _word(state: str) -> str:
    return label("reporting_state", state)


def _state_nil(rows: pd.DataFrame, chosen: str) -> None:
    with st.expander("报零报告（这一期没有要报的）", icon=":material/exposure_zero:"):
        starts: list[date] = list(rows["period_start"])
        periods = {_period(start, end): start for start, end in zip(starts, rows["period_end"], strict=True)}
        with st.form("nil_report", border=False):
            unit = st.selectbox("单位", sorted(set(rows["unit"])), index=None, placeholder="选单位")
            period = st.selectbox("哪一期", list(periods))
            note = st.text_input("说明", max_chars=200, placeholder="例如：本月自查没有发现隐患")
            by = operator("报送人")
            with st.container(horizontal=True):
                is_stated = st.form_submit_button("报零报告", type="primary")
                is_withdrawn = st.form_submit_button("收回零报告")
        if not (is_stated or is_withdrawn) or not is_signed(by, "报送人"):
            return
        if unit is None:
            st.error("**还没有选单位。** 选上单位再点一次。")
            return
        try:
            desk().state_nil(unit, chosen, periods[period], done_by=by, note=(note or "").strip(), is_withdrawn=is_withdrawn)
        except Refusal as refused:
            st.error(f"**{refused.says}** {refused.fix}")
            return
        st.rerun()
