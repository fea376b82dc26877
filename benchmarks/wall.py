"""The wall for a day: as many looks as in 24 hours, then sheets until memory has settled, then real time, then restarts and cuts.

Sheets come in all the while. The page's heap is read after a garbage collection, the server's memory from the system. Draws
docs/wall-soak.png from the samples.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import matplotlib
import psutil
from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.county import sample
from benchmarks.server import ROOT, serving
from riskwatch import displays, remote
from riskwatch.store.question import questions
from tests.paper import workbook

# DuckDB's lists of pages to evict are full after so many questions (docs/decisions.md), and what sheets leave behind is reused after so many.
_QUESTIONS, _SHEETS = 24_000, 20
_AS_NOW = {"as_of": None, "known_at": None, "csv": False, "files": []}
_LOOKS_A_DAY = 24 * 3600 // 5
_FAST_S = 0.05  # between two looks of the accelerated day
_RESTARTS, _CUTS = 20, 5
_LEAST_MINUTES = 3
_BACK_S = 15.0
_PICTURE = ROOT / "docs" / "wall-soak.png"
_SHEET = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改状态 | 责任单位 |
    | SOAK-{n} | 石门镇 | 第{n}矿  | 护栏缺失 | 2026-06-{d:02d} | 整改中   | 应急局   |
"""


