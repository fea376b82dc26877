"""Is every ugly workbook of tests/sheets read as the rules say: ledger, head, values, skipped rows, each problem at its cell, no other?"""

import io
import re
import zipfile
from pathlib import Path

import pytest

from benchmarks import accuracy
from riskwatch.model.problem import sentences
from tests.corpus import CATEGORIES, SHEETS, expected_files, judge, load
from tests.sheets.generate import written

BOOKS = expected_files()


def names(paths: list[Path]) -> list[str]:
    return [path.name.removesuffix(".expected.toml") for path in paths]


@pytest.mark.parametrize("path", BOOKS, ids=names(BOOKS))
def test_a_workbook_is_read_as_the_rules_say(path: Path) -> None:
    outcome = judge(load(path))
    assert outcome.missed == []
    assert outcome.false == []


def test_enough_is_planted_in_every_category_and_each_is_told_of() -> None:
    planted = accuracy.judged().planted
    assert set(planted) == set(CATEGORIES)
    assert [category for category, count in planted.items() if count < 5] == []
    assert sum(planted.values()) >= 700
    assert len(BOOKS) >= 25


def test_the_workbooks_are_what_their_script_makes() -> None:
    made = written()
    kept = {path.name: path.read_bytes() for path in SHEETS.iterdir() if path.is_file() and path.suffix != ".py"}
    assert sorted(made) == sorted(kept)
    assert [name for name, content in made.items() if unpacked(content) != unpacked(kept[name])] == []


def unpacked(content: bytes) -> object:
    """Return the parts of a package with their days; how tightly they are packed is the packing library's matter."""
    if content[:4] != b"PK\x03\x04" or not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [(part.filename, part.date_time, package.read(part)) for part in package.infolist()]


def test_two_runs_of_the_script_make_the_same_bytes() -> None:
    assert written() == written()


def test_the_workbooks_and_their_readings_know_nothing_of_the_product() -> None:
    for path in (
        SHEETS / name for name in ("generate.py", "book.py", "books_cells.py", "books_files.py", "books_sheets.py", "shifts.py")
    ):
        assert re.findall(r"^\s*(?:from|import)\s+riskwatch", path.read_text("utf-8"), re.MULTILINE) == []


def test_every_problem_that_is_expected_is_a_problem_that_can_be_told() -> None:
    books = [load(path) for path in BOOKS]
    planted = [item for book in books for part in (book, *book.get("sheet", ())) for item in part.get("planted", ())]
    assert {code for item in planted for code in item.get("code", "").split()} - set(sentences()) == set()


def test_the_page_on_accuracy_is_what_the_measurement_makes() -> None:
    assert accuracy.DOCUMENT.read_text("utf-8") == accuracy.document(accuracy.judged())
