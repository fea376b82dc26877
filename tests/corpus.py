"""The ugly workbooks of tests/sheets read and compared with what must be read out of them: planted, found, missed, false.

A planted item is found when its cell gives the value that it must, its problem is told at its own cell and nothing of what was
typed is lost. False is any other problem, and any value of a clean cell that is not as it must be.
"""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from riskwatch.intake.read import read
from riskwatch.intake.reading import Context, SheetReading
from riskwatch.model.problem import sentences
from riskwatch.model.refusal import Refusal
from riskwatch.model.township import Township, townships
from tests.paper import NAMES, context

SHEETS = Path(__file__).parent / "sheets"
# What can be ugly, in the order of the table of docs/import-accuracy.md.
CATEGORIES = {
    "head": "three merged header rows, a row of units, a row of column numbers, two columns of one heading",
    "merges": "a township that speaks for four rows; a blank cell that speaks for none",
    "skipped rows": "小计, 共4条, 审核人：, （二）消防, a header printed again on each page",
    "days": "2021.10 stored as 2021.1, 44352, 二〇二一年六月五日, 2021.6.31, 6月5日 without a year",
    "deadlines": "6月底前, 7个工作日内, 主汛期前, 2024年底前，并长期坚持, 已完成",
    "states": "已整改 is not 已销号; 较大 is no grade of the law",
    "numbers": "53户175人, 约300, 50-100人, ≥35, 0.93 and 93 and 93.3%",
    "units": "元 under a heading of 万元, 1.2亿元, 12.5mm in a column of cm, 150吨 in a column of money",
    "phones": "1.38E+10, two numbers in a cell, an extension, 826-1234567 without its 0",
    "people": "住建局（张三丰）, 应急局局长张三丰, 乡长",
    "places": "青岩乡 for 青岩土家族乡, a former name, 昭君街道 beside 昭君镇, 石门镇、永安镇, 县级部门",
    "coordinates": "107°43′12″, 1074312, swapped, 0/0, metres of CGCS2000, GCJ-02, BD-09, one point for all",
    "totals": "a 小计 that is not the sum of its rows",
    "formats and hidden things": ".xls, .et, GBK, hidden rows and sheets, formulas without values, comments, colours, pictures",
    "re-upload": "the same ledger a week later, renumbered and in another order",
}
_CLOSE = 2e-6  # degrees; some 20 cm


