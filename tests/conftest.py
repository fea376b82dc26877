"""What tests share: an empty store for the asking, and a bench of empty _now tables."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from riskwatch.desk import Desk, make_sample  # noqa: E402
from riskwatch.store.schema import bring_up_to_date, make_rules  # noqa: E402


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with the schema and nothing else, to be copied: making one anew takes ten times as long."""
    folder = tmp_path_factory.mktemp("empty") / "store"
    Desk(folder).store.close()
    return folder


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with the sample county, to be copied: loading its sheets takes seconds."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    make_sample(folder).store.close()
    return folder


@pytest.fixture
def desk(tmp_path: Path, empty_store: Path) -> Iterator[Desk]:
    """A desk over an empty store of its own."""
    made = Desk(shutil.copytree(empty_store, tmp_path / "store"))
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def schema() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the whole schema."""
    con = duckdb.connect()
    bring_up_to_date(con)
    yield con
    con.close()


@pytest.fixture(scope="session")
def now_tables(schema: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    """Every _now table with its columns and types, and outside_point, which questions may read."""
    names = [row[0] for row in schema.execute("show tables").fetchall()]
    wanted = [name for name in names if name.endswith("_now")] + ["outside_point"]
    return {name: [(row[0], row[1]) for row in schema.execute(f"describe {name}").fetchall()] for name in wanted}


@pytest.fixture
def bench(now_tables: dict[str, list[tuple[str, str]]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty table for each _now and nothing else: a question that reads a raw table fails with “no such table”."""
    con = duckdb.connect()
    for name, columns in now_tables.items():
        con.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
    make_rules(con)
    yield con
    con.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last where all run in one process, and one after the other where they run in two."""
    items.sort(key=lambda item: "e2e" in str(item.path))
    for item in items:
        if "e2e" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("browser"))


def in_ci() -> bool:
    """Tell whether a missing browser is a failure."""
    return os.environ.get("CI", "").lower() in ("1", "true")
