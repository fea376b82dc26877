"""Checking 100,000 rows × 16 columns, against what python-calamine alone needs for the same file in the same run."""

import io
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import python_calamine as calamine

from benchmarks.county import generator
from riskwatch.desk import check_without_store

_ROWS = 100_000
_RUNS = 5


def measure(hazards: int) -> list[dict[str, object]]:
    """Return the times, their ratio and the peak memory. ``hazards`` is not used: the size is part of the promise."""
    made = generator()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hazards.xlsx"
        made.write_xlsx(path, made.HAZARD_HEADINGS, made.hazard_rows(_ROWS, 1))
        content = path.read_bytes()
    alone, whole = [], []
    for _ in range(_RUNS):
        start = time.perf_counter()
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            workbook.get_sheet_by_index(0).to_python()
        alone.append(time.perf_counter() - start)
        start = time.perf_counter()
        reading = check_without_store(content, "hazards.xlsx")
        whole.append(time.perf_counter() - start)
        assert len(reading.taken[0].rows) == _ROWS
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform != "darwin" else 1024**3)
    ratio = statistics.median(whole) / statistics.median(alone)
    return [
        {
            "what": "python-calamine alone, 100,000 × 16 (median of 5)",
            "value": statistics.median(alone),
            "unit": "s",
            "limit": None,
        },
        {"what": "check, the same file", "value": statistics.median(whole), "unit": "s", "limit": None},
        {"what": "ratio", "value": ratio, "unit": "×", "limit": 3.0},
        {"what": "peak memory of this process", "value": peak_gb, "unit": "GB", "limit": 1.0},
    ]
