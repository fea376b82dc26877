"""What came out of a file: for each sheet its columns, rows by column, skipped rows and problems. No behaviour of reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from riskwatch.model.county import County
from riskwatch.model.ledger import Ledger
from riskwatch.model.lessons import Lessons
from riskwatch.model.problem import Problem
from riskwatch.model.township import Townships

Verdict = Literal["taken", "noted", "waiting"]
Value = object
Told = Callable[[int, float], None]  # rows known, share of the work done
HomeTest = Callable[[Sequence[tuple[float, float]], Sequence[str | None]], Sequence[bool]]
OutsideTest = Callable[[Sequence[tuple[float, float]]], Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell that a person put right on the page, in Excel's words; the file stays as it is."""

    sheet: str
    row: int
    column: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader must know besides the file. ``is_outside`` is None where the county has no outline."""

    county: County
    today: date
    townships: Townships = field(default_factory=Townships)
    as_of: date | None = None
    is_outside: OutsideTest | None = None
    lessons: Lessons = field(default_factory=Lessons)
    corrections: tuple[Correction, ...] = ()
    coordinates: str = ""  # the declared system: '' is longitude and latitude, else GCJ-02 or BD-09
    is_at_home: HomeTest | None = None  # None where the county has no real township outlines


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column was found: its heading as written, and Excel's column letters."""

    header: str
    column: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data. ``why``: total, signature, header, section, blank, units, column_numbers, example."""

    row: int
    why: str


@dataclass(frozen=True)
class SheetReading:
    """One sheet. ``values`` holds one list per stored column, each as long as ``rows`` (Excel's row numbers)."""

    sheet: str
    ledger: Ledger | None = None
    header_rows: tuple[int, ...] = ()
    first_row: int | None = None
    as_of: date | None = None
    reporting_unit: str = ""
    columns: dict[str, Source] = field(default_factory=dict)
    ignored: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    values: dict[str, list[Value]] = field(default_factory=dict)
    raws: tuple[dict[str, str], ...] = ()
    extras: tuple[dict[str, object], ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_taken(self) -> bool:
        """A sheet is taken when it is of a known ledger and nothing stops it as a whole."""
        return self.ledger is not None and not any(each.weight == "file" for each in self.problems)

    def count(self, verdict: Verdict) -> int:
        """Return how many rows were judged so."""
        return self.verdicts.count(verdict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, as it was read after ``corrections``."""

    file: str
    sheets: tuple[SheetReading, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def taken(self) -> tuple[SheetReading, ...]:
        """The sheets that can be loaded."""
        return tuple(each for each in self.sheets if each.is_taken)

    @property
    def status(self) -> int:
        """0 all rows taken · 1 some rows wait · 2 no sheet could be taken."""
        if not self.taken:
            return 2
        return 1 if any(each.count("waiting") for each in self.taken) else 0
