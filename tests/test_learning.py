"""Is what people teach kept and used, can it be taken back, and are two rows of one thing counted once?"""

from collections.abc import Callable

import pytest

from riskwatch.desk import Desk, Filed
from riskwatch.intake.asking import Asked, asked_of
from riskwatch.intake.reading import Correction, Reading
from riskwatch.model.lessons import Lesson
from riskwatch.model.refusal import Refusal
from riskwatch.store.store import Look
from tests.paper import workbook

ODD = """
    | 序号 | 乡镇     | 受检单位 | 毛病详情 | 检查日期   | 整改状态 |
    | 1    | 石门镇   | 示例矿   | 护栏缺失 | 2026-06-01 | 搞定了   |
    | 2    | 城东片区 | 示例店   | 通道堵塞 | 2026-06-02 | 搞定了   |
"""
LIST = """
    | 行政区划代码 | 乡镇（街道）名称 | 别名 |
    | 519901100    | 石门镇           |      |
    | 519901101    | 城关街道         |      |
"""


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """A desk with a list of townships."""
    content = workbook(LIST)
    desk.load(desk.check(content, "名录.xlsx"), content)
    return desk


def read(desk: Desk, table: str = ODD) -> Reading:
    return desk.check(workbook(table), "台账.xlsx")


def asked(desk: Desk, reading: Reading) -> dict[str, Asked]:
    return {each.written: each for each in asked_of(reading, desk.landscape.townships)}


def test_a_sheet_that_lacks_a_required_column_asks_which_of_its_headings_it_is(listed: Desk) -> None:
    reading = read(listed)
    assert not reading.taken
    question = asked(listed, reading)["毛病详情"]
    assert (question.kind, question.scope, question.stops) == ("heading", "hazard", True)
    assert next(iter(question.choices)) == "description", "what the sheet lacks comes first"


def test_what_is_taught_once_is_read_silently_from_then_on(listed: Desk) -> None:
    listed.teach([Lesson("heading", "hazard", "毛病详情", "description")], "张例")
    reading = read(listed)
    assert set(asked(listed, reading)) == {"搞定了", "城东片区"}
    assert asked(listed, reading)["搞定了"].count == 2
    listed.teach([Lesson("word", "hazard_status", "搞定了", "closed"), Lesson("place", "", "城东片区", "城关街道")], "张例")
    reading = read(listed)
    assert asked(listed, reading) == {}
    (sheet,) = reading.taken
    assert sheet.problems == ()
    assert sheet.values["status"] == ["closed", "closed"]
    assert sheet.values["township"] == ["石门镇", "城关街道"]
    assert sheet.values["description"] == ["护栏缺失", "通道堵塞"]


def test_none_of_these_is_an_answer_too(listed: Desk) -> None:
    table = ODD.replace("毛病详情", "隐患描述").replace("检查日期", "领导圈阅")
    assert "领导圈阅" in asked(listed, read(listed, table))
    listed.teach([Lesson("heading", "hazard", "领导圈阅", ""), Lesson("place", "", "城东片区", "")], "张例")
    reading = read(listed, table)
    assert set(asked(listed, reading)) == {"搞定了"}
    assert reading.taken[0].values["township"] == ["石门镇", "城东片区"], "kept as written, and not asked again"
    assert reading.taken[0].extras[0]["领导圈阅"] == "2026-06-01"


def test_a_lesson_taken_back_is_asked_again_and_both_stay_in_the_history(listed: Desk) -> None:
    lesson = Lesson("heading", "hazard", "毛病详情", "description")
    listed.teach([lesson], "张例")
    (known,) = listed.ask("learning/lessons").to_dict("records")
    assert (known["written"], known["done_by"]) == ("毛病详情", "张例")
    listed.unteach([lesson], "管理员")
    assert listed.ask("learning/lessons").empty
    assert "毛病详情" in asked(listed, read(listed))