@dataclass
class _Soak:
    """One phase: samples of (minutes, heap MB, server MB), versions that came and those that the wall did not show in time."""

    samples: list[tuple[float, float, float]] = field(default_factory=list)
    versions: int = 0
    missed: int = 0
    looks: int = 0

    def heap_growth(self) -> float:
        """Return how much the heap has grown after the first fifth, in per cent: medians of the second and the last fifth."""
        fifth = max(1, len(self.samples) // 5)
        early, late = ([heap for _, heap, _ in part] for part in (self.samples[fifth : 2 * fifth], self.samples[-fifth:]))
        return (_median(late) / _median(early) - 1) * 100

    def server_slope(self) -> tuple[float, float]:
        """Return MB per hour of the server, and the standard error of that: least squares over the least of each minute, between two sheets."""
        at_rest: dict[int, float] = {}
        for minutes, _, server in self.samples:
            at_rest[int(minutes)] = min(server, at_rest.get(int(minutes), server))
        x, y = [minute / 60 for minute in at_rest], list(at_rest.values())
        mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
        spread = sum((each - mean_x) ** 2 for each in x)
        slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
        left = sum((b - mean_y - slope * (a - mean_x)) ** 2 for a, b in zip(x, y, strict=True))
        return slope, (left / (len(x) - 2) / spread) ** 0.5


def measure(minutes: float) -> list[dict[str, object]]:
    """Return what the soak shows. ``minutes`` are those in real time, three at least; the accelerated day takes its own."""
    if minutes < _LEAST_MINUTES:
        raise SystemExit(f"a slope needs at least {_LEAST_MINUTES} minutes in real time")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as boards:
        store = Path(folder) / "store"
        sample(store).store.close()
        token = displays.add(store, "测量", datetime(2026, 6, 26))
        board = boards.enter_context(serving(store))
        port = int(board.address.rpartition(":")[2])
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
            address = f"{board.address}/wall?display={token}"
            page.goto(f"{address}&every={_FAST_S}&dwell=1")
            sheets = count(1)  # no sheet twice: the same bytes make no new version
            day = _soak(page, store, board.address, board.pid, sheets, _LOOKS_A_DAY, None, 10)
            page.goto(address)
            settling = _settle(page, store, board.address, board.pid, sheets)
            real = _soak(page, store, board.address, board.pid, sheets, None, minutes, 60)
            back = []
            for _ in range(_RESTARTS):
                server = psutil.Process(board.pid)
                (server.kill if random.random() < 0.5 else server.terminate)()
                server.wait(timeout=60)
                time.sleep(random.uniform(0, 8))
                board = boards.enter_context(serving(store, port))
                back.append(_until_back(page))
            again = []
            for _ in range(_CUTS):
                page.context.set_offline(True)
                time.sleep(random.uniform(8, 40))
                page.context.set_offline(False)
                again.append(_until_back(page))
        finally:
            browser.close()
    _draw(day, settling, real)
    slope, error = real.server_slope()
    in_real_time = f"{minutes:g} minutes in real time"
    return [
        _row("looks at the server in the accelerated day", float(day.looks), "", None),
        _row("accelerated day: growth of the page's heap", day.heap_growth(), "%", 10.0),
        _row("accelerated day: versions that came", float(day.versions), "", None),
        _row("accelerated day: versions not shown within 10 s", float(day.missed), "", 0.0),
        _row("settling: the server's memory at its end", settling.samples[-1][2], "MB", None),
        _row(f"{in_real_time}: growth of the page's heap", real.heap_growth(), "%", 10.0),
        _row(f"{in_real_time}: slope of the server's memory", slope, "MB/h", 1.0),
        _row(f"{in_real_time}: standard error of that slope", error, "MB/h", None),
        _row(f"{in_real_time}: versions that came", float(real.versions), "", None),
        _row(f"{in_real_time}: versions not shown within 10 s", float(real.missed), "", 0.0),
        _row(f"{_RESTARTS} restarts of the server: longest until the wall was back", max(back), "s", _BACK_S),
        _row(f"{_CUTS} cuts of the network: longest until the wall was back", max(again), "s", _BACK_S),
    ]


def _soak(
    page: Page,
    store: Path,
    address: str,
    pid: int,
    sheets: Iterator[int],
    looks: int | None,
    minutes: float | None,
    sheet_s: float,
) -> _Soak:
    page.wait_for_function("() => document.documentElement.dataset.version")
    looked = [0]
    page.on("response", lambda answer: looked.__setitem__(0, looked[0] + ("picture.json" in answer.url)))
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    soak, began, next_sheet = _Soak(), time.monotonic(), 0.0
    server = psutil.Process(pid)
    while (looked[0] < looks) if looks is not None else (time.monotonic() - began < (minutes or 0) * 60):
        passed = time.monotonic() - began
        if passed >= next_sheet:
            next_sheet = passed + sheet_s
            soak.versions += 1
            soak.missed += not _is_shown(page, address, store, next(sheets))
        soak.samples.append((passed / 60, _heap_mb(tools), server.memory_info().rss / 1e6))
        page.wait_for_timeout(min(5000.0, sheet_s * 500))
    soak.looks = looked[0]
    return soak


def _settle(page: Page, store: Path, address: str, pid: int, sheets: Iterator[int]) -> _Soak:
    """Ask questions, then hand in sheets, each when the board has looked at all of its pages after the last one."""
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    soak, began = _Soak(), time.monotonic()

    def note() -> None:
        soak.samples.append(((time.monotonic() - began) / 60, _heap_mb(tools), psutil.Process(pid).memory_info().rss / 1e6))

    # Not those of floods, which take their time.
    names = [each.name for each in questions() if "as_of" in each.params and not each.name.startswith("flood/")]
    os.environ["RISKWATCH_STORE"] = str(store)  # by which a command finds the board
    for number in range(_QUESTIONS):
        day = date(2026, 6, 26) - timedelta(days=number // len(names))  # the board keeps answers: each time another day
        done = remote.perform({"deed": "ask", "question": names[number % len(names)], "param": [f"as_of={day}"], **_AS_NOW})
        assert done is not None, "the board is not found"
        assert done.status == 0, done.text
        if number % 200 == 0:
            note()
    for _ in range(_SHEETS):
        soak.versions += 1
        soak.missed += not _is_shown(page, address, store, next(sheets))
        while not _health(address)["warm"]:
            page.wait_for_timeout(500)
        note()
    return soak


def _is_shown(page: Page, address: str, store: Path, number: int) -> bool:
    """Load a small sheet beside the running board; tell whether the wall shows what the server then holds within ten seconds."""
    former = _health(address)["data_version"]
    path = store.parent / "来表.xlsx"
    path.write_bytes(workbook(_SHEET.format(n=number, d=1 + number % 25)))
    loaded = [sys.executable, "-m", "riskwatch", "load", str(path)]
    subprocess.run(loaded, cwd=ROOT, env={**os.environ, "RISKWATCH_STORE": str(store)}, check=True, stdout=subprocess.DEVNULL)
    version = _health(address)["data_version"]
    assert version != former, "the sheet changed nothing"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if page.evaluate("document.documentElement.dataset.version") == version:
            return True
        page.wait_for_timeout(100)
    return False


def _health(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
        told: dict[str, object] = json.load(answer)
        return told


def _until_back(page: Page) -> float:
    """Return the seconds until the wall has looked at the server again and says nothing of a loss."""
    began = time.monotonic()
    page.wait_for_function(
        "since => document.getElementById('banner').hidden && Number(document.documentElement.dataset.looked) > since",
        arg=time.time() * 1000,
        timeout=60000,
    )
    return time.monotonic() - began


def _heap_mb(tools: CDPSession) -> float:
    tools.send("HeapProfiler.collectGarbage")
    told = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    return float(told["JSHeapUsedSize"]) / 1e6


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _row(what: str, value: float, unit: str, limit: float | None) -> dict[str, object]:
    return {"what": what, "value": value, "unit": unit, "limit": limit}


def _draw(day: _Soak, settling: _Soak, real: _Soak) -> None:
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, places = pyplot.subplots(1, 3, figsize=(13, 3.6), sharey=True)
    titles = ("24 hours' worth of looks", "settling", "in real time")
    for place, soak, title in zip(places, (day, settling, real), titles, strict=True):
        minutes, heap, server = zip(*soak.samples, strict=True)
        place.plot(minutes, server, color="#1f5f8b", label="server, MB resident")
        place.plot(minutes, heap, color="#e07b00", label="page, MB of heap after collection")
        place.set(title=f"{title}: {soak.versions} sheets", xlabel="minutes", ylim=(0, None))
        place.legend(loc="center right", frameon=False)
        place.grid(color="#e6ebf0")
    figure.tight_layout()
    figure.savefig(_PICTURE, dpi=110)
