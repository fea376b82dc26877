"""From what a clerk wrote to a day, a moment or a deadline, and never a guess.

Each reader returns the value together with the code of a problem (None when all is well); what cannot
be read keeps its raw text with the row.
"""

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from riskwatch.model.county import County
from riskwatch.model.words import plain

Cell = str | int | float | bool | date | datetime | None

_EXCEL_ZERO = date(1899, 12, 30)
_SERIALS = range(20000, 80000)  # 1954 to 2119: an Excel day number in a column of dates
_YEARS = range(1900, 2200)

_FULL = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_LOST_ZERO = re.compile(r"\d{4}\.1|\d{1,2}\.\d{1,2}")
_DOTTED_DAY = re.compile(r"^(\d{1,2})[./-](\d{1,2})$")
_DASHED_DAY = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?.*|\d{1,2}-\d{1,2}")  # 2021-6-5 and 6-5 are days, not ranges
_YEAR_MONTH = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?!\d)\s*月?")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月")
_YEAR = re.compile(r"(\d{4})\s*年")
_HAN_YEAR = re.compile(r"([〇零○一二三四五六七八九]{4})年")
_HAN_NUMBER = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日])")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:：]|[时点])\s*(\d{1,2})?\s*分?(?:\s*[:：]?\s*(\d{2}))?")
_RANGE = re.compile(r"\s*(?:至|到|—|–|~|～|-(?=\s*\d))\s*")
_PART_OF_MONTH = {"上旬": 10, "中旬": 20, "下旬": 31}
_OTHER_YEAR = re.compile(r"(?<!\d)\d{2}\s*年|[明次来去前]年")  # 25年6月底, 明年6月底: not the year of the sheet, nor a sure one
_BEGINNING = re.compile(r"[月年]\s*初")
_BEFORE_MONTH = re.compile(r"\d\s*月\s*[之以]?前")  # 7月前: before July begins, or before it ends
_QUARTER = re.compile(r"(?:(?P<year>\d{4})\s*年)?\s*第?(?P<quarter>[一二三四1-4])季度(?:[末底内](?:之?前)?)?(?:完成)?")
_SEASON = re.compile(r"(?:(?P<year>\d{4})\s*年)?(?P<main>主)?汛期?(?:来临|到来|开始)?之?前(?:完成)?")
_IMMEDIATE = re.compile(r"立行立改|立即整改|立整立改|即知即改|即查即改|即改|当场整改|现场整改|立即")
_CONTINUOUS = re.compile(r"长期坚持|持续推进|长期|常态化|持续坚持|常抓不懈|持续")
_RELATIVE = re.compile(
    r"^(?:自?(?:发现|检查|交办|接件|收到)?(?:之日|之日起|后|起)?)?\s*(\d{1,3})\s*个?\s*(工作日|自然日|日|天)(?:之?内|以内)?(?:完成|整改)?(?:整改)?$"
)
_AROUND = "，,；;、并且 。()"
_DONE = re.compile(r"^(?:已完成|已整改|已完成整改|完成|已办结)")
_HAN = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


class Day(NamedTuple):
    """A day, or why there is none."""

    value: date | None
    problem: str | None = None


class Moment(NamedTuple):
    """A moment in the county's time, or why there is none."""

    value: datetime | None
    problem: str | None = None


class Deadline(NamedTuple):
    """A deadline: the day, its kind (design: ``due_kind``), or why there is none."""

    value: date | None
    kind: str | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What the sheet's head tells about its time: the year of dates that have none."""

    county: County
    year: int | None = None
    is_untyped: bool = False  # a .csv: its text 2021.1 may have been the number 2021.10


