"""Worked examples: a Markdown page that gives tables and expects an answer (tests/queries/<subject>/<name>.md).

A page may hold several examples, each under its own ``# `` title.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r"^(\w+)\s*=\s*(.*)$")


@dataclass(frozen=True)
class Example:
    """One worked example: given tables, parameters, and the answer written by hand."""

    title: str
    question: str
    params: dict[str, str | None]
    given: dict[str, list[dict[str, str | None]]]
    expect: list[dict[str, str | None]]


def examples() -> list[Example]:
    """Return every worked example."""
    return [each for path in sorted(EXAMPLES.glob("*/*.md")) for each in read(path)]


def read(path: Path) -> list[Example]:
    """Read the examples of one page."""
    question = path.relative_to(EXAMPLES).with_suffix("").as_posix()
    parts = re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)
    return [_example(part, question) for part in parts if part.strip()]


def _example(text: str, question: str) -> Example:
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    lines = head.strip().splitlines()
    params = {found[1]: _cell(found[2]) for line in lines[1:] if (found := _PARAMETER.match(line.strip()))}
    given: dict[str, list[dict[str, str | None]]] = {}
    expect: list[dict[str, str | None]] = []
    for section in sections:
        name, _, body = section.partition("\n")
        rows = _rows(body)
        if name.startswith("given "):
            given[name.removeprefix("given ").strip()] = rows
        else:
            expect = rows
    return Example(lines[0].strip(), question, params, given, expect)


def _rows(body: str) -> list[dict[str, str | None]]:
    lines = [line.strip() for line in body.splitlines() if line.strip().startswith("|")]
    if not lines:
        return []
    names = [cell.strip() for cell in lines[0].strip("|").split("|")]
    return [dict(zip(names, (_cell(cell) for cell in line.strip("|").split("|")), strict=True)) for line in lines[2:]]


def _cell(text: str) -> str | None:
    text = text.strip()
    return None if text in ("", "NULL") else text


def written(value: object) -> str | None:
    """Return a value as a worked example writes it: numbers to six digits, days as 2026-06-26, lists as JSON."""
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)
