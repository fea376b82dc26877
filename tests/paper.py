"""Sheets for tests, written as the tables that they are.

``#`` before a cell makes it a number (``#44352``), ``@`` a true date (``@2026-06-05``); everything else is text.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from riskwatch.desk import county_of
from riskwatch.intake.read import read
from riskwatch.intake.reading import Context, Reading, SheetReading
from riskwatch.model.files import DATA
from riskwatch.model.township import Township, townships

TODAY = date(2026, 6, 26)
NAMES = ("石门镇", "永安镇", "青溪镇", "青岩土家族乡", "白鹤镇", "城关街道")


def grid(table: str) -> list[list[str]]:
    r"""Return the cells of a table written with bars. ``\n`` in a cell is a line break."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    return [[cell.strip().replace("\\n", "\n") for cell in line.strip("|").split("|")] for line in lines]


def workbook(
    tables: str | Mapping[str, str],
    *,
    title: Sequence[str] = (),
    merges: Sequence[str] = (),
    hidden: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
) -> bytes:
    """Return a .xlsx. ``title`` rows stand above the first table; ``merges`` are Excel's ranges; ``hidden`` names sheets."""
    written = {"Sheet1": tables} if isinstance(tables, str) else dict(tables)
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 6, 26)})  # the same table is the same bytes
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, (name, table) in enumerate(written.items()):
        sheet = book.add_worksheet(name)
        rows = [[each] for each in title] + grid(table) if place == 0 else grid(table)
        for row_no, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, row_no, column, cell, day_format)
        for each in merges if place == 0 else ():
            _merge(sheet, each, rows)
        for row_no in hidden_rows if place == 0 else ():
            sheet.set_row(row_no - 1, None, None, {"hidden": True})
        if name in hidden:
            sheet.hide()
    book.close()
    return made.getvalue()


def _write(sheet: Any, row: int, column: int, cell: str, day_format: Any) -> None:
    if not cell:
        return
    if cell.startswith("#"):
        sheet.write_number(row, column, float(cell[1:]))
    elif cell.startswith("@"):
        sheet.write_datetime(row, column, datetime.fromisoformat(cell[1:]), day_format)
    else:
        sheet.write_string(row, column, cell)


def _merge(sheet: Any, written: str, rows: list[list[str]]) -> None:
    first, _, last = written.partition(":")
    (first_row, first_column), (last_row, last_column) = (_place(each) for each in (first, last))
    text = rows[first_row][first_column] if first_column < len(rows[first_row]) else ""
    sheet.merge_range(first_row, first_column, last_row, last_column, text)


def _place(written: str) -> tuple[int, int]:
    letters = written.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(written[len(letters) :]) - 1, column - 1


def context(*, names: Sequence[str] = NAMES, as_of: date | None = None) -> Context:
    """Return what the reader knows of a county of a few townships, on 26 June 2026."""
    known = townships((Township(name) for name in names), "云岭县")
    return Context(county_of(DATA / "samples" / "yunling"), TODAY, known, as_of)


def reading(content: bytes, name: str = "表.xlsx", *, only: str | None = None, **known: Any) -> Reading:
    """Read a whole file."""
    return read(content, name, context(**known), only=only)


def sheet_of(
    table: str, *, only: str | None = None, name: str = "表.xlsx", as_of: date | None = None, **paper: Any
) -> SheetReading:
    """Read a workbook of one sheet."""
    (found,) = reading(workbook(table, **paper), name, only=only, as_of=as_of).sheets
    return found


def said(sheet: SheetReading) -> list[str]:
    """Return every problem as its reader sees it: cell, sentence and cure."""
    return [f"{each.address} {each.says}{each.fix}" for each in sheet.problems]


def column(sheet: SheetReading, name: str) -> list[object]:
    """Return the values of one column."""
    return list(sheet.values[name])
