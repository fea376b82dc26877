"""What stands in a store's file: tables, grown step by step; views and rules, made anew when their text changes.

``queries/schema/`` holds numbered steps, each run once and never edited afterwards. ``queries/views/`` says which rows count on a
day, ``queries/rules/`` how several questions judge them; both may be edited freely.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

import duckdb

from riskwatch.model.files import QUERIES
from riskwatch.store.question import command

_LEDGER_NOW = re.compile(r"\b([a-z_]+)_now\b")


def bring_up_to_date(cursor: duckdb.DuckDBPyConnection) -> None:
    """Run the steps that this store has not seen; where views or rules have changed, make them and every ``_now`` anew."""
    cursor.execute(command("schema_step"))
    done = [name for (name,) in cursor.execute(command("schema_steps_done")).fetchall()]
    for path in _files("schema"):
        if path.stem not in done:
            cursor.execute(path.read_text("utf-8"))
            cursor.execute(command("schema_step_done"), {"name": path.stem})
    views = f"views {_views_hash()}"
    if [name for name in done if name.startswith("views ")][-1:] != [views]:
        for path in _files("views"):
            cursor.execute(path.read_text("utf-8"))
        for path in _files("commands/refresh"):
            cursor.execute(path.read_text("utf-8"))
        make_rules(cursor)
        cursor.execute(command("schema_step_done"), {"name": views})


def make_rules(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the rules over the ``_now`` tables, which must be there."""
    for path in _files("rules"):
        cursor.execute(path.read_text("utf-8"))


def ledgers_read(sql: str) -> set[str]:
    """Return the ledgers whose ``_now`` a text reads, itself or through a rule."""
    read = set(_LEDGER_NOW.findall(sql))
    for name, text in _rules().items():
        if re.search(rf"\b{name}\(", sql):
            read |= ledgers_read(text.partition("as table")[2])  # a rule that is no table reads none
    return read


@cache
def stands_on(sql: str) -> frozenset[str]:
    """Return what a text's answer changes with: the ledgers that it reads, and whatever says which coordinates lie outside the county."""
    places = {"outside_point", "outline"} if "outside_point" in sql else set()
    return frozenset(ledgers_read(sql) | places)


@cache
def kept_rules() -> tuple[str, ...]:
    """Return the rules whose rows are kept for other questions: those with a line ``-- kept:`` in their header."""
    return tuple(name for name, text in _rules().items() if re.search(r"^-- kept:", text, re.MULTILINE))


@cache
def ground_of(rule: str) -> str | None:
    """Return the rule that tells of each hour what a kept rule's row of it stands on; None where rows are not kept hour by hour."""
    found = re.search(r"^-- kept: hour by hour, while (\w+) says", _rules()[rule], re.MULTILINE)
    return found[1] if found else None


@cache
def parameters_of(rule: str) -> tuple[str, ...]:
    """Return the names of a rule's parameters."""
    found = re.search(rf"macro {rule}\(([^)]*)\)", _rules()[rule])
    assert found is not None
    return tuple(each.strip() for each in found[1].split(","))


@cache
def body_of(rule: str) -> str:
    """Return the text that a rule stands for, without comments; its parameters are names in it."""
    text = re.sub(r"--[^\n]*", "", _rules()[rule])
    return text.partition("as table (")[2].rpartition(")")[0]


@cache
def _rules() -> dict[str, str]:
    """Return the text of each rule, by the name of its macro."""
    return {path.stem.split("_", 1)[1]: path.read_text("utf-8") for path in _files("rules")}


@cache
def _views_hash() -> str:
    digest = hashlib.sha256()
    for folder in ("views", "commands/refresh", "rules"):
        for path in _files(folder):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: str) -> list[Path]:
    return sorted((QUERIES / folder).glob("*.sql"))
