"""From an uploaded file to a ``Reading``: find the head, match the headings, read the columns, judge the rows.

Writes nothing and knows no store; what it cannot read stays with the row as its raw text.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from riskwatch.intake import cells, numbers
from riskwatch.intake.coordinates import unproject, unshift, zone_name, zone_of
from riskwatch.intake.dates import Clock
from riskwatch.intake.head import ROWS_LOOKED_AT, Head, Heading, find_head, header_row_kind, other_form, template_names
from riskwatch.intake.marks import without_marks
from riskwatch.intake.persons import Split, read_unit_and_person, surely_split
from riskwatch.intake.reading import Context, Reading, SheetReading, Skipped, Source, Told, Verdict
from riskwatch.intake.template import BESIDE, EXAMPLE, is_example
from riskwatch.intake.workbook import Sheet, letter, open_workbook, position_of
from riskwatch.model.coordinates import coordinate_systems, same_from
from riskwatch.model.files import DATA, read_toml
from riskwatch.model.ledger import EXTRA, Answer, Column, Ledger, ManyFields, UnitAndPerson, ledger, ledgers
from riskwatch.model.problem import Problem, problem
from riskwatch.model.township import written_place, written_village
from riskwatch.model.vocabulary import Vocabulary, vocabulary
from riskwatch.model.words import key, plain, split_unit

_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+\s*[、.．]|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+(?:部分|类|批))"
)
_LETTERS = [chr(code) for span in ((0x30, 0x3A), (0x41, 0x5B), (0x61, 0x7B), (0x4E00, 0x9FFF)) for code in range(*span)]
_PARTS = re.compile(r"[、；]")
_LONGEST_NAME = 4  # a unit and a person together are longer
_ENOUGH_HEADINGS = 3  # so many known headings are a ledger that lacks something, not some other sheet
_POINTS_TO_TELL = 20  # fewer points prove nothing
_COME_HOME = 5
_SLACK = 0.005  # sums of decimals are not exact
_SHIFTED_BY_M = {"GCJ-02": 500, "BD-09": 1000}  # about, for the question
_KEPT_RAW = frozenset("date moment number integer share word words place places phone longitude latitude flag".split())


class _RowWords(NamedTuple):
    """How rows that are no data begin (data/rows.toml), as patterns of a text without spaces."""

    maybe_total: re.Pattern[str]  # before anything is done to a cell: most are none
    total: re.Pattern[str]
    part: re.Pattern[str]
    signature: re.Pattern[str]
    note: re.Pattern[str]


@cache
def _row_words() -> _RowWords:
    data = {name: "|".join(re.escape(plain(each)) for each in words) for name, words in read_toml(DATA / "rows.toml").items()}
    totals = data["totals"]
    return _RowWords(
        maybe_total=re.compile(f"[{''.join(each[0] for each in totals.split('|'))}共]"),
        total=re.compile(rf"(?:{totals})(?:$|[:(\d])|[^:。,]{{1,12}}(?:{totals})$|共\d*(?:{data['counted']})"),
        part=re.compile(data["totals_of_part"]),
        signature=re.compile(rf"(?:{data['signatures']}|{data['notes']})(?:\(.*?\))?:"),
        note=re.compile(data["notes"]),
    )


def read(content: bytes, file_name: str, context: Context, *, only: str | None = None, told: Told | None = None) -> Reading:
    """Read a file, as the ledger ``only`` or as whatever its headings say. ``told`` hears rows and the share done so far.

    Never raises for what is inside a sheet: that comes back as problems. Raises Refusal for what is not a workbook.
    """
    known = tuple(context.lessons.ledger(each) for each in ((ledger(only),) if only else ledgers()))
    opened = without_marks(open_workbook(content, file_name))
    _correct(opened, context)
    meter = _Meter(told, sum(len(sheet.grid) for sheet in opened))
    sheets = tuple(_read_sheet(sheet, known, context, meter) for sheet in opened)
    if any(each.is_taken for each in sheets):
        sheets = tuple(each for each in sheets if not _is_empty(each))
    if any(template_names(sheet, known) for sheet in opened):
        sheets = tuple(each for each in sheets if each.sheet not in BESIDE)
    return Reading(file_name, sheets, context.corrections)


def _correct(sheets: Sequence[Sheet], context: Context) -> None:
    """Put what a person corrected on the page into the grids; a cell that is not there is left alone."""
    grids = {sheet.name: sheet.grid for sheet in sheets}
    for each in context.corrections:
        grid, position = grids.get(each.sheet, []), position_of(each.column)
        if each.row <= len(grid) and position < len(grid[each.row - 1]):
            grid[each.row - 1][position] = each.becomes


def _is_empty(sheet: SheetReading) -> bool:
    return any(each.code == "sheet_empty" for each in sheet.problems)


@dataclass
class _Meter:
    """How far the reading of a file is; its state is the rows of the sheets that are done. Opening is about half of the work."""

    told: Told | None
    rows: int
    rows_done: int = 0

    def tell(self, rows: int = 0, share: float = 0.0) -> None:
        """Say that ``share`` of a sheet of so many rows is read."""
        if self.told:
            self.told(self.rows, 0.5 + 0.5 * (self.rows_done + rows * share) / max(self.rows, 1))


def _read_sheet(sheet: Sheet, known: tuple[Ledger, ...], context: Context, meter: _Meter) -> SheetReading:
    meter.tell()
    reading = _judge_sheet(sheet, known, context, meter)
    meter.rows_done += len(sheet.grid)
    return reading


def _judge_sheet(sheet: Sheet, known: tuple[Ledger, ...], context: Context, meter: _Meter) -> SheetReading:
    if not sheet.is_visible:
        return SheetReading(sheet.name, problems=(problem("sheet_hidden", sheet=sheet.name),))
    if not any(cell not in ("", None) for row in sheet.grid for cell in row):
        return SheetReading(sheet.name, problems=(problem("sheet_empty", sheet=sheet.name),))
    clock = Clock(context.county, context.as_of.year if context.as_of else None, sheet.is_untyped)
    head = find_head(sheet, known, clock)
    if head is None:
        return _not_a_ledger(sheet, known)
    if len(head.candidates) > 1:
        first, second = head.candidates[:2]
        unclear = problem("ledger_unclear", sheet=sheet.name, first=first.title, second=second.title)
        return SheetReading(sheet.name, problems=(unclear,))
    year = head.as_of.year if head.as_of else head.year or clock.year
    return _Table(sheet, head, head.candidates[0], context, Clock(context.county, year, sheet.is_untyped), meter).read()


def _not_a_ledger(sheet: Sheet, known: tuple[Ledger, ...]) -> SheetReading:
    """Say why a sheet is none of the ledgers; one that only lacks a required column names the ledger and its unknown headings."""
    form = other_form(sheet)
    if form:
        title, is_limits = form
        what = "sheet_is_limits" if is_limits else "sheet_is_summary"
        return SheetReading(sheet.name, problems=(problem(what, sheet=sheet.name, form=title),))
    wanted, (row, named) = max(((each, _fullest(each, sheet)) for each in known), key=lambda pair: len(pair[1][1]))
    lacking = [group for group in wanted.required if not named & set(group)]
    if lacking and (len(known) == 1 or len(named) >= _ENOUGH_HEADINGS):
        unknown = [
            Source(plain(cell), letter(position))
            for position, cell in enumerate(sheet.grid[row] if named else ())
            if isinstance(cell, str) and cell.strip() and wanted.column_of(cell) is None
        ]
        missing = _column_missing(sheet.name, wanted, lacking)
        return SheetReading(sheet.name, wanted, (row + 1,), ignored=tuple(unknown), problems=(missing,))
    return SheetReading(sheet.name, problems=(problem("sheet_unknown", sheet=sheet.name),))


def _fullest(wanted: Ledger, sheet: Sheet) -> tuple[int, set[str]]:
    """Return which of the sheet's first rows names most columns of a ledger, counted from 0, and the columns."""
    named = [
        {wanted.column_of(cell) for cell in row if isinstance(cell, str) and cell.strip()} - {None, EXTRA}
        for row in sheet.grid[:ROWS_LOOKED_AT]
    ]
    row = max(range(len(named)), key=lambda place: len(named[place]), default=0)
    return row, {name for name in (named[row] if named else ()) if name is not None}


