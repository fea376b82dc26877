"""Allowed words, their spellings, and what is read as blank on purpose (data/vocabularies/)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from riskwatch.model import files
from riskwatch.model.words import key, plain


@dataclass(frozen=True, slots=True)
class Word:
    """One canonical word with the writings that mean it."""

    code: str
    label: str
    spellings: tuple[str, ...] = ()
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Unsure:
    """Writings that are known but must not be guessed."""

    spellings: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Vocabulary:
    """The words of one kind, in the order of their meaning (the last stage last)."""

    name: str
    title: str
    words: tuple[Word, ...]
    unsure: tuple[Unsure, ...]
    blank: tuple[str, ...]
    by_key: Mapping[str, str]
    unsure_by_key: Mapping[str, str]

    def code_of(self, text: str) -> str | None:
        """Return the canonical word, or None when the writing is not known or not sure."""
        return self.by_key.get(_written(text))

    def why_unsure(self, text: str) -> str | None:
        """Return why this writing is not guessed, or None."""
        return self.unsure_by_key.get(_written(text))

    def is_blank(self, text: str) -> bool:
        """Tell whether this writing means that there is nothing to say."""
        return plain(text) in self.blank

    def label_of(self, code: str | None) -> str:
        """Return the word as shown on screen; an unknown code is shown as it is."""
        return next((word.label for word in self.words if word.code == code), code or "")

    @property
    def labels(self) -> dict[str, str]:
        """Every code with its label, in order."""
        return {word.code: word.label for word in self.words}


def _written(text: str) -> str:
    """Return a word's key; √ and × have no letters and stand for themselves."""
    return key(text) or plain(text)


def _index(name: str, words: tuple[Word, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        for spelling in (word.code, word.label, *word.spellings):
            other = found.setdefault(_written(spelling), word.code)
            if other != word.code:
                raise TypeError(f"{name}.toml: “{spelling}” means both {other} and {word.code}")
    return found


@cache
def vocabulary(name: str) -> Vocabulary:
    """Read data/vocabularies/<name>.toml. Raises TypeError when the file is wrong."""
    entry: dict[str, Any] = files.frozen(files.read_toml(files.DATA / "vocabularies" / f"{name}.toml"))
    words = tuple(Word(**word) for word in entry.pop("word", ()))
    unsure = tuple(Unsure(**each) for each in entry.pop("unsure", ()))
    return Vocabulary(
        name=name,
        words=words,
        unsure=unsure,
        blank=tuple(plain(each) for each in entry.pop("blank", ())),
        by_key=_index(name, words),
        unsure_by_key={_written(spelling): each.why for each in unsure for spelling in each.spellings},
        **entry,
    )


def vocabularies() -> tuple[Vocabulary, ...]:
    """Return every vocabulary."""
    return tuple(vocabulary(name) for name in files.names("vocabularies"))