def test_a_lesson_never_changes_what_is_known_already(listed: Desk) -> None:
    table = ODD.replace("毛病详情", "隐患描述")
    listed.teach(
        [Lesson("heading", "hazard", "受检单位", "remark"), Lesson("word", "hazard_status", "已销号", "cancelled")], "张例"
    )
    (sheet,) = read(listed, table.replace("搞定了", "已销号")).taken
    assert sheet.values["site"] == ["示例矿", "示例店"]
    assert sheet.values["status"] == ["closed", "closed"]


# --- cells put right on the page ---


def test_a_cell_put_right_is_read_so_and_the_history_says_what_it_was(desk: Desk) -> None:
    table = ODD.replace("毛病详情", "隐患描述").replace("2026-06-01", "2026.6.31").replace("搞定了", "整改中")
    content = workbook(table)
    reading = desk.check(content, "台账.xlsx", corrections=[Correction("Sheet1", 2, "E", "2026.6.31", "2026-06-30")])
    assert str(reading.taken[0].values["found_on"][0]) == "2026-06-30"
    (filed,) = desk.load(reading, content, sent_by="张例")
    assert filed.accepted is not None
    (cell,) = desk.ask("uploads/corrections", {"upload_id": filed.accepted.upload_id}).to_dict("records")
    assert (cell["source_sheet"], cell["source_row"], cell["source_column"]) == ("Sheet1", 2, "E")
    assert (cell["was"], cell["becomes"], cell["done_by"]) == ("2026.6.31", "2026-06-30", "张例")
    (upload,) = desk.ask("uploads/uploads").to_dict("records")
    assert desk.store.original(str(upload["sha256"])).read_bytes() == content, "the original stays as it was"


def test_the_same_file_with_other_corrections_is_no_repeat(desk: Desk) -> None:
    content = workbook(ODD.replace("毛病详情", "隐患描述"))
    desk.load(desk.check(content, "台账.xlsx"), content)
    corrected = desk.check(content, "台账.xlsx", corrections=[Correction("Sheet1", 2, "F", "搞定了", "整改中")])
    (filed,) = desk.load(corrected, content)
    assert filed.accepted is not None
    assert not filed.accepted.is_repeat
    assert set(desk.ask("ledgers/hazard")["status"].dropna()) == {"in_progress"}


def test_a_correction_of_a_cell_that_is_not_there_changes_nothing(desk: Desk) -> None:
    content = workbook(ODD.replace("毛病详情", "隐患描述"))
    reading = desk.check(
        content, "台账.xlsx", corrections=[Correction("Sheet1", 999, "ZZ", "", "x"), Correction("没有", 1, "A", "", "x")]
    )
    assert len(reading.taken[0].rows) == 2


# --- one thing under two keys ---

OLD = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述                     | 检查日期   | 整改状态 |
    | A-1      | 石门镇 | 示例矿   | 主井口安全护栏缺失，未设警示 | 2026-06-01 | 整改中   |
    | A-2      | 石门镇 | 示例店   | 疏散通道堵塞                 | 2026-06-01 | 整改中   |
"""
NEW = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述                       | 检查日期   | 整改状态 |
    | B-7      | 石门镇 | 示例矿   | 主井口安全护栏缺失、未设警示牌 | 2026-06-03 | 已销号   |
    | B-8      | 石门镇 | 示例矿   | 主井口安全护栏缺失、未设警示牌 | 2026-09-03 | 整改中   |
    | B-9      | 石门镇 | 示例店   | 电线私拉乱接                   | 2026-06-02 | 整改中   |
"""


@pytest.fixture
def hand_in(desk: Desk) -> Callable[[str], Filed]:
    def load(table: str) -> Filed:
        content = workbook(table)
        (filed,) = desk.load(desk.check(content, "台账.xlsx"), content)
        return filed

    return load


def previewed(desk: Desk, table: str) -> Filed:
    content = workbook(table)
    (filed,) = desk.preview(desk.check(content, "台账.xlsx"), content)
    return filed


