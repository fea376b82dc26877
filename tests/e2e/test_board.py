"""What only a browser shows: pages without Internet, the map, an upload that changes a number, Chinese everywhere."""

import json
import re
import urllib.request
from pathlib import Path

import pytest

from riskwatch.ui.menu import SCREENS
from tests.e2e.conftest import Board, Visit, shape_of, shape_of_the_county, too_pale

pytestmark = pytest.mark.e2e
REAL = Path(__file__).parents[1] / "real"
PATHS = ["" if screen.is_home else screen.path.stem for screen in SCREENS if screen.is_listed]
_LATIN = re.compile(r"[A-Za-z]{2,}")
_ALLOWED = {"mm", "km", "xlsx", "xls", "csv", "et", "MB", "GB", "KB", "XLSX", "XLS", "CSV", "ET", "GEOJSON", "JSON", "ZIP", "GeoJSON", "zip", "shp", "dbf", "shx", "prj", "toml", "county"}  # fmt: skip


def _words_in_sight(visit: Visit) -> str:
    """What a person reads: icons are drawn from words, so they are left out; codes of cases and files are data."""
    text = visit.page.evaluate(
        """() => { const icons = [...document.querySelectorAll('[data-testid*=Icon],textarea')];
        icons.forEach(each => each.style.setProperty('display', 'none', 'important'));
        const text = document.body.innerText; icons.forEach(each => each.style.removeProperty('display')); return text }"""
    )
    return re.sub(r"\d{8}-\d{6}-\w+|\b[DX]\dSX\d+|\b[A-Z]{1,3}-?\d[\w-]*|https?://\S+", "", str(text))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_renders_without_the_internet(visit: Visit, board: Board, path: str) -> None:
    visit.open(f"{board.address}/{path}")
    assert visit.outside == []
    assert visit.errors == []
    assert visit.page.locator("h1").count() == 1
    assert "系统出错了" not in visit.page.inner_text("body")
    assert {word for word in _LATIN.findall(_words_in_sight(visit)) if word not in _ALLOWED} <= {"Plotly"}
    assert too_pale(visit.page) == []


def test_the_index_page_is_chinese_and_guarded(board: Board) -> None:
    request = urllib.request.Request(board.address, headers={"accept": "text/html"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        page, headers = answer.read().decode(), answer.headers
    assert '<html lang="zh-CN">' in page
    assert "<title>安全环保攻坚作战图</title>" in page
    assert "window.prerenderReady = false" not in page
    policy = headers["content-security-policy"]
    assert "script-src 'self' blob:;" in policy
    assert "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_a_click_on_the_map_opens_the_township(visit: Visit, board: Board) -> None:
    visit.open(f"{board.address}/map?layers=治理项目")
    canvas = visit.page.locator(".county-map canvas").first
    canvas.wait_for()
    box = canvas.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.53)
    visit.page.wait_for_url(re.compile(r"/township\?township="), timeout=30000)
    visit.settle()
    assert "综合风险等级的理由" in visit.page.inner_text("body")


@pytest.mark.parametrize("width", [1366, 1920])
def test_the_county_has_its_own_shape_however_wide_the_map_is(visit: Visit, board: Board, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 1080})
    visit.open(board.address)
    canvas = visit.page.locator(".county-map canvas").first
    canvas.wait_for()
    visit.settle()
    assert shape_of(canvas) == pytest.approx(shape_of_the_county(), rel=0.02)


def test_a_number_leads_to_its_rows_and_a_row_to_its_file(visit: Visit, board: Board) -> None:
    visit.open(board.address)
    visit.page.get_by_role("link", name="超期重大隐患").click()
    visit.page.wait_for_url(re.compile(r"/number\?of=overdue_majors"), timeout=30000)
    visit.settle()
    assert len(visit.page.context.pages) == 1, "in the same tab"
    said = visit.page.inner_text("body")
    assert "9 条" in said
    assert "共 9 行" in said
    grid = visit.page.locator("[data-testid=stDataFrame]").bounding_box()
    assert grid is not None
    visit.page.mouse.click(grid["x"] + 18, grid["y"] + 54)
    visit.page.wait_for_url(re.compile(r"/row\?"), timeout=30000)
    visit.settle()
    assert re.search(r"现在的内容来自 .+ 的工作表 .+ 第 \d+ 行", visit.page.inner_text("body"))


