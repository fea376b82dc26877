"""What a sheet may look like: columns, units, header spellings, limits (data/ledgers/)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from riskwatch.model import files
from riskwatch.model.words import key, split_unit

BLANK = ("-", "--", "—", "——", "/", "／", "无", "\\")
EXTRA = "extra"
KINDS = frozenset(
    "text code number integer share date moment deadline word words place places location flag "
    "person phone longitude latitude".split()
)


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column and the headings that mean it."""

    name: str
    title: str
    kind: str
    headers: tuple[str, ...] = ()
    unit: str | None = None
    units_accepted: Mapping[str, float] = field(default_factory=dict)
    vocabulary: str | None = None
    personal: bool = False
    least: float | None = None
    most: float | None = None
    cautious: str | None = None
    fills: tuple[str, ...] = ()
    found: str | None = None
    merge: bool = False
    keep_raw: bool = False
    serial: tuple[str, ...] = ()  # headings that are only a running number when their values run 1, 2, 3
    adds: bool = True  # of a number: its rows may be summed to a total
    is_planned: bool = False  # a planned day: 2024年底前 is its last day
    speaks_for: str | None = None  # a cell that is nothing but a known word of that column says it too
    person: str | None = None  # of a unit: the column of a person that a cell surely names beside it

    def factor(self, unit: str | None) -> float | None:
        """Return what a number in ``unit`` is multiplied by; None when we cannot convert."""
        if unit is None or self.unit is None or key(unit) == key(self.unit):
            return 1.0
        return {key(name): factor for name, factor in self.units_accepted.items()}.get(key(unit))

    @property
    def companions(self) -> tuple[str, ...]:
        """The columns that the store keeps beside this one."""
        beside: tuple[str, ...] = ()
        if self.kind == "deadline":
            beside += ("due_kind", "due_raw")
        if self.keep_raw:
            beside += (f"{self.name}_raw",)
        return beside


@dataclass(frozen=True, slots=True)
class When:
    """A heading that means another column when certain headings stand beside it."""

    header: str
    beside: tuple[str, ...]
    column: str


@dataclass(frozen=True, slots=True)
class After:
    """A bare heading such as 联系电话 that belongs to the person in the column before it."""

    headers: tuple[str, ...]
    person: str
    column: str


