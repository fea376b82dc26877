"""What a county taught the reading of its sheets: a heading, a spelling or a place, and what it means.

A lesson only adds: what data/ already knows is never changed by one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from riskwatch.model.ledger import EXTRA, Ledger
from riskwatch.model.vocabulary import Vocabulary, vocabulary
from riskwatch.model.words import key, plain

Kind = Literal["heading", "word", "place"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """``written`` means ``means``: a column of the ledger ``scope``, a code of the vocabulary ``scope``, or a township.

    An empty ``means`` is an answer too: the heading is kept aside, the place is no township; nobody is asked again.
    """

    kind: Kind
    scope: str
    written: str
    means: str


@dataclass(frozen=True)
class Lessons:
    """Everything that was taught. An empty one teaches nothing."""

    all: tuple[Lesson, ...] = ()
    _headings: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)
    _words: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)

    def ledger(self, known: Ledger) -> Ledger:
        """Return a ledger that knows the headings taught for it."""
        found = self._headings.get(known.name)
        return replace(known, learned=found) if found else known

    def vocabulary(self, name: str) -> Vocabulary:
        """Return a vocabulary that knows the spellings taught for it."""
        found = self._words.get(name)
        return _taught(name, found) if found else vocabulary(name)

    @property
    def places(self) -> dict[str, str]:
        """Each place that was taught, with its township; empty for one that is no township."""
        return {each.written: each.means for each in self.all if each.kind == "place"}


def lessons(taught: Iterable[Lesson]) -> Lessons:
    """Index what was taught."""
    taught = tuple(taught)
    headings: dict[str, tuple[tuple[str, str], ...]] = {}
    words: dict[str, tuple[tuple[str, str], ...]] = {}
    for each in taught:
        if each.kind == "heading":
            headings[each.scope] = (*headings.get(each.scope, ()), (key(each.written), each.means or EXTRA))
        elif each.kind == "word":
            words[each.scope] = (*words.get(each.scope, ()), (each.written, each.means))
    return Lessons(taught, headings, words)


@lru_cache(maxsize=64)
def _taught(name: str, found: tuple[tuple[str, str], ...]) -> Vocabulary:
    known = vocabulary(name)
    new = {key(written) or plain(written): code for written, code in found if known.code_of(written) is None}
    unsure = {written: why for written, why in known.unsure_by_key.items() if written not in new}
    return replace(known, by_key={**known.by_key, **new}, unsure_by_key=unsure)
