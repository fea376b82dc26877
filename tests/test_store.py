"""Is what was filed kept, superseded, taken back and asked again as it was?"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from riskwatch.desk import Desk, Filed
from riskwatch.model.refusal import Refusal
from riskwatch.store import filing
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
    assert counts(previewed) == {"changed": 1, "same": 1}
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
    assert counts(filed) == {"changed": 1}
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
    with pytest.raises(Refusal, match="“hazards/totals”的参数不对"):
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
