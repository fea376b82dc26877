"""A rainfall bulletin that somebody pastes, turned into a sheet of readings: 21日14时至22时…太和乡86.7、吐祥镇83.4.

The sheet then goes the way of any other: places that nobody knows are asked about, and nothing counts before it is accepted. A number of
millimetres whose place is not found is a row without a station, which waits and says what was written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from riskwatch.intake.outgoing import csv_of
from riskwatch.model.refusal import Refusal

_SPAN = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<hour>\d{1,2})时(?:(?P<minute>[0-5]?\d)分)?(?:至|到|[-—~])"
    r"(?:(?:(?P<to_month>\d{1,2})月)?(?P<to_day>\d{1,2})日)?(?P<to_hour>\d{1,2})时(?:(?P<to_minute>[0-5]?\d)分)?"
)
_DATED = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
# A place and a number behind it. Bulletins put 、 before a number and . for 、 now and then. What is counted, dated, compared or a bound is
# no reading; a word of one that begins a place with its own number (86.7万安镇83.4) is none. Nor does half a number make one.
_READING = re.compile(
    r"(?P<place>[㐀-鿿]{2,16})[、,:]?(?P<mm>\d{1,3}(?:\.\d{1,2})?)"
    r"(?!\d|\.\d|[-~—至到]\d|个|站|条|县|乡|镇|村|时|日|月|年|分|%|级|小时|h|km|cm|m(?!m)|(?:mm|毫米)?(?:/|每小时|以上|以下|以内))"
    r"(?!(?:倍|成|人|户|处|次|天|度|米|厘米|公里|万|亿|余|多|名)(?![㐀-鿿]{1,15}[、,:]?\d))"
)
_MILLIMETRES = re.compile(r"[^,、。;:|]{0,40}?\d+(?:\.\d+)?(?:mm|毫米)(?:/小时|/h|每小时|以上|以下|以内)?")
# How many places are in a band (13站降雨量达50mm以上), and that all others are not.
_COUNTED = re.compile(
    r"(?:\d(?:个|站|县|乡|镇|村|街道)|其余|其他)[㐀-鿿]*(?:(?:达|超|大于|不足|小于|在)[㐀-鿿]*\d|\d[^\d]*以[上下内]$)"
)
_BEFORE_A_PLACE = re.compile(
    r"^(?:其中|分别为|分别是|依次为|以|为|有|是|最大为|最大是|最大的是|最大|如下|主要是|降雨量|降水量|雨量|出现在)+"
)
_BEHIND_A_PLACE = re.compile(r"(?:过程|累计|总|降雨量|降水量|雨量|降雨|降水|特大暴雨|大暴雨|暴雨|大雨|中雨|小雨|达到|达|为|是)+$")
_NO_PLACE = re.compile(
    r"平均|面雨量|历时|增加|减少|偏多|偏少|较[前上常去昨同历]|小时|雨强|强度|最大|最小|强降雨|均在"
    r"|^(?:[我本全][省市区县乡镇]|个|条|处|站点|乡镇)|(?:超过|大于|超|不足|小于|以上|以下)$"
)
HEADINGS = ("站名", "时间", "时段长（小时）", "降雨量（毫米）")


@dataclass(frozen=True, slots=True)
class PastedReading:
    """One reading: its place as written, the end of its span, the span's length in hours, and millimetres.

    Where no place is found it is empty, the length is not known, and ``written`` says what stands there.
    """

    place: str
    observed_at: datetime
    window_h: float | None
    rain_mm: float
    written: str = ""


def read_bulletin(text: str, seen: datetime) -> tuple[PastedReading, ...]:
    """Read the readings out of a bulletin, and behind them what cannot be placed.

    A year or month that it leaves out is the latest before ``seen``.

    Raises Refusal where no span of time or no reading is found.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    spans = [(found.start(), *_times(found, plain, seen)) for found in _SPAN.finditer(plain)]
    if not spans:
        raise Refusal("没有找到时段。", "通报里要写明从几日几时到几日几时，例如“21日14时至22时”。")
    blanked = _SPAN.sub(lambda span: "|" * len(span[0]), plain)

    def span_of(place: int) -> tuple[datetime, datetime]:
        return next((each[1:] for each in reversed(spans) if each[0] < place), spans[0][1:])

    readings, placed = [], set()
    for found in _READING.finditer(blanked):
        words = _BEFORE_A_PLACE.sub("", found["place"])
        name = _BEHIND_A_PLACE.sub("", words)
        if len(name) < 2 or _NO_PLACE.search(words) or _NO_PLACE.search(name):
            continue
        since, until = span_of(found.start())
        readings.append(PastedReading(name, until, (until - since) / timedelta(hours=1), float(found["mm"])))
        placed.add(found.end("mm"))
    if not readings:
        raise Refusal("没有找到站名和雨量。", "站名后面紧跟数字，例如“太和乡86.7、吐祥镇83.4”。")
    return (*readings, *_unplaced(blanked, placed, span_of))


def _unplaced(text: str, placed: set[int], span_of: Callable[[int], tuple[datetime, datetime]]) -> Iterator[PastedReading]:
    """Give the millimetres that belong to no reading: those whose number does not end where one of the ``placed`` does."""
    for found in _MILLIMETRES.finditer(text):
        (number,) = re.finditer(r"\d+(?:\.\d+)?(?=mm|毫米)", found[0])
        since = max((end for end in placed if end <= found.start() + number.start()), default=0)
        written = text[max(found.start(), since) : found.end()]
        if found.start() + number.end() not in placed and not _COUNTED.search(written):
            yield PastedReading("", span_of(found.start())[1], None, float(number[0]), written)


def as_sheet(readings: tuple[PastedReading, ...]) -> tuple[str, bytes]:
    """Return the readings as a sheet of the rainfall ledger: file name and .csv."""
    remarked = ["备注"] if any(each.written for each in readings) else []
    rows: list[tuple[str, ...]] = [(*HEADINGS, *remarked)]
    for each in readings:
        window = "" if each.window_h is None else f"{each.window_h:g}"
        remark = f"没有找到站名，原文：{each.written}" if each.written else ""
        cells = (each.place, f"{each.observed_at:%Y-%m-%d %H:%M}", window, f"{each.rain_mm:g}", remark)
        rows.append(cells[: len(rows[0])])
    return f"雨情通报_{readings[0].observed_at:%Y%m%d%H}时.csv", csv_of(rows)


def _times(found: re.Match[str], text: str, seen: datetime) -> tuple[datetime, datetime]:
    """Return when a span begins and ends. Hour 24 is the next day's 0."""
    dated = next((each for each in _DATED.finditer(text) if each["day"] == found["day"]), None)
    month = found["month"] or (dated["month"] if dated else None)
    year = found["year"] or (dated["year"] if dated else None)
    try:
        since = _day(year, month, int(found["day"]), seen) + timedelta(
            hours=int(found["hour"]), minutes=int(found["minute"] or 0)
        )
        until = since.replace(hour=0, minute=0)
        if found["to_day"]:
            until = _day(str(since.year), found["to_month"] or str(since.month), int(found["to_day"]), seen)
            if until < since.replace(hour=0, minute=0):
                until = _day(str(since.year + since.month // 12), str(since.month % 12 + 1), int(found["to_day"]), seen)
        until += timedelta(hours=int(found["to_hour"]), minutes=int(found["to_minute"] or 0))
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