def test_rows_at_one_place_worded_alike_within_days_are_shown_to_a_person(desk: Desk, hand_in: Callable[[str], Filed]) -> None:
    hand_in(OLD)
    found = desk.alike(previewed(desk, NEW))
    assert found.is_whole
    assert [(each.key, each.other_key) for each in found.pairs] == [("B-7", "A-1")], "three months later is another thing"
    assert found.pairs[0].likeness > 0.85


def test_two_keys_of_one_thing_count_once_with_the_newer_content(desk: Desk, hand_in: Callable[[str], Filed]) -> None:
    hand_in(OLD)
    desk.decide_same("hazard", [("B-7", "A-1", True)], "张例")
    preview = previewed(desk, NEW)
    assert preview.effect is not None
    assert preview.effect.counts()["new"] == 2
    assert preview.effect.counts()["changed"] == 1
    hand_in(NEW)
    rows = desk.ask("ledgers/hazard").set_index("key")
    assert set(rows.index) == {"A-1", "A-2", "B-8", "B-9"}
    assert rows.loc["A-1", "status"] == "closed"
    assert len(desk.ask("history/hazard", {"key": "A-1"})) == 2, "both rows stand in its history"
    assert desk.alike(previewed(desk, NEW)).pairs == (), "what was decided is not asked again"


def test_a_decision_after_the_fact_counts_and_can_be_taken_back(desk: Desk, hand_in: Callable[[str], Filed]) -> None:
    hand_in(OLD)
    hand_in(NEW)
    assert len(desk.ask("ledgers/hazard")) == 5
    desk.decide_same("hazard", [("B-7", "A-1", True)], "张例")
    assert len(desk.ask("ledgers/hazard")) == 4
    desk.decide_same("hazard", [("B-7", "A-1", None)], "管理员")
    assert len(desk.ask("ledgers/hazard")) == 5


def test_two_things_is_remembered_too(desk: Desk, hand_in: Callable[[str], Filed]) -> None:
    hand_in(OLD)
    desk.decide_same("hazard", [("B-7", "A-1", False)], "张例")
    assert desk.alike(previewed(desk, NEW)).pairs == ()
    hand_in(NEW)
    assert len(desk.ask("ledgers/hazard")) == 5


def test_a_chain_of_the_same_ends_at_one_row_and_never_in_a_circle(desk: Desk, hand_in: Callable[[str], Filed]) -> None:
    hand_in(OLD)
    hand_in(NEW)
    desk.decide_same("hazard", [("B-8", "B-7", True)], "张例")
    desk.decide_same("hazard", [("B-7", "A-1", True)], "张例")
    assert set(desk.ask("ledgers/hazard")["key"]) == {"A-1", "A-2", "B-9"}
    with pytest.raises(Refusal, match="已经判为同一件"):
        desk.decide_same("hazard", [("A-1", "B-7", True)], "张例")


def test_a_decision_is_unknown_before_it_was_made(desk: Desk, hand_in: Callable[[str], Filed]) -> None:
    hand_in(OLD)
    hand_in(NEW)
    before = desk.ask("uploads/uploads")["accepted_at"].max().to_pydatetime()
    desk.decide_same("hazard", [("B-7", "A-1", True)], "张例")
    assert len(desk.ask("ledgers/hazard", look=Look(known_at=before))) == 5


def test_undoing_an_upload_leaves_the_decision_and_gives_the_row_back(desk: Desk, hand_in: Callable[[str], Filed]) -> None:
    hand_in(OLD)
    filed = hand_in(NEW)
    desk.decide_same("hazard", [("B-7", "A-1", True)], "张例")
    assert filed.accepted is not None
    told = desk.effect_of_undo(filed.accepted.upload_id)
    assert (told.returning, told.leaving) == (1, 2)
    desk.undo(filed.accepted.upload_id)
    rows = desk.ask("ledgers/hazard").set_index("key")
    assert set(rows.index) == {"A-1", "A-2"}
    assert rows.loc["A-1", "status"] == "in_progress"
