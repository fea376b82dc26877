"""A question: one .sql file with a promise in its header (queries/<subject>/<name>.sql)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from riskwatch.model.files import QUERIES
from riskwatch.model.refusal import Refusal

_NOT_QUESTIONS = frozenset({"schema", "views", "rules", "commands"})
_MAY_READ_HISTORY = frozenset({"uploads", "history", "learning"})
_FIELD = re.compile(r"^--\s{0,2}(question|grain|params|returns|from county):\s*(.*)$")
_GOES_ON = re.compile(r"^--\s{2,}(\S.*)$")
_PARAMETER = re.compile(r"^\$(\w+)\s+([A-Z][A-Z0-9(),\[\] ]*?)(?:\s{2,}(.*))?$")
_COLUMN = re.compile(r"^(\w+)\s+([A-Z][A-Z0-9(),\[\] ]*?)(?:\s{2,}(.*))?$")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a column of the answer."""

    type: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a query file promises, and its SQL."""

    name: str
    asks: str
    grain: tuple[str, ...]
    params: Mapping[str, Field]
    returns: Mapping[str, Field]
    sql: str

    @property
    def may_read_history(self) -> bool:
        """Only questions under uploads/, history/ and learning/ read more than ``_now``."""
        return self.name.split("/")[0] in _MAY_READ_HISTORY


def _parse(path: Path) -> Question:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    text = path.read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if found := _FIELD.match(line):
            current = sections.setdefault(found[1], [])
            if found[2]:
                current.append(found[2].strip())
        elif found := _GOES_ON.match(line):
            current.append(found[1].strip())
    name = path.relative_to(QUERIES).with_suffix("").as_posix()
    grain = re.sub(r"^one row per\s+", "", " ".join(sections.get("grain", [])))
    columns = () if grain in ("one row", "") else tuple(part.strip() for part in re.split(r",|\band\b", grain) if part.strip())
    return Question(
        name=name,
        asks=" ".join(sections.get("question", [])),
        grain=columns,
        params=_fields(sections.get("params", []), _PARAMETER, name),
        returns=_fields(sections.get("returns", []), _COLUMN, name),
        sql=text,
    )


def _fields(lines: list[str], shape: re.Pattern[str], name: str) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    last = ""
    for line in lines:
        if line in ("none", "-"):
            continue
        found = shape.match(line)
        if found:
            last = found[1]
            fields[last] = Field(found[2].strip(), found[3] or "")
        elif last:
            fields[last] = Field(fields[last].type, f"{fields[last].says} {line}".strip())
        else:
            raise TypeError(f"{name}: cannot read the header line “{line}”")
    return fields


@cache
def question(name: str) -> Question:
    """Return a question by its path. Raises Refusal when there is none of that name."""
    path = QUERIES / f"{name}.sql"
    if not re.fullmatch(r"[a-z_]+/[a-z_0-9]+", name) or name.split("/")[0] in _NOT_QUESTIONS or not path.is_file():
        raise Refusal(f"没有“{name}”这个问题。", "用 python -m riskwatch questions 查看全部问题。")
    return _parse(path)


@cache
def questions() -> tuple[Question, ...]:
    """Return every question, by name."""
    paths = sorted(path for path in QUERIES.glob("*/*.sql") if path.parent.name not in _NOT_QUESTIONS)
    return tuple(question(path.relative_to(QUERIES).with_suffix("").as_posix()) for path in paths)


@cache
def command(name: str) -> str:
    """Return the text of a statement that changes data (queries/commands/<name>.sql)."""
    return (QUERIES / "commands" / f"{name}.sql").read_text("utf-8")
