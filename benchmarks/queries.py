"""Every question that grows with the hazards, from 1,000 to 10,000,000 of them, cold; and 总览's SQL against one scan written by hand.

Cold is an answer that nobody has kept; of a store that has been open, as the board's is, so that it does not wait for the disk. The first
answer after opening the store, which does, is told beside it. The hazards come in through the intake as one file of 20,000 and are then
copied inside the store, under codes and texts of their own, since ten million through the intake would take half an hour; at 100,000 both
ways must give the same answers. Lists that screens cut are asked as screens do: the first 2,000 rows.
"""

import math
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pandas as pd

from benchmarks.county import generator, sample
from riskwatch.desk import Desk
from riskwatch.store.question import Question, question, questions
from riskwatch.store.schema import ledgers_read

_SIZES = (1_000, 100_000, 1_000_000, 10_000_000)
_BASE = 20_000
_SAME_AT = 100_000
_LIMIT_AT = 1_000_000
_LIMIT_MS = 150.0
_BY_HAND = 1.5
_RUNS = 5
_SHOWN = 2_000
_SQL = Path(__file__).parent / "sql"
# What tells one upload from another, and nothing about a hazard.
_OF_THE_UPLOAD = {"upload_id", "source_sheet", "source_row", "reporting_unit", "counts_from", "raw", "extra", "key"}


def measure(hazards: int) -> list[dict[str, object]]:
    """Return each question's time at each size up to ``hazards``, its growth exponent, and 总览 against the scan by hand."""
    sizes = [each for each in _SIZES if each <= hazards]
    asked = [each.name for each in questions() if _grows(each)]
    taken: dict[str, list[float]] = {name: [] for name in asked}
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        _filled_base(store)
        if hazards >= _SAME_AT:
            rows.append(_row(f"questions that answer otherwise at {_SAME_AT:,} when all came in through the intake",
                             len(_otherwise(store, Path(folder) / "through", asked)), "", 0.0))  # fmt: skip
        for size in sizes:
            _fill(store, size)
            first = {name: _cold_ms(store, name) for name in asked}
            for name in asked:
                taken[name].append(first[name][1])
            slowest = max(first, key=lambda name: first[name][0])
            rows.append(_row(f"slowest first answer after opening at {size:,}: {slowest}", first[slowest][0], "ms"))
            if size == _LIMIT_AT:
                ours, by_hand = _overview_ms(store)
                rows.append(_row(f"总览's questions about hazards at {size:,}, one after the other", ours, "ms"))
                rows.append(_row("the same by one scan written by hand", by_hand, "ms"))
                rows.append(_row("总览 / by hand", ours / by_hand, "×", _BY_HAND))
    for name in asked:
        limits = (_LIMIT_MS if size == _LIMIT_AT else None for size in sizes)
        rows += [_row(f"{name} at {size:,}", ms, "ms", limit) for size, ms, limit in zip(sizes, taken[name], limits, strict=True)]
        if len(sizes) > 1:
            # Of the last step: over all sizes what every question costs at least would hide how it grows.
            exponent = math.log(taken[name][-1] / taken[name][-2]) / math.log(sizes[-1] / sizes[-2])
            rows.append(_row(f"{name} growth exponent from {sizes[-2]:,}", exponent, "", 1.0))
    return rows


def _row(what: str, value: float, unit: str, limit: float | None = None) -> dict[str, object]:
    return {"what": what, "value": float(value), "unit": unit, "limit": limit}


def _grows(each: Question) -> bool:
    """Tell whether a question reads the hazards, itself or by a rule."""
    is_of_now = not each.name.startswith(("history/", "uploads/"))
    return is_of_now and "hazard" in ledgers_read(each.sql)


def _params(name: str) -> dict[str, object]:
    """Return what screens give beside the county's own values."""
    return {"most": _SHOWN} if "most" in question(name).params else {}


