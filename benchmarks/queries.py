"""Every question of the safety, map and overview screens at 1,000 hazards and at the large size, cold."""

import math
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.county import grow, sample
from riskwatch.desk import Desk
from riskwatch.store.question import questions

_SUBJECTS = ("hazards/", "map/", "overview/")
_RUNS = 5


def measure(hazards: int) -> list[dict[str, object]]:
    """Return each question's median time at both sizes and the growth exponent between them."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        small, large = sample(Path(folder) / "small"), sample(Path(folder) / "large")
        grow(large, hazards)
        for asked in questions():
            if not asked.name.startswith(_SUBJECTS):
                continue
            few, many = _median_ms(small, asked.name), _median_ms(large, asked.name)
            exponent = math.log(many / few) / math.log((hazards + 3000) / 3000)
            rows.append({"what": f"{asked.name} at the sample's 3,000", "value": few, "unit": "ms", "limit": None})
            rows.append({"what": f"{asked.name} at {hazards:,}", "value": many, "unit": "ms", "limit": None})
            rows.append({"what": f"{asked.name} growth exponent", "value": exponent, "unit": "", "limit": 1.0})
        small.store.close()
        large.store.close()
    return rows


def _median_ms(desk: Desk, name: str) -> float:
    taken = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        desk.ask(name)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
