"""A running board with the sample county, and Debian's Chromium with every other host blocked."""

import math
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import axe_playwright_python
import geopandas
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, sync_playwright

from riskwatch.desk import SAMPLE
from tests.conftest import ROOT, in_ci

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_PATIENCE_S = 90
# How much stands on a page, and whether a script of Streamlit's is still at it: a slow machine may draw nothing for a while.
_STATE = """() => {
  const app = document.querySelector("[data-testid=stApp]"), script = app && app.dataset.testScriptState;
  const isWorking = document.getElementById("root") && script !== "notRunning";
  const waiting = document.querySelectorAll("[data-stale=true],[data-testid=stSkeleton],[data-testid=stStatusWidget]");
  return [document.querySelectorAll("*").length, document.body.innerText.length, waiting.length, isWorking ? "working" : ""].join("|");
}"""
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


@dataclass
class Board:
    """Where the board listens and which store it serves."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes] = field(repr=False)


def too_pale(page: Page) -> list[list[str]]:
    """Return what has less contrast than 4.5:1 (3:1 for large text), as auditors measure it; something must have been measured."""
    page.evaluate(_AXE)
    found = page.evaluate("axe.run(document, { runOnly: ['color-contrast'] })")
    assert sum(len(rule["nodes"]) for rule in found["passes"]) > 5
    return [[each["failureSummary"], each["html"]] for rule in found["violations"] for each in rule["nodes"]]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium on PATH; without one the browser tests skip loudly, and fail in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no Chromium on PATH: what only a browser shows was NOT tested (apt-get install chromium fonts-noto-cjk)"
        pytest.fail(reason) if in_ci() else pytest.skip(reason)
    return found


def start(folder: Path, port: int | None = None) -> Board:
    """Start the board as README does, on a free port, and wait until it answers."""
    if port is None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    log = (folder.parent / "server.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "RISKWATCH_STORE": str(folder)},
        stdout=log,
        stderr=log,
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return Board(address, folder, process)
        except OSError:
            assert process.poll() is None, "the board stopped while starting: see its log"
            time.sleep(0.3)
    process.kill()
    raise AssertionError("the board did not answer in time")


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Iterator[Board]:
    """A board with a trial store of the sample county."""
    started = start(Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("e2e") / "store")))
    yield started
    started.process.terminate()
    started.process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield launched
        launched.close()


@dataclass
class Visit:
    """A page with what went wrong on it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Open an address and wait until nothing more is drawn."""
        self.page.goto(address)
        self.settle()

    def settle(self) -> None:
        """Wait until the page's script is done, and the page the same for a second after it; a page without a script only the latter."""
        last, still = "", 0
        deadline = time.monotonic() + _PATIENCE_S
        while still < 4 and time.monotonic() < deadline:
            self.page.wait_for_timeout(250)
            now = self.page.evaluate(_STATE)
            still, last = (still + 1, now) if now == last and "working" not in now else (0, now)


@pytest.fixture
def visit(browser: Browser, board: Board) -> Iterator[Visit]:
    """A fresh visitor; requests to any other host are blocked and remembered, and so are console errors."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
    )
    made = Visit(context.new_page())
    host = urlparse(board.address).netloc

    def gate(route: Route) -> None:
        if urlparse(route.request.url).netloc in (host, "") or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            made.outside.append(route.request.url)
            route.abort()

    made.page.route("**/*", gate)
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    made.page.on(
        "console",
        # Streamlit itself asks twice for its own files below a deep link and is told that they are not there.
        lambda message: (
            made.errors.append(f"{message.text} {message.location.get('url', '')}")
            if message.type == "error" and "/_stcore/" not in str(message.location.get("url", ""))
            else None
        ),
    )
    yield made
    context.close()


_DRAWN = """canvas => {
  const { width, height } = canvas, data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++)
    if (data[(y * width + x) * 4 + 3] > 100) {
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
  return (right - left) / (bottom - top);
}"""


def shape_of(canvas: Locator) -> float:
    """Return how many times as wide as high it is what a canvas shows."""
    return float(canvas.evaluate(_DRAWN))


def shape_of_the_county() -> float:
    """Return the same of the sample county on the ground."""
    west, south, east, north = geopandas.read_file(SAMPLE / "boundaries.geojson").total_bounds
    return float((east - west) * math.cos(math.radians((south + north) / 2)) / (north - south))
