"""Where data/ and queries/ lie, and reading TOML into frozen dataclasses.

A misspelt key in a data file raises TypeError when it is read, never later.
"""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
QUERIES = ROOT / "queries"


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file. Raises TypeError naming the file when its syntax is wrong."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise TypeError(f"{path.name}: {wrong}") from wrong


def names(folder: str) -> tuple[str, ...]:
    """Return the stems of the TOML files in data/<folder>, sorted."""
    return tuple(sorted(path.stem for path in (DATA / folder).glob("*.toml")))


def frozen(value: object) -> Any:
    """Turn TOML's lists into tuples, all the way down; tables stay dicts."""
    if isinstance(value, list):
        return tuple(frozen(each) for each in value)
    if isinstance(value, dict):
        return {name: frozen(each) for name, each in value.items()}
    return value
