"""Texts that leave the house in a sheet: none of them becomes a formula, none breaks the file, and each comes back as it was.

Every export goes through here: .xlsx keeps such a text as typed text with quotePrefix, .csv puts an apostrophe before it.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from riskwatch.model.limits import limits

# Excel and WPS take a cell that begins so for a formula. A text is a text: “-5” is defused too, the number -5 is not.
_FORMULA = re.compile(r"[=+\-@\t\r\0]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\0]")
_UNTOUCHED = "-"  # alone it means “nothing to say”, and no formula is that short
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")  # xlsxwriter writes the other control characters as _x0000_
_CUT = "…（后面的放不下）"


def may_be_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula.

    >>> may_be_formula("=1+1"), may_be_formula("-"), may_be_formula("—"), may_be_formula("")
    (True, False, False, False)
    """
    return _FORMULA.match(text) is not None and text != _UNTOUCHED


def in_csv(value: Any) -> Any:
    """Return a cell for a .csv: a text that could be a formula gets an apostrophe; a number stays a number.

    A text that has apostrophes before such a sign gets one more, so that reading takes off exactly what was put on.

    >>> in_csv("=1+1"), in_csv("'=1"), in_csv("-"), in_csv(-5), in_csv("甲=乙")
    ("'=1+1", "''=1", '-', -5, '甲=乙')
    """
    if isinstance(value, str) and (may_be_formula(value) or _DEFUSED.match(value)):
        return f"'{value}"
    return value


def from_csv(text: str) -> str:
    """Return the text that stands behind a cell of a .csv.

    >>> from_csv("'=1+1"), from_csv("''=1"), from_csv("-"), from_csv("'90年代")
    ('=1+1', "'=1", '-', "'90年代")
    """
    return text[1:] if text[:1] == "'" and _DEFUSED.match(text) else text


def csv_of(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as a .csv that Excel reads as UTF-8."""
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows([in_csv(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


class Texts:
    """Writes texts into one .xlsx. Its state is the workbook's formats: each look once plain and once with quotePrefix."""

    def __init__(self, book: Any) -> None:
        """Begin a workbook of xlsxwriter."""
        self.book = book
        self._looks: dict[str, tuple[Any, Any]] = {}

    def write(self, sheet: Any, row: int, column: int, text: str, **look: Any) -> None:
        """Write a text, counted from 0, in a look of xlsxwriter's properties."""
        plain, typed = self._formats(look)
        sheet.write_string(row, column, _fitting(text), typed if may_be_formula(text) else plain)

    def _formats(self, look: dict[str, Any]) -> tuple[Any, Any]:
        name = repr(look)
        if name not in self._looks:
            self._looks[name] = (
                self.book.add_format(look) if look else None,
                self.book.add_format({**look, "quote_prefix": True}),
            )
        return self._looks[name]


def _fitting(text: str) -> str:
    """Return what a cell can hold of a text; xlsxwriter would leave out a longer one whole."""
    text = _NOT_IN_XML.sub("\ufffd", text)
    most = limits().cell_characters
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT
