"""Is the wall's picture whole, masked and made once; do its addresses open to whom they should?"""

import importlib
import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskwatch import displays
from riskwatch.desk import Desk
from riskwatch.figures.look import on_dark
from riskwatch.model.wall import MOST_BLOCKS, wall
from riskwatch.store.question import question
from riskwatch.store.store import Store
from riskwatch.ui import house, wall_routes
from riskwatch.ui import wall as wall_picture
from tests.paper import workbook

PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
HAZARD = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改状态 | 责任单位 | 隐患级别 |
    | NEW-1    | 石门镇 | 新矿     | 无通风   | 2026-06-01 | 整改中   | 应急局   | 重大     |
"""


@pytest.fixture
def home(tmp_path: Path, sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The sample county's desk, as the server has it."""
    folder = Path(shutil.copytree(sample_store, tmp_path / "store"))
    monkeypatch.setenv("RISKWATCH_STORE", str(folder))
    yield house.desk()
    house.keeper.close()


@pytest.fixture
def server(home: Desk) -> TestClient:
    return TestClient(Starlette(routes=wall_routes.wall_routes()))


def picture(township: str = "") -> dict[str, Any]:
    content, _ = wall_picture.picture(township, "dark", "x")
    found: dict[str, Any] = json.loads(content)
    return found


def blocks(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{scene['name']} {block['area']}": block for scene in found["scenes"] for block in scene["blocks"]}


# --- what it is made of ---


@pytest.mark.parametrize("scene", wall().scenes, ids=lambda scene: scene.name)
def test_a_scene_has_at_most_seven_blocks_and_each_can_be_drawn(scene: Any) -> None:
    assert len(scene.blocks) <= MOST_BLOCKS
    assert len({each.area for each in scene.blocks}) == len(scene.blocks)
    for block in scene.blocks:
        if block.ask:
            asked = question(block.ask)
            assert set(block.params) <= set(asked.params)
            assert set(block.columns) | ({block.among} - {""}) <= set(asked.returns)
        if block.kind == "list":
            assert block.none, "an empty list says so"
        if block.figure:
            module, _, name = block.figure.partition(".")
            assert callable(getattr(importlib.import_module(f"riskwatch.figures.{module}"), name))


def test_every_block_of_the_sample_is_known_and_numbers_equal_their_questions(home: Desk) -> None:
    found = picture()
    assert {key: block["state"] for key, block in blocks(found).items() if block["state"] != "known"} == {}
    open_count = home.ask("hazards/totals")["open_count"].iloc[0]
    assert blocks(found)["overview n1"]["value"] == f"{open_count:,}"
    assert found["ticker"]["total"] == len(home.ask("wall/longest_overdue"))
    assert len(found["ticker"]["items"]) == 10
    assert next(each for each in found["scenes"] if each["name"] == "flood")["is_pressing"]
    assert next(each["level"] for each in found["warnings"]) == "orange", "the gravest first"


def test_no_phone_and_no_whole_name_leaves(home: Desk) -> None:
    content, _ = wall_picture.picture("", "dark", "x")
    text = content.decode()
    assert PHONE.search(text) is None
    advice = home.ask("flood/evacuation_advice")
    officers = {
        name
        for column in ("administrative_officer", "monitoring_officer", "evacuation_officer")
        for name in advice[column].dropna()
    }
    duty = set(home.ask("wall/on_duty")["name"])
    assert officers
    assert duty
    assert {name for name in officers | duty if f'"{name}"' in text or f"{name}（" in text} == set()
    assert all("*" in each["name"] for each in picture()["duty"])


def test_a_township_narrows_every_number(home: Desk) -> None:
    narrow, whole = blocks(picture("石门镇")), blocks(picture())
    count = home.ask("hazards/totals", {"township": "石门镇"})["open_count"].iloc[0]
    assert narrow["overview n1"]["value"] == f"{count:,}"
    assert narrow["overview n1"]["value"] != whole["overview n1"]["value"]


def test_a_block_that_fails_says_so_and_takes_no_other_with_it(home: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(answer: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("riskwatch.figures.hazards.weeks", broken)
    wall_picture._pictures.forget()
    found = blocks(picture())
    assert {key for key, block in found.items() if block["state"] == "failed"} == {"overview foot"}
    assert found["overview foot"]["says"]


def test_an_empty_county_says_what_has_not_been_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path / "empty").close()
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "empty"))
    try:
        found = picture()
    finally:
        house.keeper.close()
    assert {block["state"] for block in blocks(found).values()} == {"unreported"}
    assert found["duty"] == []
    assert found["alarms"] == {"warning": [], "advice": [], "major": []}


