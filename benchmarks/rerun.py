"""Server CPU of a warm rerun of 总览, measured on the server's own process while one visitor's page reruns."""

import shutil
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from benchmarks.county import sample
from benchmarks.page import _FLAGS, _OVERVIEW_DRAWN
from benchmarks.server import serving

_RERUNS = 30


def measure(hazards: int) -> list[dict[str, object]]:
    """Return the CPU time of one rerun. ``hazards`` is not used."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        sample(store).store.close()
        with serving(store) as board, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
            page = browser.new_page()
            page.goto(board.address)
            page.wait_for_function(f"() => {_OVERVIEW_DRAWN}", timeout=60000)
            server = psutil.Process(board.pid)
            idle = _spent(server, lambda: time.sleep(0.4), 10)
            busy = _spent(server, lambda: _rerun(page), _RERUNS)
            browser.close()
    return [
        {"what": "server CPU while nobody asks, for the same time", "value": idle * 1000, "unit": "ms", "limit": None},
        {"what": "server CPU of one warm rerun of 总览 (mean of 30)", "value": (busy - idle) * 1000, "unit": "ms", "limit": 50.0},
    ]


def _rerun(page: object) -> None:
    page.keyboard.press("r")  # type: ignore[attr-defined]
    page.wait_for_timeout(400)  # type: ignore[attr-defined]


def _spent(server: psutil.Process, deed: object, times: int) -> float:
    before = server.cpu_times()
    for _ in range(times):
        deed()  # type: ignore[operator]
    after = server.cpu_times()
    return (after.user + after.system - before.user - before.system) / times
