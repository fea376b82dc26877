"""What only a browser shows of the wall: three sizes without scroll bars, contrast, keys, and that nothing takes the picture away."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from riskwatch import displays
from riskwatch.model.wall import wall
from tests.conftest import ROOT
from tests.e2e.conftest import Board, shape_of, shape_of_the_county, start, too_pale
from tests.paper import workbook

pytestmark = pytest.mark.e2e
SIZES = ((1920, 1080), (3840, 1080), (3840, 2160))
_SCRIPT = (ROOT / "riskwatch" / "ui" / "wall_page" / "wall.js").read_text("utf-8")
LATIN = re.compile(r"[A-Za-z]{2,}")
NEW = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改状态 | 责任单位 | 隐患级别 |
    | {code}   | 石门镇 | {site}   | 无通风   | 2026-06-01 | 整改中   | 应急局   | 重大     |
"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Iterator[Board]:
    """A board of the wall's own: it is stopped and started again here."""
    started = start(Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("wall") / "store")))
    yield started
    started.process.terminate()
    started.process.wait(timeout=30)


@pytest.fixture(scope="module")
def token(hall: Board) -> str:
    return displays.add(hall.folder, "指挥大厅", datetime(2026, 6, 26))


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30000)
    yield page
    page.unroute_all(behavior="wait")  # an answer that a test makes itself is not cut off: the next test would hear of it
    context.close()


