"""How much of what is planted in the ugly workbooks of tests/sheets is found, and what is said that is not so.

Writes the table of docs/import-accuracy.md, which a test compares with what this makes.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpus import CATEGORIES, Outcome, expected_files, judge, load

DOCUMENT = Path(__file__).parents[1] / "docs" / "import-accuracy.md"


@dataclass
class Sum:
    """The outcomes of all workbooks together."""

    workbooks: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one workbook."""
        self.workbooks += 1
        self.planted += outcome.planted
        self.found += outcome.found
        self.false += Counter(category for category, _ in outcome.false)


def judged() -> Sum:
    """Read every workbook and count."""
    total = Sum()
    for path in expected_files():
        total.add(judge(load(path)))
    return total


def measure(hazards: int) -> list[dict[str, object]]:
    """Return planted, missed and false per category, and write the document. ``hazards`` is not used: the workbooks are fixed."""
    total = judged()
    DOCUMENT.write_text(document(total), "utf-8", newline="\n")
    rows: list[dict[str, object]] = []
    for category in CATEGORIES:
        planted, missed = total.planted[category], total.planted[category] - total.found[category]
        rows.append({"what": f"{category}: planted", "value": planted, "unit": "", "limit": None})
        rows.append({"what": f"{category}: misses", "value": missed, "unit": "", "limit": 0})
        rows.append({"what": f"{category}: false", "value": total.false[category], "unit": "", "limit": 0})
    return rows


def document(total: Sum) -> str:
    """Return docs/import-accuracy.md."""
    lines = [
        "# How accurately ugly sheets are read",
        "",
        "Made by `python -m benchmarks accuracy`; a test compares this page with what the command makes.",
        "",
        f"{total.workbooks} workbooks lie in `tests/sheets`. Each is made by `python -m tests.sheets.generate` the way offices make them, and",
        "beside each lies what must be read out of it (`<name>.expected.toml`), written by hand from the rules of reading, not from what the",
        "code gives. Planted is everything ugly in them: a cell, a row, a heading, a sheet, a file.",
        "",
        "* **Found**: the cell gives the value that it must, its problem is told at its own cell and no other is, and what was typed is still",
        "  with its row. A row that is no data is found when it is skipped for its own reason.",
        "* **Missed**: anything less.",
        "* **False**: a problem that is told and is none, and a clean cell, row or head that is read as something else.",
        "",
        "| What is ugly | Planted | Found | Missed | False | For example |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for category, example in CATEGORIES.items():
        planted, found, false = total.planted[category], total.found[category], total.false[category]
        lines.append(f"| {category} | {planted} | {found} | {planted - found} | {false} | {example} |")
    planted, found, false = (sum(each.values()) for each in (total.planted, total.found, total.false))
    lines.append(f"| **All** | {planted} | {found} | {planted - found} | {false} | |")
    lines += ["", *_LIMITS]
    return "\n".join(lines) + "\n"


_LIMITS = """## What this does not show

* The workbooks were made by us from what we know of such sheets. No filled-in ledger of a county is public, so a real sheet may be ugly
  in a way that nobody thought of; the numbers above are no promise for it. What a county meets and we do not read belongs here as a
  new workbook.
* The rules of reading and the workbooks come from the same people. When the workbooks were first read, 87 of the 801 things that were
  then planted were missed and 80 false things were said; what that showed was put right in the reading, so the table shows what is kept,
  not how well unknown sheets are read.
* **Nothing here was ever tried on a real WPS or on Windows.** The .xlsx were written by xlsxwriter and the .xls by xlwt, and some
  parts of packages by hand. The .et is the same bytes as the .xls. Pictures inside cells follow what is documented of WPS
  (`=DISPIMG`, `xl/cellimages.xml`); no WPS has written or opened them. Formulas hold the values that we gave them; no Excel computed them.
* The password-protected workbook is only the outside of one: an old container that names an encrypted package.
* Comments are told of in .xlsx and .xls, but what they say is not read as content. Pictures are never read.
* Colours are told of once a sheet, and only in .xlsx, only where a cell itself is filled and not by a rule of the sheet, and not in a
  sheet whose every second row is filled. What a colour means is never guessed.
* Formulas without a value are told of in .xlsx only; in .xls an empty result cannot be told from an empty cell.
* Whether points were taken from a web map is asked only where they are many and stand near borders of real outlines.
* Totals are compared with the rows of their own sheet; a rate that a sheet states (整改率) is kept and not compared.
* The shift of web maps in the workbooks is computed with the formulas of github.com/googollee/eviltransform, as it is in the product:
  the two agree with each other, which does not prove that they agree with the maps.""".split("\n")
