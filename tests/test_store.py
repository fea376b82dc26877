"""Is what was filed kept, superseded, taken back and asked again as it was?"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from riskwatch.desk import Desk, Filed
from riskwatch.model.files import QUERIES
from riskwatch.model.ledger import Ledger, ledger, ledgers
from riskwatch.model.refusal import Refusal
from riskwatch.store import filing
from riskwatch.store.filing import Incoming, IncomingSheet
from riskwatch.store.store import Look, Store, StoreBusy
from tests.paper import workbook

Sheet = Callable[..., Filed]

FIRST = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改状态 | 责任单位 |
    | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 2026-06-20 | 整改中   | 应急局   |
    | A-2      | 石门镇 | 示例店   | 通道堵塞 | 2026-06-25 | 已销号   | 应急局   |
"""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The store's clock: the moment in the list is now, and each look moves it on by a second."""
    moments = [datetime(2026, 6, 26, 9)]

    def now() -> datetime:
        moments[0] = moments[0].replace(second=(moments[0].second + 1) % 60)
        return moments[0]

    monkeypatch.setattr(filing, "now", now)
    return moments


@pytest.fixture
def hand_in(desk: Desk) -> Sheet:
    """Hand in a sheet written as a table."""

    def load(table: str, *, as_of: str | None = None, title: tuple[str, ...] = (), **options: str) -> Filed:
        content = workbook(table, title=title)
        reading = desk.check(content, "台账.xlsx", as_of=date.fromisoformat(as_of) if as_of else None)
        (filed,) = desk.load(reading, content, **options)
        return filed

    return load


def rows(desk: Desk, *names: str, look: Look | None = None, ledger: str = "hazard") -> list[tuple[Any, ...]]:
    """Return columns of the ledger as it stands, in the order of its keys."""
    with desk.store.reader(look, f"{ledger}_now") as cursor:
        found = cursor.execute(f"select {', '.join(names)} from {ledger}_now where not is_vanished order by key").fetchall()
    return found


def uploads(desk: Desk) -> pd.DataFrame:
    return desk.ask("uploads/uploads")


def counts(filed: Filed) -> dict[str, int]:
    assert filed.effect is not None
    return {kind: count for kind, count in filed.effect.counts().items() if count}


@pytest.fixture
def commands_run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that filing has run, in their order."""
    run: list[str] = []
    command = filing.command
    monkeypatch.setattr(filing, "command", lambda name: run.append(name) or command(name))
    return run


def whole_and_kept(desk: Desk, ledger: str) -> tuple[list[Any], list[Any]]:
    """Return the rows of a ledger as its whole history has them, and as they are kept."""
    with desk.store.reader() as cursor:
        whole = cursor.execute(
            f"select * from {ledger}_as_of(timestamp 'infinity', timestamp 'infinity') order by all"
        ).fetchall()
        kept = cursor.execute(f"select * from {ledger}_now order by all").fetchall()
    return whole, kept


# --- filing ---


def test_what_is_handed_in_is_there(desk: Desk, hand_in: Sheet) -> None:
    filed = hand_in(FIRST, sent_by="张例", reporting_unit="石门镇人民政府")
    assert counts(filed) == {"new": 2}
    assert rows(desk, "key", "status", "reporting_unit", "source_sheet", "source_row") == [
        ("A-1", "in_progress", "石门镇人民政府", "Sheet1", 2),
        ("A-2", "closed", "石门镇人民政府", "Sheet1", 3),
    ]
    (entry,) = uploads(desk).to_dict("records")
    assert entry["file_name"] == "台账.xlsx"
    assert entry["sent_by"] == "张例"
    assert (entry["row_count"], entry["waiting_count"], entry["new_count"]) == (2, 0, 2)


def test_the_original_is_kept_byte_by_byte(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    (entry,) = uploads(desk).to_dict("records")
    assert desk.store.original(str(entry["sha256"])).read_bytes() == workbook(FIRST)


def test_the_same_file_again_says_so_and_changes_nothing(desk: Desk, hand_in: Sheet) -> None:
    first = hand_in(FIRST)
    version = desk.version
    again = hand_in(FIRST)
    assert first.accepted is not None
    assert again.accepted is not None
    assert again.accepted.is_repeat
    assert again.accepted.upload_id == first.accepted.upload_id
    assert counts(again) == {}
    assert len(uploads(desk)) == 1
    assert desk.version == version


def test_the_same_file_after_an_undo_is_a_new_upload(desk: Desk, hand_in: Sheet) -> None:
    first = hand_in(FIRST)
    assert first.accepted is not None
    desk.undo(first.accepted.upload_id)
    again = hand_in(FIRST)
    assert again.accepted is not None
    assert not again.accepted.is_repeat
    assert len(rows(desk, "key")) == 2


def test_a_preview_tells_what_accepting_will_do_and_does_nothing(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    version = desk.version
    content = workbook(FIRST.replace("整改中", "已销号"))
    (previewed,) = desk.preview(desk.check(content, "台账.xlsx"), content)
    assert counts(previewed) == {"changed": 1, "same": 1, "closed_unproven": 1}
    assert previewed.effect is not None
    (change,) = previewed.effect.changes
    assert (change.key, change.row, change.field, change.before, change.after) == ("A-1", 2, "status", "in_progress", "closed")
    assert desk.version == version
    assert rows(desk, "key", "status") == [("A-1", "in_progress"), ("A-2", "closed")]


def test_a_failure_inside_leaves_nothing(desk: Desk, hand_in: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(FIRST)
    version = desk.version

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(filing, "add_outside_points", broken)
    with pytest.raises(OSError, match="full"):
        hand_in(FIRST.replace("A-1", "A-7"))
    monkeypatch.undo()
    assert rows(desk, "key") == [("A-1",), ("A-2",)]
    assert len(uploads(desk)) == 1
    assert desk.version == version
    assert counts(hand_in(FIRST.replace("A-1", "A-7"))) == {"new": 1, "same": 1}, "and the next upload is taken"


def _told(ledger: Ledger, keys: list[str], chance: random.Random, mode: str = "upsert", sheet: str = "一") -> Incoming:
    """Return an upload of one sheet with made-up values under those keys; some of the ledger's columns are not in the sheet."""
    columns = {each.name: each for each in ledger.columns}
    in_sheet = [name for name in columns if name == ledger.own_time or chance.random() < 0.7]

    def value(name: str) -> object:
        if name not in in_sheet or chance.random() < 0.2:
            return datetime(2026, 6, 1) if name == ledger.own_time else None
        number = chance.randrange(5)
        kind = columns[name].kind
        if kind in ("date", "deadline"):
            return date(2026, 6, 1 + number)
        if kind == "moment":
            return datetime(2026, 6, 1 + number)
        if kind == "flag":
            return number > 2
        if kind in ("words", "places"):
            return [f"词{number}"]
        return number if kind in ("integer", "number", "share", "longitude", "latitude") else f"词{number}"

    count = range(len(keys))
    rows: dict[str, list[object]] = {name: [value(name) for _ in count] for name in columns}
    rows |= {
        "key": list(keys),
        "source_sheet": [sheet for _ in count],
        "source_row": list(count),
        "is_noted": [False for _ in count],
    }
    rows |= {"raw": [{} for _ in count], "extra": [{} for _ in count]}
    content = f"{keys} {chance.random()}".encode()
    day = date(2026, 6, chance.randint(1, 9))
    sheets = (IncomingSheet(sheet, (1,), tuple(in_sheet), {}),)
    return Incoming(ledger, "表.xlsx", content, sheets, rows, reporting_unit=f"单位{chance.randrange(2)}", as_of=day, mode=mode)


@pytest.mark.parametrize("ledger", [each for each in ledgers() if each.own_time], ids=lambda each: each.name)
def test_only_the_rows_that_an_upload_names_are_drawn_anew_and_all_are_as_the_history_has_them(
    desk: Desk, ledger: Ledger, commands_run: list[str]
) -> None:
    (view,) = (QUERIES / "views").glob(f"*_{ledger.name}.sql")
    assert "same_row(" not in view.read_text("utf-8"), "rows under another's key would have to be touched too"
    chance = random.Random(ledger.name)
    filing.accept(desk.store, [_told(ledger, [f"K{number}" for number in range(200)], chance)])
    for turn in range(25):
        keys = [f"K{chance.randrange(210)}" for _ in range(chance.randint(1, 6))]  # some new, some twice
        parts = [_told(ledger, keys, chance, chance.choice(["upsert", "append"]))]
        if turn % 5 == 4:
            parts += [_told(ledger, [*keys[: turn % 2], f"L{turn}"], chance, chance.choice(["append", "replace"]), "二")]
        commands_run.clear()
        filed = filing.accept(desk.store, [replace(part, content=parts[0].content) for part in parts])
        is_whole = any(part.mode == "replace" for part in parts)
        assert (f"refresh/{ledger.name}" in commands_run) is is_whole, "all are drawn where others may vanish"
        assert (f"refresh_touched/{ledger.name}" in commands_run) is (not is_whole or len(parts) > 1)
        if turn % 3 == 2:
            commands_run.clear()
            filing.undo(desk.store, filed[0].upload_id)
            assert commands_run[-1] == f"refresh_touched/{ledger.name}", "nor does taking it back"
        if turn % 9 == 8:
            filing.redo(desk.store, filed[0].upload_id)
        whole, kept = whole_and_kept(desk, ledger.name)
        assert kept == whole
    assert len(whole) > 200


