"""A clerk's own workbook back with its faults marked: wrong cells red with a comment, 错误信息 as last column, 核对结果 in front.

No cell changes its address. The clerk's own comments stay; what a cell looked like is remembered, so that the marks can be taken
off again when the copy comes back.
"""

import copy
import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.numbers import FORMAT_DATE_YYYYMMDD2
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from riskwatch.intake.beside import NOTHING_BESIDE
from riskwatch.intake.carry import carried, dropped
from riskwatch.intake.marks import HEAD_ROWS, errors_column, is_sign, without_marks
from riskwatch.intake.outgoing import may_be_formula
from riskwatch.intake.reading import Correction, Reading, SheetReading
from riskwatch.intake.workbook import Merge, Sheet, open_workbook, position_of
from riskwatch.model.marking import BETWEEN, author_of_ours, marking, own_comment
from riskwatch.model.problem import Problem, sentences

_LISTED = 5000
_LAST_COLUMN = 16384
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_WEIGHTS = ("file", "row", "note")


def marked(content: bytes, file_name: str, reading: Reading, checked_at: datetime) -> bytes:
    """Return the workbook with the faults of its reading marked, as .xlsx. A .xls or .csv comes back as a plain copy.

    ``reading`` needs no values: sheets, rows, verdicts, skipped rows and problems are enough.
    """
    lost: list[str] = []
    book = None
    if content[:2] == b"PK":
        lost = dropped(content)
        book = _opened(content)
    is_own = book is not None
    if book is None:
        lost = [*lost, marking().others["unreadable" if content[:2] == b"PK" else "look"]]
        book, names = _plain_copy(without_marks(open_workbook(content, file_name)))
    else:
        names = {sheet.title: sheet.title for sheet in book.worksheets}
    palette = _without_marks(book)
    for sheet in reading.sheets:
        if sheet.sheet in names:
            _mark(book[names[sheet.sheet]], sheet, reading.corrections, palette)
    kind = "." + file_name.rsplit(".", 1)[-1].lower()
    _Results(book, reading, names, palette).write(file_name, kind, checked_at, [] if kind == ".csv" else lost)
    saved = _saved(book)
    return carried(content, saved) if is_own else saved


def only_waiting(
    content: bytes, file_name: str, reading: Reading, waiting: Mapping[str, set[int]], checked_at: datetime
) -> bytes:
    """Return the rows that wait, under the headings of their own sheets and with their faults marked, as .xlsx.

    ``waiting``: Excel's row numbers by sheet. What stands above the table stays, so that the copy can be handed in by itself.
    """
    opened = {each.name: each for each in without_marks(open_workbook(content, file_name))}
    sheets, readings = [], []
    for sheet in reading.sheets:
        wanted = waiting.get(sheet.sheet)
        if wanted and sheet.first_row:
            taken, moved = _rows_of(opened[sheet.sheet], sheet, wanted)
            sheets.append(taken)
            readings.append(moved)
    book, names = _plain_copy(sheets)
    told = replace(reading, sheets=tuple(readings), corrections=())
    for each in readings:
        _mark(book[names[each.sheet]], each, (), [])
    _Results(book, told, names, []).write(file_name, ".xlsx", checked_at, [])
    return _saved(book)


def _rows_of(sheet: Sheet, reading: SheetReading, wanted: set[int]) -> tuple[Sheet, SheetReading]:
    """Return a sheet's head and the rows wanted, and its reading with the rows where they lie now."""
    grid = [list(row) for row in sheet.grid]
    head = (reading.first_row or 1) - 1
    for merge in sheet.merges:
        if head <= merge.first_row < len(grid) and merge.first_column < len(grid[merge.first_row]):
            for row in range(merge.first_row, min(merge.last_row, len(grid) - 1) + 1):
                if merge.first_column < len(grid[row]):
                    grid[row][merge.first_column] = grid[merge.first_row][merge.first_column]
    rows = sorted(row for row in wanted if head < row <= len(grid))
    place_of = {row: head + number for number, row in enumerate(rows, start=1)}
    taken = replace(
        sheet,
        grid=[*grid[:head], *(grid[row - 1] for row in rows)],
        merges=tuple(each for each in sheet.merges if each.last_row < head),
        beside=NOTHING_BESIDE,
    )
    moved = replace(
        reading,
        rows=tuple(place_of.values()),
        verdicts=tuple("waiting" for _ in rows),
        skipped=(),
        problems=tuple(replace(each, row=place_of[each.row]) for each in reading.problems if each.row in place_of),
    )
    return taken, moved


# --- the copy ---