def test_a_township_of_the_shelter_gap_leads_to_its_points_and_back(visit: Visit, board: Board) -> None:
    visit.open(f"{board.address}/number?of=shelter_gap")
    grid = visit.page.locator("[data-testid=stDataFrame]").bounding_box()
    assert grid is not None
    visit.page.mouse.click(grid["x"] + 18, grid["y"] + 54)
    visit.page.wait_for_url(re.compile(r"/number\?of=people_at_high_risk&township="), timeout=30000)
    visit.settle()
    assert "共 6 行" in visit.page.inner_text("body")
    visit.page.go_back()
    visit.page.wait_for_url(re.compile(r"of=shelter_gap"), timeout=30000)
    visit.settle()
    assert visit.page.locator("h1").inner_text() == "安置缺口"


def test_the_day_looked_at_stays_through_the_side_menu(visit: Visit, board: Board) -> None:
    visit.open(f"{board.address}/hazards?as_of=2026-05-31")
    visit.page.get_by_role("link", name="总览").click()
    visit.page.get_by_role("heading", name="总览").wait_for(timeout=30000)
    visit.settle()
    assert "正在看 2026年05月31日 的情况" in visit.page.inner_text("body")
    visit.page.get_by_role("button", name="回到现在").click()
    visit.settle()
    assert "正在看" not in visit.page.inner_text("body")
    assert "as_of" not in visit.page.url


def test_a_real_sheet_changes_the_number_and_undo_brings_it_back(visit: Visit, board: Board) -> None:
    def points() -> int:
        visit.open(f"{board.address}/ledger?ledger=防汛风险点台账")
        found = re.search(r"共 ([\d,]+) 行", visit.page.inner_text("body"))
        assert found is not None
        return int(found[1].replace(",", ""))

    assert points() == 180
    visit.open(f"{board.address}/upload")
    visit.page.locator("input[type=file]").set_input_files(REAL / "geohazard_xingan_guangxi_REAL_merged.xlsx")
    accept = visit.page.get_by_role("button", name="确认入库")
    accept.wait_for(timeout=30000)
    visit.settle()
    assert "可收 5 行" in visit.page.inner_text("body")
    visit.page.get_by_role("textbox", name="报送人").fill("张例")
    accept.click()
    visit.page.get_by_text("已收入防汛风险点台账：新增 5").wait_for(timeout=30000)
    assert points() == 185
    visit.open(f"{board.address}/history")
    visit.page.get_by_role("button", name="撤销这次上报").click()
    asked = visit.page.get_by_role("dialog")
    asked.get_by_text("5 条不再出现").wait_for(timeout=30000)
    asked.get_by_role("textbox", name="操作人").fill("李例")
    asked.get_by_role("textbox", name="原因").fill("报错了文件")
    asked.get_by_role("button", name="确认撤销").click()
    visit.page.get_by_text("不再计入").wait_for(timeout=30000)
    assert points() == 180
    assert visit.errors == []


def test_the_command_line_reaches_the_running_board(
    board: Board, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from riskwatch.__main__ import main

    monkeypatch.setenv("RISKWATCH_STORE", str(board.folder))
    assert main(["ask", "hazards/totals", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert dict(zip(document["columns"], document["rows"][0], strict=True))["open_count"] == 456


def test_numbers_of_the_overview_equal_what_ask_says(
    visit: Visit, board: Board, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from riskwatch.__main__ import main
    from riskwatch.model.indicator import indicator

    monkeypatch.setenv("RISKWATCH_STORE", str(board.folder))
    visit.open(board.address)
    shown = {
        card.locator("[data-testid=stMetricLabel]").inner_text().split("\n")[0].strip(): card.locator(
            "[data-testid=stMetricValue]"
        ).inner_text()
        for card in visit.page.locator("[data-testid=stMetric]").all()
    }
    for name in (
        "open_hazards",
        "overdue_hazards",
        "overdue_majors",
        "on_time_rate",
        "shelter_gap",
        "behind_tasks",
        "task_done_rate",
        "open_cases",
    ):
        about = indicator(name)
        assert main(["ask", about.asks, "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        value = dict(zip(document["columns"], document["rows"][0], strict=True))[about.column]
        (told,) = [text for title, text in shown.items() if title.startswith(about.title)]
        number = float(re.sub(r"[^\d.]", "", told))
        assert number == pytest.approx(value * 100 if about.kind == "share" else value, abs=0.051), about.title


def test_a_foreign_page_cannot_open_the_websocket_and_commands_need_the_key(board: Board) -> None:
    request = urllib.request.Request(
        f"{board.address}/_riskwatch/command", data=b'{"deed": "history", "files": []}', headers={"x-riskwatch-key": "guess"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 403