def test_where_most_rows_are_named_all_are_drawn(desk: Desk, commands_run: list[str]) -> None:
    rain, chance = ledger("rainfall"), random.Random(1)
    filing.accept(desk.store, [_told(rain, [f"K{number}" for number in range(100)], chance)])
    filing.accept(desk.store, [_told(rain, [f"K{number}" for number in range(50)], chance)])
    assert [name for name in commands_run if name.startswith("refresh")] == ["refresh/rainfall", "refresh_touched/rainfall"]
    filing.accept(desk.store, [_told(rain, [f"K{number}" for number in range(51)], chance)])
    assert [name for name in commands_run if name.startswith("refresh")][2:] == ["refresh/rainfall"]


def test_a_rehearsal_of_what_is_drawn_anew_leaves_nothing(desk: Desk) -> None:
    rain, chance = ledger("rainfall"), random.Random(2)
    filing.accept(desk.store, [_told(rain, [f"K{number}" for number in range(100)], chance)])
    before = whole_and_kept(desk, "rainfall")
    parts = [_told(rain, ["K1", "K2"], chance), _told(rain, ["K2"], chance, "append", "二")]
    for _ in range(2):
        filing.effects_of(desk.store, parts)
        assert whole_and_kept(desk, "rainfall") == before


def test_an_unknown_mode_is_refused(hand_in: Sheet) -> None:
    with pytest.raises(Refusal, match="没有“merge”这种导入方式。从 upsert、replace、append 中选一种。"):
        hand_in(FIRST, mode="merge")


def test_a_row_that_waits_is_kept_with_its_upload_and_counts_nowhere(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST.replace("护栏缺失", ""))
    assert rows(desk, "key") == [("A-2",)]
    (entry,) = uploads(desk).to_dict("records")
    assert (entry["row_count"], entry["waiting_count"]) == (1, 1)


# --- undo ---