def _filled_base(store: Path) -> None:
    desk = sample(store)
    _load(desk, Path(store).parent, [0], "BENCH-{code}")
    with desk.store.write() as cursor:
        cursor.execute((_SQL / "base.sql").read_text("utf-8"))
    desk.store.close()


def _load(desk: Desk, folder: Path, copies: list[int], code: str, text: str = "{text}") -> None:
    """Hand in one file of the base's rows, as many times over as there are copies, through the intake."""
    made = generator()
    at, about = made.HAZARD_HEADINGS.index("隐患编号"), made.HAZARD_HEADINGS.index("存在的隐患问题")
    rows = []
    for copy in copies:
        for row in made.hazard_rows(_BASE, 1):
            cells = list(row)
            cells[at] = code.format(code=cells[at], copy=copy)
            cells[about] = text.format(text=cells[about], copy=copy)
            rows.append(cells)
    path = folder / "hazards.csv"
    made.write_csv(path, made.HAZARD_HEADINGS, rows)
    content = path.read_bytes()
    desk.load(desk.check(content, path.name), content, sent_by="基准测试")
    path.unlink()


def _fill(store: Path, size: int) -> None:
    """Make the store's hazards so many."""
    desk = Desk(store)
    with desk.store.write() as cursor:
        cursor.execute("delete from hazard_now")
        cursor.execute((_SQL / "copies.sql").read_text("utf-8"), {"copies": -(-size // _BASE), "most": size})
    desk.store.close()


def _otherwise(store: Path, through: Path, asked: list[str]) -> list[str]:
    """Return the questions whose answers differ between a store filled by copying and one that all came into through the intake."""
    _fill(store, _SAME_AT)
    desk = sample(through)
    _load(desk, through.parent, list(range(_SAME_AT // _BASE)), "BENCH-{code}-{copy}", "{text}（{copy}）")
    with desk.store.write() as cursor:
        cursor.execute("delete from hazard_now where not coalesce(starts_with(hazard_code, 'BENCH-'), false)")
    copied = Desk(store)
    different = [name for name in asked if not _same(copied.ask(name), desk.ask(name))]
    copied.store.close()
    desk.store.close()
    return different


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    shown = [name for name in one.columns if name not in _OF_THE_UPLOAD]
    if len(one) != len(other):
        return False
    plain = (each[shown].astype(object).where(each[shown].notna(), "").astype(str) for each in (one, other))
    first, second = (each.sort_values(shown, ignore_index=True) for each in plain)
    return first.equals(second)


def _cold_ms(store: Path, name: str) -> tuple[float, float]:
    """Return how long the first answer after opening the store took, and the median of those after it."""
    desk = Desk(store)
    _ = desk.county, desk.defaults()
    taken = []
    for _run in range(1 + _RUNS):
        desk.store.forget()
        start = time.perf_counter()
        desk.ask(name, _params(name))
        taken.append((time.perf_counter() - start) * 1000)
    desk.store.close()
    return taken[0], statistics.median(taken[1:])


def _overview_ms(store: Path) -> tuple[float, float]:
    """Return 总览's questions about hazards, as its page asks them, and the scan by hand, in turns; medians."""
    desk = Desk(store)
    by_hand = (_SQL / "overview_by_hand.sql").read_text("utf-8")
    week_ago = desk.today - timedelta(days=7)
    ours, hand = [], []
    for _ in range(_RUNS * 3):
        desk.store.forget()
        start = time.perf_counter()
        desk.ask("map/townships")
        desk.ask("hazards/totals")
        desk.ask("hazards/totals", {"as_of": week_ago})
        desk.ask("hazards/hazards", {"state": "overdue", "severity": "major", "most": 50})
        desk.ask("hazards/weeks")
        ours.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        with desk.store.reader() as cursor:
            cursor.execute(by_hand, {"as_of": desk.today}).df()
        hand.append((time.perf_counter() - start) * 1000)
    desk.store.close()
    return statistics.median(ours), statistics.median(hand)
