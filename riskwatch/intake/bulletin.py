"""A rainfall bulletin that somebody pastes, turned into a sheet of readings: 21日14时至22时…太和乡86.7、吐祥镇83.4.

The sheet then goes the way of any other: places that nobody knows are asked about, and nothing counts before it is accepted.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from riskwatch.model.refusal import Refusal

_SPAN = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<hour>\d{1,2})时(?:\d{1,2}分)?(?:至|到|[-—~])"
    r"(?:(?:(?P<to_month>\d{1,2})月)?(?P<to_day>\d{1,2})日)?(?P<to_hour>\d{1,2})时"
)
_DATED = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
# A place and a number behind it; what is counted or dated is none. Bulletins put 、 before a number and . for 、 now and then.
_READING = re.compile(
    r"(?P<place>[㐀-鿿]{2,16})[、,:]?(?P<mm>\d{1,3}(?:\.\d{1,2})?)(?![\d]|个|站|条|县|乡|镇|村|时|日|月|年|分|%|级|小时|h)(?P<unit>mm|毫米)?"
)
_BEFORE_A_PLACE = re.compile(r"^(?:其中|分别为|分别是|依次为|以|为|有|是|最大为|最大是|最大|如下|主要是)+")
_NO_PLACE = re.compile(r"(?:达|超过|大于|超|均在|不足|小于|以上|以下|为|降雨量|雨量|最大)$")
HEADINGS = ("站名", "时间", "时段长（小时）", "降雨量（毫米）")


@dataclass(frozen=True, slots=True)
class PastedReading:
    """One reading: its place as written, the end of its span, the span's length in hours, and millimetres."""

    place: str
    observed_at: datetime
    window_h: float
    rain_mm: float


def read_bulletin(text: str, seen: datetime) -> tuple[PastedReading, ...]:
    """Read the readings out of a bulletin. A year or month that it leaves out is the latest before ``seen``.

    Raises Refusal where no span of time or no reading is found.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    spans = [(found.start(), *_times(found, plain, seen)) for found in _SPAN.finditer(plain)]
    if not spans:
        raise Refusal("没有找到时段。", "通报里要写明从几日几时到几日几时，例如“21日14时至22时”。")
    readings = []
    for found in _READING.finditer(_SPAN.sub(lambda span: "|" * len(span[0]), plain)):
        place = _BEFORE_A_PLACE.sub("", found["place"])
        if len(place) < 2 or _NO_PLACE.search(place):
            continue
        since, until = next((each[1:] for each in reversed(spans) if each[0] < found.start()), spans[0][1:])
        readings.append(PastedReading(place, until, (until - since) / timedelta(hours=1), float(found["mm"])))
    if not readings:
        raise Refusal("没有找到站名和雨量。", "站名后面紧跟数字，例如“太和乡86.7、吐祥镇83.4”。")
    return tuple(readings)


def as_sheet(readings: tuple[PastedReading, ...]) -> tuple[str, bytes]:
    """Return the readings as a sheet of the rainfall ledger: file name and .csv."""
    # A place is Chinese characters and nothing else: no cell needs a quote, and none can be a formula.
    lines = [",".join(HEADINGS)]
    lines += [f"{each.place},{each.observed_at:%Y-%m-%d %H:%M},{each.window_h:g},{each.rain_mm:g}" for each in readings]
    return f"雨情通报_{readings[0].observed_at:%Y%m%d%H}时.csv", "\n".join(lines).encode("utf-8-sig")


def _times(found: re.Match[str], text: str, seen: datetime) -> tuple[datetime, datetime]:
    """Return when a span begins and ends. Hour 24 is the next day's 0."""
    dated = next((each for each in _DATED.finditer(text) if each["day"] == found["day"]), None)
    month = found["month"] or (dated["month"] if dated else None)
    year = found["year"] or (dated["year"] if dated else None)
    try:
        since = _day(year, month, int(found["day"]), seen) + timedelta(hours=int(found["hour"]))
        until = since.replace(hour=0)
        if found["to_day"]:
            until = _day(str(since.year), found["to_month"] or str(since.month), int(found["to_day"]), seen)
            if until < since.replace(hour=0):
                until = _day(str(since.year + since.month // 12), str(since.month % 12 + 1), int(found["to_day"]), seen)
        until += timedelta(hours=int(found["to_hour"]))
    except ValueError as wrong:
        raise Refusal(f"时段“{found[0]}”里有没有的日期。", "核对日期，写成“6月21日14时至22时”这样。") from wrong
    if until <= since:
        raise Refusal(f"时段“{found[0]}”的终点不在起点之后。", "跨日的写明日期，例如“21日20时至22日8时”。")
    return since, until


def _day(year: str | None, month: str | None, day: int, seen: datetime) -> datetime:
    """Return a day; of a month or year that nobody wrote, the latest that is not after ``seen``."""
    if year and month:
        return datetime(int(year), int(month), day)
    if month:
        this_year = datetime(seen.year, int(month), day)
        return this_year if this_year <= seen else datetime(seen.year - 1, int(month), day)
    if day <= seen.day:
        return datetime(seen.year, seen.month, day)
    return datetime(seen.year - (seen.month == 1), (seen.month - 2) % 12 + 1, day)
