"""The names, sentences and colours of what is written into a workbook that comes back (data/marking.toml)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from riskwatch.model.files import DATA, read_toml


@dataclass(frozen=True)
class Marking:
    """The words of data/marking.toml."""

    results: str
    sign: str
    errors: str
    author: str
    row_color: str
    note_color: str
    intro: str
    source: str
    kind: str
    checked_at: str
    lost: str
    lost_fix: str
    clean: str
    hidden_sheet: str
    own_fills: str
    sheets: str
    sheet_columns: list[str]
    kinds: str
    kind_columns: list[str]
    faults: str
    fault_columns: list[str]
    faults_left_out: str
    row: str
    told_only: list[str]
    weights: Mapping[str, str]
    drops: list[Mapping[str, str]]
    others: Mapping[str, str]


BETWEEN = "\n————\n"  # the clerk's own comment stands above, ours below


@cache
def marking() -> Marking:
    """Return the words of the marks."""
    return Marking(**read_toml(DATA / "marking.toml"))


def author_of_ours(written: str | None) -> tuple[str, int] | None:
    """Return the clerk's own author and the number of the cell's own fill (0 is none) from an author of ours; None of others.

    >>> author_of_ours("作战图核对"), author_of_ours("老王｜作战图核对 2"), author_of_ours("老王")
    (('', 0), ('老王', 2), None)
    """
    found = re.fullmatch(rf"(?:(.*)｜)?{marking().author}(?: (\d+))?", written or "", re.DOTALL)
    return (found[1] or "", int(found[2] or 0)) if found else None


def own_comment(text: str) -> str:
    """Return what the clerk wrote in a comment of ours; '' where all of it is ours."""
    return text.partition(BETWEEN)[0] if BETWEEN in text else ""
