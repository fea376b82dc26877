"""Fifty who come at once: what they share is made once, they take turns, and the board has looked at its pages before them."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from plotly.io import to_json

from benchmarks import load
from benchmarks.visitors import Looked, Visitor, told
from riskwatch.desk import Desk
from riskwatch.figures import hazards as figures
from riskwatch.model.once import Once
from riskwatch.model.roles import may
from riskwatch.store.masking import masked
from riskwatch.ui import answers, house, turns, warming
from riskwatch.ui.shared import Shared, forget_all, shared
from tests.conftest import ROOT
from tests.paper import workbook


def _at_once(count: int, deed: Callable[[], object]) -> list[object]:
    """Return what so many threads got that began at the same moment."""
    start = threading.Barrier(count)

    def one(_: int) -> object:
        start.wait()
        return deed()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_fifty_who_want_the_same_at_once_wait_for_one_making_of_it() -> None:
    made = []

    @shared(most=4)
    def slow(name: str) -> list[str]:
        made.append(name)
        time.sleep(0.05)
        return [name]

    found = _at_once(50, lambda: slow("总览"))
    assert made == ["总览"]
    assert all(each is found[0] for each in found)


def test_what_failed_is_told_to_those_who_waited_and_tried_anew_by_the_next() -> None:
    tries = Counter[str]()

    def breaks_once(name: str) -> str:
        tries[name] += 1
        time.sleep(0.05)
        if tries[name] == 1:
            raise OSError("the disk is gone")
        return name

    kept = Shared(breaks_once, most=4)

    def ask() -> object:
        try:
            return kept("a")
        except OSError as failed:
            return str(failed)

    assert _at_once(5, ask) == ["the disk is gone"] * 5
    assert kept("a") == "a"
    assert tries["a"] == 2


def test_no_more_is_kept_than_said_and_the_longest_unasked_goes_first() -> None:
    made = []
    kept = Shared(lambda name: made.append(name) or name, most=2)
    for name in ("a", "b", "a", "c", "a", "b"):
        kept(name)
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2


def test_what_is_heavy_pushes_out_the_longest_unasked_and_what_is_too_heavy_nobody() -> None:
    kept: Once[str] = Once(10, weigh=len)
    for text in ("aaa", "bbb", "cccc", "aaa", "ddddd"):
        kept.get(text, str(text).lower)
    assert [text for text in ("aaa", "bbb", "cccc", "ddddd") if kept.has(text)] == ["aaa", "ddddd"]
    assert kept.get("e", lambda: "e" * 11) == "e" * 11
    assert [text for text in ("aaa", "ddddd", "e") if kept.has(text)] == ["aaa", "ddddd"]
    kept.forget(lambda text: text == "aaa")
    kept.get("fffff", lambda: "fffff")
    assert kept.has("ddddd"), "what is forgotten weighs nothing"


def test_one_page_at_a_time_and_who_waits_for_the_store_steps_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_places", threading.Semaphore(1))
    inside, most = Counter[str](), Counter[str]()

    def page() -> None:
        with turns.turn():
            inside["now"] += 1
            most["pages"] = max(most["pages"], inside["now"])
            time.sleep(0.002)
            inside["now"] -= 1
            with turns.aside():
                inside["aside"] += 1
                most["aside"] = max(most["aside"], inside["aside"])
                time.sleep(0.02)
                inside["aside"] -= 1

    _at_once(10, page)
    assert most["pages"] == 1
    assert most["aside"] > 1


def test_nobody_waits_longer_than_a_moment_and_a_turn_is_given_back_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_places", threading.Semaphore(1))
    monkeypatch.setattr(turns, "_MOST_WAIT_S", 0.05)

    def fails() -> None:
        with turns.turn():
            raise OSError

    for _ in range(3):
        with pytest.raises(OSError):  # noqa: PT011 - it says nothing
            fails()
    with turns.turn() as mine:
        assert mine.has_it
        (late,) = _at_once(1, lambda: _has_a_turn())
        assert late is False
        mine.pass_on()
        assert _at_once(1, lambda: _has_a_turn()) == [True]


def test_a_part_inside_a_page_has_the_turn_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_places", threading.Semaphore(1))
    with turns.turn() as page:
        with turns.turn() as part:
            assert part is page
        assert page.has_it
    assert _at_once(1, lambda: _has_a_turn()) == [True]


def _has_a_turn() -> bool:
    with turns.turn() as mine:
        return mine.has_it


def test_a_drawn_figure_is_sent_as_it_would_be_undrawn() -> None:
    rows = pd.DataFrame({"band": ["30天内", "不明"], "hazard_count": [5, 2], "major_count": [1, 0]})
    figure = figures.age_bands(rows)
    assert to_json(answers.Drawn(figure).to_dict(), validate=False) == to_json(figure)


def test_an_answer_without_persons_is_the_same_table_for_every_masking() -> None:
    plain = pd.DataFrame({"township": ["石门镇"], "open_count": [3]})
    assert masked(plain, "select township") is plain
    named = pd.DataFrame({"township": ["石门镇"], "owner_person": ["张三丰"]})
    assert masked(named, "select owner_person")["owner_person"].tolist() == ["张**"]
    assert named["owner_person"].tolist() == ["张三丰"]


# --- the board's own first looks ---


SHEET = """
| 乡镇 | 单位名称 | 隐患描述 | 隐患等级 | 排查时间 | 整改时限 | 整改状态 |
| --- | --- | --- | --- | --- | --- | --- |
| 石门镇 | 石门煤矿 | 安全出口堵塞 | 重大 | 2026-06-01 | 2026-06-10 | 未整改 |
"""


def test_after_the_start_and_after_an_accept_the_next_visitor_asks_the_store_nothing(tmp_path: Path, sample_store: Path) -> None:
    store = Path(shutil.copytree(sample_store, tmp_path / "store"))
    sheet = tmp_path / "隐患台账.xlsx"
    sheet.write_bytes(workbook(SHEET))
    done = subprocess.run(
        [sys.executable, "-m", "tests.served_in_process", str(store), str(sheet)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "at start": {"总览": {}},
        "after an accept": {"总览": {}, "安全生产": {}, "乡镇": {}},
        "sessions left": 0,
    }


def test_what_fails_while_warming_up_is_logged_and_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, desk: Desk
) -> None:
    seen: list[str] = []

    async def broken(first: warming.First) -> None:
        seen.append(first.page)
        raise OSError("no more threads")

    monkeypatch.setenv("RISKWATCH_STORE", str(desk.folder))
    monkeypatch.setattr(house.keeper, "opened", [desk])
    monkeypatch.setattr(warming, "look", broken)
    monkeypatch.setattr(warming, "_WATCH_S", 0.01)
    monkeypatch.setattr(warming, "_warm_version", "")

    async def for_a_while() -> None:
        running = asyncio.create_task(warming.keep_warm())
        while not warming.is_warm(desk.version):
            await asyncio.sleep(0.01)
        running.cancel()

    asyncio.run(asyncio.wait_for(for_a_while(), 30))
    assert seen[0] == "", "总览 comes first"
    assert {"hazards", "flood", "environment", "map"} <= set(seen)
    assert "no more threads" in caplog.text


def test_each_masking_is_looked_at_and_most_visitors_own_first(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(desk.folder))
    monkeypatch.setattr(house.keeper, "opened", [desk])
    monkeypatch.setattr(warming.session, "is_only_reached_from_here", lambda: True)
    assert warming.roles() == ("keeper", "viewer")
    monkeypatch.setattr(warming.session, "is_only_reached_from_here", lambda: False)
    first, second = warming.roles()
    assert first == "viewer"
    assert may(second, "see persons")


# --- the measurement itself ---


def test_a_visitor_who_fell_out_or_got_fewer_charts_counts_as_failed() -> None:
    whole, short, out = Looked(1.0, 100, 0, 1), Looked(1.0, 90, 0, 0), Looked(5.0, fault="ConnectionClosed")
    seen = told({"open": [whole, short, out], "list": [whole, out], "page": [], "township": [out]})
    assert load._failed(seen, "open", 1, 3) == 2
    assert load._failed(seen, "list", 1, 3) == 1
    assert load._failed(seen, "township", 1, 3) == 1


def test_a_percentile_is_a_time_that_was_measured() -> None:
    assert load._percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.0
    assert load._percentile([float(each) for each in range(1, 101)], 0.95) == 95.0
    assert load._percentile([], 0.95) == float("inf")


def test_a_visitor_whom_nobody_answers_says_so() -> None:
    looked = asyncio.run(Visitor("http://127.0.0.1:9").open())
    assert looked.fault


def test_what_was_made_of_former_data_is_forgotten_at_once() -> None:
    made: list[int] = []

    @shared(most=4)
    def twice(number: int) -> int:
        made.append(number)
        return number * 2

    assert [twice(1), twice(1)] == [2, 2]
    forget_all()
    assert twice(1) == 2
    assert made == [1, 1]


def test_a_list_of_townships_that_stays_the_same_is_kept_once(desk: Desk) -> None:
    before, content = desk.landscape, workbook(SHEET)
    desk.load(desk.check(content, "隐患台账.xlsx"), content, sent_by="王芳")
    after = desk.landscape
    assert after.version != before.version
    assert after.townships is before.townships