@dataclass(frozen=True, slots=True)
class ManyFields:
    """A heading whose text fills several columns; the text itself is kept in extra."""

    headers: tuple[str, ...]
    kind: str
    fills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitAndPerson:
    """A heading whose cells hold a unit and its person together: 责任单位及责任人."""

    headers: tuple[str, ...]
    unit: str
    person: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes-or-no heading and the word that each answer proves. Empty: proves nothing."""

    header: str
    column: str
    yes: str = ""
    no: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """When two rows with different keys may be one thing: at the same place, worded alike, found within so many days.

    ``place`` and ``day`` name columns (the first of ``place`` that is filled counts); ``alike`` is a share, 1 is the same wording.
    """

    place: tuple[str, ...]
    text: str
    alike: float
    day: str | None = None
    within_days: int = 0


@dataclass(frozen=True)
class Ledger:
    """One kind of sheet."""

    name: str
    title: str
    short: str
    columns: tuple[Column, ...]
    grain: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    code: str | None = None
    own_time: str | None = None
    splits_by: tuple[str, ...] = ()  # rows of one code that differ in these are parts of one thing (拆分件), each counted
    names: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    blank: tuple[str, ...] = BLANK
    when: tuple[When, ...] = ()
    after: tuple[After, ...] = ()
    readings: tuple[ManyFields, ...] = ()
    answers: tuple[Answer, ...] = ()
    together: tuple[UnitAndPerson, ...] = ()
    near: Near | None = None
    evidence: tuple[str, ...] = ()  # one of these must be filled for a row to be closed with evidence
    learned: tuple[tuple[str, str], ...] = ()  # header keys that this county taught, and their columns

    def __reduce__(self) -> tuple[object, tuple[str, tuple[tuple[str, str], ...]]]:
        """A ledger travels between processes by its name and what it was taught."""
        return _again, (self.name, self.learned)

    def column(self, name: str) -> Column:
        """Return the column of that canonical name. Raises KeyError."""
        return self.by_name[name]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Every column by its canonical name, in order."""
        return {column.name: column for column in self.columns}

    @cached_property
    def by_key(self) -> dict[str, str]:
        """Canonical column by header key; EXTRA for headings that are kept on purpose."""
        found = {key(header): EXTRA for header in self.kept}
        meant = [(header, column.name) for column in self.columns for header in (column.title, column.name, *column.headers)]
        meant += [(header, each.unit) for each in self.together for header in each.headers]
        for header, name in meant:
            other = found.setdefault(key(header), name)
            if other != name:
                raise TypeError(f"{self.name}.toml: “{header}” means both {other} and {name}")
        return found

    @cached_property
    def mapped(self) -> dict[str, str]:
        """Headings of sheets from elsewhere, such as another country's (data/mappings/); EXTRA for those kept."""
        found: dict[str, str] = {}
        for name in files.names("mappings"):
            entry = files.read_toml(files.DATA / "mappings" / f"{name}.toml")
            if entry["ledger"] == self.name:
                found |= {key(header): column or EXTRA for header, column in entry["headers"].items()}
        return found

    def column_after(self, header: str, person: str | None) -> str | None:
        """Return the column of a bare heading that follows a person's column; None when no rule says so."""
        written = key(split_unit(header)[0])
        rules = (each for each in self.after if each.person == person)
        return next((each.column for each in rules if written in {key(name) for name in each.headers}), None)

    @cached_property
    def readings_by_key(self) -> dict[str, ManyFields]:
        """The compound readings by header key."""
        return {key(header): each for each in self.readings for header in each.headers}

    @cached_property
    def _together_by_key(self) -> dict[str, UnitAndPerson]:
        return {key(header): each for each in self.together for header in each.headers}

    def together_under(self, header: str) -> UnitAndPerson | None:
        """Return what a heading holds together, or None. 责任单位-责任人 is a parent and its leaf: a person alone."""
        if "-" in header:
            return None
        found = (self._together_by_key.get(written) for written in (key(header), key(split_unit(header)[0])))
        return next((each for each in found if each), None)

    @cached_property
    def answers_by_key(self) -> dict[str, Answer]:
        """The yes-or-no headings by header key."""
        return {key(each.header): each for each in self.answers}

    def column_of(self, header: str, beside: Collection[str] = ()) -> str | None:
        """Return the canonical column of a heading, EXTRA when it is kept on purpose, None when unknown.

        ``beside`` are the other headings of the sheet: some headings change their meaning in company.
        """
        both = self.together_under(header)
        if both:
            return both.unit
        company = {key(each) for each in beside}
        for written in (key(header), key(split_unit(header)[0])):
            for rule in self.when:
                if key(rule.header) == written and company & {key(each) for each in rule.beside}:
                    return rule.column
            if written in self.answers_by_key:
                return self.answers_by_key[written].column
            if written in self.readings_by_key:
                return EXTRA
            if written in self.by_key:
                return self.by_key[written]
            if written in self.mapped:
                return self.mapped[written]
        return dict(self.learned).get(key(header))

    @property
    def stored(self) -> tuple[str, ...]:
        """The canonical columns with their companions, as the store keeps them."""
        return tuple(name for column in self.columns for name in (column.name, *column.companions))

    @property
    def personal(self) -> frozenset[str]:
        """The columns that are masked for those who may not see persons."""
        return frozenset(column.name for column in self.columns if column.personal)


@cache
def ledger(name: str) -> Ledger:
    """Read data/ledgers/<name>.toml. Raises TypeError when the file is wrong."""
    entry: dict[str, Any] = files.frozen(files.read_toml(files.DATA / "ledgers" / f"{name}.toml"))
    columns = tuple(Column(**column) for column in entry.pop("column"))
    unknown = {column.kind for column in columns} - KINDS
    if unknown:
        raise TypeError(f"{name}.toml: unknown kind {', '.join(sorted(unknown))}")
    return Ledger(
        name=name,
        columns=columns,
        when=tuple(When(**rule) for rule in entry.pop("when", ())),
        after=tuple(After(**rule) for rule in entry.pop("after", ())),
        readings=tuple(ManyFields(**each) for each in entry.pop("reading", ())),
        answers=tuple(Answer(**each) for each in entry.pop("answer", ())),
        together=tuple(UnitAndPerson(**each) for each in entry.pop("unit_and_person", ())),
        near=Near(**entry.pop("near")) if "near" in entry else None,
        **entry,
    )


def _again(name: str, learned: tuple[tuple[str, str], ...]) -> Ledger:
    return replace(ledger(name), learned=learned) if learned else ledger(name)


@cache
def ledgers() -> tuple[Ledger, ...]:
    """Return every ledger, by name."""
    return tuple(ledger(name) for name in files.names("ledgers"))
