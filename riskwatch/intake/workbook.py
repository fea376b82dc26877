"""From the bytes of a .xlsx, .xls or .csv to grids of typed cells, with merges and what is hidden.

Reads nothing of what the cells mean. Raises Refusal for what is not a workbook at all.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

import python_calamine as calamine
import xlrd

from riskwatch.intake.beside import NOTHING_BESIDE, Beside, beside
from riskwatch.intake.outgoing import from_csv
from riskwatch.intake.package import BROKEN_ZIP, Extent, column_number, is_crowded, open_package
from riskwatch.model.limits import MB, limits
from riskwatch.model.problem import refusal

Cell = str | int | float | bool | date | datetime | None
Grid = list[list[Cell]]

_WIDEST = 16_384  # columns of Excel
_CLOCK_TIMES = frozenset({time, timedelta})
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED, _WITH_MACROS = (name.encode("utf-16-le") for name in ("EncryptedPackage", "_VBA_PROJECT_CUR"))
# ="0017" and '0017 are how a .csv is told to keep a text.
_AS_TEXT, _TEXT_MARKS = re.compile(r'^(?:="([^"]*)"|\'(\d+))$'), frozenset("='")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, counted from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it lies in the file. Rows may be of different length."""

    name: str
    grid: Grid
    merges: tuple[Merge, ...] = ()
    is_visible: bool = True
    has_hidden: bool = False
    is_untyped: bool = False
    beside: Beside = NOTHING_BESIDE


