"""How an ugly workbook is written down beside its expected reading, and both as files. Knows nothing of the product.

A cell is what stands in it; ``Ugly`` is a cell that is planted: what stands in it, what must be read, and what must be said.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
import xlwt

MADE = datetime(2026, 6, 26)
# What a clean cell of these columns means.
WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "未整改": "not_started",
        "整改中": "in_progress",
        "已整改": "pending_check",
        "已销号": "closed",
        "序时推进": "on_schedule",
        "已办结": "closed",
        "在册": "registered",
    },
    "severity": {"一般": "general", "重大": "major"},
    "hazard_type": {"滑坡": "landslide", "山洪": "flash_flood"},
    "kind": {"暴雨": "rainstorm"},
    "level": {"红色": "red", "橙色": "orange"},
    "state": {"未启用": "designated", "已启用": "open"},
    "phase": {"雨前排查": "before"},
}


@dataclass(frozen=True)
class Formula:
    """A formula with the value that was kept with it; None: none was."""

    text: str
    value: object = None


@dataclass(frozen=True)
class Rich:
    """A text whose parts look different."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True)
class Percent:
    """A number that is shown as a percentage."""

    value: float


@dataclass(frozen=True)
class Ugly:
    """A planted cell. ``reads`` is the value of the column, or a mapping of several; ``code`` is the problem to be told."""

    raw: object
    reads: object = None
    code: str = ""
    of: str = ""
    waits: bool = False  # the row cannot be taken
    comment: str = ""
    fill: str = ""


@dataclass(frozen=True)
class Skip:
    """A row that is no data, and why."""

    why: str
    cells: Sequence[object] = ()
    of: str = "skipped rows"


@dataclass(frozen=True)
class Fact:
    """A planted thing that is no cell: what of the sheet must be so. ``code``: a problem of the sheet as a whole."""

    what: str
    of: str
    code: str = ""
    at: str = ""


@dataclass
class Sheet:
    """One sheet. ``columns`` are headings with the column each fills (None: kept with the row)."""

    columns: Sequence[tuple[str, str | None]]
    rows: Sequence[Sequence[object] | Skip]
    ledger: str = "hazard"
    name: str = "Sheet1"
    above: Sequence[object] = ()
    head: Sequence[Sequence[object]] | None = None  # several header rows; the last one need not be ``columns``
    head_merges: Sequence[str] = ()  # counted from the first header row
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: str = ""
    state: str = "visible"
    is_taken: bool = True
    as_of: date | None = None
    reporting_unit: str = ""
    facts: Sequence[Fact] = ()
    constant: Mapping[str, object] = field(default_factory=dict)  # what every row must have besides its cells
    same_as: Mapping[int, int] = field(default_factory=dict)  # rows that must get the key of a row of the book before

    def grid(self) -> list[list[object]]:
        """Return every cell of the sheet, row by row."""
        rows = [each if isinstance(each, list | tuple) else [each] for each in self.above]
        rows += self.head if self.head is not None else [[heading for heading, _ in self.columns]]
        rows += [each.cells if isinstance(each, Skip) else each for each in self.rows]
        return [list(row) for row in rows]

    @property
    def header_rows(self) -> list[int]:
        """Return the header's rows as Excel counts them."""
        depth = len(self.head) if self.head is not None else 1
        return [len(self.above) + place + 1 for place in range(depth)]


@dataclass
class Book:
    """One file. ``of`` is the category of what is planted in it where a cell names none."""

    file: str
    about: str
    of: str
    sheets: Sequence[Sheet]
    names: Sequence[str] = ()  # the county's townships where they are not the usual ones
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    as_of: date | None = None
    crs: str = ""
    coordinates: str = ""
    outline: Sequence[float] = ()  # west, south, east, north of the county
    homes: Mapping[str, Sequence[float]] = field(default_factory=dict)  # the same of each township
    after: Callable[[bytes], bytes] | None = None  # what a library cannot write is put into the package
    content: bytes | None = None  # a file that is not made of sheets
    refusal: str = ""
    is_1904: bool = False


