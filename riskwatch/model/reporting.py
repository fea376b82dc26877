"""The reporting calendar: which ledger is due from which units, for which periods, by which day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

EVERY = {"day": "每日", "week": "每周", "ten_days": "每旬", "month": "每月", "quarter": "每季"}


@dataclass(frozen=True, slots=True)
class Report:
    """One line of the calendar. ``units`` empty: every unit of the list of units that must report.

    Periods that ended before ``since`` were not asked for. ``due_days`` count from the period's last day; negative ones lie before it (每月 25 日前).
    """

    ledger: str
    every: str
    due_days: int
    units: tuple[str, ...] = ()
    since: date | None = None
    source: str = ""
    set_by: str = ""
    review_by: date | None = None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included, and the last day on which its report is on time."""

    start: date
    end: date
    due_on: date


def period_of(report: Report, day: date) -> Period:
    """Return the period that a day belongs to: weeks begin on Monday, 旬 end on the 10th, the 20th and the month's last day.

    >>> period_of(Report("hazard", "week", 2), date(2026, 6, 26))
    Period(start=datetime.date(2026, 6, 22), end=datetime.date(2026, 6, 28), due_on=datetime.date(2026, 6, 30))
    """
    start, end = _span(report.every, day)
    return Period(start, end, end + timedelta(days=report.due_days))


def periods_before(report: Report, day: date, count: int) -> list[Period]:
    """Return the period of a day and those before it that were asked for, at most ``count``, the newest first."""
    found = [period_of(report, day)]
    while len(found) < count:
        found.append(period_of(report, found[-1].start - timedelta(days=1)))
    return [each for each in found if report.since is None or each.end >= report.since]


def _span(every: str, day: date) -> tuple[date, date]:
    if every == "day":
        return day, day
    if every == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    if every == "ten_days":
        first = 1 if day.day <= 10 else 11 if day.day <= 20 else 21
        return day.replace(day=first), day.replace(day={1: 10, 11: 20}.get(first, _last_day(day)))
    if every == "month":
        return day.replace(day=1), day.replace(day=_last_day(day))
    first_month = day.month - (day.month - 1) % 3
    last = date(day.year, first_month + 2, 1)
    return date(day.year, first_month, 1), last.replace(day=_last_day(last))


def _last_day(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]
