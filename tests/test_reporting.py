"""Are periods reckoned as an office does, and is 零报告 told apart from no report at all?"""

import itertools
from datetime import date

import pytest

from riskwatch.desk import Desk
from riskwatch.model.county import county_from_text
from riskwatch.model.refusal import Refusal
from riskwatch.model.reporting import EVERY, Report, period_of, periods_before
from riskwatch.store.store import Look
from tests.paper import workbook

CALENDAR = """
name = "甲县"
[[report]]
ledger = "hazard"
every = "week"
due_days = 2
since = 2026-06-01
source = "县攻坚办通知"
"""
UNITS = """
    | 行政区划代码 | 乡镇（街道）名称 | 是否应报送 |
    | 519901100    | 石门镇           | 是         |
    | 519901101    | 永安镇           | 是         |
    | 519901102    | 青溪镇           | 否         |
"""


@pytest.mark.parametrize(
    ("every", "start", "end"),
    [
        ("day", "2026-06-26", "2026-06-26"),
        ("week", "2026-06-22", "2026-06-28"),
        ("ten_days", "2026-06-21", "2026-06-30"),
        ("month", "2026-06-01", "2026-06-30"),
        ("quarter", "2026-04-01", "2026-06-30"),
    ],
)
def test_a_day_lies_in_its_period(every: str, start: str, end: str) -> None:
    found = period_of(Report("hazard", every, 2), date(2026, 6, 26))
    assert (str(found.start), str(found.end)) == (start, end)


@pytest.mark.parametrize("every", EVERY)
def test_periods_follow_one_another_without_a_gap(every: str) -> None:
    found = periods_before(Report("hazard", every, 0), date(2028, 3, 1), 30)
    assert all((later.start - earlier.end).days == 1 for later, earlier in itertools.pairwise(found))


def test_what_was_not_asked_for_yet_is_no_period() -> None:
    report = Report("hazard", "month", -5, since=date(2026, 5, 1))
    found = periods_before(report, date(2026, 6, 26), 6)
    assert [(str(each.start), str(each.due_on)) for each in found] == [("2026-06-01", "2026-06-25"), ("2026-05-01", "2026-05-26")]


@pytest.fixture
def board(desk: Desk) -> Desk:
    desk.set_county(CALENDAR)
    content = workbook(UNITS)
    desk.load(desk.check(content, "名录.xlsx", as_of=date(2026, 1, 1)), content)
    return desk


def states(board: Desk, day: str) -> dict[tuple[str, str], str]:
    rows = board.ask("uploads/reporting", look=Look(as_of=date.fromisoformat(day)))
    return {(f"{row.period_start:%m-%d}", row.unit): row.state for row in rows.itertuples()}


def test_who_did_not_report_by_the_due_day_is_missing_and_a_statement_is_a_report(board: Desk) -> None:
    assert states(board, "2026-06-23")["06-15", "石门镇"] == "pending"
    assert states(board, "2026-06-24")["06-15", "石门镇"] == "missed"
    board.state_nil("石门镇", "hazard", date(2026, 6, 18), done_by="张例", note="本周没有")
    assert states(board, "2026-06-24")["06-15", "石门镇"] == "nil"
    assert states(board, "2026-06-24")["06-15", "永安镇"] == "missed"
    board.state_nil("石门镇", "hazard", date(2026, 6, 15), done_by="张例", is_withdrawn=True)
    assert states(board, "2026-06-24")["06-15", "石门镇"] == "missed"


def test_who_need_not_report_is_not_asked(board: Desk) -> None:
    assert "青溪镇" not in {unit for _, unit in states(board, "2026-06-24")}
    with pytest.raises(Refusal, match="这一期不用报"):
        board.state_nil("青溪镇", "hazard", date(2026, 6, 18))
    with pytest.raises(Refusal, match="没有排报送日历"):
        board.state_nil("石门镇", "rainfall", date(2026, 6, 18))


def test_a_sheet_counts_for_the_period_whose_due_day_comes_next(board: Desk) -> None:
    content = workbook("| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 |\n| A-1 | 石门镇 | 示例矿 | 护栏缺失 |")
    reading = board.check(content, "台账.xlsx", as_of=date(2026, 6, 23))
    board.load(reading, content, reporting_unit="石门镇人民政府")
    found = states(board, "2026-06-30")
    assert found["06-15", "石门镇"] == "late", "its day was in time, but it came in today"
    assert found["06-22", "石门镇"] == "pending"


def test_a_calendar_that_is_wrong_is_told_in_words(board: Desk) -> None:
    for wrong, says in (
        ('every = "weekly"', "week（每周）"),
        ('ledger = "hazards"', "台账的英文名"),
        ("due_days = 90", "-15 到 60"),
        ('units = "石门镇"', "方括号"),
    ):
        name = wrong.split(" = ")[0]
        lines = [line for line in CALENDAR.splitlines() if not line.startswith(f"{name} =")]
        with pytest.raises(Refusal, match="report") as told:
            county_from_text("\n".join([*lines, wrong]))
        assert says in str(told.value)


def test_all_or_nothing_takes_nothing_of_a_sheet_with_a_wrong_row(board: Desk) -> None:
    content = workbook(
        "| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 |\n| A-1 | 石门镇 | 示例矿 | 护栏缺失 |\n| A-2 | 石门镇 | 示例矿 | |"
    )
    reading = board.check(content, "台账.xlsx")
    assert reading.taken[0].count("waiting") == 1
    board.set_county('partial = "whole"\n' + CALENDAR)
    with pytest.raises(Refusal, match="有 1 行要改，本县规定整份都对才收"):
        board.load(reading, content)
    assert board.ask("ledgers/hazard").empty
    board.set_county(CALENDAR)
    board.load(reading, content)
    assert len(board.ask("ledgers/hazard")) == 1
