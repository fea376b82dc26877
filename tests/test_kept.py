"""Are rows of a rule worked out once, shared, and never older than the data or of another moment or value?"""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from riskwatch.desk import Desk
from riskwatch.model.refusal import Refusal
from riskwatch.store import kept
from riskwatch.store.question import questions
from tests.paper import workbook

POINTS = """
    | 隐患点编号 | 隐患点名称 | 乡镇   | 风险等级 | 威胁人数 | 雨量站编码 | 雨量时段（小时） | 立即转移雨量（毫米） |
    | P1         | 甲         | 石门镇 | 高       | 12       | S1         | 1                | 50                   |
"""
DRY = """
    | 站号 | 站名 | 时间             | 时段长（小时） | 降雨量（毫米） |
    | S1   | 石门 | 2026-06-26 13:00 | 1              | 5              |
"""
WET = """
    | 站号 | 站名 | 时间             | 时段长（小时） | 降雨量（毫米） |
    | S1   | 石门 | 2026-06-26 14:00 | 1              | 60             |
"""
MOMENT = datetime(2026, 6, 26, 14, 10)


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the calls of rules that are worked out from here on."""
    calls: list[str] = []
    work_out = kept.Kept._worked_out

    def noted(self: kept.Kept, cursor: Any, call: str, *rest: Any) -> Any:
        calls.append(call.partition("(")[0])
        return work_out(self, cursor, call, *rest)

    monkeypatch.setattr(kept.Kept, "_worked_out", noted)
    return calls


def load(desk: Desk, table: str, name: str) -> None:
    content = workbook(table)
    (filed,) = desk.load(desk.check(content, name), content)
    assert not filed.incoming.waiting, filed.incoming.waiting


def level(desk: Desk, **params: Any) -> str:
    return str(desk.ask("flood/evacuation_advice", {"moment": MOMENT} | params)["level"].iloc[0])


def test_one_judging_serves_every_question_of_the_same_values(desk: Desk, worked_out: list[str]) -> None:
    load(desk, POINTS, "点.xlsx")
    load(desk, DRY, "雨量.xlsx")
    for name in ("advice_totals", "evacuation_advice", "warned_chain", "unknowns", "rain_totals", "station_windows"):
        desk.ask(f"flood/{name}", {"moment": MOMENT})
    assert sorted(worked_out) == ["judged_point", "rain_bound", "station_rain"]


def test_a_new_sheet_another_moment_and_another_value_are_judged_anew(desk: Desk) -> None:
    load(desk, POINTS, "点.xlsx")
    load(desk, DRY, "雨量.xlsx")
    assert level(desk) == "none"
    assert level(desk, extra_rain_mm=60.0, extra_rain_hours=1.0) == "immediate"
    load(desk, WET, "雨量二.xlsx")
    assert level(desk) == "immediate"
    assert level(desk, moment=datetime(2026, 6, 26, 13, 10)) == "none"
    (upload,) = desk.ask("uploads/uploads").query("file_name == '雨量二.xlsx'")["upload_id"]
    desk.undo(upload)
    assert level(desk) == "none"


def test_a_failure_is_told_and_not_kept(desk: Desk) -> None:
    load(desk, POINTS, "点.xlsx")
    with pytest.raises(Exception, match="JSON"):
        level(desk, county_rain_thresholds="{")
    with pytest.raises(Refusal):
        level(desk, moment="昨天")
    assert level(desk) == "unknown"


def test_kept_rows_are_what_the_rule_says(desk: Desk) -> None:
    load(desk, POINTS, "点.xlsx")
    load(desk, WET, "雨量.xlsx")
    for asked in questions():
        if kept._calls(asked.sql):
            given = desk.filled(asked, {"moment": MOMENT})
            with desk.store.reader() as cursor:
                plain = cursor.execute(asked.sql, given).df()
            pd.testing.assert_frame_equal(desk.store.ask(asked.name, given), plain)
