"""A fault in a sheet: where, what, and what to do. The sentences are data/problems.toml."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from riskwatch.model.files import DATA, read_toml
from riskwatch.model.refusal import Refusal

Weight = Literal["file", "row", "note"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """How one kind of fault is said. ``{found}`` and the like are filled in."""

    weight: Weight
    title: str
    says: str
    fix: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. Row and column are Excel's own words; None where it has no single cell."""

    code: str
    weight: Weight
    says: str
    fix: str
    sheet: str = ""
    row: int | None = None
    column: str | None = None
    field: str | None = None
    found: str = ""

    @property
    def address(self) -> str:
        """The cell as Excel names it, such as ``Sheet1!C4``."""
        cell = f"{self.column or ''}{self.row or ''}"
        return f"{self.sheet}!{cell}" if cell else self.sheet


@cache
def sentences() -> dict[str, Sentence]:
    """Return every sentence of data/problems.toml by its code."""
    return {code: Sentence(**entry) for code, entry in read_toml(DATA / "problems.toml").items()}


def problem(
    code: str,
    *,
    weight: Weight | None = None,
    sheet: str = "",
    row: int | None = None,
    column: str | None = None,
    field: str | None = None,
    found: object = "",
    **facts: object,
) -> Problem:
    """Make a problem from its code and facts. A weight given here wins over the catalogue's.

    Raises KeyError for a code or a fact that the catalogue does not know.
    """
    sentence = sentences()[code]
    facts = {"found": found, "sheet": sheet, **facts}
    return Problem(
        code=code,
        weight=weight or sentence.weight,
        says=sentence.says.format(**facts),
        fix=sentence.fix.format(**facts),
        sheet=sheet,
        row=row,
        column=column,
        field=field,
        found=str(found),
    )


def refusal(code: str, **facts: object) -> Refusal:
    """Make a Refusal from the catalogue of sentences."""
    sentence = sentences()[code]
    return Refusal(sentence.says.format(**facts), sentence.fix.format(**facts))
