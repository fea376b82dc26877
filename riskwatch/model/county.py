"""The county: its name, season, events, thresholds, and who may come in (county.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from riskwatch.model import files
from riskwatch.model.county_file import default_thresholds, read_county_file, read_county_text
from riskwatch.model.reporting import Report


@dataclass(frozen=True, slots=True)
class FloodSeason:
    """汛期 and 主汛期 as month-day, such as ``05-01``."""

    start: str
    end: str
    main_start: str
    main_end: str
    source: str = ""

    def days(self, year: int) -> tuple[date, date]:
        """Return the first and last day of the season of a year."""
        return date.fromisoformat(f"{year}-{self.start}"), date.fromisoformat(f"{year}-{self.end}")

    def counts_from(self, day: date) -> date:
        """Return the day from which reports count: the first of the season of the year, before it the first after the last season.

        It can rain before 入汛 too: a danger sign of April must not wait for May.
        """
        start = self.days(day.year)[0]
        return start if day >= start else self.days(day.year - 1)[1] + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """A day that the board counts down to."""

    name: str
    kind: str
    on: date
    source: str = ""
    set_by: str = ""
    review_by: date | None = None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of policy, with who set it and why."""

    name: str
    title: str
    value: float
    unit: str = ""
    source: str = ""
    set_by: str = ""
    review_by: date | None = None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RainThreshold:
    """The county's own evacuation rainfall for one window, used where a point has none."""

    window_h: float
    prepare_mm: float
    immediate_mm: float
    source: str = ""
    set_by: str = ""
    review_by: date | None = None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class RainBand:
    """A class of rain over a window (GB/T 28592-2012 defines 12 h and 24 h only)."""

    window_h: float
    name: str
    from_mm: float
    source: str = ""
    set_by: str = ""
    review_by: date | None = None
    is_confirmed: bool = False


@dataclass(frozen=True)
class County:
    """Everything of county.toml."""

    name: str
    code: str = ""
    is_sample: bool = False
    today: date | None = None
    clock: time | None = None
    crs: str = "EPSG:4490"
    longitude: float | None = None  # where the sun sets from; without them the middle of the boundaries
    latitude: float | None = None
    holidays: frozenset[date] = frozenset()
    due_immediate_days: int = 3
    flood_season: FloodSeason | None = None
    access: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    rain_thresholds: tuple[RainThreshold, ...] = ()
    rain_bands: tuple[RainBand, ...] = ()
    partial: str = "rows"  # of a sheet with rows that wait: rows takes the others, whole takes nothing
    reports: tuple[Report, ...] = ()

    def threshold(self, name: str) -> float:
        """Return the value of a threshold. Raises KeyError when the county has none of that name."""
        return self.thresholds[name].value

    def workdays_after(self, day: date, count: int) -> date:
        """Return the day that lies ``count`` working days after ``day`` (weekends and listed holidays skipped)."""
        while count > 0:
            day += timedelta(days=1)
            if day.weekday() < 5 and day not in self.holidays:
                count -= 1
        return day


def county(path: Path) -> County:
    """Read a county.toml. What it leaves out comes from data/county.toml. Raises Refusal when anything in it is wrong."""
    return _built(read_county_file(path))


def county_from_text(text: str) -> County:
    """Return the county that the text of a county.toml describes. Raises Refusal when anything in it is wrong."""
    return _built(read_county_text(text))


def _built(own: dict[str, Any]) -> County:
    defaults = files.read_toml(files.DATA / "county.toml")
    entry: dict[str, Any] = files.frozen({**defaults, **own})
    season = entry.pop("flood_season", None)
    thresholds = {name: dict(each) for name, each in default_thresholds().items()}
    for each in entry.pop("threshold", ()):
        # Title and unit may be left out; who set a value, and why, is never taken from another value.
        known = thresholds[each["name"]]
        thresholds[each["name"]] = {"title": known["title"], "unit": known.get("unit", ""), **each}
    return County(
        access={**defaults["access"], **entry.pop("access", {})},
        holidays=frozenset(entry.pop("holidays", ())),
        flood_season=FloodSeason(**season) if season else None,
        events=tuple(Event(**each) for each in entry.pop("event", ())),
        thresholds={name: Threshold(**each) for name, each in thresholds.items()},
        rain_thresholds=tuple(RainThreshold(**each) for each in entry.pop("rain_threshold", ())),
        rain_bands=tuple(RainBand(**each) for each in entry.pop("rain_band", ())),
        reports=tuple(Report(**each) for each in entry.pop("report", ())),
        **entry,
    )