def letter(column: int) -> str:
    """Return Excel's letters for a column counted from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position_of(letters: str) -> int:
    """Return a column's number, counted from 0.

    >>> position_of("A"), position_of("AA")
    (0, 26)
    """
    return column_number(letters.encode()) - 1


def open_workbook(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    """Read every sheet of a file. Raises Refusal when it is empty, locked, too large or no workbook, or holds what no sheet needs."""
    if not content.strip():
        raise refusal("file_empty", file=file_name)
    if len(content) > limits().file_mb * MB:
        raise refusal("file_too_large", file=file_name, limit=limits().file_mb)
    sheets = _open(content, file_name)
    for sheet in sheets:
        _settle_cells(sheet, file_name)
    return sheets


def _open(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    if content[:4] == b"PK\x03\x04":
        return _open_zip(content, file_name)
    if content[:8] == _OLE:
        if _ENCRYPTED in content:
            raise refusal("file_locked", file=file_name)
        if _WITH_MACROS in content:
            raise refusal("file_with_macros", file=file_name)
        return _open_xls(content, file_name)  # calamine gives up the whole process on some damaged .xls (measured)
    if file_name.lower().endswith((".xlsx", ".xls", ".et")) and _looks_binary(content):
        raise refusal("file_unreadable", file=file_name)
    return (_open_csv(content, file_name),)


def _settle_cells(sheet: Sheet, file_name: str) -> None:
    """Turn times of day into texts, and refuse what no spreadsheet writes and its own XML did not tell: cells without addresses."""
    most, widest = limits().cell_characters, max(map(len, sheet.grid), default=0)
    if widest > limits().columns:
        last = max((place for row in sheet.grid for place, cell in enumerate(row) if cell not in ("", None)), default=0)
        _refuse_far_contents(sheet.name, Extent(0, last + 1, 0, has_hidden=False), file_name)
    rows = len(sheet.grid)
    area = sum(
        (min(each.last_row, rows) - each.first_row + 1) * (each.last_column - each.first_column + 1) for each in sheet.merges
    )
    if area > (rows + 1) * _WIDEST:
        raise refusal("file_unreadable", file=file_name)  # merged cells lie over one another
    distinct = set(chain.from_iterable(sheet.grid))  # looked through once; the cells themselves only where there is a reason
    if not _CLOCK_TIMES.isdisjoint(map(type, distinct)):
        for row in sheet.grid:
            for position, cell in enumerate(row):
                if cell.__class__ in _CLOCK_TIMES:
                    row[position] = str(cell)
    if max((len(each) for each in distinct if each.__class__ is str), default=0) <= most:
        return
    for row_no, row in enumerate(sheet.grid, start=1):
        for position, cell in enumerate(row):
            if cell.__class__ is str and len(cell) > most:
                address = f"{letter(position)}{row_no}"
                raise refusal(
                    "cell_too_long", file=file_name, sheet=sheet.name, cell=address, count=f"{len(cell):,}", limit=f"{most:,}"
                )


def _refuse_far_contents(name: str, extent: Extent, file_name: str) -> None:
    allowed = limits()
    if extent.rows > allowed.rows or extent.rows_written > allowed.rows or extent.rows * extent.columns > allowed.cells:
        rows = min(max(extent.rows, extent.rows_written), allowed.rows + 1)  # nobody counts on
        column = letter(extent.columns - 1)
        raise refusal("sheet_too_far", file=file_name, sheet=name, row=rows, column=column)
    if extent.columns > allowed.columns:
        raise refusal("sheet_too_wide", file=file_name, sheet=name, column=letter(extent.columns - 1), limit=allowed.columns)


def _looks_binary(content: bytes) -> bool:
    return b"\0" in content[:4096]


def _open_zip(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    if is_crowded(content):
        raise refusal("file_too_large", file=file_name, limit=limits().file_mb)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            extents = open_package(package, file_name)
            besides = beside(package)
    except BROKEN_ZIP as broken:
        raise refusal("file_unreadable", file=file_name) from broken
    for name, extent in extents.items():
        _refuse_far_contents(name, extent, file_name)
    hidden = {name for name, extent in extents.items() if extent.has_hidden}
    return _open_calamine(content, file_name, hidden=hidden, besides=besides)


def _open_calamine(content: bytes, file_name: str, *, hidden: set[str], besides: Mapping[str, Beside]) -> tuple[Sheet, ...]:
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(
                _sheet(workbook.get_sheet_by_name(about.name), about, hidden, besides)
                for about in workbook.sheets_metadata
                if about.typ == calamine.SheetTypeEnum.WorkSheet
            )
    except calamine.PasswordError as locked:
        raise refusal("file_locked", file=file_name) from locked
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as broken:
        raise refusal("file_unreadable", file=file_name) from broken
    except BaseException as panicked:
        if type(panicked).__name__ != "PanicException":  # the reader's own bug on a damaged file; it is no Exception
            raise
        raise refusal("file_unreadable", file=file_name) from panicked


def _sheet(
    sheet: calamine.CalamineSheet, about: calamine.SheetMetadata, hidden: set[str], besides: Mapping[str, Beside]
) -> Sheet:
    grid: Grid = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    merges = tuple(
        Merge(first_row, first_column, last_row, last_column)
        for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ()
    )
    return Sheet(
        name=about.name,
        grid=grid,
        merges=merges,
        is_visible=about.visible == calamine.SheetVisibleEnum.Visible,
        has_hidden=about.name in hidden,
        beside=besides.get(about.name, NOTHING_BESIDE),
    )


def _open_xls(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    try:
        with xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO()) as book:
            return tuple(_sheet_of_xls(sheet, book.datemode) for sheet in book.sheets())
    except Exception as broken:  # a damaged file breaks this reader in a dozen ways
        if isinstance(broken, xlrd.XLRDError) and "encrypted" in str(broken).lower():
            raise refusal("file_locked", file=file_name) from broken
        raise refusal("file_unreadable", file=file_name) from broken


def _sheet_of_xls(sheet: xlrd.sheet.Sheet, date_mode: int) -> Sheet:
    hidden_rows = any(row.hidden for row in sheet.rowinfo_map.values())
    return Sheet(
        name=sheet.name,
        grid=[[_cell_of_xls(cell, date_mode) for cell in sheet.row(row)] for row in range(sheet.nrows)],
        merges=tuple(Merge(first, left, last - 1, right - 1) for first, last, left, right in sheet.merged_cells),
        is_visible=sheet.visibility == 0,
        has_hidden=hidden_rows or any(column.hidden for column in sheet.colinfo_map.values()),
        beside=_beside_xls(sheet),
    )


def _beside_xls(sheet: xlrd.sheet.Sheet) -> Beside:
    """Return errors and comments of an old workbook; its colours are not looked at."""
    errors = {
        (row, column): ("cell_error", xlrd.error_text_from_code.get(cell.value, ""))
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row(row))
        if cell.ctype == xlrd.XL_CELL_ERROR
    }
    return Beside(errors, {place: note.text.strip() for place, note in sheet.cell_note_map.items() if note.text.strip()})


def _cell_of_xls(cell: xlrd.sheet.Cell, date_mode: int) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        if cell.value < 1:
            return str(xlrd.xldate_as_datetime(cell.value, date_mode).time())
        moment: datetime = xlrd.xldate_as_datetime(cell.value, date_mode)
        return moment.date() if cell.value == int(cell.value) else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return "" if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR) else cell.value


def _open_csv(content: bytes, file_name: str) -> Sheet:
    text = _decode(content, file_name)
    first_lines = "\n".join(text[:200_000].splitlines()[:20])
    delimiter = max(",\t;", key=first_lines.count)
    csv.field_size_limit(limits().file_mb * MB)  # a quotation mark that is never closed takes the rest of the file into one cell
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        grid: Grid = list(_lines_of(lines, file_name))
        if "'" in text or "=" in text:
            grid = [[_as_text(str(cell)) for cell in line] for line in grid]
    except csv.Error as broken:
        raise refusal("file_unreadable", file=file_name) from broken
    return Sheet(name=file_name.rsplit(".", 1)[0], grid=grid, is_untyped=True)


def _as_text(cell: str) -> str:
    """Return the text that a .csv was told to keep; what we defused ourselves becomes what it was."""
    return _AS_TEXT.sub(r"\1\2", cell) if cell[:1] in _TEXT_MARKS and _AS_TEXT.match(cell) else from_csv(cell)


def _lines_of(lines: Iterable[list[str]], file_name: str) -> Iterator[list[Cell]]:
    """Return the lines up to the last that says something. Raises Refusal where that is farther than a sheet goes."""
    name, empty, allowed = file_name.rsplit(".", 1)[0], 0, limits()
    for number, line in enumerate(lines, start=1):
        while line and not line[-1]:
            line.pop()
        if not line:
            empty += 1
            continue
        if number > allowed.rows or len(line) > allowed.columns or number * len(line) > allowed.cells:
            _refuse_far_contents(name, Extent(number, len(line), 0, has_hidden=False), file_name)
        yield from ([] for _ in range(empty))
        empty = 0
        yield list(line)


def _decode(content: bytes, file_name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text.replace("'\0", ""):  # our own export writes one so; anywhere else it is no text
            return text
    raise refusal("file_unreadable", file=file_name)
