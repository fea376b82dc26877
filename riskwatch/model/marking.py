"""The names, sentences and colours of what is written into a workbook that comes back (data/marking.toml)."""

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
    weights: Mapping[str, str]
    drops: list[Mapping[str, str]]
    others: Mapping[str, str]


@cache
def marking() -> Marking:
    """Return the words of the marks."""
    return Marking(**read_toml(DATA / "marking.toml"))
