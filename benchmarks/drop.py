"""From dropping a sheet of 10,000 rows on 数据上报 to its preview, in a browser. Needs Chromium on PATH."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.county import generator, sample
from benchmarks.page import _FLAGS
from benchmarks.server import serving

_ROWS = 10_000
_RUNS = 5


def measure(hazards: int) -> list[dict[str, object]]:
    """Return the median of five drops. ``hazards`` is not used: the size is part of the promise."""
    made = generator()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hazards.xlsx"
        made.write_xlsx(path, made.HAZARD_HEADINGS, made.hazard_rows(_ROWS, 1))
        store = Path(folder) / "store"
        sample(store).store.close()
        taken = []
        with serving(store) as board, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
            page = browser.new_page(locale="zh-CN", viewport={"width": 1366, "height": 768})
            for _ in range(_RUNS):
                page.goto(f"{board.address}/upload")
                page.get_by_text("选择表格文件").wait_for(timeout=60000)
                page.wait_for_timeout(1500)
                start = time.perf_counter()
                page.locator("input[type=file]").set_input_files(path)
                page.get_by_role("button", name="确认入库").wait_for(timeout=60000)
                taken.append(time.perf_counter() - start)
            browser.close()
    return [
        {"what": "10,000 rows from drop to preview (median of 5)", "value": statistics.median(taken), "unit": "s", "limit": 3.0}
    ]
