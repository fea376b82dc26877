"""From the bytes of a .xlsx, .xls or .csv to grids of typed cells, with merges and what is hidden.

Reads nothing of what the cells mean. Raises Refusal for what is not a workbook at all.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

import python_calamine as calamine
import xlrd

from riskwatch.intake.beside import NOTHING_BESIDE, Beside, beside
from riskwatch.model.problem import sentences
from riskwatch.model.refusal import Refusal

Cell = str | int | float | bool | date | datetime | None
Grid = list[list[Cell]]

_LARGEST = 50 * 1024 * 1024
_LARGEST_UNPACKED = 1024 * 1024 * 1024
_MOST_PARTS = 2000
_CLOCK_TIMES = frozenset({time, timedelta})
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# What zipfile raises for damaged packages; RuntimeError is a password of the package itself.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ElementTree.ParseError,
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_CELLS = 40_000_000  # about a gigabyte while it is read; a million rows of forty columns
_ROW_NUMBER = re.compile(rb'<row\b[^>]*?\br="(\d{1,7})"')
# A pattern that begins with plain letters is searched four times as fast; the other serves files that break lines inside a tag.
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d')
_FAR_COLUMN_ANY_SPACE = re.compile(rb'\sr="([A-Z]{2,3})\d')
_ODD_SPACE = (b'\tr="', b'\nr="', b'\rr="')
# ="0017" and '0017 are how a .csv is told to keep a text.
_AS_TEXT, _TEXT_MARKS = re.compile(r'^(?:="([^"]*)"|\'(\d.*))$'), frozenset("='")
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col\b[^>]*\bhidden="(?:1|true)"')


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
    return _column_number(letters.encode()) - 1


def open_workbook(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    """Read every sheet of a file. Raises Refusal when it is empty, locked, too large or no workbook."""
    if not content.strip():
        raise refusal("file_empty", file=file_name)
    if len(content) > _LARGEST:
        raise refusal("file_too_large", file=file_name, limit=_LARGEST // 1024 // 1024)
    if content[:4] == b"PK\x03\x04":
        return _open_zip(content, file_name)
    if content[:8] == _OLE:
        if _ENCRYPTED in content:
            raise refusal("file_locked", file=file_name)
        return _open_xls(content, file_name)  # calamine gives up the whole process on some damaged .xls (measured)
    if file_name.lower().endswith((".xlsx", ".xls", ".et")) and _looks_binary(content):
        raise refusal("file_unreadable", file=file_name)
    return (_open_csv(content, file_name),)


def refusal(code: str, **facts: object) -> Refusal:
    """Make a Refusal from the catalogue of sentences."""
    sentence = sentences()[code]
    return Refusal(sentence.says.format(**facts), sentence.fix.format(**facts))


def _looks_binary(content: bytes) -> bool:
    return b"\0" in content[:4096]


def _open_zip(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
                raise refusal("file_too_large", file=file_name, limit=_LARGEST // 1024 // 1024)
            if not any(name.startswith("xl/") for name in names):
                kind = "Word 文档" if any(name.startswith("word/") for name in names) else "其他文件"
                raise refusal("file_other_kind", file=file_name, kind=kind)
            hidden, besides = _look_through(package, file_name)
    except BROKEN_ZIP as broken:
        raise refusal("file_unreadable", file=file_name) from broken
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
    for row in grid:
        for column, cell in enumerate(row):
            if cell.__class__ in _CLOCK_TIMES:
                row[column] = str(cell)
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


def _look_through(package: zipfile.ZipFile, file_name: str) -> tuple[set[str], dict[str, Beside]]:
    """Return the names of sheets with hidden rows or columns, and what sheets keep beside their values; calamine does not tell.

    Raises Refusal for a cell so far out that calamine, which makes room for every cell before it, would end the process.
    """
    targets = {}
    for link in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels")):
        target = link.attrib.get("Target", "").removeprefix("/")
        targets[link.attrib.get("Id")] = target if target.startswith("xl/") else f"xl/{target}"
    found = set()
    besides = {}
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
        link_id = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        part = targets.get(link_id)
        if part is None or part not in package.namelist():
            continue
        has_hidden, rows, columns = _extent(package, part)
        if rows * columns > _MOST_CELLS:
            name = sheet.attrib["name"]
            raise refusal("sheet_too_far", file=file_name, sheet=name, row=rows, column=letter(columns - 1))
        if has_hidden:
            found.add(sheet.attrib["name"])
        besides[sheet.attrib["name"]] = beside(package, part)
    return found, besides


def _extent(package: zipfile.ZipFile, part: str) -> tuple[bool, int, int]:
    """Return whether a sheet has hidden rows or columns, its last row, and its last column (26 when it is before AA)."""
    rest, has_hidden, rows, columns = b"", False, 0, 26
    with package.open(part) as stream:
        while chunk := stream.read(1 << 22):
            window = rest + chunk
            if not has_hidden and b"hidden=" in window:
                has_hidden = bool(_HIDDEN_ROW.search(window) or _HIDDEN_COLUMN.search(window))
            rows = max(rows, max(map(int, _ROW_NUMBER.findall(window)), default=0))
            far = _FAR_COLUMN_ANY_SPACE if any(each in window for each in _ODD_SPACE) else _FAR_COLUMN
            columns = max(columns, max(map(_column_number, set(far.findall(window))), default=0))
            rest = window[-1024:]
    return has_hidden, rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number


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
    first_lines = "\n".join(text.splitlines()[:20])
    delimiter = max(",\t;", key=first_lines.count)
    try:
        grid: Grid = [
            [_AS_TEXT.sub(r"\1\2", cell) if cell[:1] in _TEXT_MARKS else cell for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as broken:
        raise refusal("file_unreadable", file=file_name) from broken
    return Sheet(name=file_name.rsplit(".", 1)[0], grid=grid, is_untyped=True)


def _decode(content: bytes, file_name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refusal("file_unreadable", file=file_name)