def _opened(content: bytes) -> openpyxl.Workbook | None:
    """Return the workbook as openpyxl reads it; None where it cannot read its styles, and only the contents can be given back."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is dropped is named on 核对结果
        try:
            return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
        except Exception:  # it breaks in many ways on what other programs write
            return None


def _plain_copy(sheets: Sequence[Sheet]) -> tuple[openpyxl.Workbook, dict[str, str]]:
    """Return a workbook with the contents, merges and dates of sheets, and each sheet's name in it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    names: dict[str, str] = {}
    for sheet in sheets:
        title = _NOT_IN_A_NAME.sub("_", sheet.name).strip("'")[:31] or f"Sheet{len(names) + 1}"
        copied = book.create_sheet(title)
        names[sheet.name] = copied.title
        copied.sheet_state = "visible" if sheet.is_visible else "hidden"
        for row_no, row in enumerate(sheet.grid, start=1):
            for column, value in enumerate(row, start=1):
                if value not in ("", None):
                    _put(copied.cell(row_no, column), value)
        for (row_no, column), (code, written) in sheet.beside.unread.items():
            if code == "cell_error":
                copied.cell(row_no + 1, column + 1).value = written
                copied.cell(row_no + 1, column + 1).data_type = "e"
        for (row_no, column), text in sheet.beside.comments.items():
            copied.cell(row_no + 1, column + 1).comment = Comment(_legal(text), "")
        for column in range(1, max(map(len, sheet.grid), default=0) + 1):
            copied.column_dimensions[get_column_letter(column)].width = 16
        for merge in sheet.merges:
            _merge(copied, merge)
    if not names:
        book.create_sheet("Sheet1")
    return book, names


def _put(cell: Any, value: Any) -> None:
    """Write a value as what it is: a text is never a formula."""
    if isinstance(value, str):
        cell.value = _legal(value)
        cell.data_type = "s"
        cell.quotePrefix = may_be_formula(value)
    else:
        cell.value = value
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm:ss"
        elif cell.is_date:
            cell.number_format = FORMAT_DATE_YYYYMMDD2


def _merge(sheet: Worksheet, merge: Merge) -> None:
    sheet.merge_cells(
        start_row=merge.first_row + 1,
        start_column=merge.first_column + 1,
        end_row=merge.last_row + 1,
        end_column=merge.last_column + 1,
    )


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- marks of an earlier copy are taken off ---


def _without_marks(book: openpyxl.Workbook) -> list[PatternFill]:
    """Take our marks off a copy that came back, and return the fills that its cells had of their own, for the next marks."""
    words = marking()
    palette: list[PatternFill] = []
    for sheet in list(book.worksheets):
        if is_sign(sheet["A1"].value):
            palette = _palette_of(sheet)
            book.remove(sheet)
    ours = {
        number
        for number, fill in enumerate(book._fills)
        if fill.fill_type == "solid" and fill.fgColor.rgb in (words.row_color, words.note_color)
    }
    for sheet in book.worksheets:
        for cell in sheet._cells.values():
            comment = getattr(cell, "comment", None)
            of_ours = author_of_ours(comment.author) if comment is not None else None
            if comment is not None and of_ours:
                author, number = of_ours
                own = own_comment(comment.text)
                cell.comment = Comment(own, author, comment.height, comment.width) if own else None
                if cell._style.fillId in ours:
                    cell.fill = copy.copy(palette[number - 1]) if 0 < number <= len(palette) else PatternFill()
            elif cell._style is not None and cell._style.fillId in ours:
                cell.fill = PatternFill()
        _take_off_errors(sheet)
    return palette


def _palette_of(results: Worksheet) -> list[PatternFill]:
    for row in results.iter_rows(min_row=1, max_row=40):
        if row[0].value == marking().own_fills:
            return [copy.copy(cell.fill) for cell in row[1:] if cell.value]
    return []


def _take_off_errors(sheet: Worksheet) -> None:
    if all(cell.value != marking().errors for (row, _), cell in sheet._cells.items() if row <= HEAD_ROWS):
        return
    grid = [[str(cell) if cell is not None else None for cell in row] for row in sheet.iter_rows(values_only=True)]
    place = errors_column(grid)
    if place is None:
        return
    column = place + 1
    for row in range(1, sheet.max_row + 1):
        if (row, column) in sheet._cells:
            del sheet._cells[row, column]
    sheet.column_dimensions.pop(get_column_letter(column), None)


# --- marking one sheet ---