@dataclass
class Outcome:
    """What came of one workbook: per category what was planted and found; what was missed and what was false, in words."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[tuple[str, str]] = field(default_factory=list)


def expected_files() -> list[Path]:
    """Return every expected reading, by name."""
    return sorted(SHEETS.glob("*.expected.toml"))


def load(path: Path) -> dict[str, Any]:
    """Return an expected reading."""
    return tomllib.loads(path.read_text("utf-8"))


def judge(told: dict[str, Any]) -> Outcome:
    """Read the workbook of an expected reading and compare."""
    outcome = Outcome()
    try:
        found = read((SHEETS / told["file"]).read_bytes(), told["file"], _context(told)).sheets
    except Refusal as refused:
        item = told["planted"][0] if told.get("refusal") else {"of": told["of"], "at": "file"}
        outcome.planted[item["of"]] += 1
        if told.get("refusal") and refused.says == sentences()[told["refusal"]].says.format(file=told["file"], kind="{kind}"):
            outcome.found[item["of"]] += 1
        else:
            outcome.missed.append(f"{told['file']}: refused: {refused.says}")
        return outcome
    wanted = {sheet["name"]: sheet for sheet in told["sheet"]}
    for sheet in found:
        if sheet.sheet in wanted:
            _judge_sheet(told, wanted.pop(sheet.sheet), sheet, outcome)
        else:
            outcome.false.append((told["of"], f"{told['file']}: sheet {sheet.sheet} is told of"))
    for name, sheet in wanted.items():
        for item in sheet["planted"]:
            outcome.planted[item["of"]] += 1
            outcome.missed.append(f"{told['file']}: {name} is not there: {item}")
    return outcome


def _context(told: dict[str, Any]) -> Context:
    names = told.get("names") or NAMES
    aliases = told.get("aliases", {})
    known = townships((Township(name, None, tuple(aliases.get(name, ()))) for name in names), "云岭县")
    made = replace(context(as_of=told.get("as_of")), townships=known, coordinates=told.get("coordinates", ""))
    if told.get("crs"):
        made = replace(made, county=replace(made.county, crs=told["crs"]))
    if outline := told.get("outline"):
        made = replace(made, is_outside=lambda points: [not _within(point, outline) for point in points])
    if homes := told.get("homes"):

        def at_home(points: Sequence[tuple[float, float]], towns: Sequence[str | None]) -> list[bool]:
            return [_within(point, homes.get(town or "", (0, 0, 0, 0))) for point, town in zip(points, towns, strict=True)]

        made = replace(made, is_at_home=at_home)
    return made


def _within(point: tuple[float, float], box: Sequence[float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _judge_sheet(told: dict[str, Any], wanted: dict[str, Any], sheet: SheetReading, outcome: Outcome) -> None:
    name = f"{told['file']} {sheet.sheet}"
    said: dict[str, list[str]] = {}
    for each in sheet.problems:
        said.setdefault(f"{each.column or ''}{each.row or ''}", []).append(each.code)
    meant: dict[str, list[str]] = {}
    for at, code in wanted["problems"]:
        meant.setdefault(at, []).append(code)
    values = {at: _row(sheet, place) for place, at in enumerate(sheet.rows)}
    rows = {row["at"]: {key: value for key, value in row.items() if key != "at"} for row in wanted["rows"]}
    planted_fields: set[tuple[int, str]] = set()
    for item in wanted["planted"]:
        outcome.planted[item["of"]] += 1
        fault = _fault(item, wanted, sheet, said, rows, values)
        planted_fields |= {(item["row"], each) for each in item.get("fields", ())}
        if fault:
            outcome.missed.append(f"{name}!{item['at']} ({item['of']}): {fault}")
        else:
            outcome.found[item["of"]] += 1
    category = {item["at"]: item["of"] for item in wanted["planted"]}
    for at, codes in said.items():
        for code in Counter(codes) - Counter(meant.get(at, [])):
            outcome.false.append((category.get(at, told["of"]), f"{name}!{at}: {code}"))
    for at, codes in meant.items():
        for code in Counter(codes) - Counter(said.get(at, [])):
            if at not in category and at:
                outcome.missed.append(f"{name}!{at}: {code} is not told")
    _judge_clean(told, wanted, sheet, name, rows, values, planted_fields, outcome)


def _judge_clean(
    told: dict[str, Any],
    wanted: dict[str, Any],
    sheet: SheetReading,
    name: str,
    rows: dict[int, dict[str, Any]],
    values: dict[int, dict[str, Any]],
    planted: set[tuple[int, str]],
    outcome: Outcome,
) -> None:
    """Compare everything that is not planted; a difference is a false reading."""

    def differs(what: str) -> None:
        outcome.false.append((told["of"], f"{name}: {what}"))

    if sheet.is_taken != wanted["is_taken"]:
        differs(f"is_taken = {sheet.is_taken}: {[each.says for each in sheet.problems if each.weight == 'file']}")
    if not wanted["is_taken"]:
        return
    if sheet.ledger is None or sheet.ledger.name != wanted["ledger"]:
        differs(f"read as {sheet.ledger and sheet.ledger.name}")
    if list(sheet.header_rows) != wanted["header_rows"]:
        differs(f"header rows {sheet.header_rows}")
    if sheet.as_of != wanted.get("as_of", told.get("as_of")):
        differs(f"as_of {sheet.as_of}")
    if sheet.reporting_unit != wanted.get("reporting_unit", ""):
        differs(f"reporting unit {sheet.reporting_unit!r}")
    if list(sheet.rows) != list(rows):
        differs(
            f"rows {[at for at in sheet.rows if at not in rows]} too many, {[at for at in rows if at not in sheet.rows]} lost"
        )
    extra = [[each.row, each.why] for each in sheet.skipped if [each.row, each.why] not in wanted["skipped"]]
    if extra:
        differs(f"skipped {extra}")
    for at in rows.keys() & values.keys():
        for column in rows[at].keys() | values[at].keys():
            if (at, column) not in planted and not _same(rows[at].get(column), values[at].get(column)):
                differs(f"row {at} {column}: {values[at].get(column)!r} instead of {rows[at].get(column)!r}")
    waiting = [at for at, verdict in zip(sheet.rows, sheet.verdicts, strict=True) if verdict == "waiting"]
    if waiting != wanted["waiting"]:
        differs(f"rows {waiting} wait")


def _fault(
    item: dict[str, Any],
    wanted: dict[str, Any],
    sheet: SheetReading,
    said: dict[str, list[str]],
    rows: dict[int, dict[str, Any]],
    values: dict[int, dict[str, Any]],
) -> str:
    """Return why a planted item is not found; nothing when it is."""
    if "skipped" in item:
        found = {each.row: each.why for each in sheet.skipped}.get(int(item["at"]))
        return "" if found == item["skipped"] else f"skipped as {found}, not {item['skipped']}"
    if "fact" in item:
        told = said.get("" if item["at"] == "sheet" else item["at"], [])
        if item["code"]:
            return "" if item["code"] in told else f"{item['code']} is not told"
        return "" if _fact(item["fact"], wanted, sheet) else f"{item['fact']}: {_shown(item['fact'], sheet)}"
    row = item["row"]
    codes = sorted(said.get(item["at"], []))
    if codes != sorted(item["code"].split()):
        return f"{item.get('written', '')!r}: told {codes}, not {item['code'].split()}"
    for column in item["fields"]:
        must, got = rows[row].get(column), values.get(row, {}).get(column)
        if not _same(must, got):
            return f"{item.get('written', '')!r}: {column} = {got!r}, not {must!r}"
    if item.get("written") and item["fields"] and not _is_kept(item, sheet):
        return f"{item['written']!r} is lost"
    return ""


def _is_kept(item: dict[str, Any], sheet: SheetReading) -> bool:
    """Tell whether what was typed is still with its row: as a value, as raw text or among what is kept."""
    if item["row"] not in sheet.rows or item["written"].strip() in ("", "-", "—", "/", "无", "／"):
        return item["row"] in sheet.rows
    place = sheet.rows.index(item["row"])
    texts = [str(each[place]) for each in sheet.values.values()]
    texts += list(sheet.raws[place].values()) + [str(each) for each in sheet.extras[place].values()]
    squeezed = "".join(item["written"].split())
    return any(squeezed == "".join(text.split()) or squeezed in "".join(text.split()) for text in texts) or _is_word(item, sheet)


def _is_word(item: dict[str, Any], sheet: SheetReading) -> bool:
    """A writing that is a known spelling of a word says no more than the word."""
    column = item["fields"][0]
    return sheet.ledger is not None and sheet.ledger.by_name[column].kind in ("code", "word") and not item["code"]


def _fact(what: str, wanted: dict[str, Any], sheet: SheetReading) -> bool:
    if what == "same keys":
        return sheet.keys != () and all(_key_before(wanted, mine, other, sheet) for mine, other in wanted["same_as"])
    if what == "ledger":
        return sheet.ledger is not None and sheet.ledger.name == wanted["ledger"]
    if what == "kept twice":
        return all(len(each) == len(set(each)) and len(each) >= 2 for each in sheet.extras)
    got = getattr(sheet, what)
    return bool((list(got) if isinstance(got, tuple) else got) == wanted[what])


def _key_before(wanted: dict[str, Any], mine: int, other: int, sheet: SheetReading) -> bool:
    before = load(SHEETS / "reupload_first_week.xlsx.expected.toml")
    (old,) = read((SHEETS / before["file"]).read_bytes(), before["file"], _context(before)).sheets
    return sheet.keys[sheet.rows.index(mine)] == old.keys[old.rows.index(other)]


def _shown(what: str, sheet: SheetReading) -> str:
    return str(getattr(sheet, what, ""))


def _row(sheet: SheetReading, place: int) -> dict[str, Any]:
    return {
        name: column[place] for name, column in sheet.values.items() if column[place] is not None and not name.endswith("_raw")
    }


def _same(must: object, got: object) -> bool:
    if isinstance(must, float | int) and isinstance(got, float | int) and not isinstance(must, bool):
        return abs(must - got) <= _CLOSE
    return must == got