def letter(position: int) -> str:
    """Return Excel's letters of a column counted from 0."""
    return chr(65 + position) if position < 26 else chr(64 + position // 26) + chr(65 + position % 26)


def bare(cell: object) -> object:
    """Return what stands in a cell, planted or not."""
    return cell.raw if isinstance(cell, Ugly) else cell


# --- files ---


def content_of(book: Book) -> bytes:
    """Return the file's bytes; the same each time."""
    if book.content is not None:
        return book.content
    kind = book.file.rsplit(".", 1)[1]
    if kind in ("xls", "et"):
        return _xls(book)
    if kind == "csv":
        return _csv(book)
    made = _xlsx(book)
    return book.after(made) if book.after else made


def _xlsx(book: Book) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "date_1904": book.is_1904}) as out:
        out.set_properties({"created": MADE})
        day, moment = out.add_format({"num_format": "yyyy-mm-dd"}), out.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        percent, bold = out.add_format({"num_format": "0.0%"}), out.add_format({"bold": True})
        red = out.add_format({"font_color": "red"})
        fills: dict[str, Any] = {}
        for each in book.sheets:
            sheet = out.add_worksheet(each.name)
            for row_no, row in enumerate(each.grid()):
                for column, cell in enumerate(row):
                    value = bare(cell)
                    at = (row_no, column)
                    form = None
                    if isinstance(cell, Ugly) and cell.fill:
                        form = fills.setdefault(cell.fill, out.add_format({"bg_color": cell.fill}))
                    if isinstance(cell, Ugly) and cell.comment:
                        sheet.write_comment(*at, cell.comment, {"author": "示例"})
                    if isinstance(value, Formula):
                        sheet.write_formula(*at, value.text, form, "" if value.value is None else value.value)
                    elif isinstance(value, Rich):
                        pieces = [piece for n, part in enumerate(value.parts) for piece in ((bold, red)[n % 2], part)]
                        sheet.write_rich_string(*at, *pieces)
                    elif isinstance(value, Percent):
                        sheet.write_number(*at, value.value, percent)
                    elif isinstance(value, bool):
                        sheet.write_boolean(*at, value, form)
                    elif isinstance(value, datetime):
                        sheet.write_datetime(*at, value, moment)
                    elif isinstance(value, date):
                        sheet.write_datetime(*at, value, day)
                    elif isinstance(value, int | float):
                        sheet.write_number(*at, value, form)
                    elif value not in (None, ""):
                        sheet.write_string(*at, str(value), form)
            for first, last in _merges(each):
                text = bare((each.grid()[first[0]] + [""] * 99)[first[1]])
                sheet.merge_range(*first, *last, "" if text is None else text)
            for row_no in each.hidden_rows:
                sheet.set_row(row_no - 1, None, None, {"hidden": True})
            if each.hidden_columns:
                sheet.set_column(each.hidden_columns, None, None, {"hidden": True})
            if each.state == "hidden":
                sheet.hide()
            if each.state == "very hidden":
                sheet.very_hidden()
    return made.getvalue()


def _xls(book: Book) -> bytes:
    made = io.BytesIO()
    out = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for each in book.sheets:
        sheet = out.add_sheet(each.name)
        covered = dict(_merges(each))
        for row_no, row in enumerate(each.grid()):
            for column, cell in enumerate(row):
                value = bare(cell)
                if value in (None, ""):
                    continue
                if (row_no, column) in covered:
                    sheet.write_merge(row_no, covered[row_no, column][0], column, covered[row_no, column][1], value)
                elif isinstance(value, date):
                    sheet.write(row_no, column, value, day)
                else:
                    sheet.write(row_no, column, value)
        for row_no in each.hidden_rows:
            sheet.row(row_no - 1).hidden = True
        if each.state == "hidden":
            sheet.visibility = 1
    out.save(made)
    return made.getvalue()


def _csv(book: Book) -> bytes:
    encoding = "gb18030" if "gbk" in book.file else "utf-8-sig" if "bom" in book.file else "utf-8"
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t" if "tabs" in book.file else ",", lineterminator="\r\n")
    for row in book.sheets[0].grid():
        writer.writerow(["" if bare(cell) is None else bare(cell) for cell in row])
    return text.getvalue().encode(encoding)


def _merges(sheet: Sheet) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    shift = len(sheet.above)
    for written, down in [*((each, shift) for each in sheet.head_merges), *((each, 0) for each in sheet.merges)]:
        (row, column), (last_row, last_column) = (_place(each) for each in written.split(":"))
        yield (row + down, column), (last_row + down, last_column)


def _place(written: str) -> tuple[int, int]:
    letters = written.rstrip("0123456789")
    return int(written[len(letters) :]) - 1, ord(letters) - 65