def _column_missing(sheet: str, wanted: Ledger, lacking: Sequence[Sequence[str]]) -> Problem:
    titles = "、".join("或".join(wanted.column(name).title for name in group) for group in lacking)
    return problem("column_missing", sheet=sheet, columns=titles, ledger=wanted.title)


@dataclass(frozen=True, slots=True)
class _Total:
    """A row of totals: Excel's row, from which rows of data it may sum, and to which; a whole one may sum every row of the sheet."""

    row: int
    since: tuple[int, ...]
    until: int
    is_whole: bool


@dataclass
class _Table:
    """One sheet's table while it is being read: the state that its steps share."""

    sheet: Sheet
    head: Head
    ledger: Ledger
    context: Context
    clock: Clock
    meter: _Meter
    rows: list[int] = field(default_factory=list)
    body: list[list[Any]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    raws: list[dict[str, str]] = field(default_factory=list)
    together: list[tuple[Heading, UnitAndPerson]] = field(default_factory=list)
    totals: list[_Total] = field(default_factory=list)
    factors: dict[str, float] = field(default_factory=dict)
    plain_starts: frozenset[str] = frozenset()  # letters that no heading and no example begins with
    may_be_total: Callable[[str], object] = bool

    def read(self) -> SheetReading:
        """Read the whole table."""
        self._split_rows()
        bound, compounds, unknown = self._bind()
        reading = SheetReading(
            self.sheet.name,
            self.ledger,
            tuple(row + 1 for row in self.head.header_rows),
            self.head.first_row + 1,
            self._as_of(),
            self.head.reporting_unit,
            ignored=tuple(Source(each.leaf, letter(each.position)) for each in unknown),
            skipped=tuple(self.skipped),
        )
        if not self.rows and not self.problems and not self.head.canonical:
            self.problems.append(problem("sheet_without_rows", sheet=self.sheet.name))
        if any(each.weight == "file" for each in self.problems):
            return replace(reading, problems=tuple(self.problems))
        if self.sheet.has_hidden and not self.head.canonical:
            self.problems.append(problem("hidden_lines", sheet=self.sheet.name))
        self.raws = [{} for _ in self.rows]
        self._tell_beside(bound, unknown)
        extras = self._extras(unknown)
        # Deadlines count from a day, and a status may be spoken by another column: both come last.
        ordered = sorted(self.ledger.columns, key=lambda each: (each.kind == "deadline", each.merge and each.kind == "word"))
        for place, column in enumerate(ordered):
            if column.name in bound:
                self._read_column(column, bound[column.name])
                self.meter.tell(len(self.rows), place / len(ordered))
        self._read_compounds(compounds)
        self._hear_both()
        self._read_together()
        self._part_persons()
        self._fill()
        self._settle_coordinates()
        self._check_totals()
        lacking = [group for group in self.ledger.required if not any(name in self.values for name in group)]
        if lacking:
            self.problems.append(_column_missing(self.sheet.name, self.ledger, lacking))
            return replace(reading, problems=tuple(self.problems))
        self._require()
        keys = self._keys()
        return replace(
            reading,
            columns=self.sources,
            missing=tuple(each.name for each in self.ledger.columns if each.name not in self.values),
            rows=tuple(self.rows),
            keys=keys,
            verdicts=self._verdicts(),
            values=self.values,
            raws=tuple(self.raws),
            extras=extras,
            problems=tuple(self.problems),
        )

    # --- rows ---

    def _split_rows(self) -> None:
        grid = self.sheet.grid
        width = max((len(row) for row in grid), default=0)
        for row in grid:
            row.extend([""] * (width - len(row)))
        for merge in self.sheet.merges:
            is_written = merge.first_row < len(grid) and merge.first_column < width  # a merge may lie where nothing is written
            if is_written and merge.first_row >= self.head.first_row and merge.last_row > merge.first_row:
                top = grid[merge.first_row][merge.first_column]
                for row_no in range(merge.first_row + 1, min(merge.last_row, len(grid) - 1) + 1):
                    grid[row_no][merge.first_column] = top
        absorbed = dict(self.head.absorbed)
        self.skipped = [Skipped(row + 1, why) for row, why in absorbed.items()]
        top = self.head.header_rows[0]
        above = {key(str(cell)) for row in grid[:top] for cell in row if cell not in ("", None)} - {""}
        headers = {key(each.leaf) for each in self.head.headings}
        headers |= {key(str(cell)) for row in self.head.header_rows for cell in grid[row] if cell not in ("", None)} - {""}
        self.plain_starts, self.may_be_total = _plain_starts(headers), _row_words().maybe_total.search
        pending_blank: list[int] = []
        since = [0]
        for row_no in range(self.head.first_row, len(grid)):
            why = self._why_skipped(grid[row_no], headers, above)
            if why is None and self.skipped and self.skipped[-1] in (Skipped(row_no, "header"), Skipped(row_no, "units")):
                why = header_row_kind(grid[row_no])  # the header was printed again, with all that belongs to it
            if why == "blank":
                pending_blank.append(row_no)
                continue
            self.skipped += [Skipped(each + 1, "blank") for each in pending_blank]
            pending_blank.clear()
            if why:
                self.skipped.append(Skipped(row_no + 1, why))
                self._note_total(row_no, why, since)
            else:
                self.rows.append(row_no + 1)
                self.body.append(grid[row_no])

    def _note_total(self, row_no: int, why: str, since: list[int]) -> None:
        """Remember a total and where the rows that it sums may begin; a total and a section begin new ones."""
        if why == "total":
            told = "".join(plain(str(cell)) for cell in self.sheet.grid[row_no][:3] if isinstance(cell, str))
            is_whole = not _row_words().part.search("".join(told.split()))
            self.totals.append(_Total(row_no + 1, tuple(since), len(self.rows), is_whole))
        if why in ("total", "section"):
            since.append(len(self.rows))

    def _why_skipped(self, row: list[Any], headers: set[str], above: set[str]) -> str | None:
        if self._is_plainly_data(row):
            return None
        filled = [cell for cell in row if cell not in ("", None)]
        if not filled:
            return "blank"
        if self.head.canonical and is_example(row, self.ledger, self.head.canonical):
            return "example"
        words = _row_words()
        for cell in filled[:2]:
            if isinstance(cell, str) and words.maybe_total.search(cell) and words.total.match("".join(plain(cell).split())):
                return "total"
        first = filled[0]
        if not isinstance(first, str):
            return None
        text = first.strip()
        if not text:
            return "blank" if all(isinstance(cell, str) and not cell.strip() for cell in filled) else None
        is_short = len(filled) <= 2
        if is_short or ":" in text or "：" in text:
            squeezed = "".join(plain(text).split())
            if words.signature.match(squeezed) or (is_short and words.note.fullmatch(squeezed)):
                return "signature"
        if is_short and _SECTION.match(text):
            return "section"
        if is_short and {key(cell) if isinstance(cell, str) else "" for cell in filled} <= above:
            return "header"  # a title that is printed on each page
        if key(text) in headers and sum(isinstance(cell, str) and key(cell) in headers for cell in filled) * 2 > len(filled):
            return "header"
        return None

    def _is_plainly_data(self, row: list[Any]) -> bool:
        """Tell at a glance what nearly every row is: its first three cells are filled and begin as no row of another kind does."""
        first, second, third = row[:3] if len(row) > 2 else ("", "", "")
        if first.__class__ is not str or first[:1] not in self.plain_starts or second in ("", None) or third in ("", None):
            return False
        may_be_total = self.may_be_total
        if ":" in first or "：" in first or may_be_total(first):
            return False
        return second.__class__ is not str or not may_be_total(second)

    def _tell_beside(self, bound: Mapping[str, list[tuple[Heading, Answer | None]]], unknown: list[Heading]) -> None:
        """Tell of cells whose value is not in the file, and of comments and colours, that nothing of theirs was read."""
        beside, kept = self.sheet.beside, {each.position for each in unknown}
        names = {heading.position: name for name, headings in bound.items() for heading, _ in headings}
        places = {row - 1: place for place, row in enumerate(self.rows)}
        known = {each.position for each in self.head.headings}
        told = [(at, code, found) for at, (code, found) in beside.unread.items() if at[1] not in kept]
        told += [(at, "comment_unread", text) for at, text in beside.comments.items()]
        put_right = {
            (each.row - 1, position_of(each.column)) for each in self.context.corrections if each.sheet == self.sheet.name
        }
        for (row, position), code, found in sorted(told):
            if row not in places or position not in known or (code != "comment_unread" and (row, position) in put_right):
                continue
            if code != "comment_unread":
                self.body[places[row]][position] = ""
            self.problems.append(
                problem(
                    code,
                    sheet=self.sheet.name,
                    row=row + 1,
                    column=letter(position),
                    field=names.get(position) if code != "comment_unread" else None,  # a comment makes no value doubtful
                    found=found,
                )
            )
        coloured = sorted(places[row] for row in beside.coloured if row in places)
        is_striped = len(coloured) > 1 and {b - a for a, b in pairwise(coloured)} == {2}
        if coloured and not is_striped and len(coloured) * 2 <= len(self.rows):
            self.problems.append(problem("colours_unread", sheet=self.sheet.name, count=len(coloured)))

    # --- columns ---

    @cached_property
    def upright(self) -> list[tuple[Any, ...]]:
        """The body by column: turned once, for every column that is read."""
        return list(zip(*self.body, strict=True))

    def _bind(self) -> tuple[dict[str, list[tuple[Heading, Answer | None]]], list[tuple[Heading, ManyFields]], list[Heading]]:
        """Give each heading its column. Doubled columns stop the sheet."""
        company = tuple(each.leaf for each in self.head.headings) + tuple(each.full for each in self.head.headings)
        bound: dict[str, list[tuple[Heading, Answer | None]]] = {}
        compounds: list[tuple[Heading, ManyFields]] = []
        unknown: list[Heading] = []
        person: str | None = None
        for heading in self.head.headings:
            given = self.head.canonical.get(heading.position)
            both = None if given else self.ledger.together_under(heading.leaf)
            if both:
                self.together.append((heading, both))
                person = both.person
                continue
            written = heading.full if self.ledger.column_of(heading.full, company) else heading.leaf
            keys = (key(written), key(split_unit(written)[0]))
            compound = next((self.ledger.readings_by_key[each] for each in keys if each in self.ledger.readings_by_key), None)
            name = given or self.ledger.column_after(heading.leaf, person) or self.ledger.column_of(written, company)
            if name in self.ledger.personal:
                person = name
            if compound and not given:
                compounds.append((heading, compound))
            if name is None or name == EXTRA or (not given and self._only_counts(heading, name)):
                unknown.append(heading)
                continue
            answer = next(
                (self.ledger.answers_by_key[each] for each in keys if each in self.ledger.answers_by_key and not given), None
            )
            if name in bound and not self.ledger.column(name).merge:
                self._report_twice(bound[name][0][0], heading, name)
            bound.setdefault(name, []).append((heading, answer))
        for name, headings in bound.items():
            self.sources[name] = Source(headings[0][0].leaf, letter(headings[0][0].position))
        return bound, compounds, unknown

    def _only_counts(self, heading: Heading, name: str) -> bool:
        """编号 is a code unless its values run 1, 2, 3."""
        if key(split_unit(heading.leaf)[0]) not in {key(each) for each in self.ledger.column(name).serial}:
            return False
        written = [cells.written_as(row[heading.position]) for row in self.body[:50]]
        return all(text.isdigit() for text in written if text) and written[:2] == ["1", "2"][: len(written)]

    def _report_twice(self, first: Heading, second: Heading, name: str) -> None:
        self.problems.append(
            problem(
                "column_twice",
                sheet=self.sheet.name,
                row=self.head.header_rows[-1] + 1,
                column=letter(second.position),
                field=name,
                found=second.leaf,
                other=first.leaf,
                other_column=letter(first.position),
                title=self.ledger.column(name).title,
            )
        )

    def _column(self, heading: Heading, column: Column | None = None) -> list[Any]:
        # 无 can be an answer (no certificate, no danger): a column of words knows its own blanks.
        words = {"flag": "flag", "word": column.vocabulary}.get(column.kind) if column else None
        blank = vocabulary(words).blank if words else self.ledger.blank
        return cells.clean(self.upright[heading.position] if self.body else (), frozenset(("", *blank)))

    def _extras(self, unknown: list[Heading]) -> tuple[dict[str, object], ...]:
        extras: list[dict[str, object]] = [{} for _ in self.rows]
        taken: set[str] = set()
        for heading in unknown:
            name = plain(heading.full)
            name = name if name not in taken else f"{name}（{letter(heading.position)}列）"
            taken.add(name)
            for place, cell in enumerate(self.upright[heading.position] if self.body else ()):
                if cell not in ("", None):
                    extras[place][name] = cell if isinstance(cell, str | int | float) else str(cell)
        return tuple(extras)

    def _read_column(self, column: Column, headings: list[tuple[Heading, Answer | None]]) -> None:
        first = headings[0][0]
        written = self._column(first, column)
        if column.kind == "deadline":
            found = self.values.get(column.found or "", [None] * len(written))
            days, kinds, raws, faults = cells.read_deadlines(written, found, self.clock)
            self.values |= {column.name: days, "due_kind": kinds, "due_raw": raws}
            self._note(column, first, written, faults)
            return
        if column.merge and column.kind == "word":
            self._read_stages(column, headings)
            return
        if len(headings) > 1:
            written = self._joined(column, [heading for heading, _ in headings])
        if column.kind in cells.AS_WRITTEN and not headings[0][1]:
            self.values[column.name] = cells.as_written(written)
            return
        factor = self.factors[column.name] = self._factor(column, first)
        words = self._words(column)
        read_cell = cells.reader(column, factor=factor, clock=self.clock, townships=self.context.townships, words=words)
        if headings[0][1]:
            read_cell = _answer_reader(headings[0][1], read_cell, column)
        self.values[column.name], faults = cells.read_each(written, read_cell)
        if column.keep_raw:
            self.values[f"{column.name}_raw"] = [None if cell is None else cells.written_as(cell) for cell in written]
        self._keep_raw(column, written)
        self._note(column, first, written, faults)

    def _words(self, column: Column) -> Vocabulary | None:
        """Return the vocabulary of a column, with what the county taught; None for a column of another kind."""
        is_of_words = column.kind in ("word", "words")
        return self.context.lessons.vocabulary(column.vocabulary or column.name) if is_of_words else None

    def _joined(self, column: Column, headings: list[Heading]) -> list[Any]:
        """Several headings fill one text: what they say is put together, each saying once. Of other kinds the first counts."""
        together = [
            list(dict.fromkeys(each for each in row if each is not None))
            for row in zip(*map(self._column, headings), strict=True)
        ]
        if column.kind in ("text", "location", "person", "phone"):
            return [
                ("；".join(cells.written_as(each) for each in row) if len(row) > 1 else row[0]) if row else None
                for row in together
            ]
        return [row[0] if row else None for row in together]

    def _read_stages(self, column: Column, headings: list[tuple[Heading, Answer | None]]) -> None:
        """Several headings fill one column: the word furthest on in the vocabulary is what the sheet proves."""
        words = self.context.lessons.vocabulary(column.vocabulary or column.name)
        order = {word.code: place for place, word in enumerate(words.words)}
        best: list[str | None] = [None] * len(self.rows)
        raw: list[str | None] = [None] * len(self.rows)
        read_word = cells.reader(column, factor=1.0, clock=self.clock, townships=self.context.townships, words=words)
        for heading, answer in headings:
            written = self._column(heading, column)
            read_cell = _answer_reader(answer, read_word, column) if answer else read_word
            values, faults = cells.read_each(written, read_cell)
            for place, value in enumerate(values):
                if written[place] is not None:
                    text = cells.written_as(written[place])
                    raw[place] = text if raw[place] is None else f"{raw[place]}；{text}"
                if value is not None and (best[place] is None or order[value] > order[best[place] or ""]):
                    best[place] = value
            self._note(column, heading, written, faults)
        self._hear(column, words, best)
        self.values[column.name] = best
        if column.keep_raw:
            self.values[f"{column.name}_raw"] = list(raw)
            return
        for place, said in enumerate(raw):
            if said is not None and best[place] is None:
                self.raws[place].setdefault(column.name, said)

    def _hear(self, column: Column, words: Vocabulary, best: list[str | None]) -> None:
        """Let a column of prose speak where it holds nothing but a known word: 整改情况 = 整改中."""
        for other in self.ledger.columns:
            if other.speaks_for == column.name and other.name in self.values:
                order = {word.code: place for place, word in enumerate(words.words)}
                for place, text in enumerate(self.values[other.name]):
                    said = words.code_of(text) if text is not None and len(text) <= 12 else None
                    if said and (best[place] is None or order[said] > order[best[place] or ""]):
                        best[place] = said

    def _factor(self, column: Column, heading: Heading) -> float:
        if column.kind not in ("number", "integer") or heading.unit is None:
            return 1.0
        if split_unit(heading.leaf)[1] is not None and key(heading.leaf) in self.ledger.by_key:
            return 1.0  # what stands in its brackets is part of a known heading; a row of units is not
        factor = column.factor(heading.unit)
        if factor is None:
            self.problems.append(
                problem(
                    "unit_unknown",
                    weight="note" if not _looks_like_unit(heading.unit) else None,
                    sheet=self.sheet.name,
                    row=self.head.header_rows[-1] + 1,
                    column=letter(heading.position),
                    field=column.name,
                    found=heading.leaf,
                    unit=heading.unit,
                    wanted=column.unit or "",
                )
            )
            return 1.0
        return factor

    def _keep_raw(self, column: Column, written: list[Any]) -> None:
        if column.kind not in _KEPT_RAW or column.keep_raw:
            return
        values = self.values[column.name]
        for place, cell in enumerate(written):
            if cell is not None and cell != values[place] and (isinstance(cell, str) or values[place] is None):
                self.raws[place][column.name] = cells.written_as(cell)

    def _note(self, column: Column, heading: Heading, written: list[Any], faults: list[cells.Fault]) -> None:
        choices = "、".join(vocabulary(column.vocabulary).labels.values()) if column.vocabulary and faults else ""
        label = vocabulary(column.vocabulary).title if column.vocabulary else ""
        for place, code in faults:
            self.problems.append(
                problem(
                    code,
                    sheet=self.sheet.name,
                    row=self.rows[place],
                    column=letter(heading.position),
                    field=column.name,
                    found=cells.written_as(written[place]),
                    choices=choices,
                    vocabulary=label,
                    least=_number(column.least),
                    most=_number(column.most),
                )
            )

    def _read_compounds(self, compounds: list[tuple[Heading, ManyFields]]) -> None:
        for heading, compound in compounds:
            written = self._column(heading)
            faults: list[cells.Fault] = []
            columns: list[list[Any]] = [[None] * len(written) for _ in compound.fills]
            for place, cell in enumerate(written):
                if cell is None:
                    continue
                if compound.kind == "coordinates":
                    longitude, latitude, fault = numbers.read_coordinate_pair(cell)
                    found: tuple[Any, ...] = (longitude, latitude)
                    if fault:
                        faults.append((place, fault))
                else:
                    found = numbers.read_households_and_people(cells.written_as(cell))
                for column, value in zip(columns, found, strict=True):
                    column[place] = value
            for name, column in zip(compound.fills, columns, strict=True):
                self._fill_column(name, column, heading)
            self._note(self.ledger.column(compound.fills[0]), heading, written, faults)

    def _hear_both(self) -> None:
        """53户175人 under 威胁户数 or 威胁人数 says both: the other column takes it where it says nothing itself."""
        for compound in self.ledger.readings:
            if compound.kind != "households_people":
                continue
            for told, other in (compound.fills, compound.fills[::-1]):
                if told not in self.values:
                    continue
                both = [numbers.read_households_and_people(raw.get(told, "")) for raw in self.raws]
                found = [pair[compound.fills.index(other)] if None not in pair else None for pair in both]
                self._fill_column(other, found, Heading(-1, self.sources[told].header, self.sources[told].header))
                if other in self.sources and not self.sources[other].column:
                    self.sources[other] = self.sources[told]

    # --- units and persons ---

    def _read_together(self) -> None:
        """Read the headings whose cells hold a unit and its person: 责任单位及责任人."""
        for heading, both in self.together:
            written = self._column(heading)
            texts = [None if cell is None else cells.written_as(cell) for cell in written]
            found, faults = cells.read_each(texts, read_unit_and_person(self.context.townships))
            self._take_parts(found, texts, both, heading)
            self._note(self.ledger.column(both.person), heading, written, faults)

    def _part_persons(self) -> None:
        """Take a person out of a unit's cell that surely names one; any other cell of a unit stays as it is written."""
        for column in self.ledger.columns:
            if column.person is None:
                continue
            self._part_units(column.name, column.person)
            texts = self.values.get(column.name)
            if texts is None:
                continue
            parts = {text: surely_split(text, self.context.townships) for text in set(texts) - {None}}
            if any(parts.values()):
                found = [None if text is None else parts[text] for text in texts]
                self.values[column.name] = [None if part else text for text, part in zip(texts, found, strict=True)]
                source = self.sources[column.name]
                both = UnitAndPerson((), column.name, column.person)
                self._take_parts(found, texts, both, Heading(-1, source.header, source.header), source)

    def _part_units(self, unit: str, person: str) -> None:
        """Take a unit out of a person's cell that surely names both, where the row tells no other unit: 责任人 = 住建局 张三."""
        texts = self.values.get(person)
        if texts is None:
            return
        apart = self.context.townships
        parts = {text: surely_split(text, apart) for text in set(texts) - {None} if len(text) > _LONGEST_NAME}
        units = self.values.get(unit) or [None] * len(texts)
        found = [text and parts.get(text) for text in texts]
        taken = [part if part and own in (None, part.unit) else None for part, own in zip(found, units, strict=True)]
        if not any(taken):
            return
        for place, (part, text) in enumerate(zip(taken, texts, strict=True)):
            if part:
                self.raws[place].setdefault(person, text)
                self.raws[place].setdefault(unit, text)
        self.values[person] = [part.person if part else text for part, text in zip(taken, texts, strict=True)]
        self.values[unit] = [part.unit if part else own for part, own in zip(taken, units, strict=True)]
        self.sources.setdefault(unit, self.sources[person])

    def _take_parts(
        self, found: list[Split | None], texts: list[Any], both: UnitAndPerson, heading: Heading, source: Source | None = None
    ) -> None:
        """Put units and persons into their columns beside what stands there already; the raw text stays with the row."""
        source = source or Source(heading.leaf, letter(heading.position))
        units, persons = [part and part.unit for part in found], [part and part.person for part in found]
        for name, parts in ((both.unit, units), (both.person, persons)):
            own = self.values.get(name)
            self.values[name] = parts if own is None else [_beside(*pair) for pair in zip(own, parts, strict=True)]
            self.sources.setdefault(name, source)
        for place, (part, text) in enumerate(zip(found, texts, strict=True)):
            if part and part.person:
                for name in (both.unit, both.person):
                    self.raws[place].setdefault(name, text)

    # --- what one column tells about another ---

    def _fill_column(self, name: str, found: list[Any], heading: Heading) -> None:
        if not any(value is not None for value in found):
            return
        own = self.values.get(name)
        if own is None:
            self.values[name] = found
            self.sources[name] = Source(heading.leaf, letter(heading.position))
        else:
            self.values[name] = [mine if mine is not None else other for mine, other in zip(own, found, strict=True)]

    def _fill(self) -> None:
        for column in self.ledger.columns:
            if not column.fills or column.name not in self.values:
                continue
            source = self.sources[column.name]
            heading = Heading(-1, source.header, source.header)
            places = [self._place_in(text) for text in self.values[column.name]]
            for name in column.fills:
                whole = [None if text is None else plain(str(text)) for text in self.values[column.name]]
                found = {"township": [each[0] for each in places], "village": [each[1] for each in places]}.get(name, whole)
                self._fill_column(name, found, heading)
                if name in self.sources and self.sources[name].header == source.header:
                    self.sources[name] = source
        if "township" in self.ledger.by_name and "township" not in self.values and self.context.townships:
            match = self.context.townships.resolve(self.sheet.name)
            if match and match.how in ("exact", "alias", "base"):
                self.values["township"] = [match.name] * len(self.rows)
                self.sources["township"] = Source(f"工作表“{self.sheet.name}”", "")

    def _place_in(self, text: str | None) -> tuple[str | None, str | None]:
        if text is None:
            return None, None
        if not self.context.townships:
            return written_place(text)
        match = self.context.townships.resolve(text)
        if match is None or self.context.townships.is_several(text):
            return None, None
        return match.name, written_village(match.rest)

    def _settle_coordinates(self) -> None:
        longitudes, latitudes = self.values.get("longitude"), self.values.get("latitude")
        if longitudes is None or latitudes is None:
            return
        written = list(zip(longitudes, latitudes, strict=True))
        for place, pair in enumerate(written):
            if None not in pair and min(pair) > numbers.METRES_FROM and (degrees := numbers.unpack_degrees(*pair)):
                longitudes[place], latitudes[place] = degrees
        self._unproject(longitudes, latitudes)
        known: list[int] = []
        for place, pair in enumerate(zip(longitudes, latitudes, strict=True)):
            longitude, latitude, fault = numbers.settle(*pair)
            if fault == "coordinate_outside":
                fault = None  # the outline test below says it, with the county's own outline
            if fault:
                self._note_pair(place, fault, pair)
            longitudes[place], latitudes[place] = longitude, latitude
            if longitude is not None and latitude is not None:
                known.append(place)
        points = [(longitudes[place], latitudes[place]) for place in known]
        if self.context.coordinates:
            points = unshift(points, self.context.coordinates)
            for place, (longitude, latitude) in zip(known, points, strict=True):
                longitudes[place], latitudes[place] = longitude, latitude
        else:
            self._ask_whether_shifted(known, points)
        for place in known:
            if written[place] != (longitudes[place], latitudes[place]):
                for name, value in zip(("longitude", "latitude"), written[place], strict=True):
                    self.raws[place].setdefault(name, str(value))
        self._tell_same(known, longitudes, latitudes)
        if self.context.is_outside and points:
            for place, point, is_outside in zip(known, points, self.context.is_outside(points), strict=True):
                if is_outside:
                    self._note_pair(place, "coordinate_outside", point)

    def _tell_same(self, known: list[int], longitudes: list[Any], latitudes: list[Any]) -> None:
        """Tell where many things with names of their own stand on one point: a township's own point was put for each."""
        names = self.values.get("name")
        if names is None:
            return
        at: dict[tuple[float, float], set[str]] = {}
        for place in known:
            at.setdefault((longitudes[place], latitudes[place]), set()).add(str(names[place]))
        for (longitude, latitude), those in at.items():
            if len(those) >= same_from():
                point = f"{longitude:.10g}, {latitude:.10g}"
                self.problems.append(problem("coordinates_same", sheet=self.sheet.name, found=point, count=len(those)))

    def _unproject(self, longitudes: list[Any], latitudes: list[Any]) -> None:
        """Turn metres whose zone is told into degrees; those of which nothing tells the zone are left for ``settle`` to name."""
        zones: dict[str, list[int]] = {}
        for place, pair in enumerate(zip(longitudes, latitudes, strict=True)):
            if None not in pair and min(map(abs, pair)) > numbers.METRES_FROM:
                zone = zone_of(*pair, self.context.county.crs)
                if zone:
                    zones.setdefault(zone, []).append(place)
        for zone, places in zones.items():
            found = unproject([(longitudes[place], latitudes[place]) for place in places], zone)
            for place, (longitude, latitude) in zip(places, found, strict=True):
                longitudes[place], latitudes[place] = longitude, latitude
            told = problem("coordinates_projected_read", sheet=self.sheet.name, zone=zone_name(zone), count=len(places))
            self.problems.append(told)

    def _ask_whether_shifted(self, known: list[int], points: list[tuple[float, float]]) -> None:
        """Ask, once a sheet, whether its points were taken from a web map: many would come home when shifted back, hardly one leave.

        It cannot tell where townships are large beside the shift and no point lies near a border; then nothing is asked.
        """
        towns = self.values.get("township")
        if self.context.is_at_home is None or towns is None or len(known) < _POINTS_TO_TELL:
            return
        names = [towns[place] for place in known]
        before = self.context.is_at_home(points, names)
        found = []
        for system in ("GCJ-02", "BD-09"):
            after = self.context.is_at_home(unshift(points, system), names)
            better = sum(now and not was for was, now in zip(before, after, strict=True))
            worse = sum(was and not now for was, now in zip(before, after, strict=True))
            if better >= _COME_HOME and worse * 5 <= better:
                found.append((better - worse, better, worse, system))
        if found:
            _, better, worse, system = max(found)
            label = coordinate_systems()[system]
            metres = _SHIFTED_BY_M[system]
            self.problems.append(
                problem("coordinates_shifted", sheet=self.sheet.name, label=label, better=better, worse=worse, metres=metres)
            )

    # --- totals ---

    def _check_totals(self) -> None:
        """Compare each total that the sheet states with the rows above it: 小计 with those since the last, 合计 with all of them.

        A total is only doubted where every cell of its column was read without a fault.
        """
        columns = [each for each in self.ledger.columns if each.adds and each.kind in ("number", "integer")]
        doubtful = {each.field for each in self.problems if each.row is not None}
        waiting = {each.row for each in self.problems if each.weight == "row"}
        for column in columns:
            source = self.sources.get(column.name)
            alone = source and [name for name, each in self.sources.items() if each == source] == [column.name]
            if not source or not source.column or not alone or column.name in doubtful or waiting:
                continue
            for total in self.totals:
                self._check_total(total, column, source)

    def _check_total(self, total: _Total, column: Column, source: Source) -> None:
        row, factor = self.sheet.grid[total.row - 1], self.factors.get(column.name, 1.0)
        stated = cells.total(row, position_of(source.column), column, factor)
        if stated is None:
            return
        values = self.values[column.name]
        parts = [_sum(values[since : total.until]) for since in total.since]
        whole = _sum(values)
        ours = whole if total.is_whole else parts[-1]
        if any(abs(each - stated) <= _SLACK for each in (*parts, *((whole,) if total.is_whole else ()))):
            return
        self.problems.append(
            problem(
                "total_disagrees",
                sheet=self.sheet.name,
                row=total.row,
                column=source.column,
                field=column.name,
                found=f"{stated:.10g}",
                ours=f"{ours:.10g}",
                title=column.title,
            )
        )

    def _note_pair(self, place: int, code: str, pair: tuple[Any, Any]) -> None:
        self.raws[place].setdefault("longitude", str(pair[0]))
        self.raws[place].setdefault("latitude", str(pair[1]))
        self.problems.append(
            problem(
                code,
                sheet=self.sheet.name,
                row=self.rows[place],
                column=self.sources["longitude"].column,
                field="longitude",
                found=f"{pair[0]}, {pair[1]}",
            )
        )

    # --- rows judged ---

    def _as_of(self) -> date | None:
        if self.context.as_of:
            return self.context.as_of
        if self.head.as_of and self.head.as_of > self.context.today:
            self.problems.append(problem("as_of_future", sheet=self.sheet.name, found=self.head.as_of))
            return None
        return self.head.as_of

    def _require(self) -> None:
        """Make a row wait that lacks what is required. A cell that cannot be read has said so already: its own fault will do."""
        unread = {(each.row, each.field) for each in self.problems}
        waiting: set[tuple[int | None, str | None]] = set()
        for group in self.ledger.required:
            lists = [self.values[name] for name in group if name in self.values]
            titles = "或".join(self.ledger.column(name).title for name in group)
            if any(None not in column for column in lists):
                continue
            for place, row in enumerate(self.rows):
                if all(column[place] is None for column in lists):
                    told = unread.intersection((row, name) for name in group)
                    if told:
                        waiting |= told
                        continue
                    source = next((self.sources[name] for name in group if name in self.sources), None)
                    self.problems.append(
                        problem(
                            "required_missing",
                            sheet=self.sheet.name,
                            row=row,
                            column=(source.column or None) if source else None,
                            field=group[0],
                            found=self.raws[place].get(group[0], ""),
                            columns=titles,
                        )
                    )
        if waiting:
            self.problems = [replace(each, weight="row") if (each.row, each.field) in waiting else each for each in self.problems]

    def _keys(self) -> tuple[str, ...]:
        codes = self.values.get(self.ledger.code or "", [None] * len(self.rows))
        parts = [self.values.get(name, [None] * len(self.rows)) for name in self.ledger.grain]
        keys: list[str] = []
        first_seen: dict[str, int] = {}
        without_key: set[int] = set()
        split = self._split_keys(codes)
        for place, row in enumerate(self.rows):
            code = codes[place]
            made = split.get(place) or (str(code) if code is not None else _digest([column[place] for column in parts]))
            if code is None and any(
                column[place] is None and name in self.raws[place] for name, column in zip(self.ledger.grain, parts, strict=True)
            ):
                without_key.add(row)
            keys.append(made)
            if made in first_seen:
                self.problems.append(problem("row_twice", sheet=self.sheet.name, row=row, other_row=first_seen[made]))
            first_seen[made] = row
        # What cannot be read and is part of the only key makes the row wait: the same row must get the same key again.
        self.problems = [
            replace(each, weight="row") if each.row in without_key and each.field in self.ledger.grain else each
            for each in self.problems
        ]
        return tuple(keys)

    def _split_keys(self, codes: Sequence[Any]) -> dict[int, str]:
        """Return the keys of rows that share a code and are parts of one thing, whatever their order: the first by content keeps the code."""
        told = [self.values.get(name, [None] * len(self.rows)) for name in self.ledger.splits_by]
        if not told:
            return {}
        parts: dict[Any, dict[str, list[int]]] = {}
        for place, code in enumerate(codes):
            if code is not None:
                parts.setdefault(code, {}).setdefault(_digest([column[place] for column in told]), []).append(place)
        keys: dict[int, str] = {}
        for code, by_content in parts.items():
            for number, digest in enumerate(sorted(by_content) if len(by_content) > 1 else ()):
                keys |= dict.fromkeys(by_content[digest], f"{code}{digest}" if number else str(code))
            rows = sorted(self.rows[each[0]] for each in by_content.values()) if len(by_content) > 1 else []
            self.problems += [problem("row_split", sheet=self.sheet.name, row=row, other_row=rows[0]) for row in rows[1:]]
        return keys

    def _verdicts(self) -> tuple[Verdict, ...]:
        worst: dict[int, Verdict] = {}
        for each in self.problems:
            if each.row is None:
                continue
            if each.weight == "row":
                worst[each.row] = "waiting"
            else:
                worst.setdefault(each.row, "noted")
        return tuple(worst.get(row, "taken") for row in self.rows)


def _plain_starts(headers: set[str]) -> frozenset[str]:
    """Return the letters and digits that no repeated heading and no example of a template begins with."""
    others = {each[:1] for each in headers} | {EXAMPLE[0]}
    return frozenset(each for each in _LETTERS if each.casefold() not in others)


def _sum(values: list[Any]) -> float:
    return float(sum(value for value in values if value is not None))


def _beside(own: str | None, other: str | None) -> str | None:
    """Return two texts of one column as one, each part of them once."""
    if own is None or other is None:
        return other if own is None else own
    said = set(_PARTS.split(own))
    return "；".join([own, *(part for part in _PARTS.split(other) if part not in said)])


def _digest(parts: list[Any]) -> str:
    """Return a key made of what a row says; spaces and punctuation do not count."""
    text = "\x1f".join("" if part is None else key(str(part)) for part in parts)
    return "~" + hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _answer_reader(answer: Answer, otherwise: cells.Read, column: Column) -> cells.Read:
    """Read 是 and 否 under a heading that asks: what each proves is data. Other words are read as the column's own."""

    def read_answer(cell: Any) -> tuple[Any, str | None]:
        is_yes, fault = cells.read_flag(cell)
        if fault or is_yes is None:
            return otherwise(cell)
        proven = (answer.yes if is_yes else answer.no) or None
        return (proven == "yes" if proven and column.kind == "flag" else proven), None

    return read_answer


def _looks_like_unit(text: str) -> bool:
    return len(text) <= 4 and "、" not in text and "/" not in text


def _number(limit: float | None) -> str:
    return "不限" if limit is None else f"{limit:g}"
