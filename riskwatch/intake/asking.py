"""What a reading would like to ask a person once: headings, words and places that nobody has taught it, with the nearest answers.

Nothing is matched by likeness; it only puts the likeliest answers first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from riskwatch.intake.reading import Reading, SheetReading
from riskwatch.model.ledger import Ledger
from riskwatch.model.lessons import Kind
from riskwatch.model.township import Townships
from riskwatch.model.vocabulary import vocabulary
from riskwatch.model.words import key, plain

_ASKED_OF_WORDS = frozenset({"word_unknown", "word_unsure"})
_LIKELIEST = 4
_LONGEST_WORD = 30  # what is longer is a sentence, not a word


@dataclass(frozen=True)
class Asked:
    """One question. ``choices``: what it may mean, with the label to show, the nearest first; '' is “none of these”."""

    kind: Kind
    scope: str
    written: str
    where: str
    count: int
    choices: Mapping[str, str]
    stops: bool = False


def asked_of(reading: Reading, townships: Townships) -> tuple[Asked, ...]:
    """Return what a file leaves open, each writing once; what stops a sheet comes first."""
    found: dict[tuple[str, str, str], Asked] = {}
    for sheet in reading.sheets:
        if sheet.ledger:
            for asked in (*_headings(sheet, sheet.ledger), *_words(sheet, sheet.ledger), *_places(sheet, townships)):
                known = found.get((asked.kind, asked.scope, key(asked.written)))
                if known is None:
                    found[asked.kind, asked.scope, key(asked.written)] = asked
                else:
                    again = Asked(
                        known.kind,
                        known.scope,
                        known.written,
                        known.where,
                        known.count + asked.count,
                        known.choices,
                        known.stops or asked.stops,
                    )
                    found[asked.kind, asked.scope, key(asked.written)] = again
    return tuple(sorted(found.values(), key=lambda each: (not each.stops, each.kind, -each.count)))


def _headings(sheet: SheetReading, known: Ledger) -> Iterable[Asked]:
    lacks = {name for group in known.required if not any(each in sheet.columns for each in group) for name in group}
    open_columns = [column for column in known.columns if column.name not in sheet.columns or column.merge]
    stops = any(each.code == "column_missing" for each in sheet.problems)
    for each in sheet.ignored:
        if not key(each.header) or known.column_of(each.header) is not None:
            continue
        likeness = {
            column.name: max(
                fuzz.ratio(key(each.header), key(header)) for header in (column.title, *(column.headers or (column.title,)))
            )
            for column in open_columns
        }
        nearest = sorted(open_columns, key=lambda column: (not (stops and column.name in lacks), -likeness[column.name]))
        choices = _with_none({column.name: column.title for column in nearest}, "都不是，原样保留")
        yield Asked(
            "heading", known.name, each.header, f"{sheet.sheet}!{each.column}", len(sheet.rows), choices, stops and bool(lacks)
        )


def _words(sheet: SheetReading, known: Ledger) -> Iterable[Asked]:
    counted: dict[tuple[str, str], list[str]] = {}
    for each in sheet.problems:
        if each.code in _ASKED_OF_WORDS and each.field and len(each.found) <= _LONGEST_WORD:
            column = known.column(each.field)
            counted.setdefault((column.vocabulary or column.name, each.found), []).append(each.address)
    for (name, written), places in counted.items():
        labels = vocabulary(name).labels
        choices = {code: labels[code] for code in _nearest(written, labels)}
        yield Asked("word", name, written, places[0], len(places), choices)


def _places(sheet: SheetReading, townships: Townships) -> Iterable[Asked]:
    counted: dict[str, list[str]] = {}
    for each in sheet.problems:
        if each.code == "place_unknown" and len(each.found) <= _LONGEST_WORD:
            counted.setdefault(plain(each.found), []).append(each.address)
    for written, places in counted.items():
        names = {name: name for name in townships.names}
        choices = _with_none({name: name for name in _nearest(written, names)}, "不是本县的乡镇，原样保留")
        yield Asked("place", "", written, places[0], len(places), choices)


def _with_none(ranked: Mapping[str, str], none: str) -> dict[str, str]:
    """Put “none of these” after the few likeliest, where it is seen without scrolling."""
    entries = list(ranked.items())
    return dict([*entries[:_LIKELIEST], ("", none), *entries[_LIKELIEST:]])


def _nearest(written: str, labels: Mapping[str, str]) -> list[str]:
    """Return the codes of labels, the one written most alike first."""
    ranked = process.extract(key(written), {code: key(label) for code, label in labels.items()}, scorer=fuzz.WRatio, limit=None)
    return [str(code) for _, _, code in ranked]