def test_a_minute_makes_no_new_picture_and_a_sheet_does(home: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _, before = wall_picture.picture("", "dark", "x")
    filled = home.defaults()
    monkeypatch.setattr(home, "defaults", lambda look=None: filled | {"moment": filled["moment"] + timedelta(seconds=30)})
    assert wall_picture.picture("", "dark", "x")[1] == before
    content = workbook(HAZARD)
    home.load(home.check(content, "新.xlsx"), content)
    after, tag = wall_picture.picture("", "dark", "x")
    assert tag != before
    assert any("新矿" in each["says"] for each in json.loads(after)["alarms"]["major"])


def test_what_fails_takes_nothing_else_with_it_and_is_tried_again(home: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = home.ask

    def failing(name: str, params: Any = None, **given: Any) -> pd.DataFrame:
        if name == "flood/warnings_in_force":
            raise RuntimeError("broken")
        return asks(name, params, **given)

    whole = json.loads(wall_picture.picture("", "dark", "y")[0])
    monkeypatch.setattr(home, "ask", failing)
    broken = json.loads(wall_picture.picture("", "dark", "z")[0])
    assert broken["warnings"] is None
    assert broken["alarms"] == whole["alarms"] | {"warning": None}
    monkeypatch.setattr(home, "ask", asks)
    assert json.loads(wall_picture.picture("", "dark", "z")[0])["alarms"] == whole["alarms"]


def test_a_major_hazard_without_a_site_is_announced_by_its_description(home: Desk) -> None:
    content = workbook("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述     | 整改时限   | 整改状态 | 责任单位 | 隐患级别 |
        | NOSITE   | 石门镇 |          | 安全出口堵塞 | 2026-06-01 | 整改中   | 应急局   | 重大     |
    """)
    home.load(home.check(content, "新.xlsx"), content)
    said = [each["says"] for each in json.loads(wall_picture.picture("", "dark", "x")[0])["alarms"]["major"]]
    assert "重大隐患超期：安全出口堵塞" in said


def test_data_are_as_old_as_their_sheet(home: Desk) -> None:
    found = blocks(picture())
    assert found["flood n4"]["at"] == "2026-06-26T14:00:00", "rain: its last reading"
    assert found["flood n4"]["hours"] == 1
    assert datetime.fromisoformat(found["environment n1"]["at"]) < datetime(2026, 6, 26)


def test_figures_are_turned_for_a_dark_ground() -> None:
    assert on_dark({"line": {"color": "#1c2733"}, "x": [1, "#1f5f8b"], "name": "墨"}) == {
        "line": {"color": "#dfe8f0"},
        "x": [1, "#6db7ea"],
        "name": "墨",
    }


# --- its addresses ---


def test_a_screen_that_has_the_picture_is_told_so(server: TestClient) -> None:
    first = server.get("/wall/picture.json")
    assert first.status_code == 200
    again = server.get("/wall/picture.json", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert server.get("/wall/picture.json?township=没有的镇").status_code == 404


def test_a_display_link_opens_and_a_closed_one_does_not(server: TestClient, home: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall_routes, "role_of", lambda *, is_here: "nobody")  # as behind a login gate
    addresses = ("/wall", "/wall/picture.json", "/wall/geometry.json", "/wall/points/sites.json")
    assert {server.get(each).status_code for each in addresses} == {403}
    token = displays.add(home.folder, "指挥大厅", datetime(2026, 6, 26))
    assert {server.get(each, headers={"x-riskwatch-display": token}).status_code for each in addresses} == {200}
    assert {server.get(f"{each}?display={token}").status_code for each in addresses} == {200}
    displays.close(home.folder, "指挥大厅", datetime(2026, 6, 26))
    refused = server.get(f"/wall?display={token}")
    assert refused.status_code == 403
    assert "这个大屏链接不能用" in refused.text


def test_files_of_the_page_come_from_its_own_list_only(server: TestClient) -> None:
    script = server.get("/wall/asset/wall.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]
    assert server.get("/wall/asset/plotly.min.js").status_code == 200
    assert server.get("/wall/asset/wall_routes.py").status_code == 404
    assert server.get("/wall/asset/..%2Fwall.py").status_code == 404
    assert wall_routes.page_hash() in server.get("/wall").text
