"""防汛指挥, 汛前准备 and 三查 as a commander uses them: narrowing, what if, reasons, a decision that stays, replay, arrows, the plan's workbook.

That they open without a console error, another host or an English word is looked at for every page in test_board.py.
"""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator

from tests.e2e.conftest import Board, Visit

pytestmark = pytest.mark.e2e
# The arrows' own violet, however the browser blends it with what lies below.
_VIOLET = """canvas => {
  const { width, height } = canvas, data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] > 200 && data[at + 2] > data[at + 1] + 50 && data[at] > data[at + 1] + 20 && data[at + 2] > data[at] + 20) count++;
  return count;
}"""


def _choose_row(visit: Visit, table: Locator, row: int = 0) -> None:
    """Click the box at the head of a row of a table."""
    grid = table.locator("[data-testid=stDataFrame]").first
    grid.scroll_into_view_if_needed()
    visit.page.wait_for_timeout(400)
    box = grid.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + 18, box["y"] + 54 + 35 * row)


def _body(visit: Visit) -> str:
    return visit.page.inner_text("body")


def _arrows(visit: Visit) -> int:
    canvas = visit.page.locator(".county-map canvas").first
    canvas.wait_for(timeout=30000)
    canvas.scroll_into_view_if_needed()
    visit.settle()
    return int(canvas.evaluate(_VIOLET))


def test_the_commander_sees_arrows_asks_what_if_takes_the_plan_along_and_narrows_to_a_township(
    visit: Visit, board: Board
) -> None:
    visit.open(f"{board.address}/command")
    assert _arrows(visit) > 200

    with visit.page.expect_download(timeout=30000) as coming:
        visit.page.get_by_role("button", name="导出转移安置方案").click()
    assert re.fullmatch(r"转移安置方案_\d{12}\.xlsx", coming.value.suggested_filename)
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    assert book.sheetnames[0] == "总表"
    assert {"青溪镇", "石门镇", "龙潭镇"} <= set(book.sheetnames)
    heads = {cell.value for cell in book["青溪镇"][5]}
    assert {"点位编号", "行政责任人", "监测责任人", "转移责任人"} <= heads
    assert book["青溪镇"]["B6"].value

    visit.page.get_by_role("slider").focus()
    for _ in range(8):
        visit.page.keyboard.press("ArrowRight")
    visit.page.get_by_text(re.compile(r"假如未来 3 小时再下 40 毫米")).wait_for(timeout=30000)
    visit.settle()
    assert re.search(r"再下 40 毫米：新增 \d+ 处", _body(visit))

    _choose_row(visit, visit.page.locator(".st-key-chain"))
    visit.page.wait_for_url(re.compile(r"township="), timeout=30000)
    visit.settle()
    assert "共 1 个乡镇" in _body(visit)
    assert (visit.errors, visit.outside) == ([], [])


@pytest.mark.parametrize("path", ["readiness", "checks"])
def test_a_click_on_a_township_narrows_readiness_and_checks(visit: Visit, board: Board, path: str) -> None:
    visit.open(f"{board.address}/{path}")
    _choose_row(visit, visit.page.locator(".st-key-townships"))
    visit.page.wait_for_url(re.compile(r"township="), timeout=30000)
    visit.settle()
    assert "共 1 个乡镇" in _body(visit)
    assert (visit.errors, visit.outside) == ([], [])


def test_a_point_tells_its_reasons_and_a_decision_stands_after_reload(visit: Visit, board: Board) -> None:
    visit.open(f"{board.address}/command")
    _choose_row(visit, visit.page.locator(".st-key-advised"))
    reason = visit.page.get_by_text(re.compile(r"预警覆盖本乡镇，有效至"))
    reason.first.wait_for(timeout=30000)
    visit.page.get_by_role("textbox", name="操作人").fill("李例")
    visit.page.get_by_text("确认转移", exact=True).click()
    visit.page.get_by_role("textbox", name="依据").fill("会商：雨还要下")
    visit.page.get_by_role("button", name="记下结论").click()
    visit.page.get_by_text("会商：雨还要下").wait_for(timeout=30000)
    visit.open(f"{board.address}/command")
    assert "会商：雨还要下" not in _body(visit)
    _choose_row(visit, visit.page.locator(".st-key-advised"))
    kept = visit.page.get_by_text("会商：雨还要下")
    kept.wait_for(timeout=30000)
    assert "李例" in kept.inner_text()
    assert visit.errors == []


def test_a_moment_before_the_storm_is_replayed_without_an_arrow(visit: Visit, board: Board) -> None:
    visit.open(f"{board.address}/command?as_of=2026-06-25T12:00")
    assert "正在看 2026年06月25日12:00 的情况，不是现在。" in _body(visit)
    assert "现在没有立即转移的点，不用安排。" in _body(visit)
    assert _arrows(visit) < 20
