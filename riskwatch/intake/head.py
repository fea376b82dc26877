"""Where a sheet's table begins: its title, period and unit, its header rows, and which ledger it is.

Looks at the first rows only; reads no values of the table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from riskwatch.intake.dates import Clock, read_day
from riskwatch.intake.template import MARK
from riskwatch.intake.workbook import Cell, Merge, Sheet
from riskwatch.model.files import DATA, read_toml
from riskwatch.model.ledger import EXTRA, Ledger
from riskwatch.model.words import key, plain, split_unit

ROWS_LOOKED_AT = 20
_DEEPEST = 3
_UNITS = frozenset(
    "家 项 条 处 件 个 座 % ％ 万元 元 亿元 千元 人 户 户数 毫米 mm 米 m 平方米 ㎡ m2 公里 km 小时 h 天 年 度 ° 吨 辆 月 日 名 亩 万人".split()
)
_UNIT_LINE = re.compile(
    r"(?:填报|报送|上报|编制|填表|报告)(?:单位|部门)\s*(?:[（(](?:盖章|公章)[)）])?\s*[:：]\s*(?P<unit>[^\s:：]{2,40}?)(?=\s|[（(]|填|日期|时间|$)"
)
_AS_OF_LINE = re.compile(
    r"(?:截止|截至|填报|填表|报送|统计|上报|更新|数据)\s*(?:日期|时间|日|到|至)?\s*[:：]?\s*"
    r"(?P<day>\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-./]\s*\d{1,2})")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of the sheet, counted from 0: its leaf, the leaf with its parent, and its unit."""

    position: int
    leaf: str
    full: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the table. Rows are counted from 0; ``first_row`` is the first row of data."""

    header_rows: tuple[int, ...]
    first_row: int
    headings: tuple[Heading, ...]
    candidates: tuple[Ledger, ...] = ()
    as_of: date | None = None
    year: int | None = None
    reporting_unit: str = ""
    absorbed: tuple[tuple[int, str], ...] = ()
    canonical: Mapping[int, str] = field(default_factory=dict)  # a template's own names by position: nothing is guessed


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of rows tried as the header."""

    first: int
    last: int
    headings: tuple[Heading, ...]


def find_head(sheet: Sheet, ledgers: tuple[Ledger, ...], clock: Clock) -> Head | None:
    """Return the sheet's head, its likeliest ledgers first; None when no heading of any of them is found."""
    named = _named_by_template(sheet, ledgers, clock)
    if named is not None:
        return named
    best: tuple[float, bool, int, int] | None = None
    chosen: _Block | None = None
    for block in _blocks(sheet):
        score = max((_score(each, block) for each in ledgers), default=0.0)
        rank = (score, not _cuts_a_merge(sheet, block), -block.last, block.first)
        if score > 0 and (best is None or rank > best):
            best, chosen = rank, block
    if chosen is None:
        return None
    units, first_row, absorbed = _absorb(sheet, chosen)
    headings = tuple(
        Heading(each.position, each.leaf, each.full, each.unit or units.get(each.position)) for each in chosen.headings
    )
    above = _above(sheet, chosen.first)
    title = " ".join([sheet.name, *above])
    scored = sorted(((_score(each, chosen) + _hint(each, title), each.name, each) for each in ledgers), reverse=True)
    ranked = [(score, each) for score, _, each in scored if score >= 1]
    return Head(
        header_rows=tuple(range(chosen.first, chosen.last + 1)),
        first_row=first_row,
        headings=headings,
        candidates=tuple(each for score, each in ranked if score > ranked[0][0] - 0.5),
        as_of=_as_of(above, clock),
        year=_year(above),
        reporting_unit=_reporting_unit(above),
        absorbed=absorbed,
    )


def _above(sheet: Sheet, row_count: int) -> list[str]:
    """Return what stands above the table, cell by cell; a label such as 填报单位： together with what the next cell says."""
    texts: list[str] = []
    for row in sheet.grid[:row_count]:
        label = ""
        for cell in row:
            if cell in ("", None):
                continue
            own = plain(str(cell)).removesuffix(" 00:00:00")
            is_label = own.endswith(":")
            texts.append(own if ":" in own else label + own)
            label = own if is_label else ""
    return texts


def template_names(sheet: Sheet, known: tuple[Ledger, ...]) -> tuple[int, Ledger, dict[int, str]] | None:
    """Return the hidden row of a template, counted from 0, its ledger and the canonical names by position; None for other sheets."""
    for row_no, row in enumerate(sheet.grid[:ROWS_LOOKED_AT]):
        words = str(row[0]).split() if row else []
        if len(words) == 3 and words[0] == MARK:
            found = next((each for each in known if each.name == words[1]), None)
            if found is None or row_no + 1 >= len(sheet.grid):
                return None
            names = {at: str(cell) for at, cell in enumerate(row) if at and str(cell) in found.by_name}
            return row_no, found, names
    return None


def _named_by_template(sheet: Sheet, known: tuple[Ledger, ...], clock: Clock) -> Head | None:
    found = template_names(sheet, known)
    if found is None:
        return None
    row, ledger, names = found
    above = _above(sheet, row)
    return Head(
        header_rows=(row + 1,),
        first_row=row + 2,
        headings=_headings(sheet, row + 1, row + 1),
        candidates=(ledger,),
        as_of=_as_of(above, clock),
        year=_year(above),
        reporting_unit=_reporting_unit(above),
        canonical=names,
    )


def _blocks(sheet: Sheet) -> list[_Block]:
    rows = range(min(ROWS_LOOKED_AT, len(sheet.grid)))
    blocks = []
    for first in rows:
        filled = [cell for cell in sheet.grid[first] if isinstance(cell, str) and cell.strip()]
        if len(filled) < 2:
            continue
        for depth in range(min(_DEEPEST, len(rows) - first)):
            headings = _headings(sheet, first, first + depth)
            if headings:
                blocks.append(_Block(first, first + depth, headings))
    return blocks


