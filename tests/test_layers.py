"""Is the map of the house still true? Who may import whom, what a page begins with, and that nothing calls outside."""

import ast
import re
from pathlib import Path

import pytest

from riskwatch.model.files import ROOT
from riskwatch.model.roles import deeds
from riskwatch.ui.menu import PAGES, SCREENS

PACKAGE = ROOT / "riskwatch"
MODULES = sorted(PACKAGE.rglob("*.py"))
PAGE_FILES = sorted(PAGES.rglob("*.py"))
ROOMS = ("figures", "intake", "store", "geography", "evacuation")
OURS = [*MODULES, *PAGE_FILES, ROOT / "app.py"]

# What a room may look down on. What stands beside the rooms (desk, displays, planning, plan_paper, counter, remote) is named by itself.
MAY_LOOK_AT = {
    "model": {"model"},
    **{room: {room, "model"} for room in ROOMS},
    "desk": {*ROOMS, "model"},
    "planning": {"evacuation", "store", "model", "desk"},
    "plan_paper": {"evacuation", "intake", "model", "planning"},
    "displays": {"model"},
    "counter": {*ROOMS, "model", "desk", "displays", "planning", "plan_paper"},
    "remote": {"model", "desk", "counter"},
    "watch": {"intake"},
    "__main__": {"model", "counter", "remote", "watch"},
    "ui": {*ROOMS, "model", "desk", "displays", "planning", "plan_paper", "counter", "remote", "ui"},
    "__init__": set(),
}
# A library that is one room's business; streamlit is what the board is, so app.py and the pages know it too.
ONLY_IN = {
    "streamlit": {"ui", "app", "pages"},
    "duckdb": {"store"},
    "python_calamine": {"intake"},
    "xlrd": {"intake"},
    "openpyxl": {"intake", "ui"},
    "plotly": {"figures", "ui"},
    "scipy": {"evacuation"},
    "astral": {"geography"},
    "geopandas": {"geography"},
    "shapely": {"geography", "ui"},
    "pyproj": {"geography", "intake"},  # metres of a sheet are turned into degrees while it is read
}


def room_of(path: Path) -> str:
    """Return the room that a file lies in."""
    if path.is_relative_to(PACKAGE):
        return path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "pages" if path.is_relative_to(PAGES) else "app"


def imports(path: Path) -> set[str]:
    """Return the full names of what a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_only_looks_down(path: Path) -> None:
    ours = {each.split(".")[1] for each in imports(path) if each.startswith("riskwatch.")} - {"__version__"}
    assert ours <= MAY_LOOK_AT[room_of(path)]


@pytest.mark.parametrize("path", OURS, ids=named)
def test_a_library_stays_in_its_room(path: Path) -> None:
    known = {each.split(".")[0] for each in imports(path)}
    strangers = {library for library in known if library in ONLY_IN and room_of(path) not in ONLY_IN[library]}
    assert strangers == set()


def test_nothing_of_the_product_imports_tests_or_benchmarks() -> None:
    for path in OURS:
        assert not {each for each in imports(path) if each.split(".")[0] in ("tests", "benchmarks")}, named(path)


@pytest.mark.parametrize("path", PAGE_FILES, ids=named)
def test_a_page_asks_who_is_there_before_anything_else(path: Path) -> None:
    body = ast.parse(path.read_text("utf-8")).body
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), "a page opens with its question"
    first = next(each for each in body[1:] if not isinstance(each, ast.Import | ast.ImportFrom))
    assert isinstance(first, ast.Expr)
    call = first.value
    assert isinstance(call, ast.Call)
    assert isinstance(call.func, ast.Name)
    assert call.func.id == "require"
    (deed,) = call.args
    assert isinstance(deed, ast.Constant)
    (screen,) = [each for each in SCREENS if each.path == path]
    assert deed.value == screen.deed, "the menu and the page agree"
    assert deed.value in deeds()


def test_no_page_lies_where_the_old_loader_would_find_it() -> None:
    assert list(PAGES.glob("*.py")) == []


def test_the_menu_and_the_page_files_are_the_same() -> None:
    assert sorted(each.path for each in SCREENS) == PAGE_FILES
    stems = [each.path.stem for each in SCREENS]
    assert len(set(stems)) == len(stems), "the stem is the address"


@pytest.mark.parametrize("path", OURS, ids=named)
def test_sql_is_written_in_queries_and_nowhere_else(path: Path) -> None:
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    statement = re.compile(
        r"^\s*(?:select\b.+\bfrom\b|insert\s+into\b|update\s+\w+\s+set\b|delete\s+from\b|create\s+\w+|with\s+\w+\s+as\s*\()",
        re.I | re.S,
    )
    assert [text for text in texts if statement.match(text)] == []


def test_no_address_of_another_machine_is_written_anywhere() -> None:
    address = re.compile(r"(?:https?|wss?)://(?!127\.0\.0\.1|localhost)[\w-]+(?:\.[\w-]+)+")
    found = {}
    for path in [
        *OURS,
        *PACKAGE.rglob("*.js"),
        *(ROOT / "queries").rglob("*.sql"),
        *(ROOT / "data").rglob("*.toml"),
        *(ROOT / ".streamlit").iterdir(),
    ]:
        if "vendor" in path.parts:
            continue  # checked by running it: tests/e2e with every other host blocked
        hits = address.findall(path.read_text("utf-8"))
        if hits:
            found[named(path)] = hits
    assert found == {}


def test_streamlit_is_told_to_stay_at_home() -> None:
    import tomllib

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["server"]["enableAgentApi"] is False
