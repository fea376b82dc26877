"""The plan as a workbook, 转移安置方案.xlsx: 总表 first, then a sheet for each township to be printed and handed over."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from riskwatch.evacuation.assign import Leaving
from riskwatch.intake.outgoing import Texts
from riskwatch.model.plan_words import plan_words
from riskwatch.planning import Planned, by_township, open_next_lines, total_line

_HEAD = {"bold": True, "bg_color": "#e3eef8", "border": 1, "text_wrap": True, "valign": "vcenter"}
_CELL = {"border": 1, "text_wrap": True, "valign": "top"}
_TITLE = {"bold": True, "font_size": 16}
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_PEOPLE = (
    "administrative_officer administrative_phone monitoring_officer monitoring_phone evacuation_officer evacuation_phone".split()
)
_WIDTHS = (14, 22, 10, 14, 22, 10, 10, 12, 15, 12, 15, 12, 15, 12, 15)


def paper(planned: Planned, county: str, made_at: datetime) -> bytes:
    """Return the workbook. Names and phones are as in ``planned``: masked for those who may not see persons."""
    words = plan_words()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    texts = Texts(book)
    _summary(book, texts, planned, county, made_at)
    taken = {words.summary}
    for township, lines in _lines(planned).items():
        sheet = book.add_worksheet(_sheet_name(township or words.no_township, taken))
        _top(sheet, texts, planned, f"{county}{words.title}（{township or words.no_township}）", made_at)
        _table(sheet, texts, 4, words.township_columns, lines)
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(5, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(4)
    book.close()
    return out.getvalue()


def _summary(book: Any, texts: Texts, planned: Planned, county: str, made_at: datetime) -> None:
    words, found = plan_words(), planned.plan
    sheet = book.add_worksheet(words.summary)
    _top(sheet, texts, planned, f"{county}{words.title}", made_at)
    texts.write(sheet, 3, 0, total_line(planned))
    gaps = [(each.township or words.no_township, each.people) for each in found.gap]
    row = _table(sheet, texts, 5, words.summary_gap, gaps) + 1
    openings = [
        (each.site.name, each.site.township or words.no_township, each.people, each.distance_km) for each in found.open_next
    ]
    row = _table(sheet, texts, row, words.summary_open, openings) + 1
    for line in [*(open_next_lines(found)[len(openings) :]), *planned.notes]:
        texts.write(sheet, row, 0, line)
        row += 1
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 3, 16)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _top(sheet: Any, texts: Texts, planned: Planned, title: str, made_at: datetime) -> None:
    words = plan_words()
    texts.write(sheet, 0, 0, title, **_TITLE)
    texts.write(
        sheet, 1, 0, f"{words.of_moment}：{planned.moment:%Y-%m-%d %H:%M}　{words.generated_at}：{made_at:%Y-%m-%d %H:%M}"
    )
    texts.write(sheet, 2, 0, words.notice, bold=True)


def _table(sheet: Any, texts: Texts, row: int, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> int:
    """Write a table and return the row after it."""
    edged = texts.book.add_format(_CELL)
    for place, head in enumerate(heads):
        texts.write(sheet, row, place, head, **_HEAD)
    for line in lines:
        row += 1
        for place, value in enumerate(line):
            if value is None:
                sheet.write_blank(row, place, None, edged)
            elif isinstance(value, int | float):
                sheet.write_number(row, place, value, edged)
            else:
                texts.write(sheet, row, place, str(value), **_CELL)
    return row + 1


def _lines(planned: Planned) -> dict[str | None, list[list[object]]]:
    """Return the rows of each township's sheet: moves, then people without a place, then points whose people are not known."""
    words, found = plan_words(), planned.plan
    lines: dict[str | None, list[list[object]]] = {}
    for township, moves in by_township(found.moves).items():
        for move in moves:
            site = planned.sites.get(move.site.key, {})
            lines.setdefault(township, []).append(
                [
                    move.point.code,
                    move.point.name,
                    move.people,
                    move.site.code,
                    move.site.name,
                    words.unknown_distance if move.distance_km is None else move.distance_km,
                    words.yes if move.is_plan_site else None,
                    *_officers(planned, move.point),
                    site.get("keeper"),
                    site.get("phone"),
                ]
            )
    far = {each.point.key for each in found.too_far if each.nearest_km is not None}
    too_far = words.too_far.format(cap=f"{planned.at_most_km or 0:g}")
    without = [(point, people, too_far if point.key in far else words.no_place) for point, people in found.unplaced]
    for point, count, why in [*without, *((point, None, words.people_unknown) for point in found.unknown)]:
        lines.setdefault(point.township, []).append(
            [point.code, point.name, count, None, why, None, None, *_officers(planned, point), None, None]
        )
    return dict(sorted(lines.items(), key=lambda each: (each[0] is None, each[0] or "")))


def _officers(planned: Planned, point: Leaving) -> list[object]:
    row = planned.points.get(point.key, {})
    return [row.get(name) for name in _PEOPLE]


def _sheet_name(township: str, taken: set[str]) -> str:
    """Return a name that a workbook can hold and that is not taken yet, and take it."""
    plain = _NOT_IN_A_NAME.sub(" ", township)[:31].strip() or plan_words().no_township
    name, number = plain, 1
    while name.casefold() in {each.casefold() for each in taken}:
        number += 1
        name = f"{plain[:26]}（{number}）"
    taken.add(name)
    return name
