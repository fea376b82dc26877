"""An indicator: its 口径, the question that answers it, its source and levels (data/indicators/)."""

from dataclasses import dataclass
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
class Indicator:
    """One number on the board and everything needed to explain it."""

    name: str
    title: str
    basis: str
    asks: str
    column: str
    why: str
    source: str
    unit: str = ""
    kind: str = "count"
    worse: str = "higher"
    rows: str = ""
    rows_at: str = ""  # the screen, with its filters, that lists what was counted
    set_by: str = ""
    checked_by: str = ""
    review_by: date | None = None
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
    return Indicator(name=name, levels=tuple(Level(**each) for each in entry.pop("level", ())), **entry)


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return every indicator."""
    return tuple(indicator(name) for name in files.names("indicators"))
