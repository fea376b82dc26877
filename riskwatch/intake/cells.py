"""From one column of cells to one column of values, each distinct writing read once.

A reader is a plain function ``cell → (value, problem code or None)``; this module picks it by the column's kind.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from riskwatch.intake import numbers
from riskwatch.intake.dates import Clock, read_day, read_deadline, read_moment, read_planned_day
from riskwatch.intake.workbook import Cell
from riskwatch.model.ledger import Column
from riskwatch.model.township import Townships, names_all
from riskwatch.model.vocabulary import Vocabulary, vocabulary
from riskwatch.model.words import plain

Read = Callable[[Any], tuple[Any, str | None]]
Fault = tuple[int, str]
_EQUAL_KINDS = frozenset({bool, int, float})  # what of these is equal is one key of a dict
_TEXT_KINDS = frozenset({str, type(None)})
AS_WRITTEN = frozenset({"text", "location", "person"})

_LIST = re.compile(r"[、,，;；/|\n+]+|\s+|和|及")


def clean(cells: Iterable[Cell], blank: frozenset[str]) -> list[Any]:
    """Return the cells with blanks, and words typed to mean blank, as None; texts without outer spaces."""
    column = list(cells)
    other: dict[Any, Any] = {}
    for cell in set(column):
        if cell.__class__ is str and ((text := cell.strip()) in blank or text != cell):
            other[cell] = None if text in blank else text
    return [other.get(cell, cell) for cell in column] if other else column


def _told_apart(cells: Sequence[Any]) -> Sequence[Any]:
    """Return what tells the writings of a column apart: the cells themselves, unless 1, 1.0 and True stand side by side."""
    return [(cell.__class__, cell) for cell in cells] if len(_EQUAL_KINDS.intersection(map(type, cells))) > 1 else cells


def read_each(cells: Sequence[Any], read: Read) -> tuple[list[Any], list[Fault]]:
    """Read every cell, each distinct writing once. 1, 1.0 and True stay three things."""
    writings = _told_apart(cells)
    got = {each: (None, None) if cell is None else read(cell) for each, cell in dict(zip(writings, cells, strict=True)).items()}
    value_of = {each: value for each, (value, _) in got.items()}
    fault_of = {each: fault for each, (_, fault) in got.items() if fault is not None}
    faults = [(place, fault_of[each]) for place, each in enumerate(writings) if each in fault_of] if fault_of else []
    return [value_of[each] for each in writings], faults


def read_deadlines(
    cells: Sequence[Any], found: Sequence[date | None], clock: Clock
) -> tuple[list[date | None], list[str | None], list[str | None], list[Fault]]:
    """Return days, kinds and raw texts of a column of deadlines; relative ones count from ``found``."""
    pairs = list(zip(_told_apart(cells), found, strict=True))
    got: dict[Any, tuple[Any, ...]] = {}
    for pair, cell in dict(zip(pairs, cells, strict=True)).items():
        if cell is None:
            got[pair] = (None, None, None, None)
        else:
            deadline = read_deadline(cell, clock, pair[1])
            got[pair] = (deadline.value, deadline.kind, written_as(cell), deadline.problem)
    told = [got[pair] for pair in pairs]
    faults = [(place, each[3]) for place, each in enumerate(told) if each[3] is not None]
    return [each[0] for each in told], [each[1] for each in told], [each[2] for each in told], faults


def written_as(cell: object) -> str:
    """Return a cell as the clerk would see it: a whole number without its .0, a date as a date."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).removesuffix(" 00:00:00")


def as_written(cells: Sequence[Any]) -> list[str | None]:
    """Return a column of texts: nothing to understand, and mostly each a writing of its own."""
    if _TEXT_KINDS.issuperset(map(type, cells)):
        return list(cells)
    return [cell if cell is None or cell.__class__ is str else written_as(cell) for cell in cells]


