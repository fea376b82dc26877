"""防汛指挥 at its largest: 2,000 points, 500 sites, 200 stations with 30 days of readings every ten minutes (864,000).

Every question of the page and the plan, cold, and again after each of five new sheets of readings that come in one after the other.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from riskwatch.desk import SAMPLE, Desk
from riskwatch.model.once import Once
from riskwatch.planning import plan
from riskwatch.ui.command_view import AHEAD

_TOWNS = 24
_NOW = datetime(2026, 6, 26, 14)
_DAYS = 30
_STEP = timedelta(minutes=10)
_SHEETS = 5
QUESTIONS = (
    "flood/totals flood/advice_totals flood/evacuation_totals flood/rain_totals flood/evacuation_advice flood/plan_sites flood/moved_points "
    "flood/warnings_in_force flood/station_windows flood/warned_chain map/townships map/flood_points map/site_points "
    "flood/storm_hours flood/township_speed flood/unknowns"
).split()


def measure(hazards: int) -> list[dict[str, object]]:
    """Return what the page's questions take. ``hazards`` is not used: the size is part of the promise."""
    with tempfile.TemporaryDirectory() as folder:
        desk = _storm(Path(folder) / "store")
        cold, slowest = _asked(desk)
        after, filing = [], []
        for sheet in range(_SHEETS):
            lines = list(_readings(_NOW, _NOW, sheet))
            start = time.perf_counter()
            _load(desk, f"新读数{sheet}.csv", lines)
            filing.append(time.perf_counter() - start)
            after.append(_asked(desk))
        again, slowest_again = sorted(after)[_SHEETS // 2]
        moving = len(plan(desk).points)
        desk.store.close()
    return [
        {"what": "points at 立即转移 in this storm", "value": float(moving), "unit": "", "limit": None},
        {
            "what": f"all questions of 防汛指挥, the plan and the map, cold (slowest: {slowest})",
            "value": cold,
            "unit": "s",
            "limit": 3.0,
        },
        {
            "what": f"one new sheet of readings, checked and filed, median of {_SHEETS}",
            "value": sorted(filing)[_SHEETS // 2],
            "unit": "s",
            "limit": None,
        },
        {
            "what": f"all of them again after it, median of {_SHEETS} (slowest: {slowest_again})",
            "value": again,
            "unit": "s",
            "limit": 0.5,
        },
    ]


def _asked(desk: Desk) -> tuple[float, str]:
    """Ask as the page does: some questions begin beside the others."""
    took: dict[str, float] = {}
    answers: Once[pd.DataFrame] = Once(len(QUESTIONS))

    def timed(name: str) -> pd.DataFrame:
        start = time.perf_counter()
        answer = desk.ask(name)
        took[name] = time.perf_counter() - start
        return answer

    def ask(name: str) -> pd.DataFrame:
        return answers.get(name, lambda: timed(name))

    start = time.perf_counter()
    with ThreadPoolExecutor(1) as beside:
        for name in AHEAD:
            beside.submit(ask, name)
        for name in QUESTIONS:
            ask(name)
        planning = time.perf_counter()
        plan(desk, ask=ask)  # as on the page: what it has been told is not asked again
        took["plan"] = time.perf_counter() - planning
    whole = time.perf_counter() - start
    slowest = max(took, key=lambda name: took[name])
    return whole, f"{slowest} {took[slowest]:.2f} s"


def _storm(folder: Path) -> Desk:
    folder.mkdir(parents=True)
    (folder / "county.toml").write_bytes((SAMPLE / "county.toml").read_bytes())
    desk = Desk(folder)
    desk.set_boundaries((SAMPLE / "boundaries.geojson").read_bytes(), "boundaries.geojson")
    towns = list(desk.landscape.boundaries.frame["name"])
    chance = random.Random(4)
    west, south, east, north = (float(each) for each in desk.landscape.boundaries.frame.total_bounds)

    def place() -> str:
        return f"{chance.uniform(west, east):.5f},{chance.uniform(south, north):.5f}"

    points = (
        f"P{number},点{number},{towns[number % len(towns)]},{'极高' if number < 30 else '高' if number < 300 else '一般'},"
        f"{chance.randint(3, 60)},S{number % 200},安置点{number % 500},{place()}"
        for number in range(2000)
    )
    _load(desk, "点.csv", points, "隐患点编号,隐患点名称,乡镇,风险等级,威胁人数,雨量站编码,安置点,经度,纬度")
    sites = (
        f"A{number},安置点{number},{towns[number % len(towns)]},{chance.randint(20, 200)},{'已启用' if number < 120 else '未启用'},0,{place()}"
        for number in range(500)
    )
    _load(desk, "安置点.csv", sites, "安置点编号,安置点名称,乡镇,容纳人数,启用状态,已安置人数,经度,纬度")
    warning = f"暴雨,黄色,县气象台,{_NOW - timedelta(hours=3):%Y-%m-%d %H:%M},{_NOW + timedelta(hours=9):%Y-%m-%d %H:%M},全县"
    _load(desk, "预警.csv", [warning], "预警类型,预警等级,发布单位,发布时间,有效期至,影响乡镇")
    for part in range(6):
        start = _NOW - timedelta(days=_DAYS - part * 5)
        _load(desk, f"雨量{part}.csv", _readings(start, start + timedelta(days=5) - 2 * _STEP, part))
    return desk


def _readings(since: datetime, until: datetime, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    moment = since
    while moment <= until:
        for station in range(200):
            yield f"S{station},站{station},{moment:%Y-%m-%d %H:%M},{1 / 6:.6f},{max(0.0, chance.gauss(-1, 1.2)):.1f}"
        moment += _STEP


def _load(
    desk: Desk, name: str, lines: Iterator[str] | list[str], head: str = "站号,站名,时间,时段长（小时）,降雨量（毫米）"
) -> None:
    content = "\n".join([head, *lines]).encode()
    filed = desk.load(desk.check(content, name), content)
    assert all(not each.incoming.waiting for each in filed), filed[0].incoming.waiting[:3]
