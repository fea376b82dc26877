"""A ledger's rows as they count now, in the headings and the order that an office wrote in its own sheet.

The sheet that comes out can be handed in again and changes nothing: a hidden row names its columns (see ``template``).
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from riskwatch.intake.outgoing import Texts
from riskwatch.intake.reading import SheetReading
from riskwatch.intake.template import MARK, VERSION
from riskwatch.intake.workbook import position_of
from riskwatch.model.ledger import Column, Ledger
from riskwatch.model.vocabulary import vocabulary
from riskwatch.model.words import key

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnHeading:
    """One heading of the office's sheet and the columns that it fills; none for what is kept aside."""

    text: str
    names: tuple[str, ...] = ()


def own_headings(sheet: SheetReading) -> tuple[OwnHeading, ...]:
    """Return a sheet's headings from left to right; what stands in no column of it (a township as sheet name) comes last."""
    assert sheet.ledger is not None
    names: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for name, source in sheet.columns.items():
        names.setdefault(source.column, []).append(name)
        texts[source.column] = source.header if source.column else sheet.ledger.column(name).title
    texts |= {each.column: each.header for each in sheet.ignored}
    ordered = sorted((column for column in texts if column), key=position_of)
    found = [OwnHeading(texts[column], _leading(sheet.ledger, names.get(column, []))) for column in ordered]
    found += [OwnHeading(sheet.ledger.column(name).title, (name,)) for name in names.get("", [])]
    return tuple(found)


def _leading(ledger: Ledger, names: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that a heading writes: one that fills others speaks for them."""
    filling = next((name for name in names if ledger.column(name).fills), None)
    return (filling,) if filling else tuple(names)


def in_own_headings(ledger: Ledger, headings: Sequence[OwnHeading], rows: Sequence[Row], *, unit: str, as_of: date) -> bytes:
    """Return the sheet as .xlsx. ``rows`` hold canonical columns, their raw companions, and ``extra`` by heading."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(ledger.short[:31])
    texts = Texts(book)
    head = {"bold": True, "bg_color": "#e3eef8", "border": 1, "text_wrap": True, "valign": "vcenter"}
    formats = (book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), texts)
    texts.write(sheet, 0, 0, ledger.title, bold=True, font_size=16)
    texts.write(sheet, 1, 0, f"填报单位：{unit}")
    texts.write(sheet, 1, 4, f"截止日期：{as_of:%Y-%m-%d}")
    sheet.set_row(2, None, None, {"hidden": True})
    # The hidden row begins with its mark, so a heading that names a column never stands first: 序号 does.
    first = headings[0] if headings and not headings[0].names else None
    shown = list(headings[1:] if first else headings)
    texts.write(sheet, 2, 0, f"{MARK} {ledger.name} {VERSION}")
    texts.write(sheet, 3, 0, first.text if first else "序号", **head)
    for position, heading in enumerate(shown, start=1):
        if len(heading.names) == 1:
            texts.write(sheet, 2, position, heading.names[0])
        texts.write(sheet, 3, position, heading.text, **head)
        sheet.set_column(position, position, min(36, max(10, len(heading.text) * 2 + 4)))
    for number, row in enumerate(rows, start=1):
        _write(sheet, 3 + number, 0, _aside(row, first) if first and key(first.text) != key("序号") else number, formats)
        for position, heading in enumerate(shown, start=1):
            value = _told(ledger, row, heading.names) if heading.names else _aside(row, heading)
            _write(sheet, 3 + number, position, value, formats)
    sheet.freeze_panes(4, 0)
    book.close()
    return out.getvalue()


def _aside(row: Row, heading: OwnHeading) -> Any:
    return (row.get("extra") or {}).get(heading.text)


def _told(ledger: Ledger, row: Row, names: Sequence[str]) -> Any:
    """Return what a cell says: the raw text where it is kept, else the value in the sheet's words."""
    if len(names) == 1:
        return _value(ledger.column(names[0]), row)
    kinds = {ledger.column(name).kind for name in names}
    values = [_value(ledger.column(name), row) for name in names]
    if not any(value is not None for value in values):
        return None
    if kinds <= {"longitude", "latitude"}:
        pair = dict(zip(names, values, strict=True))
        return f"{pair.get('longitude')}, {pair.get('latitude')}" if None not in values else None
    if kinds <= {"integer", "number"}:
        return "".join(
            f"{value}{ledger.column(name).unit or ''}" for name, value in zip(names, values, strict=True) if value is not None
        )
    unit, person = values[0], values[1]
    if unit is None or person is None:
        return unit if person is None else person
    return f"{unit}（{person}）"


def _value(column: Column, row: Row) -> Any:
    if column.kind == "deadline" and row.get("due_kind") == "ambiguous":
        return float(row["due_raw"])  # 2021.10 that a sheet stores as the number 2021.1; as text it would say January
    raw = row.get("due_raw" if column.kind == "deadline" else f"{column.name}_raw")
    value = row.get(column.name)
    if raw is not None and (column.kind == "deadline" or not column.merge):
        return raw
    if value is None:
        return None
    if column.kind == "flag":
        return "是" if value else "否"
    if column.kind in ("word", "words"):
        labels = vocabulary(column.vocabulary or column.name).labels
        return "、".join(labels.get(each, each) for each in ([value] if isinstance(value, str) else value))
    if column.kind == "places":
        return "、".join(value)
    if column.kind == "share":
        return f"{value * 100:.10g}%"
    return value


def _write(sheet: Any, row: int, position: int, value: Any, formats: tuple[Any, Any, Texts]) -> None:
    day, moment, texts = formats
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, position, value, moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, position, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, position, value)
    else:
        texts.write(sheet, row, position, str(value))