def _mark(sheet: Worksheet, reading: SheetReading, corrections: Sequence[Correction], palette: list[PatternFill]) -> None:
    words = marking()
    anchors = _anchors(sheet)
    for put_right in corrections:
        if put_right.sheet == reading.sheet:
            _put(_cell(sheet, put_right.row, position_of(put_right.column) + 1, anchors), put_right.becomes)
    by_cell: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for each in reading.problems:
        if each.row is None or each.code in words.told_only:
            continue
        by_row[each.row].append(each)
        if each.column:
            by_cell[each.row, position_of(each.column) + 1].append(each)
    for (row, column), faults in by_cell.items():
        cell = _cell(sheet, row, column, anchors)
        is_first = not (cell.comment and author_of_ours(cell.comment.author))
        if is_first:
            _say(cell, faults, _remember(cell.fill, palette))
        weight = min((each.weight for each in faults), key=_WEIGHTS.index)
        if is_first or weight != "note":
            cell.fill = PatternFill("solid", fgColor=words.note_color if weight == "note" else words.row_color)
    if by_row:
        _add_errors(sheet, reading, by_row)


def _anchors(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each cell inside a merged range the cell that holds its content."""
    return {
        at: (each.min_row, each.min_col)
        for each in sheet.merged_cells.ranges
        if each.size["rows"] * each.size["columns"] < 100_000
        for at in each.cells
    }


def _cell(sheet: Worksheet, row: int, column: int, anchors: Mapping[tuple[int, int], tuple[int, int]]) -> Any:
    return sheet.cell(*anchors.get((row, column), (row, column)))


def _remember(fill: PatternFill, palette: list[PatternFill]) -> int:
    """Return the number that a cell's own fill has among those remembered; 0 for none."""
    if fill.fill_type is None:
        return 0
    kept = copy.copy(fill)
    if kept not in palette:
        palette.append(kept)
    return palette.index(kept) + 1


def _say(cell: Cell, faults: Sequence[Problem], own_fill: int) -> None:
    """Write what is wrong and how to fix it beside the clerk's own comment."""
    text = "\n".join(dict.fromkeys(_sentence(each) for each in faults))
    author = marking().author + (f" {own_fill}" if own_fill else "")
    own = cell.comment
    if own is not None:
        text = own.text + BETWEEN + text
        author = f"{own.author}｜{author}"
    lines = sum(1 + len(line) // 22 for line in text.splitlines())
    cell.comment = Comment(_legal(text), author, height=min(400, 24 + 18 * lines), width=320)


def _sentence(fault: Problem) -> str:
    return f"{fault.says}{fault.fix}"


def _legal(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _add_errors(sheet: Worksheet, reading: SheetReading, by_row: Mapping[int, Sequence[Problem]]) -> None:
    words = marking()
    head = reading.header_rows[-1] if reading.header_rows else 1
    column = _free_column(sheet, head)
    top = sheet.cell(head, column, words.errors)
    beside = sheet.cell(head, max(1, column - 1))
    if beside.has_style and not isinstance(beside, MergedCell):
        top.font, top.border, top.alignment = copy.copy(beside.font), copy.copy(beside.border), copy.copy(beside.alignment)
    top.fill = PatternFill("solid", fgColor=words.note_color)
    for row, faults in by_row.items():
        ordered = sorted(faults, key=lambda each: position_of(each.column or "A"))
        said = dict.fromkeys(f"{_where(each)}：{_sentence(each)}" for each in ordered)
        cell = sheet.cell(row, column)
        if row == head:  # a fault of the heading itself: the column keeps its name
            cell.comment = Comment(_legal("\n".join(said)), words.author, width=320)
            continue
        cell.value = _legal(" ".join(said))
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="center")
    sheet.column_dimensions[get_column_letter(column)].width = 60
    if not sheet.auto_filter.ref and not sheet.tables:
        last = max(sheet.max_row, *by_row) if by_row else sheet.max_row
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(column)}{last}"


def _where(fault: Problem) -> str:
    return f"{fault.column}{fault.row}" if fault.column else marking().row.format(row=fault.row)


def _free_column(sheet: Worksheet, head: int) -> int:
    """Return the first column right of everything that is written; Excel has no more than 16,384."""
    last = max((column for (_, column), cell in sheet._cells.items() if cell.value is not None), default=0) + 1
    for each in sorted(sheet.merged_cells.ranges, key=lambda merge: merge.min_col):
        if each.max_row >= head and each.min_col <= last <= each.max_col:
            last = each.max_col + 1
    return min(last, _LAST_COLUMN)


# --- 核对结果 ---


class _Results:
    """The first sheet while it is written; its state is the next free row."""

    def __init__(
        self, book: openpyxl.Workbook, reading: Reading, names: Mapping[str, str], palette: Sequence[PatternFill]
    ) -> None:
        self.words = marking()
        title = self.words.results
        self.sheet = book.create_sheet(title if title not in book.sheetnames else f"{title}（{self.words.author}）", 0)
        self.reading = reading
        self.names = names
        self.palette = palette
        self.row = 1
        for each in book.worksheets:
            each.sheet_view.tabSelected = each is self.sheet  # two selected sheets would be edited together
        book.active = 0
        edge = Side(style="thin", color="FF9AA7B3")
        self.border = Border(left=edge, right=edge, top=edge, bottom=edge)

    def write(self, file_name: str, kind: str, checked_at: datetime, lost: Sequence[str]) -> None:
        """Write the whole sheet."""
        words = self.words
        self._line(words.sign, font=Font(bold=True, size=18))
        self._line(words.intro)
        self._pair(words.source, file_name)
        self._pair(words.kind, kind)
        self._pair(words.checked_at, f"{checked_at:%Y-%m-%d %H:%M}")
        if lost:
            self._pair(words.lost, "、".join(lost))
            self._pair("", words.lost_fix.format(file=file_name))
            self.sheet.cell(self.row - 1, 2).hyperlink = quote(file_name)
            self.sheet.cell(self.row - 1, 2).style = "Hyperlink"
        if self.palette:
            self.sheet.cell(self.row, 1, words.own_fills)
            for place, fill in enumerate(self.palette, start=2):
                self.sheet.cell(self.row, place, place - 1).fill = copy.copy(fill)
            self.row += 1
        problems = [each for sheet in self.reading.sheets for each in sheet.problems]
        self._table(words.sheets, words.sheet_columns, [self._sheet_line(each) for each in self.reading.sheets])
        if not problems:
            self.row += 1
            self._line(words.clean, font=Font(bold=True))
        else:
            self._table(words.kinds, words.kind_columns, self._kinds(problems))
            self._faults(problems)
        for letter, width in zip("ABCDEFGH", (26, 34, 16, 40, 46, 46, 10, 40), strict=True):
            self.sheet.column_dimensions[letter].width = width
        self.sheet.page_setup.orientation, self.sheet.page_setup.paperSize = "landscape", 9
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _sheet_line(self, sheet: SheetReading) -> list[object]:
        stops = "；".join(_sentence(each) for each in sheet.problems if each.weight == "file")
        title = sheet.ledger.title if sheet.ledger and sheet.is_taken else self.words.hidden_sheet
        waiting = sheet.count("waiting")
        counts = [len(sheet.rows), len(sheet.rows) - waiting, sheet.count("noted"), waiting, len(sheet.skipped)]
        return [sheet.sheet, title, *counts, stops]

    def _kinds(self, problems: Iterable[Problem]) -> list[list[object]]:
        groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
        for each in problems:
            groups[each.weight, each.code].append(each)
        ordered = sorted(groups.items(), key=lambda item: (_WEIGHTS.index(item[0][0]), -len(item[1])))
        return [
            [sentences()[code].title, self.words.weights[weight], len(alike), alike[0].fix] for (weight, code), alike in ordered
        ]

    def _faults(self, problems: Sequence[Problem]) -> None:
        words = self.words
        ordered = sorted(problems, key=lambda each: _WEIGHTS.index(each.weight))
        lines: list[list[object]] = [
            [each.address, sentences()[each.code].title, words.weights[each.weight], each.found, each.says, each.fix]
            for each in ordered[:_LISTED]
        ]
        self._table(words.faults, words.fault_columns, lines)
        for row, each in enumerate(ordered[:_LISTED], start=self.row - len(lines)):
            if each.sheet in self.names and each.row:
                self._link(row, self.names[each.sheet], f"{each.column or 'A'}{each.row}")
        if len(ordered) > _LISTED:
            self._line(words.faults_left_out.format(most=_LISTED, count=len(ordered) - _LISTED))

    def _link(self, row: int, sheet: str, at: str) -> None:
        cell = self.sheet.cell(row, 1)
        quoted = sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{at}")
        cell.font = Font(color="FF0563C1", underline="single")

    def _line(self, text: str, font: Font | None = None) -> None:
        cell = self.sheet.cell(self.row, 1)
        _put(cell, text)
        if font:
            cell.font = font
        self.row += 1

    def _pair(self, name: str, text: str) -> None:
        self.sheet.cell(self.row, 1, name or None)
        _put(self.sheet.cell(self.row, 2), text)
        self.row += 1

    def _table(self, title: str, columns: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
        self.row += 1
        self._line(title, font=Font(bold=True, size=13))
        for place, name in enumerate(columns, start=1):
            cell = self.sheet.cell(self.row, place, name)
            cell.font, cell.border = Font(bold=True), self.border
            cell.fill = PatternFill("solid", fgColor="FFE3EEF8")
        self.row += 1
        wrapped = Alignment(wrap_text=True, vertical="top")
        for line in lines:
            for place, value in enumerate(line, start=1):
                cell = self.sheet.cell(self.row, place)
                _put(cell, value)
                cell.border, cell.alignment = self.border, wrapped
            self.row += 1