def test_undo_brings_the_earlier_value_back_and_redo_takes_it_away(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    second = hand_in(FIRST.replace("整改中", "已销号"))
    assert second.accepted is not None
    assert rows(desk, "status") == [("closed",), ("closed",)]
    desk.undo(second.accepted.upload_id, "李例")
    assert rows(desk, "status") == [("in_progress",), ("closed",)]
    desk.redo(second.accepted.upload_id)
    assert rows(desk, "status") == [("closed",), ("closed",)]


def test_undoing_twice_and_undoing_nothing_are_refused_in_words(desk: Desk, hand_in: Sheet) -> None:
    filed = hand_in(FIRST)
    assert filed.accepted is not None
    upload = filed.accepted.upload_id
    with pytest.raises(Refusal, match="没有被撤销，不用恢复。"):
        desk.redo(upload)
    desk.undo(upload)
    with pytest.raises(Refusal, match="已经撤销过了。"):
        desk.undo(upload)
    with pytest.raises(Refusal, match="没有编号为“0000”的上报。用 history 查看上报编号。"):
        desk.undo("0000")


def test_who_took_an_upload_back_is_written_down(desk: Desk, hand_in: Sheet) -> None:
    filed = hand_in(FIRST)
    assert filed.accepted is not None
    desk.undo(filed.accepted.upload_id, "李例")
    (entry,) = uploads(desk).to_dict("records")
    assert entry["is_undone"]
    assert entry["undone_by"] == "李例"


# --- a newer sheet ---


def test_a_column_that_the_newer_sheet_lacks_keeps_its_last_value(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    filed = hand_in("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
        | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 已销号   |
    """)
    assert counts(filed) == {"changed": 1, "closed_unproven": 1}
    assert rows(desk, "key", "status", "owner_unit", "due_on") == [
        ("A-1", "closed", "应急局", date(2026, 6, 20)),
        ("A-2", "closed", "应急局", date(2026, 6, 25)),
    ]


def test_a_blank_cell_in_a_column_that_is_there_means_blank(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    hand_in("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 责任单位 | 整改状态 |
        | A-1      | 石门镇 | 示例矿   | 护栏缺失 |          | 整改中   |
    """)
    assert rows(desk, "key", "owner_unit", "due_on")[0] == ("A-1", None, date(2026, 6, 20))


def test_a_value_kept_from_an_upload_goes_when_that_upload_is_undone(desk: Desk, hand_in: Sheet) -> None:
    first = hand_in(FIRST)
    hand_in("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
        | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 已销号   |
    """)
    assert first.accepted is not None
    desk.undo(first.accepted.upload_id)
    assert rows(desk, "key", "owner_unit", "status") == [("A-1", None, "closed")]


def test_an_older_sheet_that_comes_later_does_not_overwrite_a_newer_one(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST.replace("整改中", "已销号"), as_of="2026-06-20")
    hand_in(FIRST, as_of="2026-06-10")
    assert rows(desk, "key", "status")[0] == ("A-1", "closed")


def test_reopened_and_postponed_are_counted(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST, as_of="2026-06-01")
    filed = hand_in(FIRST.replace("已销号", "整改中").replace("2026-06-20", "2026-07-20"), as_of="2026-06-10")
    assert counts(filed) == {"changed": 2, "reopened": 1, "postponed": 1}
    assert rows(desk, "key", "reopened_count", "postponed_count", "first_due_on", "is_open") == [
        ("A-1", 0, 1, date(2026, 6, 20), True),
        ("A-2", 1, 0, date(2026, 6, 25), True),
    ]


JUDGED = """
    | 隐患编号 | 乡镇   | 隐患描述 | 整改时限   | 整改完成日期 | 销号日期   | 整改状态   | 复查结果 | 责任人 | 落实人 | 督导单位 | 整改措施 | 整改资金（万元） | 应急预案 |
    | A-1      | 石门镇 | 护栏缺失 | 2026-06-20 | 2026-06-20   | 2026-06-22 | 已销号     | 合格     | 张三   | 李四   | 安办     | 更换     | 3                | 有       |
    | A-2      | 石门镇 | 通道堵塞 | 2026-06-20 | 2026-06-21   |            | 已整改     | 未到位   | 张三   |        | 安办     | 更换     | 3                | 有       |
    | A-3      | 石门镇 | 电线裸露 |            |              |            | 已销号     |          | 张三   | 李四   | 安办     | 更换     | 3                | 有       |
    | A-4      | 石门镇 | 边坡失稳 | 长期坚持   |              |            | 整改中     | 退回     | 张三   | 李四   |          | 更换     | 3                | 有       |
    | A-5      | 石门镇 | 无通风   | 2026-06-20 |              |            | 复查不合格 |          |        | 李四   | 安办     | 更换     |                  | 有       |
    | A-6      | 石门镇 | 重复     | 2026-06-20 |              |            | 误报       | 驳回     | 张三   | 李四   | 安办     | 更换     | 3                | 有       |
"""


def test_a_row_tells_what_no_day_changes(desk: Desk, hand_in: Sheet) -> None:
    never, always = date(9999, 12, 31), date(1900, 1, 1)
    hand_in(JUDGED)
    assert rows(desk, "hazard_code", "open_until", "rectified_from", "is_on_time") == [
        ("A-1", date(2026, 6, 22), date(2026, 6, 20), True),
        ("A-2", never, date(2026, 6, 21), False),
        ("A-3", always, always, False),
        ("A-4", never, never, False),
        ("A-5", never, never, False),
        ("A-6", always, never, False),
    ]
    assert rows(desk, "hazard_code", "is_rechecked", "has_failed", "has_three_roles", "has_five_elements") == [
        ("A-1", True, False, True, True),
        ("A-2", True, True, False, True),
        ("A-3", True, False, True, False),
        ("A-4", True, True, False, True),
        ("A-5", True, True, False, False),
        ("A-6", True, True, True, True),
    ]


def test_a_full_sheet_makes_rows_of_its_own_unit_vanish_and_of_no_other(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST, as_of="2026-06-01", reporting_unit="应急局")
    hand_in(FIRST.replace("A-", "B-"), as_of="2026-06-01", reporting_unit="住建局")
    filed = hand_in(
        """
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
        | A-2      | 石门镇 | 示例店   | 通道堵塞 | 已销号   |
        | A-3      | 石门镇 | 示例厂   | 电线裸露 | 整改中   |
        """,
        as_of="2026-06-10",
        reporting_unit="应急局",
        mode="replace",
    )
    assert counts(filed) == {"new": 1, "same": 1, "vanished": 1}
    assert filed.effect is not None
    assert filed.effect.vanished == ("A-1",)
    assert rows(desk, "key") == [("A-2",), ("A-3",), ("B-1",), ("B-2",)]
    with desk.store.reader() as cursor:
        assert cursor.execute("select key from hazard_now where is_vanished").fetchall() == [("A-1",)], "shown, never dropped"


def test_a_vanished_row_that_comes_back_is_there_again(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST, as_of="2026-06-01")
    hand_in(FIRST.replace("A-1", "A-9"), as_of="2026-06-10", mode="replace")
    hand_in(FIRST, as_of="2026-06-20", title=("第三次报送",))
    assert rows(desk, "key") == [("A-1",), ("A-2",), ("A-9",)]


def test_adding_makes_nothing_vanish(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    filed = hand_in(FIRST.replace("A-", "C-"), mode="append")
    assert counts(filed) == {"new": 2}
    assert rows(desk, "key") == [("A-1",), ("A-2",), ("C-1",), ("C-2",)]


# --- one file, several units ---

FOUR = ("石门镇", "永安镇", "青溪镇", "白鹤镇")


def four_sheets(*, without: str = "", day: str = "2026-06-05") -> bytes:
    """Return a workbook of four townships' sheets, two rows each; ``without`` leaves a row out, 青溪镇's sheet has its own day."""
    sheets = {}
    for letter, name in zip("SYQB", FOUR, strict=True):
        lines = [
            f"| {letter}-{row} | {name} | 示例店{row} | 通道堵塞 | 整改中 |" for row in (1, 2) if f"{letter}-{row}" != without
        ]
        sheets[name] = "\n".join(
            [
                f"| {name}安全隐患台账 |",
                f"| 填报单位：{name}人民政府 截止日期：{'2026年6月8日' if name == '青溪镇' else day} |",
                "| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 | 整改状态 |",
                *lines,
            ]
        )
    return workbook(sheets)


def units_of(filed: tuple[Filed, ...]) -> list[tuple[str, date | None, dict[str, int]]]:
    return [(each.incoming.reporting_unit, each.incoming.as_of, counts(each)) for each in filed]


def load(desk: Desk, content: bytes, **options: str) -> tuple[Filed, ...]:
    return desk.load(desk.check(content, "四镇.xlsx"), content, **options)


def test_each_units_sheet_of_a_workbook_is_an_upload_of_its_own_day(desk: Desk) -> None:
    filed = load(desk, four_sheets())
    assert units_of(filed) == [
        ("石门镇人民政府", date(2026, 6, 5), {"new": 2}),
        ("永安镇人民政府", date(2026, 6, 5), {"new": 2}),
        ("白鹤镇人民政府", date(2026, 6, 5), {"new": 2}),
        ("青溪镇人民政府", date(2026, 6, 8), {"new": 2}),
    ]
    assert rows(desk, "key", "reporting_unit", "counts_from")[4:6] == [
        ("S-1", "石门镇人民政府", date(2026, 6, 5)),
        ("S-2", "石门镇人民政府", date(2026, 6, 5)),
    ]
    entries = uploads(desk)
    assert sorted(entries["reporting_unit"]) == sorted(f"{name}人民政府" for name in FOUR)
    assert set(entries["row_count"]) == {2}
    assert entries["accepted_at"].is_unique, "two parts for one day have an order"


def test_a_unit_that_reported_in_a_workbook_of_several_is_not_silent(desk: Desk) -> None:
    names = workbook("| 乡镇名称 | 是否应报送 |\n" + "\n".join(f"| {name} | 是 |" for name in (*FOUR, "城关街道")))
    desk.load(desk.check(names, "名录.xlsx"), names)
    load(desk, four_sheets())
    told = desk.ask("uploads/silent_units", {"as_of": date(2026, 6, 9), "unreported_days": 7.0})
    assert dict(zip(told["unit"], told["is_silent"], strict=True)) == dict.fromkeys(FOUR, False) | {"城关街道": True}


def test_a_full_sheet_of_one_unit_in_a_workbook_makes_no_other_units_rows_vanish(desk: Desk) -> None:
    load(desk, four_sheets())
    filed = load(desk, four_sheets(without="Y-2", day="2026-06-07"), mode="replace")
    assert units_of(filed) == [
        ("石门镇人民政府", date(2026, 6, 7), {"same": 2}),
        ("永安镇人民政府", date(2026, 6, 7), {"same": 1, "vanished": 1}),
        ("白鹤镇人民政府", date(2026, 6, 7), {"same": 2}),
        ("青溪镇人民政府", date(2026, 6, 8), {"same": 2}),
    ]
    assert [key for (key,) in rows(desk, "key")] == ["B-1", "B-2", "Q-1", "Q-2", "S-1", "S-2", "Y-1"]


def test_a_workbook_handed_in_twice_is_known_part_by_part(desk: Desk) -> None:
    first = load(desk, four_sheets())
    version = desk.version
    again = load(desk, four_sheets())
    assert [each.accepted and (each.accepted.upload_id, each.accepted.is_repeat) for each in again] == [
        (each.accepted and each.accepted.upload_id, True) for each in first
    ]
    assert len(uploads(desk)) == 4
    assert desk.version == version


def test_undoing_one_part_leaves_the_others_and_it_alone_comes_again(desk: Desk) -> None:
    filed = load(desk, four_sheets())
    assert filed[1].accepted is not None
    desk.undo(filed[1].accepted.upload_id)
    assert [key for (key,) in rows(desk, "key")] == ["B-1", "B-2", "Q-1", "Q-2", "S-1", "S-2"]
    again = load(desk, four_sheets())
    assert [each.accepted and each.accepted.is_repeat for each in again] == [True, False, True, True]
    assert [key for (key,) in rows(desk, "key")][-2:] == ["Y-1", "Y-2"]


def test_a_failure_in_one_part_leaves_nothing_of_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[str] = []

    def breaks_at_the_third(*_: object) -> None:
        met.append("part")
        if len(met) == 3:
            raise OSError("the disk is full")

    monkeypatch.setattr(filing, "add_outside_points", breaks_at_the_third)
    with pytest.raises(OSError, match="full"):
        load(desk, four_sheets())
    assert rows(desk, "key") == []
    assert uploads(desk).empty


SHARED = {
    "石门镇": """
        | 填报单位：石门镇人民政府 截止日期：2026年6月5日 |
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
        | A-1      | 石门镇 | 示例店   | 通道堵塞 | 整改中   |
    """,
    "应急局": """
        | 填报单位：应急管理局 截止日期：2026年6月5日 |
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
        | A-1      | 石门镇 | 示例店   | 通道堵塞 | 已销号   |
        | A-2      | 石门镇 | 示例矿   | 护栏缺失 | 整改中   |
    """,
}


@pytest.mark.parametrize("mode", ["upsert", "replace"])
def test_a_row_in_two_parts_is_new_once_in_the_preview_as_in_the_store(desk: Desk, mode: str) -> None:
    content = workbook(SHARED)
    reading = desk.check(content, "两家.xlsx")
    version = desk.version
    previewed = desk.preview(reading, content, mode=mode)
    assert units_of(previewed) == [
        ("石门镇人民政府", date(2026, 6, 5), {"new": 1}),
        ("应急管理局", date(2026, 6, 5), {"new": 1, "changed": 1, "closed_unproven": 1}),
    ]
    assert desk.version == version, "looking ahead leaves nothing behind"
    assert uploads(desk).empty
    filed = desk.load(reading, content, mode=mode)
    assert units_of(filed) == units_of(previewed)
    assert rows(desk, "key", "status", "reporting_unit") == [
        ("A-1", "closed", "应急管理局"),
        ("A-2", "in_progress", "应急管理局"),
    ]


PLAIN = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
    | P-1      | 石门镇 | 示例店   | 通道堵塞 | 整改中   |
"""


def test_a_sheet_without_a_unit_takes_the_only_one_that_the_file_names(desk: Desk) -> None:
    content = workbook({"石门镇": SHARED["石门镇"], "续表": PLAIN})
    assert units_of(load(desk, content)) == [("石门镇人民政府", date(2026, 6, 5), {"new": 2})]


def test_a_sheet_without_a_unit_beside_two_takes_neither(desk: Desk) -> None:
    content = workbook(SHARED | {"续表": PLAIN})
    assert [unit for unit, _, _ in units_of(load(desk, content))] == ["石门镇人民政府", "应急管理局", ""]


def test_a_unit_that_is_asked_goes_only_to_sheets_that_name_none(desk: Desk) -> None:
    content = workbook(SHARED | {"续表": PLAIN})
    filed = load(desk, content, reporting_unit="住建局")
    assert [unit for unit, _, _ in units_of(filed)] == ["石门镇人民政府", "应急管理局", "住建局"]


def test_a_unit_told_later_makes_the_file_worth_taking_again(desk: Desk) -> None:
    content = workbook(PLAIN)
    load(desk, content)
    filed = load(desk, content, reporting_unit="石门镇人民政府")
    assert [each.accepted and each.accepted.is_repeat for each in filed] == [False]
    assert rows(desk, "key", "reporting_unit") == [("P-1", "石门镇人民政府")]


# --- taking back ---


def test_undoing_is_told_before_it_is_done(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST, as_of="2026-06-01")
    second = hand_in(FIRST.replace("整改中", "已销号").replace("A-2", "A-3"), as_of="2026-06-02")
    assert second.accepted is not None
    version = desk.version
    told = desk.effect_of_undo(second.accepted.upload_id)
    assert (told.ledger, told.returning, told.leaving, told.reappearing) == ("hazard", 1, 1, 0)
    assert desk.version == version
    desk.undo(second.accepted.upload_id)
    assert rows(desk, "key", "status") == [("A-1", "in_progress"), ("A-2", "closed")]


def test_undoing_what_a_later_sheet_replaced_changes_no_row(desk: Desk, hand_in: Sheet) -> None:
    first = hand_in(FIRST, as_of="2026-06-01")
    hand_in(FIRST.replace("整改中", "已销号"), as_of="2026-06-02")
    assert first.accepted is not None
    told = desk.effect_of_undo(first.accepted.upload_id)
    assert (told.returning, told.leaving, told.reappearing) == (0, 0, 0)


def test_undoing_a_full_snapshot_brings_back_what_had_vanished(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST, as_of="2026-06-01", reporting_unit="石门镇")
    shorter = "\n".join(FIRST.splitlines()[:-1])
    snapshot = hand_in(shorter, as_of="2026-06-02", reporting_unit="石门镇", mode="replace")
    assert snapshot.accepted is not None
    told = desk.effect_of_undo(snapshot.accepted.upload_id)
    assert (told.returning, told.leaving, told.reappearing) == (1, 0, 1)
    with pytest.raises(Refusal, match="没有编号为“u0”的上报。"):
        desk.effect_of_undo("u0")


@pytest.mark.usefixtures("clock")
def test_who_took_it_back_and_why_is_kept(desk: Desk, hand_in: Sheet) -> None:
    first = hand_in(FIRST, sent_by="张例")
    assert first.accepted is not None
    desk.undo(first.accepted.upload_id, "李例", "报错了表")
    desk.redo(first.accepted.upload_id, "王例", "表没有错")
    events = desk.ask("uploads/events", {"upload_id": first.accepted.upload_id})
    assert events[["what", "done_by", "reason"]].to_numpy().tolist() == [
        ["redone", "王例", "表没有错"],
        ["undone", "李例", "报错了表"],
        ["accepted", "张例", ""],
    ]


# --- two clocks ---


@pytest.mark.usefixtures("clock")
def test_a_sheet_counts_from_its_own_day(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST, as_of="2026-06-01")
    hand_in(FIRST.replace("整改中", "已销号"), as_of="2026-06-20")
    assert rows(desk, "status", look=Look(as_of=date(2026, 6, 10)))[0] == ("in_progress",)
    assert rows(desk, "status", look=Look(as_of=date(2026, 6, 20)))[0] == ("closed",)
    assert rows(desk, "status", look=Look(as_of=date(2026, 5, 31))) == []


def test_what_was_not_known_yet_does_not_count(desk: Desk, hand_in: Sheet, clock: list[datetime]) -> None:
    clock[0] = datetime(2026, 6, 2, 9)
    hand_in(FIRST, as_of="2026-06-01")
    clock[0] = datetime(2026, 6, 25, 9)
    late = hand_in(FIRST.replace("整改中", "已销号"), as_of="2026-06-05")
    day = date(2026, 6, 10)
    told_then = Look(as_of=day, known_at=datetime(2026, 6, 10, 23, 59))
    assert rows(desk, "status", look=Look(as_of=day))[0] == ("closed",)
    assert rows(desk, "status", look=told_then)[0] == ("in_progress",)

    clock[0] = datetime(2026, 6, 26, 9)
    assert late.accepted is not None
    desk.undo(late.accepted.upload_id)
    assert rows(desk, "status", look=Look(as_of=day))[0] == ("in_progress",)
    assert rows(desk, "status", look=Look(as_of=day, known_at=datetime(2026, 6, 25, 12)))[0] == ("closed",), "the undo came later"


def test_rain_counts_from_its_own_hour_and_not_from_its_upload(desk: Desk, hand_in: Sheet) -> None:
    hand_in("""
        | 站名 | 时间             | 时段长 | 降雨量 |
        | 石门 | 2026-06-25 14:00 | #1     | #12    |
        | 石门 | 2026-06-25 15:00 | #1     | #20    |
    """)
    at_half_past_two = Look(as_of=datetime(2026, 6, 25, 14, 30))
    assert rows(desk, "rain_mm", look=at_half_past_two, ledger="rainfall") == [(12.0,)]
    assert len(rows(desk, "rain_mm", ledger="rainfall")) == 2


# --- the file ---


def test_a_second_process_is_answered_in_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    def held(*_: object, **__: object) -> None:
        raise duckdb.IOException("IO Error: Could not set lock on file: Conflicting lock is held")

    monkeypatch.setattr(duckdb, "connect", held)
    with pytest.raises(StoreBusy, match="数据库正被另一个进程使用。"):
        Store(desk.folder)


def test_the_store_reads_no_other_file_and_fetches_no_extension(desk: Desk) -> None:
    with desk.store.reader() as cursor:
        settings = cursor.execute(
            "select name, value from duckdb_settings() where name in ('enable_external_access', 'autoinstall_known_extensions')"
        ).fetchall()
    assert dict(settings) == {"enable_external_access": "false", "autoinstall_known_extensions": "false"}


def test_a_parameter_that_is_not_of_its_type_is_refused_in_words(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    with pytest.raises(Refusal, match="“hazards/totals”的参数 as_of 不能是“昨天”。它的类型是 DATE。"):
        desk.ask("hazards/totals", {"as_of": "昨天"})
    with pytest.raises(Refusal, match="“hazards/totals”没有参数“colour”。用 questions 查看它的参数。"):
        desk.ask("hazards/totals", {"colour": "red"})


def test_persons_are_hidden_from_those_who_may_not_see_them(desk: Desk, hand_in: Sheet) -> None:
    hand_in("""
        | 乡镇   | 隐患单位 | 隐患描述 | 责任人 |
        | 石门镇 | 示例矿   | 护栏缺失 | 张三丰 |
    """)
    assert list(desk.ask("ledgers/hazard")["owner_person"]) == ["张三丰"]
    assert list(desk.ask("ledgers/hazard", sees_persons=False)["owner_person"]) == ["张**"]


def test_a_store_made_by_an_older_version_gets_the_views_and_rules_of_this_one(desk: Desk, hand_in: Sheet) -> None:
    hand_in(FIRST)
    before = desk.ask("hazards/totals").to_dict("records")
    with desk.store.write() as cursor:
        # As an older version left it: other views, their _now with fewer columns, no rules.
        cursor.execute("create or replace macro hazard_as_of(moment, known_at) as table select key, status from hazard_history")
        cursor.execute("create or replace table hazard_now as from hazard_as_of(timestamp 'infinity', timestamp 'infinity')")
        cursor.execute("drop macro table judged_point")
        cursor.execute("alter table upload_event drop column reason")
        cursor.execute("delete from schema_step where name = '0201_event_reason'")
        cursor.execute("update schema_step set name = 'views 0' where name like 'views %'")
    desk.store.close()
    newer = Desk(desk.folder)
    assert newer.ask("hazards/totals").to_dict("records") == before
    assert newer.ask("flood/points").empty
    newer.undo(newer.ask("uploads/uploads")["upload_id"].iloc[0], "张例", "报错了表")
    assert newer.ask("hazards/totals")["total_count"].iloc[0] == 0
    newer.store.close()


def test_a_store_of_this_version_is_opened_without_making_anything_anew(desk: Desk) -> None:
    with desk.store.reader() as cursor:
        before = cursor.execute("select name, done_at from schema_step order by name").fetchall()
    desk.store.close()
    again = Desk(desk.folder)
    with again.store.reader() as cursor:
        assert cursor.execute("select name, done_at from schema_step order by name").fetchall() == before
    again.store.close()
