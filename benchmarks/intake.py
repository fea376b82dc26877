"""Handing in 100,000 rows × 16 columns: check and preview, against what readers alone need for the same file in the same run.

Also the memory it takes, and giving 10,000 rows with 500 faults back marked.
"""

import io
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import python_calamine as calamine

from benchmarks.county import generator, sample
from riskwatch.desk import Desk, marked
from riskwatch.intake.apart import warm

_ROWS = 100_000
_MARKED_ROWS = 10_000
_FAULTS = 500
_RUNS = 5


def measure(hazards: int) -> list[dict[str, object]]:
    """Return the times, their ratios and the peak memory. ``hazards`` is not used: the size is part of the promise."""
    with tempfile.TemporaryDirectory() as folder:
        content = _workbook(Path(folder) / "hazards.xlsx", generator().hazard_rows(_ROWS, 1))
        desk = sample(Path(folder) / "store")
        warm()
        alone, whole = [], []
        for _ in range(_RUNS):  # in turns: what slows the machine slows both
            alone.append(_timed(lambda: _calamine(content)))
            whole.append(_timed(lambda: _hand_in(desk, content)))
        with_pandas = _timed(lambda: pd.read_excel(io.BytesIO(content), engine="openpyxl"))
        marking = _marked_seconds(desk, Path(folder))
        desk.store.close()
        peak_gb = _peak_gb(Path(folder) / "store", content)
    calamine_s, handed_in_s = statistics.median(alone), statistics.median(whole)
    return [
        {"what": "python-calamine alone, 100,000 × 16 (median of 5)", "value": calamine_s, "unit": "s", "limit": None},
        {"what": "check and preview, the same file (median of 5)", "value": handed_in_s, "unit": "s", "limit": None},
        {"what": "check and preview / python-calamine", "value": handed_in_s / calamine_s, "unit": "×", "limit": 3.0},
        {"what": "pandas.read_excel with openpyxl alone, the same file", "value": with_pandas, "unit": "s", "limit": None},
        {"what": "check and preview / pandas.read_excel", "value": handed_in_s / with_pandas, "unit": "×", "limit": 0.25},
        {"what": "peak memory, both processes together", "value": peak_gb, "unit": "GB", "limit": 1.0},
        {"what": "10,000 rows with 500 faults given back marked", "value": marking, "unit": "s", "limit": 10.0},
    ]


def _workbook(path: Path, rows: Iterable[list[Any]]) -> bytes:
    made = generator()
    made.write_xlsx(path, made.HAZARD_HEADINGS, rows)
    return path.read_bytes()


def _timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def _calamine(content: bytes) -> None:
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        workbook.get_sheet_by_index(0).to_python()


def _hand_in(desk: Desk, content: bytes) -> None:
    reading = desk.check(content, "hazards.xlsx")
    (filed,) = desk.preview(reading, content)
    assert filed.effect is not None
    assert filed.effect.counts()["new"] == _ROWS


def _marked_seconds(desk: Desk, folder: Path) -> float:
    made = generator()
    due = made.HAZARD_HEADINGS.index(next(each for each in made.HAZARD_HEADINGS if "时限" in each or "期限" in each))
    rows = [list(row) for row in made.hazard_rows(_MARKED_ROWS, 1)]
    for row in rows[:: _MARKED_ROWS // _FAULTS]:
        row[due] = "2026.6.31"
    content = _workbook(folder / "faulty.xlsx", rows)
    reading = desk.check(content, "faulty.xlsx")
    assert sum(len(sheet.problems) for sheet in reading.sheets) == _FAULTS
    return _timed(lambda: marked(reading, content))


def _peak_gb(store: Path, content: bytes) -> float:
    """Return the most memory that a fresh process and its reader hold together while a file is handed in."""
    worker = multiprocessing.get_context("spawn").Process(target=_hand_in_once, args=(store, content))
    worker.start()
    most = 0
    process = psutil.Process(worker.pid)
    while worker.is_alive():
        with suppress(psutil.NoSuchProcess):
            most = max(most, sum(each.memory_info().rss for each in (process, *process.children(recursive=True))))
        time.sleep(0.02)
    worker.join()
    assert worker.exitcode == 0
    return most / 1024**3


def _hand_in_once(store: Path, content: bytes) -> None:
    desk = Desk(store)
    _hand_in(desk, content)
    desk.store.close()