def reader(column: Column, *, factor: float, clock: Clock, townships: Townships, words: Vocabulary | None = None) -> Read:
    """Return the function that reads one cell of this column, as one of ``words`` where it holds words.

    Deadlines and coordinates pairs are read apart.
    """
    kind = column.kind
    if kind in AS_WRITTEN:
        return lambda cell: (written_as(cell), None)
    if kind == "code":
        return lambda cell: (plain(written_as(cell)).replace(" ", ""), None)
    if kind in ("number", "integer"):
        return _number_reader(column, factor)
    if kind == "share":
        return numbers.read_share
    if kind == "date" and column.is_planned:
        return lambda cell: tuple(read_planned_day(cell, clock))  # type: ignore[return-value]
    if kind == "date":
        return lambda cell: tuple(read_day(cell, clock))  # type: ignore[return-value]
    if kind == "moment":
        return lambda cell: tuple(read_moment(cell, clock))  # type: ignore[return-value]
    if kind == "phone":
        return numbers.read_phone
    if kind in ("longitude", "latitude"):
        return numbers.read_degrees
    if kind == "flag":
        return read_flag
    if kind == "place":
        return _place_reader(townships)
    if kind == "places":
        return _places_reader(townships)
    words = words or vocabulary(column.vocabulary or column.name)
    return _words_reader(words) if kind == "words" else _word_reader(words)


def _number_reader(column: Column, factor: float) -> Read:
    def read(cell: Any) -> tuple[Any, str | None]:
        number = numbers.read_number(
            cell, unit=column.unit, factor=factor, cautious=column.cautious, accepted=column.units_accepted
        )
        value, fault = number.value, number.problem
        if value is None:
            return None, fault
        if (column.least is not None and value < column.least) or (column.most is not None and value > column.most):
            return None, "number_outside"
        if column.kind == "integer":
            return (int(value), fault) if float(value).is_integer() else (None, "number_not_whole")
        return value, fault

    return read


def total(row: Sequence[Any], position: int, column: Column, factor: float) -> float | None:
    """Return what a row of totals states of a column, in the column's unit; None where it states nothing that can be read.

    ``factor`` turns the sheet's unit into the column's, as for the rows.
    """
    cell = row[position] if position < len(row) else None
    if cell in ("", None) or isinstance(cell, bool):
        return None
    number = numbers.read_number(cell, unit=column.unit, factor=factor, accepted=column.units_accepted)
    return number.value if number.problem is None else None


def read_flag(cell: Any) -> tuple[bool | None, str | None]:
    """Read yes or no."""
    if isinstance(cell, bool):
        return cell, None
    words = vocabulary("flag")
    code = words.code_of(written_as(cell))
    if code is None:
        return None, None if words.is_blank(written_as(cell)) else "flag_unreadable"
    return code == "yes", None


def _place_reader(townships: Townships) -> Read:
    def read(cell: Any) -> tuple[str, str | None]:
        text = "".join(plain(written_as(cell)).split())
        if not townships:
            return text, None
        if townships.is_several(written_as(cell)):
            return text, "place_several"
        match = townships.resolve(text)
        return (match.name, None) if match else (text, None if text in townships.elsewhere else "place_unknown")

    return read


def _places_reader(townships: Townships) -> Read:
    def read(cell: Any) -> tuple[list[str] | None, str | None]:
        text = plain(written_as(cell))
        if not townships and names_all(text):
            return None, None  # nobody has listed them yet: none is named, all are meant
        if not townships:
            return [part for part in _LIST.split(text) if part], None
        several = townships.several(text)
        return several, "places_unknown" if several is None else None

    return read


def _word_reader(words: Vocabulary) -> Read:
    def read(cell: Any) -> tuple[str | None, str | None]:
        text = written_as(cell)
        if words.is_blank(text):
            return None, None
        code = words.code_of(text)
        if code is not None:
            return code, None
        if words.why_unsure(text) is not None:
            return None, "word_unsure"
        parts = [words.code_of(part) for part in _LIST.split(plain(text)) if part]
        known = list(dict.fromkeys(part for part in parts if part is not None))
        if known and len(known) == len(set(parts)):
            return known[0], "word_several" if len(known) > 1 else None
        return None, "word_unknown"

    return read


def _words_reader(words: Vocabulary) -> Read:
    def read(cell: Any) -> tuple[list[str] | None, str | None]:
        text = written_as(cell)
        if words.is_blank(text):
            return None, None
        whole = words.code_of(text)
        if whole is not None:
            return [whole], None
        codes = [words.code_of(part) for part in _LIST.split(plain(text)) if part]
        known = list(dict.fromkeys(code for code in codes if code is not None))
        return known or None, None if known and None not in codes else "word_unknown"

    return read
