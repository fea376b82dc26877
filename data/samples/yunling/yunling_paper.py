"""How an office puts a table on paper: titles, merged heads, unit rows, sections, totals, signatures, and the file.

A ``Sheet`` is only cells and merges; ``write_book`` makes .xlsx, .xls or .csv of it, always the same bytes.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

CREATED = datetime(2026, 6, 26, 8, 0, 0)  # in every workbook, so that two runs give the same bytes
Head = str | tuple[str, Sequence[str]]


@dataclass(slots=True)
class Sheet:
    """Cells of one sheet, merged ranges, and what is hidden."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    title_rows: int = 0
    head_rows: set[int] = field(default_factory=set)
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)


def form(
    name: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Any] | str],
    *,
    above: Sequence[str | Sequence[Any]] = (),
    units: dict[str, str] | None = None,
    numbered: bool = False,
    merge_down: Sequence[str] = (),
    repeat_every: int = 0,
    blank_every: int = 0,
    below: Sequence[Sequence[Any] | str] = (),
    hidden: Sequence[str] = (),
    hidden_rows: tuple[int, ...] = (),
    blank_first: bool = False,
    above_the_parents: bool = False,
) -> Sheet:
    """A table as offices draw it.

    ``above``: lines over the table (a text is merged across). ``rows``: a text is a section row. ``below``: totals and
    signatures. ``units`` and ``numbered`` add a unit row and a column-number row. ``merge_down`` merges equal
    neighbours. ``repeat_every`` prints the head again, as on each printed page. ``blank_first`` leaves column A empty.
    """
    leaves = [leaf for h in heads for leaf in ([h] if isinstance(h, str) else h[1])]
    wide, left = len(leaves), int(blank_first)
    sheet = Sheet(name)
    pad = lambda cells: [None] * left + list(cells) + [None] * (wide - len(cells))  # noqa: E731
    for line in above:
        if isinstance(line, str):
            sheet.merges.append((len(sheet.rows), left, len(sheet.rows), left + wide - 1))
            line = [line]
        sheet.rows.append(pad(line))
    sheet.title_rows = len(sheet.rows)
    two = any(not isinstance(h, str) for h in heads)
    if above_the_parents:  # one more, empty-handed level: everything under one word
        sheet.merges.append((len(sheet.rows), left, len(sheet.rows), left + wide - 1))
        sheet.head_rows.add(len(sheet.rows))
        sheet.rows.append(pad(["隐患排查整改情况"]))
    top, column = len(sheet.rows), left
    if two:
        parents: list[Any] = []
        for h in heads:
            if isinstance(h, str):
                sheet.merges.append((top, column, top + 1, column))
                parents.append(h)
                column += 1
            else:
                if len(h[1]) > 1:
                    sheet.merges.append((top, column, top, column + len(h[1]) - 1))
                parents += [h[0]] + [None] * (len(h[1]) - 1)
                column += len(h[1])
        sheet.rows.append(pad(parents))
        sheet.rows.append(
            pad([None if isinstance(h, str) else leaf for h in heads for leaf in ([h] if isinstance(h, str) else h[1])])
        )
    else:
        sheet.rows.append(pad(leaves))
    if units:
        sheet.rows.append(pad([units.get(leaf) for leaf in leaves]))
    if numbered:
        sheet.rows.append(pad(range(1, wide + 1)))
    sheet.head_rows |= set(range(top, len(sheet.rows)))
    first, count = len(sheet.rows), 0
    for row in rows:
        if isinstance(row, str):
            sheet.rows.append(pad([row]))
            continue
        if count and repeat_every and count % repeat_every == 0:
            sheet.head_rows.add(len(sheet.rows))
            sheet.rows.append(pad(leaves))
        if count and blank_every and count % blank_every == 0:
            sheet.rows.append(pad([]))
        sheet.rows.append(pad(row))
        count += 1
    for word in merge_down:
        _merge_equal(sheet, left + leaves.index(word), first)
    for line in below:
        sheet.rows.append(pad([line] if isinstance(line, str) else line))
    sheet.hidden_columns = tuple(left + leaves.index(h) for h in hidden)
    sheet.hidden_rows = tuple(first + r for r in hidden_rows)
    sheet.widths = [4] * left + [
        max(8, min(34, _width(leaf, sheet.rows[first : first + 30], left + i))) for i, leaf in enumerate(leaves)
    ]
    return sheet


def _width(leaf: str, rows: list[list[Any]], column: int) -> int:
    return max([len(leaf) * 2] + [len(str(r[column])) * 2 - 2 for r in rows if r[column] is not None])


def _merge_equal(sheet: Sheet, column: int, first: int) -> None:
    start = first
    while start < len(sheet.rows):
        value, end = sheet.rows[start][column], start
        while value is not None and end + 1 < len(sheet.rows) and sheet.rows[end + 1][column] == value:
            end += 1
            sheet.rows[end][column] = None
        if end > start:
            sheet.merges.append((start, column, end, column))
        start = end + 1


# --- dates as different hands write them ---------------------------------------------------------------------------


@dataclass(slots=True)
class Pen:
    """One office's hand: which writings of a date it uses, and how often."""

    rng: random.Random
    mix: dict[str, int]
    head_year: int = 2026

    def date(self, day: date | None, fixed: str | None = None) -> Any:
        """The day as this hand writes it; None stays an empty cell."""
        if day is None:
            return None
        style = fixed or self.rng.choices(list(self.mix), list(self.mix.values()))[0]
        y, m, d = day.year, day.month, day.day
        if style == "short" and y == self.head_year:
            return f"{m}月{d}日"
        match style:
            case "real":
                return day
            case "serial":
                return (day - date(1899, 12, 30)).days
            case "int":
                return y * 10000 + m * 100 + d
            case "cn":
                return f"{y}年{m}月{d}日"
            case "slash":
                return f"{y}/{m:02d}/{d:02d}"
            case "iso":
                return f"{y}-{m:02d}-{d:02d}"
            case "wide":
                return f"{y}.{m}.{d}".translate(WIDE)
        return f"{y}.{m}.{d}"


WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


# --- files ---------------------------------------------------------------------------------------------------------


def write_book(path: Path, sheets: Sequence[Sheet], encoding: str = "utf-8-sig") -> None:
    """Write by the suffix of the path; a .csv takes only the first sheet and ``encoding``."""
    if path.suffix == ".csv":
        _write_csv_sheet(path, sheets[0], encoding)
    elif path.suffix == ".xls":
        _write_xls(path, sheets)
    else:
        _write_xlsx(path, sheets)


def _write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"})
    book.set_properties({"title": "示例数据", "author": "云岭县（示例）", "created": CREATED})
    base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    title = book.add_format(base | {"bold": True, "font_size": 16, "align": "center"})
    line = book.add_format(base)
    head = book.add_format(base | {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#EEEEEE"})
    body = book.add_format(base | {"border": 1, "text_wrap": True})
    day = book.add_format(base | {"border": 1, "num_format": "yyyy/m/d"})
    moment = book.add_format(base | {"border": 1, "num_format": "yyyy/m/d hh:mm"})
    for sheet in sheets:
        ws = book.add_worksheet(sheet.name)
        for c, w in enumerate(sheet.widths):
            ws.set_column(c, c, w, None, {"hidden": True} if c in sheet.hidden_columns else {})
        for r in sheet.hidden_rows:
            ws.set_row(r, None, None, {"hidden": True})
        covered = {}
        for r1, c1, r2, c2 in sheet.merges:
            covered[r1, c1] = (r2, c2)
        for r, row in enumerate(sheet.rows):
            look = (
                title if r == 0 and sheet.title_rows else line if r < sheet.title_rows else head if r in sheet.head_rows else body
            )
            for c, value in enumerate(row):
                how = moment if isinstance(value, datetime) else day if isinstance(value, date) else look
                if (r, c) in covered:
                    ws.merge_range(r, c, *covered[r, c], value if value is not None else "", how)
                    if isinstance(value, date):
                        ws.write_datetime(r, c, value, how)
                elif isinstance(value, date):
                    ws.write_datetime(r, c, value, how)
                elif isinstance(value, str):
                    ws.write_string(r, c, value, how)
                elif value is not None:
                    ws.write_number(r, c, value, how)
                elif r >= sheet.title_rows and not _under(sheet, r, c):
                    ws.write_blank(r, c, None, how)
        for (r, c), text in sheet.comments.items():
            ws.write_comment(r, c, text, {"author": "示例"})
    book.close()


def _under(sheet: Sheet, r: int, c: int) -> bool:
    return any(r1 <= r <= r2 and c1 <= c <= c2 for r1, c1, r2, c2 in sheet.merges)


def _write_xls(path: Path, sheets: Sequence[Sheet]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    border = "borders: left thin, right thin, top thin, bottom thin; align: wrap on, vert centre"
    plain, bold = xlwt.easyxf(border), xlwt.easyxf("font: bold on, height 280; align: horiz centre")
    head = xlwt.easyxf("font: bold on; " + border)
    day = xlwt.easyxf(border, num_format_str="yyyy/m/d")
    for sheet in sheets:
        ws = book.add_sheet(sheet.name)
        for c, w in enumerate(sheet.widths):
            ws.col(c).width = 256 * w
            ws.col(c).hidden = c in sheet.hidden_columns
        covered = {(r1, c1): (r2, c2) for r1, c1, r2, c2 in sheet.merges}
        for r, row in enumerate(sheet.rows):
            look = bold if r == 0 and sheet.title_rows else head if r in sheet.head_rows else plain
            for c, value in enumerate(row):
                how = day if isinstance(value, date) else look
                if (r, c) in covered:
                    r2, c2 = covered[r, c]
                    ws.write_merge(r, r2, c, c2, value, how)
                elif value is not None:
                    ws.write(r, c, value, how)
    book.save(str(path))


def _write_csv_sheet(path: Path, sheet: Sheet, encoding: str) -> None:
    def text(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M")
        if isinstance(value, date):
            return f"{value.year}/{value.month}/{value.day}"
        return "" if value is None else value

    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, lineterminator="\r\n").writerows([[text(v) for v in row] for row in sheet.rows])


def write_csv(
    path: Path | str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    encoding: str = "utf-8-sig",
) -> None:
    """A big plain table: one heading row, ISO dates, empty for None. Streams; keeps nothing."""
    with Path(path).open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows(rows)


def write_xlsx(
    path: Path | str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    title: str | None = None,
) -> None:
    """A big plain workbook of one sheet, written row by row (a million rows and one head fit in one sheet)."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    book.set_properties({"title": "示例数据", "created": CREATED})
    day = book.add_format({"num_format": "yyyy/m/d"})
    ws = book.add_worksheet("隐患台账")
    at = 0
    if title:
        ws.write_string(0, 0, title)
        at = 1
    ws.write_row(at, 0, list(headings))
    for r, row in enumerate(rows, at + 1):
        for c, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                ws.write_string(r, c, value)
            elif isinstance(value, date):
                ws.write_datetime(r, c, value, day)
            else:
                ws.write_number(r, c, value)
    book.close()
