"""An indicator: its 口径, the question that answers it, its source and levels (data/indicators/)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from riskwatch.model import files


@dataclass(frozen=True, slots=True)
class Level:
    """From this value on the indicator is looked at differently. ``tone`` is 红橙黄蓝 or plain."""

    name: str
    since: float
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a number is made of: a question, which of its rows count, and what is taken of them.

    ``take`` is count, sum, share, mean, median, max or ratio; ``of`` the columns that it is taken of (of a count: only rows where
    these are filled; of a ratio: what is divided, and by what, over the rows that give both). ``among`` keeps the rows whose column
    holds one of the values, "" being a blank; ``met`` tells which of them make the share.
    """

    ask: str
    take: str
    ledger: str = ""
    of: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    among: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    met: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number on the board and everything needed to explain it."""

    name: str
    title: str
    basis: str
    asks: str
    column: str
    why: str
    source: str
    rows: Rows
    unit: str = ""
    prefix: str = ""  # the answer's column that says what stands before the value: 至少
    kind: str = "count"
    worse: str = "higher"
    changes_by: str = "dates"  # a week ago is worked out from the rows' dates, or is what the sheets said then: "reports"
    set_by: str = ""
    checked_by: str = ""
    review_by: date | None = None
    fresh_hours: float = 168.0  # so often its data should come anew; on the wall it is old at twice that, stale at four times
    fresh_by: str = ""  # the ledger whose data tell its age, where it is not the ledger of its rows
    levels: tuple[Level, ...] = ()

    def level_of(self, value: float | None) -> Level | None:
        """Return the highest level that the value reaches; None for no value or no level."""
        if value is None:
            return None
        sign = 1 if self.worse == "higher" else -1
        reached = [level for level in self.levels if sign * value >= sign * level.since]
        return max(reached, key=lambda level: sign * level.since, default=None)


@cache
def indicator(name: str) -> Indicator:
    """Read data/indicators/<name>.toml. Raises TypeError when the file is wrong."""
    entry: dict[str, Any] = files.frozen(files.read_toml(files.DATA / "indicators" / f"{name}.toml"))
    return Indicator(
        name=name, levels=tuple(Level(**each) for each in entry.pop("level", ())), rows=Rows(**entry.pop("rows")), **entry
    )


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return every indicator."""
    return tuple(indicator(name) for name in files.names("indicators"))
