"""The menu: which screens there are, in which section, and the deed that opens each."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Screen:
    """One page file. ``is_listed`` is False for screens that are only reached from another."""

    section: str
    file: str
    title: str
    deed: str
    icon: str
    is_listed: bool = True
    is_home: bool = False

    @property
    def path(self) -> Path:
        """Where its script lies."""
        return PAGES / self.file


SCREENS = (
    Screen("全局", "overview/overview.py", "总览", "look", ":material/dashboard:", is_home=True),
    Screen("全局", "overview/map.py", "作战图", "look", ":material/map:"),
    Screen("全局", "overview/township.py", "乡镇", "look", ":material/location_city:"),
    Screen("全局", "overview/number.py", "一个数的来历", "look", ":material/functions:", is_listed=False),
    Screen("专题", "hazards/hazards.py", "安全生产", "look", ":material/health_and_safety:"),
    Screen("专题", "flood/command.py", "防汛指挥", "look", ":material/emergency_share:"),
    Screen("专题", "flood/flood.py", "防汛避险", "look", ":material/flood:"),
    Screen("专题", "flood/readiness.py", "汛前准备", "look", ":material/fact_check:"),
    Screen("专题", "flood/checks.py", "三查", "look", ":material/footprint:"),
    Screen("专题", "environment/environment.py", "环保督察", "look", ":material/eco:"),
    Screen("专题", "projects/projects.py", "治理项目", "look", ":material/construction:"),
    Screen("数据", "ledgers/ledger.py", "台账", "look", ":material/table_view:"),
    Screen("数据", "ledgers/row.py", "一条台账的来历", "look", ":material/history:", is_listed=False),
    Screen("数据", "ledgers/upload.py", "数据上报", "upload", ":material/upload_file:"),
    Screen("数据", "ledgers/history.py", "上报记录", "look", ":material/receipt_long:"),
    Screen("管理", "keeping/lessons.py", "学到的写法", "keep the county", ":material/school:"),
    Screen("管理", "keeping/settings.py", "设置", "keep the county", ":material/tune:"),
)

ALWAYS_NOW = frozenset({"upload", "history", "lessons", "settings"})  # what is there, whichever day one looks at
_LOOKED_AT = frozenset("" if screen.is_home else screen.path.stem for screen in SCREENS if screen.section in ("全局", "专题"))


def is_looked_at(address: str) -> bool:
    """Tell whether a page is one of those that only show: of the whole county or of one topic."""
    return address in _LOOKED_AT


def pages(may_i: Callable[[str], bool]) -> dict[str, list[st.Page]]:
    """Return the pages that the visitor may open, by section."""
    listed: dict[str, list[st.Page]] = {}
    for screen in SCREENS:
        if may_i(screen.deed) and (page := _page(screen)) is not None:
            listed.setdefault(screen.section, []).append(copy(page))
    return listed


@cache
def _page(screen: Screen) -> st.Page | None:
    """Return a screen's page, its script looked up once; each run gets a copy, since Streamlit marks the chosen one. None without script."""
    if not screen.path.exists():
        return None
    return st.Page(
        screen.path,
        title=screen.title,
        icon=screen.icon,
        default=screen.is_home,
        visibility="visible" if screen.is_listed else "hidden",
    )


def link(stem: str) -> Path:
    """Return the script of a screen by its file's stem, for links and switches."""
    return next(screen.path for screen in SCREENS if screen.path.stem == stem)
