"""From navigation to the last chart and the map drawn, browser cache warm: 总览 against a nearly empty page of the same server.

The nearly empty page is 乡镇 before a township is chosen: heading, one choice, one sentence. Needs Chromium on PATH.
"""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.county import grow, sample
from benchmarks.server import serving

_RUNS = 7
_WARM_UP = 6
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_EMPTY_DRAWN = "document.querySelector('h1') && document.querySelector('[data-testid=stAlert]')"
_OVERVIEW_DRAWN = (
    "document.querySelectorAll('[data-testid=stMetricValue]').length >= 8 && document.querySelector('.js-plotly-plot .scatterlayer path')"
    " && document.documentElement.dataset.mapDrawn"
)


def measure(hazards: int) -> list[dict[str, object]]:
    """Return the medians of both pages at the sample's size and at the large one, visited in turns, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        sample(small).store.close()
        desk = sample(large)
        grow(desk, hazards)
        desk.store.close()
        empty, few, many = _visit(small, large)
    return [
        {"what": "nearly empty page, median of 7", "value": empty, "unit": "s", "limit": None},
        {"what": "总览, sample county", "value": few, "unit": "s", "limit": None},
        {"what": "总览 / nearly empty page", "value": few / empty, "unit": "×", "limit": 2.0},
        {"what": f"总览, {hazards:,} hazards", "value": many, "unit": "s", "limit": None},
        {"what": f"总览 at {hazards:,} / at the sample", "value": many / few, "unit": "×", "limit": 1.2},
    ]


def _visit(small: Path, large: Path) -> tuple[float, float, float]:
    """Visit in turns: the nearly empty page, 总览 of the small county, 总览 of the large one."""
    # A profile on disk, as an office browser has one: its cache also holds the compiled scripts.
    with (
        serving(small) as few,
        serving(large) as many,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as profile,
    ):
        browser = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=shutil.which("chromium"),
            args=_FLAGS,
            viewport={"width": 1366, "height": 768},
            locale="zh-CN",
        )
        page = browser.new_page()
        visits = (
            (f"{few.address}/township", _EMPTY_DRAWN),
            (f"{few.address}/", _OVERVIEW_DRAWN),
            (f"{many.address}/", _OVERVIEW_DRAWN),
        )
        taken: list[list[float]] = [[], [], []]
        for turn in range(_WARM_UP + _RUNS):
            for times, (address, drawn) in zip(taken, visits, strict=True):
                spent = _time(page, address, drawn)
                if turn >= _WARM_UP:
                    times.append(spent)
        browser.close()
    empty, overview, overview_large = (statistics.median(times) for times in taken)
    return empty, overview, overview_large


def _time(page: Page, address: str, drawn: str) -> float:
    page.goto("about:blank")
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(f"() => {drawn}", timeout=60000)
    return time.perf_counter() - start
