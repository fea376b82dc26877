"""Does an exported table say what the ledger says, and can none of its texts become a formula?"""

import csv
import io
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as any_
from openpyxl.utils.escape import unescape

from riskwatch.desk import Desk
from riskwatch.intake.outgoing import from_csv, in_csv
from riskwatch.intake.template import template
from riskwatch.model.files import ROOT
from riskwatch.model.ledger import ledger
from riskwatch.ui import house
from riskwatch.ui.page import as_xlsx
from tests.lines import run
from tests.paper import reading, workbook

STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
BAD = [f"{start}cmd|'/C calc'!A0" for start in STARTS]
READ = [text.strip() for text in BAD]  # what a ledger keeps of them: spaces before a text are none of it
GOOD = ["-", "—", "甲=乙", "1-2", "'90年代", "平常的字"]


def in_xml(content: bytes, part: str = "xl/worksheets/sheet1.xml") -> ElementTree.Element:
    """Return a sheet as its XML says it; a broken one fails here."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
        return ElementTree.fromstring(package.read(part))


def assert_no_formula(content: bytes) -> None:
    """Hold a workbook to it: no formula in any sheet, and every text that could be one is quoted."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    for part in parts:
        assert in_xml(content, part).findall(".//{*}f") == []
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.data_type == "s"
            text = unescape(cell.value)  # _x000D_ is how a workbook writes what XML cannot
            could_be = text.startswith(STARTS) and text != "-"
            assert bool(cell.quotePrefix) == could_be, (cell.coordinate, cell.value)