def open_wall(page: Page, hall: Board, token: str, **query: str) -> list[str]:
    """Open the wall and wait for its first picture; return what goes wrong from here on."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith((hall.address, "blob:", "data:")) else wrong.append(request.url)
    )
    more = "".join(f"&{name}={value}" for name, value in query.items())
    page.goto(f"{hall.address}/wall?display={token}{more}")
    page.wait_for_function("() => document.documentElement.dataset.version")
    return wrong


def shown(page: Page) -> str:
    """Return the scene that is shown."""
    return str(page.evaluate("document.querySelector('.scene.shown').id.slice(6)"))


def hand_in(hall: Board, code: str, site: str) -> None:
    """Load a sheet with a major hazard that is overdue, as a clerk on the command line does beside the running board."""
    path = hall.folder.parent / f"{code}.xlsx"
    path.write_bytes(workbook(NEW.format(code=code, site=site)))
    done = subprocess.run(
        [sys.executable, "-m", "riskwatch", "load", str(path)],
        cwd=ROOT,
        env={**os.environ, "RISKWATCH_STORE": str(hall.folder)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("scene", [each.name for each in wall().scenes])
def test_each_scene_fits_three_screens_and_reads(screen: Page, hall: Board, token: str, scene: str) -> None:
    wrong = open_wall(screen, hall, token, pin=scene)
    for width, height in SIZES:
        screen.set_viewport_size({"width": width, "height": height})
        screen.wait_for_timeout(700)
        found: dict[str, Any] = screen.evaluate(
            """() => {
              const root = document.documentElement, rem = parseFloat(getComputedStyle(root).fontSize)
              const cut = [...document.querySelectorAll('.scene.shown .block')].filter(each => {
                const body = each.querySelector('.body'); return body.scrollHeight > body.clientHeight + 2 || body.scrollWidth > body.clientWidth + 2 })
              const empty = [...document.querySelectorAll('.scene.shown .block')].filter(each => !each.querySelector('.body').childElementCount)
              return { scrolls: root.scrollWidth > innerWidth || root.scrollHeight > innerHeight, rem, height: innerHeight,
                cut: cut.map(each => each.innerText), empty: empty.map(each => each.innerText),
                digits: [...document.querySelectorAll('.scene.shown .digits')].map(each => parseFloat(getComputedStyle(each).fontSize)),
                texts: [...document.querySelectorAll('.scene.shown td, .scene.shown h2, #duty, #tape')].map(each => parseFloat(getComputedStyle(each).fontSize)) } }"""
        )
        assert not found["scrolls"]
        assert found["cut"] == [], f"{width}×{height}"
        assert found["empty"] == []
        # 8 m in front of a wall 2 m high: 30 of 1080 lines for text, 57 and more for the numbers.
        assert min(found["texts"]) >= 30 * found["height"] / 1080 - 0.5
        assert min(found["digits"], default=90) >= 57 * found["height"] / 1080
        for canvas in screen.locator(".scene.shown canvas").all():
            assert shape_of(canvas) == pytest.approx(shape_of_the_county(), rel=0.03), "the county has its own shape"
    assert wrong == []
    words = screen.evaluate(
        "[document.querySelector('header'), document.querySelector('.scene.shown'), document.querySelector('footer')].map(each => each.innerText).join(' ')"
    )
    assert set(LATIN.findall(words)) == set()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_contrast_is_enough_in_every_scene(screen: Page, hall: Board, token: str, theme: str) -> None:
    open_wall(screen, hall, token, theme=theme)
    screen.keyboard.press(" ")
    for _ in wall().scenes:
        screen.keyboard.press("ArrowRight")
        screen.wait_for_timeout(500)
        assert too_pale(screen) == [], shown(screen)


def test_a_level_is_never_told_by_colour_alone(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token)
    levels = screen.evaluate("[...document.querySelectorAll('.level')].map(each => each.textContent)")
    assert levels
    assert [each for each in levels if not re.search("[红橙黄蓝]", each)] == []


def test_keys_walk_hold_and_let_go(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token, dwell="3")
    assert shown(screen) == "flood", "what presses stands in front"
    screen.keyboard.press("ArrowRight")
    assert shown(screen) == "overview"
    screen.keyboard.press(" ")
    screen.wait_for_timeout(4500)
    assert shown(screen) == "overview"
    assert "已固定" in screen.inner_text("#dots")
    screen.keyboard.press("ArrowLeft")
    assert shown(screen) == "flood"
    screen.keyboard.press("Escape")
    assert "已固定" not in screen.inner_text("#dots")
    screen.wait_for_timeout(4500)
    assert shown(screen) == "overview", "it goes on by itself"


def test_the_address_chooses_scenes_and_township(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token, scenes="safety,supervision", township="石门镇")
    assert shown(screen) == "safety"
    screen.keyboard.press("ArrowRight")
    assert shown(screen) == "supervision"
    screen.keyboard.press("ArrowRight")
    assert shown(screen) == "safety"
    assert "石门镇" in screen.inner_text("header")


def test_a_new_red_item_takes_the_wall_for_one_turn(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token, scenes="overview,safety", dwell="60", every="1")
    assert shown(screen) == "overview"
    before = screen.evaluate("document.documentElement.dataset.version")
    mark = "document.querySelector('#scene-overview canvas').dataset.mark"
    screen.wait_for_selector("#scene-overview canvas")
    screen.evaluate(f"{mark} = 'same'")
    start_at = time.monotonic()
    hand_in(hall, "W-1", "新来的矿")
    handed_in = time.monotonic()
    screen.wait_for_function(f"() => document.documentElement.dataset.version !== '{before}'", timeout=10000)
    assert time.monotonic() - handed_in < 10, f"the sheet took {handed_in - start_at:.1f} s"
    assert shown(screen) == "safety"
    assert "新来的矿" in screen.inner_text("#banner")
    screen.wait_for_timeout(13000)
    assert screen.locator("#banner").is_hidden()
    hand_in(hall, "W-2", "又一个矿")
    screen.wait_for_timeout(3000)
    assert screen.locator("#banner").is_hidden(), "at most one in ten minutes"
    assert screen.evaluate(mark) == "same", "the map is drawn on, not made anew"


def test_a_lost_server_keeps_the_picture_and_says_so(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token, every="1", pin="overview")
    number = screen.inner_text("#scene-overview .n1 .digits")
    hall.process.terminate()
    hall.process.wait(timeout=30)
    screen.wait_for_selector("#banner:not([hidden])")
    assert "失去联系" in screen.inner_text("#banner")
    assert screen.inner_text("#scene-overview .n1 .digits") == number
    port = int(hall.address.rpartition(":")[2])
    hall.process = start(hall.folder, port).process
    screen.wait_for_selector("#banner", state="hidden", timeout=15000)
    assert shown(screen) == "overview"


def test_old_data_turn_amber_then_red_and_failed_empty_and_unreported_look_different(
    screen: Page, hall: Board, token: str
) -> None:
    def serve(route: Any) -> None:
        answer = route.fetch()
        found = json.loads(answer.body())
        overview = {each["area"]: each for each in found["scenes"][0]["blocks"]}
        overview["n1"]["at"], overview["n1"]["hours"] = "2026-06-26T11:00:00", 1  # three hours of one
        overview["n2"]["at"], overview["n2"]["hours"] = "2026-06-26T09:00:00", 1  # five hours of one
        overview["n3"] |= {"state": "unreported", "says": "避险安置点台账还没有上报"}
        overview["n4"] |= {"state": "failed", "says": "这一块没有算出来"}
        overview["side"] |= {"state": "empty", "says": "没有超期事项"}
        route.fulfill(response=answer, body=json.dumps(found))

    screen.route("**/wall/picture.json*", serve)
    open_wall(screen, hall, token, pin="overview")
    assert "偏旧" in screen.inner_text("#scene-overview .n1 .at")
    assert "已过期" in screen.inner_text("#scene-overview .n2 .at")
    assert "grayscale" in screen.evaluate("getComputedStyle(document.querySelector('#scene-overview .n2 .body')).filter")
    looks = screen.evaluate(
        "['n3', 'n4', 'side'].map(area => { const each = document.querySelector('#scene-overview .' + area); const style = getComputedStyle(each); return style.backgroundImage + style.borderColor })"
    )
    assert len(set(looks)) == 3


def test_what_fails_later_keeps_its_last_picture(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token, pin="overview", every="1")
    number = screen.inner_text("#scene-overview .n1 .digits")

    def serve(route: Any) -> None:
        headers = {name: value for name, value in route.request.headers.items() if name != "if-none-match"}
        answer = route.fetch(headers=headers)
        found = json.loads(answer.body())
        next(each for each in found["scenes"][0]["blocks"] if each["area"] == "n1").update(state="failed", says="坏了")
        route.fulfill(response=answer, body=json.dumps(found))

    screen.route("**/wall/picture.json*", serve)
    screen.wait_for_selector("#scene-overview .n1 .kept")
    assert screen.inner_text("#scene-overview .n1 .digits") == number


def test_a_closed_link_stops_the_wall_in_words(screen: Page, hall: Board) -> None:
    token = displays.add(hall.folder, "临时", datetime(2026, 6, 26))
    open_wall(screen, hall, token, every="1")
    displays.close(hall.folder, "临时", datetime(2026, 6, 26))
    screen.wait_for_selector("#stopped:not([hidden])")
    assert "这个大屏链接不能用" in screen.inner_text("#stopped")


def test_a_newer_page_is_loaded_by_itself_without_a_blank(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token, every="1", pin="overview")
    first_ms = screen.evaluate("performance.now()")  # how long a first opening takes here, by the measure of a busy machine
    screen.evaluate("window.old = true")
    # As after an upgrade: the server speaks of another page. It does so only once the page has stood for half a minute.
    screen.evaluate("Date.now = (now => () => now() + 60000)(Date.now)")

    def serve(route: Any) -> None:
        headers = {name: value for name, value in route.request.headers.items() if name != "if-none-match"}
        answer = route.fetch(headers=headers)
        found = json.loads(answer.body())
        if screen.evaluate("Boolean(window.old)"):
            found["build"] += "x"
        route.fulfill(response=answer, body=json.dumps(found))

    screen.route("**/wall/picture.json*", serve)
    screen.wait_for_function("() => !window.old")
    blank = screen.evaluate("performance.now()")
    screen.wait_for_selector("#scene-overview .n1 .digits")
    assert screen.evaluate("performance.now()") - blank < max(2000, 2 * first_ms)


def test_a_body_that_never_comes_is_a_lost_server_and_the_wall_looks_again(screen: Page, hall: Board, token: str) -> None:
    # A page's own clock cannot be hurried here: the script is told to be less patient.
    screen.route(
        "**/wall/asset/wall.js*",
        lambda route: route.fulfill(body=_SCRIPT.replace("LATE = 8000", "LATE = 800"), content_type="text/javascript"),
    )
    stalled = """() => {
      const real = window.fetch
      window.stalls = true
      window.fetch = async (address, options) => {
        const answer = await real(address, options)
        if (!window.stalls || !String(address).includes("picture.json")) return answer
        const never = new ReadableStream({ start(control) { options.signal.addEventListener("abort", () => control.error(new Error("late"))) } })
        return new Response(never, { status: 200, headers: answer.headers })
      }
    }"""
    open_wall(screen, hall, token, every="0.5")
    screen.evaluate(stalled)
    screen.wait_for_function("() => document.getElementById('banner').innerText.includes('失去联系')", timeout=10000)
    screen.evaluate("() => { window.stalls = false }")
    screen.wait_for_function("() => document.getElementById('banner').hidden", timeout=10000)


def test_a_drawing_that_fails_once_says_so_and_is_drawn_with_the_next_look(screen: Page, hall: Board, token: str) -> None:
    open_wall(screen, hall, token, pin="safety", every="0.5")
    screen.evaluate("() => { window.drew = Plotly.react; Plotly.react = () => { throw new Error('once') } }")
    screen.set_viewport_size({"width": 1900, "height": 1070})  # everything is drawn anew
    screen.wait_for_function("() => document.querySelector('.scene.shown').innerText.includes('没有画出来')", timeout=10000)
    assert "条" in screen.inner_text(".scene.shown"), "the numbers stand"
    screen.evaluate("() => { Plotly.react = window.drew }")
    screen.wait_for_function("() => !document.querySelector('.scene.shown').innerText.includes('没有画出来')", timeout=10000)
    assert screen.locator(".scene.shown .js-plotly-plot .main-svg").count() > 0