def repacked(content: bytes, change: Mapping[str, Callable[[str], str]], added: Mapping[str, bytes] | None = None) -> bytes:
    """Return a package with some of its parts changed and others added; every part is of one day."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(_info(name), change[name](part.decode()).encode() if name in change else part)
        for name, part in (added or {}).items():
            new.writestr(_info(name), part)
    return made.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (2026, 6, 26, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


# --- what must be read ---


def expected_of(book: Book) -> dict[str, Any]:
    """Return what must be read out of a book."""
    told: dict[str, Any] = {"file": book.file, "about": book.about, "of": book.of}
    for name in ("names", "aliases", "as_of", "crs", "coordinates", "outline", "homes", "refusal"):
        if getattr(book, name):
            told[name] = getattr(book, name)
    told["sheet"] = [_expected_sheet(book, each) for each in book.sheets] if not book.refusal else []
    if book.refusal:
        told["planted"] = [{"at": "file", "of": book.of, "code": book.refusal}]
    return told


def _expected_sheet(book: Book, sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = {"name": sheet.name, "is_taken": sheet.is_taken}
    rows: list[dict[str, Any]] = []
    skipped: list[list[Any]] = []
    planted: list[dict[str, Any]] = []
    problems: list[list[str]] = []
    waiting: list[int] = []
    if sheet.is_taken:
        told["ledger"] = sheet.ledger
        told["header_rows"] = sheet.header_rows
        if sheet.as_of:
            told["as_of"] = sheet.as_of
        if sheet.reporting_unit:
            told["reporting_unit"] = sheet.reporting_unit
        place = sheet.header_rows[-1]
        for each in sheet.rows:
            place += 1
            if isinstance(each, Skip):
                if each.why:
                    skipped.append([place, each.why])
                    planted.append({"at": str(place), "of": each.of, "skipped": each.why})
                for column, cell in enumerate(each.cells):
                    if isinstance(cell, Ugly):
                        where = f"{letter(column)}{place}"
                        planted.append({"at": where, "of": cell.of or book.of, "row": place, "fields": [], "code": cell.code})
                        problems += [[where, cell.code]] if cell.code else []
                continue
            values: dict[str, Any] = dict(sheet.constant)
            for column, cell in enumerate(each):
                name = sheet.columns[column][1]
                if not isinstance(cell, Ugly):
                    values |= _clean(name, cell)
                    continue
                reads = cell.reads if isinstance(cell.reads, dict) else {name: cell.reads} if name else {}
                values |= reads
                where = f"{letter(column)}{place}"
                item = {"at": where, "of": cell.of or book.of, "row": place, "fields": sorted(reads), "code": cell.code}
                if isinstance(cell.raw, str | Rich) and cell.raw:
                    item["written"] = str(cell.raw)
                planted.append(item)
                problems += [[where, code] for code in cell.code.split()]
                if cell.waits:
                    waiting.append(place)
            rows.append({"at": place, **{name: value for name, value in values.items() if value is not None}})
    for fact in sheet.facts:
        planted.append({"at": fact.at or "sheet", "of": fact.of, "fact": fact.what, "code": fact.code})
        if fact.code:
            problems.append([fact.at, fact.code])
    told |= {"waiting": sorted(set(waiting)), "skipped": skipped, "problems": problems, "rows": rows, "planted": planted}
    if sheet.same_as:
        told["same_as"] = [list(pair) for pair in sheet.same_as.items()]
    return told


def _clean(name: str | None, cell: object) -> dict[str, Any]:
    if name is None or cell in (None, ""):
        return {}
    if name == "due_on":
        assert isinstance(cell, date)
        return {"due_on": cell, "due_kind": "date"}
    if name in WORDS and isinstance(cell, str) and cell in WORDS[name]:
        return {name: WORDS[name][cell]}
    return {name: str(cell) if isinstance(cell, Rich) else cell}


def toml_of(told: Mapping[str, Any]) -> str:
    """Return an expected reading as a file that people can review."""
    lines = ["# Written by tests/sheets/generate.py. Row numbers and cells are Excel's own.", ""]
    lines += [f"{name} = {_toml(value)}" for name, value in told.items() if name not in ("sheet", "planted")]
    if "planted" in told:
        lines += _listed("planted", told["planted"])
    for sheet in told["sheet"]:
        lines += ["", "[[sheet]]"]
        for name, value in sheet.items():
            is_long = name in ("rows", "planted") and value
            lines += _listed(name, value) if is_long else [f"{name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _listed(name: str, items: Sequence[Any]) -> list[str]:
    return [f"{name} = [", *(f"  {_toml(each)}," for each in items), "]"]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_toml(each)}" for name, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(each) for each in value)}]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[a-zA-Z0-9_]+", name) else json.dumps(name, ensure_ascii=False)