@pytest.fixture
def shown(empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A board over an empty store."""
    monkeypatch.setenv("RISKWATCH_STORE", str(shutil.copytree(empty_store, tmp_path / "shown")))
    yield
    house.keeper.close()


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk whose ledger holds every bad text and every good one, handed in as a .csv that defuses them."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(["序号", "隐患编号", "乡镇", "隐患单位", "隐患描述", "备注", "=自己的列"])
    for number, text in enumerate([*BAD, *GOOD], start=1):
        lines.writerow([number, f"A-{number:02}", "石门镇", "示例矿", in_csv(f"{text}护栏"), in_csv(text), in_csv(text)])
    content = written.getvalue().encode()
    desk.load(desk.check(content, "报来.csv"), content)
    return desk


# --- .xlsx ---


@pytest.mark.usefixtures("shown")
def test_texts_are_exported_as_they_are_and_never_as_formulas() -> None:
    texts = [*BAD, *GOOD, None]
    content = as_xlsx(pd.DataFrame({"隐患描述": texts, "=条数": range(len(texts))}), "=隐患清单")
    assert_no_formula(content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content))["明细"].iter_rows(min_row=3))
    assert [row[0].value and unescape(row[0].value) for row in rows] == ["隐患描述", *texts]
    assert [bool(row[0].quotePrefix) for row in rows[1:-1]] == [True] * len(BAD) + [False] * len(GOOD)
    assert [row[1].value for row in rows] == ["=条数", *range(len(texts))]
    assert rows[0][1].quotePrefix


@pytest.mark.usefixtures("shown")
def test_negative_numbers_stay_numbers_and_the_text_of_one_stays_text() -> None:
    content = as_xlsx(pd.DataFrame({"数": [-5, -0.5], "字": ["-5", "-"]}), "数")
    first, second = openpyxl.load_workbook(io.BytesIO(content))["明细"].iter_rows(min_row=4)
    assert [(cell.value, cell.data_type, bool(cell.quotePrefix)) for cell in first] == [(-5, "n", False), ("-5", "s", True)]
    assert [(cell.value, cell.data_type, bool(cell.quotePrefix)) for cell in second] == [(-0.5, "n", False), ("-", "s", False)]


@pytest.mark.usefixtures("shown")
def test_no_sign_breaks_the_file_and_a_text_too_long_for_a_cell_says_that_it_is_cut() -> None:
    odd = "".join(map(chr, range(32))) + "\x7f\x85\ud800\udfff\ufffe\uffff"
    content = as_xlsx(pd.DataFrame({"字": [f"{odd}完", "护" * 40_000]}, dtype=object), odd)
    in_xml(content)
    first, second = (row[0].value for row in openpyxl.load_workbook(io.BytesIO(content))["明细"].iter_rows(min_row=4))
    assert unescape(first).startswith("".join(map(chr, range(9))))
    assert first.endswith("\x7f\x85\ufffd\ufffd\ufffd\ufffd完")
    assert len(second) == 32_767
    assert second.endswith("护…（后面的放不下）")


def test_a_sheet_in_the_offices_own_headings_is_defused_and_comes_back_unchanged(told: Desk) -> None:
    (upload_id,) = told.ask("uploads/uploads")["upload_id"]
    name, content = told.own_sheet(upload_id)
    assert_no_formula(content)
    (back,) = told.check(content, name).taken
    assert back.values["remark"] == [*READ, None, None, *GOOD[2:]]
    assert [each["=自己的列"] for each in back.extras] == [*BAD, *GOOD]
    (filed,) = told.preview(told.check(content, name), content)
    assert filed.effect is not None
    assert {kind: count for kind, count in filed.effect.counts().items() if count} == {"same": len(BAD) + len(GOOD)}


def test_a_template_with_townships_that_look_like_formulas_is_defused() -> None:
    content = template(ledger("hazard"), ["=石门镇", "@永安镇", "-", *(f"+第{number}镇" for number in range(200))])
    assert_no_formula(content)
    lists = openpyxl.load_workbook(io.BytesIO(content))["词表"]
    assert "=石门镇" in [cell.value for column in lists.columns for cell in column]


def test_the_command_line_writes_the_same_files(told: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(told.folder))
    (upload_id,) = told.ask("uploads/uploads")["upload_id"]
    told.store.close()
    assert run("export", upload_id, tmp_path / "own.xlsx").status == 0
    assert run("template", "hazard", tmp_path / "empty.xlsx").status == 0
    for name in ("own.xlsx", "empty.xlsx"):
        assert_no_formula((tmp_path / name).read_bytes())


# --- .csv ---


def test_an_answer_as_csv_is_defused_and_its_numbers_are_not(told: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(told.folder))
    told.store.close()
    out = run("ask", "ledgers/hazard", "--csv").out
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["remark"] for row in rows[: len(BAD)]] == [in_csv(text) for text in READ]
    assert [row["remark"] for row in rows[len(BAD) :]] == ["", "", *GOOD[2:]]
    assert [cell for row in rows for cell in row.values() if cell.startswith(STARTS) and cell != "-"] == []


def test_a_defused_cell_that_is_handed_in_again_is_the_text_that_it_was() -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(
        [
            ["隐患编号", "乡镇", "隐患单位", "隐患描述"],
            *([f"A-{n}", "石门镇", "示例矿", in_csv(text)] for n, text in enumerate(BAD)),
        ]
    )
    assert written.getvalue().count("'") == 2 * len(BAD) + len(BAD)
    (sheet,) = reading(written.getvalue().encode(), "回来.csv").taken
    assert sheet.values["description"] == READ


@given(any_.one_of(any_.text(max_size=6), any_.text("'=+-@\t\r\0甲", max_size=6)))
def test_whatever_is_written_as_csv_comes_back(text: str) -> None:
    there = in_csv(text)
    assert there == "-" or not there.startswith(STARTS)
    assert from_csv(there) == text


@given(any_.one_of(any_.integers(), any_.floats(), any_.booleans(), any_.none()))
def test_what_is_no_text_is_never_defused(value: object) -> None:
    assert in_csv(value) is value


def test_a_csv_with_an_apostrophe_of_its_own_keeps_it() -> None:
    (sheet,) = reading("隐患编号,乡镇,隐患单位,隐患描述\nA-1,石门镇,示例矿,'90年代的护栏\n".encode(), "表.csv").taken
    assert sheet.values["description"] == ["'90年代的护栏"]


# --- every way out ---


def test_no_export_goes_past_the_one_place_for_texts() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), what)
        for folder in ("riskwatch", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for what in (
            ".write_string(",
            ".to_csv(",
            ".to_excel(",
            "csv.writer(",
            ".write_row(",
            ".write_column(",
            ".write_formula(",
        )
        if what in path.read_text("utf-8")
    }
    assert found == {
        ("riskwatch/intake/outgoing.py", ".write_string("),
        ("riskwatch/intake/outgoing.py", "csv.writer("),
        ("riskwatch/counter.py", ".to_csv("),
    }


def test_a_tables_own_csv_button_is_off() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["client"]["disableDataExport"] is True


def test_a_sheet_of_the_sample_still_reads_the_same() -> None:
    (sheet,) = reading(
        workbook("| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 | 备注 |\n| A-1 | 石门镇 | 示例矿 | 护栏缺失 | - |")
    ).taken
    assert sheet.values["remark"] == [None]
