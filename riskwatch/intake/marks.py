"""Our own marks in a workbook that comes back: known again and left out, so that nothing of ours is read as the clerk's.

Knows grids only; ``marked`` writes the marks.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from riskwatch.intake.workbook import Cell, Sheet
from riskwatch.model.marking import marking
from riskwatch.model.words import plain

HEAD_ROWS = 25  # a head is found within twenty rows and is at most three deep
_OURS = re.compile(r"^(?:[A-Z]{1,3}\d+|第\d+行)：")


def without_marks(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the clerk's own sheets: without 核对结果, and with 错误信息 emptied. Other workbooks come back as they are."""
    words = marking()
    results = [each for each in sheets if _is_results(each)]
    for sheet in sheets:
        place = errors_column(sheet.grid)
        if place is not None:
            for row in sheet.grid:
                if place < len(row):
                    row[place] = ""
    if not results:
        return tuple(sheets)
    was_text = any(row[:2] == [words.kind, ".csv"] for each in results for row in each.grid[:10])
    return tuple(replace(each, is_untyped=each.is_untyped or was_text) for each in sheets if each not in results)


def _is_results(sheet: Sheet) -> bool:
    return bool(sheet.grid) and bool(sheet.grid[0]) and is_sign(sheet.grid[0][0])


def is_sign(cell: object) -> bool:
    """Tell whether a sheet that begins with this cell is our 核对结果."""
    return isinstance(cell, str) and plain(cell) == marking().sign


def errors_column(grid: Sequence[Sequence[Cell]]) -> int | None:
    """Return where our 错误信息 stands, counted from 0: the last column that holds anything, and nothing in it but our sentences."""
    head = next((place for row in grid[:HEAD_ROWS] for place, cell in enumerate(row) if cell == marking().errors), None)
    if head is None:
        return None
    for row in grid:
        for place in range(len(row) - 1, head - 1, -1):
            cell = row[place]
            if cell in ("", None):
                continue
            if place > head or not (cell == marking().errors or (isinstance(cell, str) and _OURS.match(cell))):
                return None  # a column of the clerk's own that bears this name
            break
    return head
