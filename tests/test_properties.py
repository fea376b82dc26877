"""What holds for any text, any grid of cells and any day, not only for those we thought of."""

import csv
import io
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as any_

from riskwatch.desk import Desk
from riskwatch.intake.dates import Clock, read_day, read_deadline, read_moment
from riskwatch.intake.numbers import read_degrees, read_number, read_phone, read_share
from riskwatch.intake.reading import Reading
from riskwatch.model.ledger import ledgers
from riskwatch.model.lessons import Lesson
from riskwatch.model.refusal import Refusal
from riskwatch.model.township import Township, townships
from riskwatch.model.words import key, plain, split_unit
from riskwatch.store import filing
from riskwatch.store.question import question, questions
from riskwatch.store.store import Look
from tests.paper import NAMES, context, reading, workbook

# The same examples every time; HYPOTHESIS_PROFILE=wander looks for new ones.
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("wander", max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

CLOCK = Clock(context().county, 2026)
texts = any_.text(max_size=30)
cells = any_.one_of(any_.none(), any_.booleans(), any_.integers(), any_.floats(), any_.dates(), any_.datetimes(), texts)
HEADINGS = sorted({header for known in ledgers() for column in known.columns for header in column.headers})


# One of everything that columns say to each other: a place in three columns, a deadline that counts from a day, a total.
SHUFFLED = [
    ["序号", "隐患编号", "乡镇", "村", "隐患单位", "隐患描述", "隐患等级", "发现时间", "整改时限", "责任单位及责任人", "整改资金（万元）", "整改状态", "经度", "纬度", "我们自己的列"],
    ["1", "A-1", "石门镇", "龙潭村", "示例矿", "护栏缺失", "重大", "2026-06-01", "15日内", "住建局 张三", "12.5", "整改中", "104.06", "30.67", "甲"],
    ["2", "A-2", "永安镇", "", "示例店", "通道堵塞", "一般", "@2026-06-02", "2026年6月底前", "应急局（李四）", "约3", "已整改", "30.5", "104.1", "乙"],
    ["3", "", "天边镇", "", "示例厂", "", "较大", "2026.6.31", "立行立改", "王五", "#-4", "已销号", "0", "0", ""],
    ["4", "A-4", "石门镇", "龙潭村", "", "电线裸露", "", "", "长期坚持", "", "—", "反弹", "", "", "丁"],
]  # fmt: skip

# --- words ---


@given(texts)
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(texts, any_.sampled_from([" ", "　", "\n", "\t", "*", "：", "_"]), any_.integers(0, 30))
def test_a_key_does_not_hear_spaces_or_signs(text: str, sign: str, place: int) -> None:
    assume(
        all(ord(letter) < 0x300 or 0x4E00 <= ord(letter) <= 0x9FFF for letter in text)
    )  # a sign between a letter and its accent parts them
    assert key(text[:place] + sign + text[place:]) == key(text)


@given(texts)
def test_a_heading_without_its_unit_is_never_longer(text: str) -> None:
    words, unit = split_unit(text)
    assert len(words) <= len(plain(text))
    assert unit is None or unit in plain(text)


# --- cells ---


@given(cells)
def test_a_date_is_read_or_says_why_not(cell: Any) -> None:
    if cell is None:
        return
    day = read_day(cell, CLOCK)
    assert day.value is not None or day.problem is not None
    deadline = read_deadline(cell, CLOCK, date(2026, 6, 1))
    assert deadline.kind is not None
    assert deadline.value is not None or deadline.problem is not None or deadline.kind == "continuous"
    moment = read_moment(cell, CLOCK)
    assert moment.value is not None or moment.problem is not None


@given(any_.dates(date(1954, 10, 3), date(2119, 1, 1)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    han = str(day.year).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    ways = [
        day,
        f"{day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        serial,
        f"{day:%Y/%m/%d}",
    ]
    assert {read_day(way, CLOCK).value for way in ways} == {day}
    assert read_day(f"{han}年{day.month}月{day.day}日", CLOCK).value == day


@given(cells)
def test_a_number_is_read_or_says_why_not(cell: Any) -> None:
    if cell is None:
        return
    for read in (read_number, read_share, read_degrees):
        number = read(cell)
        assert number.value is not None or number.problem is not None
    phone, problem = read_phone(cell)
    assert phone is not None or problem is not None


@given(any_.sampled_from(NAMES), any_.text(max_size=6))
def test_a_township_followed_by_anything_is_that_township_or_none(name: str, rest: str) -> None:
    known = townships(Township(each) for each in NAMES)
    match = known.resolve(name + rest)
    assert match is None or match.name == name


# --- sheets ---


@given(any_.lists(any_.lists(any_.one_of(any_.none(), texts, any_.sampled_from(HEADINGS)), max_size=8), max_size=12))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_grid_of_cells_gives_a_reading_and_never_a_crash(grid: list[list[str | None]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([[("" if cell is None else cell) for cell in row] for row in grid])
    _gives_a_reading(written.getvalue().encode("utf-8", "ignore"), "表.csv")


@given(
    any_.lists(any_.sampled_from(HEADINGS), min_size=3, max_size=10, unique=True),
    any_.lists(
        any_.lists(
            any_.one_of(texts, any_.sampled_from(["2021.1", "约31人", "立行立改", "—", "合计", "石门镇", "6月5日", "已整改"])),
            max_size=10,
        ),
        max_size=6,
    ),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_rows_under_known_headings_give_a_reading(headings: list[str], rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([headings, *rows])
    _gives_a_reading(written.getvalue().encode("utf-8", "ignore"), "表.csv")


typed = any_.one_of(
    any_.none(),
    any_.booleans(),
    any_.integers(),
    any_.floats(),
    any_.dates(date(1900, 1, 1), date(9999, 12, 31)),
    any_.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)),
    any_.times(),
    texts,
    any_.sampled_from(HEADINGS),
    any_.sampled_from(["2021.1", "约31人", "立行立改", "—", "合计", "石门镇", "6月5日", "已整改", "=1+1", "104.06,30.67"]),
)
ranges = any_.tuples(any_.integers(0, 12), any_.integers(0, 12), any_.integers(0, 9), any_.integers(0, 9))


@given(
    any_.one_of(any_.just([]), any_.lists(any_.sampled_from(HEADINGS), min_size=2, max_size=9, unique=True)),
    any_.lists(any_.lists(typed, max_size=9), max_size=9),
    any_.lists(ranges, max_size=4),
    any_.lists(any_.integers(0, 12), max_size=3),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_typed_cells_with_merges_anywhere_give_a_reading(
    headings: list[str], rows: list[list[Any]], merges: list[tuple[int, int, int, int]], hidden: list[int]
) -> None:
    _gives_a_reading(_typed_workbook([*([headings] if headings else []), *rows], merges, hidden), "表.xlsx")


def _typed_workbook(rows: list[list[Any]], merges: list[tuple[int, int, int, int]], hidden: list[int]) -> bytes:
    """Return a workbook of cells as their types say; inf and nan are the errors that Excel has for them."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "nan_inf_to_errors": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for row_no, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(row_no, place, cell.encode("utf-8", "ignore").decode())
            else:
                sheet.write(row_no, place, cell)
    for top, bottom, left, right in merges:
        if (top, left) == (bottom, right):
            continue  # one cell is no merge
        with suppress(xlsxwriter.exceptions.OverlappingRange):  # Excel has none such either
            sheet.merge_range(min(top, bottom), min(left, right), max(top, bottom), max(left, right), "并")
    for row_no in hidden:
        sheet.set_row(row_no, None, None, {"hidden": True})
    book.close()
    return made.getvalue()


@given(any_.permutations(range(len(SHUFFLED[0]))))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_columns_never_matters(order: Sequence[int]) -> None:
    as_written = _by_field(range(len(SHUFFLED[0])))
    assert (as_written["ledger"], len(as_written["rows"]), len(as_written["headings"]) > 12) == ("hazard", 4, True)
    assert _by_field(order) == as_written


def _by_field(order: Sequence[int]) -> dict[str, Any]:
    """Return what is read of a sheet whose columns stand in this order, with problems by field instead of by letter."""
    lines = "\n".join("| " + " | ".join(row[place] for place in order) + " |" for row in SHUFFLED)
    (sheet,) = reading(workbook(lines, title=["2026年6月隐患台账", "填报单位：石门镇"])).sheets
    return {
        "ledger": sheet.ledger.name if sheet.ledger else None,
        "unit": sheet.reporting_unit,
        "as_of": sheet.as_of,
        "rows": list(zip(sheet.rows, sheet.keys, sheet.verdicts, strict=True)),
        "values": sheet.values,
        "raws": sheet.raws,
        "extras": sheet.extras,
        "headings": {name: source.header for name, source in sheet.columns.items()},
        "skipped": sheet.skipped,
        "problems": sorted((each.code, each.row, each.field or "", each.says, each.fix) for each in sheet.problems),
    }


@given(any_.binary(max_size=400), any_.sampled_from(["表.xlsx", "表.xls", "表.csv", "表"]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    _gives_a_reading(content, name)


@given(any_.integers(0, 2**32), any_.integers(1, 200), any_.booleans())
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_is_read_or_refused(seed: int, hits: int, is_cut: bool) -> None:
    import random

    chance = random.Random(seed)
    content = bytearray(workbook("| 乡镇 | 隐患单位 | 隐患描述 |\n| 石门镇 | 示例矿 | 护栏缺失 |"))
    for _ in range(hits):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    _gives_a_reading(bytes(content[: chance.randrange(5, len(content))] if is_cut else content), "表.xlsx")


def _read_or_refusal(content: bytes, name: str) -> Reading | Refusal:
    try:
        return reading(content, name)
    except Refusal as refused:
        return refused


def _gives_a_reading(content: bytes, name: str) -> None:
    found = _read_or_refusal(content, name)
    if isinstance(found, Refusal):
        assert found.says
        assert found.fix
        return
    for sheet in found.sheets:
        assert len(sheet.rows) == len(sheet.verdicts) == len(sheet.keys)
        assert all(len(values) == len(sheet.rows) for values in sheet.values.values())
        assert sheet.is_taken or sheet.problems, "a sheet that is not taken says why"
        assert all(each.says and each.fix for each in sheet.problems)


# --- the store ---

FIRST = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 发现时间   | 整改时限   | 整改状态 |
    | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 2026-06-01 | 2026-06-20 | 整改中   |
    | A-2      | 永安镇 | 示例店   | 通道堵塞 | 2026-06-01 | 2026-06-25 | 已销号   |
    | A-3      | 石门镇 | 示例厂   | 电线裸露 | 2026-06-02 | 长期坚持   | 未整改   |
"""
rows = any_.lists(
    any_.tuples(
        any_.sampled_from(["A-1", "A-2", "A-3", "B-1", "B-2"]),
        any_.sampled_from(["石门镇", "永安镇", "青溪镇", "天边镇"]),
        any_.sampled_from(["护栏缺失", "通道堵塞", ""]),
        any_.sampled_from(["2026-06-20", "2026年7月底前", "立行立改", "", "2026.6.31"]),
        any_.sampled_from(["整改中", "已销号", "已整改", "反弹", "", "误报"]),
    ),
    min_size=1,
    max_size=5,
)
TOLD = ("hazards/totals", "hazards/townships", "ledgers/hazard")
ASKED = [each.name for each in questions() if each.name.split("/")[0] in ("hazards", "ledgers", "overview", "map")]


def _sheet(given_rows: list[tuple[str, ...]]) -> bytes:
    lines = "\n".join(
        f"| {code} | {township} | 示例 | {what} | 2026-06-01 | {due} | {status} |"
        for code, township, what, due, status in given_rows
    )
    return workbook(f"| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 | 发现时间 | 整改时限 | 整改状态 |\n{lines}")


def _answers(desk: Desk, look: Look | None = None, names: Sequence[str] = ASKED) -> dict[str, str]:
    return {name: desk.ask(name, look=look).to_csv() for name in names}


def _decided(desk: Desk) -> dict[str, str]:
    """Return what people taught and decided; no upload and no undo may touch it."""
    same = desk.ask("learning/same_rows", {"ledger": "hazard"})
    return {"lessons": desk.ask("learning/lessons").to_csv(), "same rows": same.to_csv()}


@given(rows, any_.sampled_from(["upsert", "replace", "append"]), any_.sampled_from([None, date(2026, 5, 1), date(2026, 6, 26)]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_accepting_and_undoing_brings_every_answer_back(
    desk: Desk, given_rows: list[tuple[str, ...]], mode: str, as_of: date | None
) -> None:
    if desk.ask("uploads/uploads").empty:
        content = workbook(FIRST)
        desk.load(desk.check(content, "一.xlsx", as_of=date(2026, 6, 10)), content)
        desk.teach([Lesson("place", "", "天边镇", "石门镇"), Lesson("word", "hazard_status", "误报", "cancelled")], "张例")
        desk.decide_same("hazard", [("B-1", "A-1", True), ("A-2", "A-3", False)], "张例")
    before = _answers(desk) | _decided(desk)
    assert [len(each.splitlines()) for each in _decided(desk).values()] == [3, 3], "both lessons and both decisions are there"
    content = _sheet(given_rows)
    for filed in desk.load(desk.check(content, "二.xlsx", as_of=as_of), content, mode=mode):
        assert filed.accepted is not None
        desk.undo(filed.accepted.upload_id)
    assert _answers(desk) | _decided(desk) == before


@given(rows, any_.sampled_from(["upsert", "replace", "append"]))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_same_file_twice_is_the_same_file_once(desk: Desk, given_rows: list[tuple[str, ...]], mode: str) -> None:
    content = _sheet(given_rows)
    first = desk.check(content, "同.xlsx", as_of=date(2026, 6, 20))
    desk.load(first, content, mode=mode)
    once, version, uploads = _answers(desk), desk.version, len(desk.ask("uploads/uploads"))
    for again in desk.load(desk.check(content, "同.xlsx", as_of=date(2026, 6, 20)), content, mode=mode):
        assert again.accepted is not None
        assert again.accepted.is_repeat
    assert _answers(desk) == once
    assert (desk.version, len(desk.ask("uploads/uploads"))) == (version, uploads)


@given(any_.lists(any_.tuples(rows, any_.integers(0, 20), any_.sampled_from(["upsert", "replace"])), min_size=2, max_size=3))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_asking_about_a_day_as_known_then_gives_the_answer_that_was_given_then(
    tmp_path_factory: pytest.TempPathFactory, empty_store: Path, uploads: list[tuple[list[tuple[str, ...]], int, str]]
) -> None:
    desk = Desk(shutil.copytree(empty_store, tmp_path_factory.mktemp("told") / "store"))
    moment = datetime(2026, 6, 1, 9)
    told: list[tuple[date, dict[str, str]]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filing, "now", lambda: moment)
        for number, (given_rows, age, mode) in enumerate(uploads):
            moment = datetime(2026, 6, 1 + 3 * number, 9, 0, number)
            content = _sheet(given_rows)
            read = desk.check(content, f"{number}.xlsx", as_of=moment.date() - timedelta(days=age))
            if read.taken:
                desk.load(read, content, mode=mode)
            told.append((moment.date(), _answers(desk, Look(as_of=moment.date()), TOLD)))
    for day, answers in told:
        assert _answers(desk, Look(as_of=day, known_at=datetime.combine(day, datetime.max.time())), TOLD) == answers
    desk.store.close()


# --- questions ---

TODAY = date(2026, 6, 26)
days = any_.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=20))
no_day = any_.none()
hazards = any_.tuples(days | no_day, days | no_day, days | any_.sampled_from([date(1900, 1, 1), date(9999, 12, 31)]))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_.lists(hazards, max_size=30))
def test_a_week_tells_what_its_last_day_tells(
    bench: duckdb.DuckDBPyConnection, found_due_until: list[tuple[date | None, date | None, date]]
) -> None:
    bench.execute("delete from hazard_now")
    for row in found_due_until:
        bench.execute("insert into hazard_now (found_on, due_on, open_until, is_counted) values ($1, $2, $3, true)", row)
    asked = {"township": None, "severity": None, "source": None}
    weeks = bench.execute(question("hazards/weeks").sql, asked | {"as_of": TODAY, "week_count": 4}).fetchall()
    assert [week[0] for week in weeks] == [TODAY - timedelta(days=7 * ago) for ago in (3, 2, 1, 0)]
    for end, found_count, closed_count, open_count, overdue_count in weeks:
        start = end - timedelta(days=7)
        known = [(found, due, until) for found, due, until in found_due_until if found is None or found <= end]
        still_open = [(due, until) for _, due, until in known if until > end]
        assert found_count == sum(found is not None and found > start for found, _, _ in known)
        assert closed_count == sum(start < until <= end for _, _, until in known)
        assert open_count == len(still_open)
        assert overdue_count == sum(due is not None and due < end for due, _ in still_open)
        totals = bench.execute(question("hazards/totals").sql, asked | {"as_of": end, "due_soon_days": 7})
        names = [column[0] for column in totals.description]
        told = dict(zip(names, totals.fetchone() or (), strict=True))
        assert (told["open_count"], told["overdue_count"]) == (open_count, overdue_count)