def read_day(cell: Cell, clock: Clock) -> Day:
    """Read a day. A month without a day is not a day.

    Problems: date_ambiguous, date_impossible, date_month_only, date_year_unknown, date_unreadable, date_part_of_month.
    """
    if isinstance(cell, datetime):
        return Day(cell.date())
    if isinstance(cell, date):
        return Day(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _day_of_number(float(cell))
    text = _digits(plain(str(cell)))
    if clock.is_untyped and _LOST_ZERO.fullmatch(text):
        return Day(None, "date_ambiguous")
    several = _RANGE.split(text) if _RANGE.search(text) and not _DASHED_DAY.fullmatch(text) else []
    if len(several) == 2 and all(re.search(r"\d", part) for part in several):
        return _end_of_range(several[0], several[1], clock)
    if len(set(_FULL.findall(text))) > 1:
        return Day(None, "date_ambiguous")  # two days in one cell
    return _day_of_text(text, clock)


def _day_of_number(number: float) -> Day:
    if not math.isfinite(number):
        return Day(None, "date_unreadable")
    if number.is_integer():
        whole = int(number)
        if whole in _SERIALS:
            return Day(_EXCEL_ZERO + timedelta(days=whole))
        if _COMPACT.match(str(whole)) and whole // 10000 in _YEARS:
            return _day(whole // 10000, whole // 100 % 100, whole % 100)
        return Day(None, "date_unreadable")
    if int(number) in _SERIALS:
        return Day(_EXCEL_ZERO + timedelta(days=int(number)))
    return Day(None, "date_month_only" if _month_of_number(number) else "date_ambiguous")


def _month_of_number(number: float) -> tuple[int, int] | None:
    """Return year and month of 2021.6 and 2021.12; None for 2021.1, which may have been 2021.10."""
    year, fraction = int(number), f"{number:.6f}".rstrip("0").split(".")[1]
    is_month = fraction not in ("", "1") and len(fraction) <= 2 and 1 <= int(fraction) <= 12
    return (year, int(fraction)) if year in _YEARS and is_month else None


def _day_of_text(text: str, clock: Clock) -> Day:
    compact = _COMPACT.match(text)
    if compact:
        return _day(*(int(part) for part in compact.groups()))
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return Day(_EXCEL_ZERO + timedelta(days=int(float(text))))
    full = _FULL.search(text)
    if full:
        return _day(*(int(part) for part in full.groups()))
    if _OTHER_YEAR.search(text):
        return Day(None, "date_unreadable")
    short = _MONTH_DAY.search(text) or _DOTTED_DAY.match(text)
    if short and not _YEAR_MONTH.fullmatch(text):
        named = _YEAR.search(text)
        year = int(named[1]) if named else clock.year
        month, day = int(short[1]), int(short[2])
        if year is None:
            return Day(None, "date_year_unknown" if _exists(2024, month, day) else "date_impossible")
        return _day(year, month, day)
    for words, day in _PART_OF_MONTH.items():
        month_found = _MONTH.search(text)
        if words in text and month_found:
            named = _YEAR.search(text)
            year = int(named[1]) if named else clock.year
            if year is None:
                return Day(None, "date_year_unknown")
            month = int(month_found[1])
            known = _day(year, month, _month_end(year, month).day if day > 30 and 1 <= month <= 12 else day)
            return Day(known.value, known.problem or "date_part_of_month")
    if _YEAR_MONTH.search(text) or _MONTH.search(text):
        return Day(None, "date_month_only")
    return Day(None, "date_unreadable")


def _end_of_range(start: str, end: str, clock: Clock) -> Day:
    first = _day_of_text(start, clock)
    if first.value is None:
        return first if first.problem == "date_year_unknown" else Day(None, "date_unreadable")
    known = _day_of_text(end, Clock(clock.county, first.value.year))
    if known.value is None and (only_day := re.fullmatch(r"(\d{1,2})\s*日?", end.strip())):
        known = _day(first.value.year, first.value.month, int(only_day[1]))
    if known.value is not None and known.value < first.value:
        return Day(None, "date_ambiguous")  # 12月28日至1月5日: of this year or of the next
    return Day(known.value, known.problem or "date_range")


def read_planned_day(cell: Cell, clock: Clock) -> Day:
    """Read a day that a plan names: 2024年底前 and 6月底前 are its last day, as for deadlines. Nothing relative."""
    day = read_day(cell, clock)
    if day.problem not in ("date_month_only", "date_unreadable", "date_ambiguous"):
        return day
    planned = read_deadline(cell, clock, None)
    return Day(planned.value) if planned.kind in ("month_end", "year_end") else day


def read_moment(cell: Cell, clock: Clock) -> Moment:
    """Read a moment; of a span such as 6月21日14时至22时, its end. A day alone is its first minute, with a note."""
    if isinstance(cell, datetime):
        return Moment(cell)
    if isinstance(cell, date):
        return Moment(datetime(cell.year, cell.month, cell.day), "moment_without_time")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = float(cell)
        if math.isfinite(number) and not number.is_integer() and int(number) in _SERIALS:
            seconds = round((number - int(number)) * 86400)
            start = _EXCEL_ZERO + timedelta(days=int(number))
            return Moment(datetime(start.year, start.month, start.day) + timedelta(seconds=seconds))
        day = _day_of_number(number)
        return _at_midnight(day)
    text = _digits(plain(str(cell)))
    stamp = re.fullmatch(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?(\d{2})?", text)
    if stamp and len(text) in (10, 12, 14):
        year, month, day_no, hour, minute = (int(part or 0) for part in stamp.groups()[:5])
        known = _day(year, month, day_no)
        return _with_time(known, hour, minute)
    parts = _RANGE.split(text) if re.search(r"至|到|~|～|—|–", text) else [text]
    known = _day_of_text(parts[0], clock)
    if len(parts) == 2:
        end = _day_of_text(parts[1], clock)
        only_day = re.match(r"^\s*(\d{1,2})\s*日", parts[1])
        if end.value is not None:
            known = end
        elif only_day and known.value is not None:
            known = _day(known.value.year, known.value.month, int(only_day[1]))
    if known.value is None:
        return Moment(None, known.problem)
    without_day = _MONTH_DAY.sub(" ", _FULL.sub(" ", parts[-1]))
    time = _TIME.search(re.sub(r"^\s*\d{1,2}\s*日", " ", without_day))
    if time is None:
        return _at_midnight(known)
    return _with_time(known, int(time[1]), int(time[2] or 0))


def _at_midnight(day: Day) -> Moment:
    if day.value is None:
        return Moment(None, day.problem)
    return Moment(datetime(day.value.year, day.value.month, day.value.day), "moment_without_time")


def _with_time(day: Day, hour: int, minute: int) -> Moment:
    if day.value is None:
        return Moment(None, day.problem)
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return Moment(None, "date_impossible")
    start = datetime(day.value.year, day.value.month, day.value.day)
    return Moment(start + timedelta(hours=hour, minutes=minute), day.problem)


def read_deadline(cell: Cell, clock: Clock, found_on: date | None) -> Deadline:
    """Read a deadline by the table of design.md §2.1. ``found_on`` is what 7日内 counts from.

    No day comes with kind ``continuous``, ``unknown`` or ``ambiguous``.
    """
    if isinstance(cell, date | datetime):
        return Deadline(read_day(cell, clock).value, "date")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _deadline_of_number(float(cell), clock)
    text = _digits(plain(str(cell)))
    if _IMMEDIATE.search(text):
        return _immediate(text, clock, found_on)
    if _CONTINUOUS.search(text):
        head, tail = (part.strip(_AROUND) for part in _CONTINUOUS.split(text, maxsplit=1))
        if not head and not re.search(r"\d|年底", tail):
            return Deadline(None, "continuous")
        dated = _deadline_of_text(head or tail, clock, found_on)
        if dated.value is None:
            return Deadline(None, "continuous", dated.problem)
        return Deadline(dated.value, "date_plus_continuous", dated.problem)
    return _deadline_of_text(text, clock, found_on)


def _immediate(text: str, clock: Clock, found_on: date | None) -> Deadline:
    written = _deadline_of_text(_IMMEDIATE.sub("", text).strip(_AROUND), clock, found_on)
    if written.value is not None:
        return Deadline(written.value, written.kind, "deadline_immediate_and_day")
    note = "deadline_then_continuous" if _CONTINUOUS.search(text) else None
    if found_on is None:
        return Deadline(None, "immediate", "deadline_without_start")
    return Deadline(found_on + timedelta(days=clock.county.due_immediate_days), "immediate", note)


def _deadline_of_number(number: float, clock: Clock) -> Deadline:
    if not math.isfinite(number):
        return Deadline(None, "unknown", "date_unreadable")
    if month := _month_of_number(number):
        return Deadline(_month_end(*month), "month_end")
    if number.is_integer() and 190001 <= number <= 219912 and 1 <= number % 100 <= 12:
        return Deadline(_month_end(int(number) // 100, int(number) % 100), "month_end")
    day = _day_of_number(number)
    if day.problem == "date_ambiguous":
        return Deadline(None, "ambiguous", day.problem)
    return Deadline(day.value, "date" if day.value else "unknown", day.problem)


def _deadline_of_text(text: str, clock: Clock, found_on: date | None) -> Deadline:
    relative = _RELATIVE.match(text)
    if relative:
        return _relative(int(relative[1]), relative[2], clock, found_on)
    if _DONE.match(text):
        return Deadline(None, "unknown", "deadline_says_done")
    if _OTHER_YEAR.search(text):
        return Deadline(None, "unknown", "date_unreadable")
    if re.search(r"年底|年末|年内", text) and not _MONTH.search(text):
        named = _YEAR.search(text)
        year = int(named[1]) if named else clock.year
        if year is None:
            return Deadline(None, "unknown", "date_year_unknown")
        return Deadline(date(year, 12, 31), "year_end")
    if found := _QUARTER.fullmatch(text) or _SEASON.fullmatch(text):
        return _part_of_year(found, clock)
    day = read_day(text, clock)
    if day.problem == "date_ambiguous":
        return Deadline(None, "ambiguous", day.problem)
    if day.problem != "date_month_only":
        return Deadline(day.value, "date" if day.value else "unknown", day.problem)
    if _BEGINNING.search(text):
        return Deadline(None, "unknown", "date_unreadable")
    if _BEFORE_MONTH.search(text):
        return Deadline(None, "ambiguous", "date_ambiguous")
    with_year = _YEAR_MONTH.search(text)
    month_found = _MONTH.search(text)
    year_found = int(with_year[1]) if with_year else clock.year
    month = int(with_year[2]) if with_year else int(month_found[1]) if month_found else 0
    if year_found is None:
        return Deadline(None, "unknown", "date_year_unknown")
    if not 1 <= month <= 12:
        return Deadline(None, "unknown", "date_impossible")
    return Deadline(_month_end(year_found, month), "month_end")


def _part_of_year(found: re.Match[str], clock: Clock) -> Deadline:
    """Read 二季度末 as the end of its last month, and 汛前 as the day before the season that the county has set."""
    year = int(found["year"]) if found["year"] else clock.year
    if year is None:
        return Deadline(None, "unknown", "date_year_unknown")
    named = found.groupdict()
    if quarter := named.get("quarter"):
        return Deadline(_month_end(year, 3 * (_HAN[quarter] if quarter in _HAN else int(quarter))), "month_end")
    season = clock.county.flood_season
    if season is None:
        return Deadline(None, "unknown", "date_unreadable")
    start = date.fromisoformat(f"{year}-{season.main_start if named['main'] else season.start}")
    return Deadline(start - timedelta(days=1), "date", "deadline_season")


def _relative(count: int, unit: str, clock: Clock, found_on: date | None) -> Deadline:
    if found_on is None:
        return Deadline(None, "relative", "deadline_without_start")
    if unit == "工作日":
        return Deadline(clock.county.workdays_after(found_on, count), "relative")
    return Deadline(found_on + timedelta(days=count), "relative")


def _digits(text: str) -> str:
    """Turn 二〇二一年六月五日 into 2021年6月5日; other Han numbers stay."""
    text = _HAN_YEAR.sub(lambda year: "".join(str(_HAN[each]) for each in year[1]) + "年", text)
    return _HAN_NUMBER.sub(lambda number: str(_han_number(number[1])), text)


def _han_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_HAN[each]) for each in text))
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _day(year: int, month: int, day: int) -> Day:
    if year not in _YEARS or not _exists(year, month, day):
        return Day(None, "date_impossible")
    return Day(date(year, month, day))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
