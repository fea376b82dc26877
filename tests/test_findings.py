"""Is a sheet that lies caught: closed without evidence, reopened, postponed, vanished; and is it explained or 待说明?"""

from collections.abc import Callable

import pytest

from riskwatch.desk import Desk, Filed
from riskwatch.model.finding import finding_kinds
from riskwatch.model.refusal import Refusal
from tests.paper import workbook

HandIn = Callable[..., Filed]
HEAD = "| 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改状态 | 复查结果 | 复查日期   |\n"
FIRST = (
    HEAD
    + """
    | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 2026-06-20 | 整改中   |          |            |
    | A-2      | 石门镇 | 示例店   | 通道堵塞 | 2026-06-25 | 已销号   | 合格     | 2026-06-01 |
    | A-3      | 石门镇 | 示例站   | 灭火器过期 | 2026-06-25 | 整改中 |          |            |
"""
)


@pytest.fixture
def hand_in(desk: Desk) -> HandIn:
    """Hand in a sheet of 石门镇."""

    def load(table: str, **options: str) -> Filed:
        content = workbook(table)
        (filed,) = desk.load(desk.check(content, "台账.xlsx"), content, reporting_unit="石门镇人民政府", **options)  # type: ignore[arg-type]
        return filed

    return load


def kinds(filed: Filed) -> list[tuple[str, int | None, str]]:
    assert filed.effect is not None
    return [(each.kind, each.row, each.said) for each in filed.effect.findings]


def test_a_row_closed_without_recheck_result_and_date_must_be_explained(hand_in: HandIn) -> None:
    hand_in(FIRST)
    assert kinds(hand_in(FIRST.replace("2026-06-20 | 整改中  ", "2026-06-20 | 已销号  "))) == [
        ("closed_unproven", 2, "in_progress → closed")
    ]


@pytest.mark.parametrize("evidence", ["| 合格     |            |", "|          | 2026-06-21 |"])
def test_a_recheck_result_or_a_recheck_date_is_evidence(hand_in: HandIn, evidence: str) -> None:
    hand_in(FIRST)
    closed = FIRST.replace("2026-06-20 | 整改中   |          |            |", f"2026-06-20 | 已销号   {evidence}")
    assert kinds(hand_in(closed)) == []


def test_evidence_that_an_earlier_sheet_gave_still_counts_where_this_one_lacks_the_column(hand_in: HandIn) -> None:
    hand_in(FIRST.replace("2026-06-20 | 整改中   |          |", "2026-06-20 | 整改中   | 合格     |"))
    assert (
        kinds(hand_in("| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 | 整改状态 |\n| A-1 | 石门镇 | 示例矿 | 护栏缺失 | 已销号 |"))
        == []
    )


def test_a_row_that_comes_closed_is_new_and_not_newly_closed(hand_in: HandIn) -> None:
    assert kinds(hand_in(FIRST.replace("合格     | 2026-06-01", "         |           "))) == []


def test_a_closed_row_that_is_open_again_and_a_later_deadline_must_be_explained(hand_in: HandIn) -> None:
    hand_in(FIRST)
    again = FIRST.replace("已销号  ", "整改中  ").replace("灭火器过期 | 2026-06-25", "灭火器过期 | 2026-09-30")
    assert kinds(hand_in(again)) == [
        ("reopened", 3, "closed → in_progress"),
        ("postponed", 4, "2026-06-25 → 2026-09-30"),
    ]


def test_a_row_that_a_full_sheet_no_longer_has_must_be_explained_and_stays_counted(desk: Desk, hand_in: HandIn) -> None:
    hand_in(FIRST)
    filed = hand_in("\n".join(FIRST.splitlines()[:-1]), mode="replace")
    assert filed.effect is not None
    assert [(each.kind, each.key, each.sheet) for each in filed.effect.findings] == [("vanished", "A-3", None)]
    assert len(desk.ask("ledgers/hazard")) == 3


def test_an_update_that_lacks_some_rows_of_the_last_sheet_tells_them_and_changes_nothing(hand_in: HandIn) -> None:
    hand_in(FIRST)
    filed = hand_in("\n".join(FIRST.splitlines()[:-1]))
    assert filed.effect is not None
    assert filed.effect.missing == ("A-3",)
    assert kinds(filed) == []


def test_rows_of_another_unit_are_neither_missing_nor_vanished(desk: Desk, hand_in: HandIn) -> None:
    hand_in(FIRST)
    content = workbook(HEAD + "| B-1 | 永安镇 | 示例厂 | 无证上岗 | 2026-07-01 | 整改中 | | |")
    (filed,) = desk.load(desk.check(content, "永安.xlsx"), content, reporting_unit="永安镇人民政府", mode="replace")
    assert filed.effect is not None
    assert (filed.effect.vanished, filed.effect.missing) == ((), ())


def test_what_nobody_explained_is_open_until_somebody_does(desk: Desk, hand_in: HandIn) -> None:
    hand_in(FIRST)
    filed = hand_in(FIRST.replace("2026-06-20 | 整改中  ", "2026-06-20 | 已销号  "))
    assert filed.accepted is not None
    uploads = desk.ask("uploads/uploads").set_index("upload_id")
    assert uploads.loc[filed.accepted.upload_id, "is_unexplained"]
    assert len(desk.ask("uploads/findings")) == 1
    with pytest.raises(Refusal, match="还没有写说明"):
        desk.explain(filed.accepted.upload_id, "李例", "  ")
    desk.explain(filed.accepted.upload_id, "李例", "县安委办现场验收")
    uploads = desk.ask("uploads/uploads").set_index("upload_id")
    assert not uploads.loc[filed.accepted.upload_id, "is_unexplained"]
    assert uploads.loc[filed.accepted.upload_id, "explained"] == "县安委办现场验收"
    assert desk.ask("uploads/findings").empty


def test_a_reason_that_comes_with_the_sheet_explains_it(desk: Desk, hand_in: HandIn) -> None:
    hand_in(FIRST)
    hand_in(FIRST.replace("2026-06-20 | 整改中  ", "2026-06-20 | 已销号  "), reason="已验收")
    assert desk.ask("uploads/findings").empty


def test_a_repeat_explains_nothing_and_asks_nothing(desk: Desk, hand_in: HandIn) -> None:
    hand_in(FIRST)
    hand_in(FIRST)
    assert desk.ask("uploads/findings").empty


def test_every_kind_of_finding_has_its_words() -> None:
    assert list(finding_kinds()) == ["closed_unproven", "reopened", "postponed", "vanished", "disagreeing"]