def _cuts_a_merge(sheet: Sheet, block: _Block) -> bool:
    """Tell whether a merged heading of the block goes on below it: then the header does too."""
    return any(block.first <= merge.first_row <= block.last < merge.last_row for merge in sheet.merges)


def _headings(sheet: Sheet, first: int, last: int) -> tuple[Heading, ...]:
    width = max(len(sheet.grid[row]) for row in range(first, last + 1))
    levels = [[_text(sheet.grid[row], position) for position in range(width)] for row in range(first, last + 1)]
    for merge in sheet.merges:
        _spread(levels, merge, first, last)
    headings = []
    for position in range(width):
        stack = [level[position] for level in levels if level[position]]
        stack = [text for place, text in enumerate(stack) if place == 0 or text != stack[place - 1]]
        if not stack:
            continue
        leaf, unit = split_unit(stack[-1])
        parent = split_unit(stack[-2])[0] if len(stack) > 1 else ""
        headings.append(Heading(position, " ".join(stack[-1].split()), f"{parent}-{leaf}" if parent else leaf, unit))
    return tuple(headings)


def _spread(levels: list[list[str]], merge: Merge, first: int, last: int) -> None:
    """Write a merged heading's text into each cell of its range."""
    if merge.first_row < first or merge.last_row > last:
        return
    text = levels[merge.first_row - first][merge.first_column] if merge.first_column < len(levels[0]) else ""
    for row in range(merge.first_row, merge.last_row + 1):
        for position in range(merge.first_column, min(merge.last_column + 1, len(levels[0]))):
            levels[row - first][position] = text


def _text(row: list[Cell], position: int) -> str:
    cell = row[position] if position < len(row) else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() if cell is not None else ""


def _score(ledger: Ledger, block: _Block) -> float:
    """Return how many columns of the ledger the block names; 0 when what the ledger requires is not there."""
    columns: set[str] = set()
    kept = 0
    for heading in block.headings:
        if isinstance(heading.leaf, str) and len(heading.leaf) > 40:
            continue
        for column in meanings(ledger, heading):
            if column == EXTRA:
                kept += 1
            columns.add(column)
    columns.discard(EXTRA)
    if len(columns) < 2 or any(not set(group) & columns for group in ledger.required):
        return 0.0
    return len(columns) + 0.3 * kept


def meanings(ledger: Ledger, heading: Heading, beside: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the columns that a heading can fill, by its full name first, then by its leaf."""
    for written in (heading.full, heading.leaf):
        column = ledger.column_of(written, beside)
        if column is not None:
            compound = ledger.readings_by_key.get(key(written)) or ledger.readings_by_key.get(key(split_unit(written)[0]))
            if compound:
                return compound.fills
            return (column, *(ledger.column(column).fills if column != EXTRA else ()))
    return ()


def _hint(ledger: Ledger, title: str) -> float:
    written = key(title)
    return 1.0 if any(key(name) in written for name in (*ledger.names, ledger.title)) else 0.0


def _absorb(sheet: Sheet, block: _Block) -> tuple[dict[int, str], int, tuple[tuple[int, str], ...]]:
    """Take the unit row and the column-number row that follow the header as part of it."""
    units: dict[int, str] = {}
    absorbed: list[tuple[int, str]] = []
    row = block.last + 1
    while row < len(sheet.grid) and row <= block.last + 3:
        kind = header_row_kind(sheet.grid[row])
        if kind is None:
            break
        if kind == "units":
            texts = {position: _text(sheet.grid[row], position).strip("()（）") for position in range(len(sheet.grid[row]))}
            units |= {position: text for position, text in texts.items() if text}
        absorbed.append((row, kind))
        row += 1
    return units, row, tuple(absorbed)


def header_row_kind(row: list[Cell]) -> str | None:
    """Return whether a row under a header still belongs to it: ``units``, ``column_numbers`` (1, 2, 3), or None."""
    filled = [text for text in (_text(row, position) for position in range(len(row))) if text]
    if filled and all(text.strip("()（）") in _UNITS for text in filled):
        return "units"
    if len(filled) >= 3 and filled == [str(n + 1) for n in range(len(filled))]:
        return "column_numbers"
    return None


def _as_of(above: list[str], clock: Clock) -> date | None:
    for text in above:
        if found := _AS_OF_LINE.search(text):
            return read_day(found["day"], clock).value
    return None


def _year(above: list[str]) -> int | None:
    for text in above:
        if found := _YEAR.search(text):
            return int(found[1])
    return None


def _reporting_unit(above: list[str]) -> str:
    for text in above:
        if found := _UNIT_LINE.search(text):
            return found["unit"].strip("（()）_ ")
    return ""


@cache
def _other_forms() -> tuple[tuple[str, bool, frozenset[str]], ...]:
    forms = read_toml(DATA / "other_forms.toml")["form"]
    return tuple(
        (form["title"], form.get("is_limits", False), frozenset(key(each) for each in form["headings"])) for form in forms
    )


def other_form(sheet: Sheet) -> tuple[str, bool] | None:
    """Return the title of the form without rows of a ledger that this sheet is, and whether it holds limits; or None."""
    written = {key(split_unit(str(cell))[0]) for row in sheet.grid[:ROWS_LOOKED_AT] for cell in row if isinstance(cell, str)} | {
        key(str(cell)) for row in sheet.grid[:ROWS_LOOKED_AT] for cell in row if isinstance(cell, str)
    }
    return next(((title, is_limits) for title, is_limits, headings in _other_forms() if len(written & headings) >= 2), None)
