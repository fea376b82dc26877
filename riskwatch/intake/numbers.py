"""Numbers, shares, counts in prose, phones and coordinates as clerks write them.

Each reader returns the value with the code of a problem (None when all is well).
"""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from riskwatch.model.words import key, plain

_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_MULTIPLES = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3}
_PLAIN = re.compile(rf"^({_NUMBER})\s*(\D*)$")
_ROUGH = re.compile(rf"^(?:约|大约|近|≈|~)\s*({_NUMBER})\s*(\D*)$|^({_NUMBER})\s*(\D*?)\s*(?:左右|上下|多|余|余人)\s*(\D*)$")
_RANGE = re.compile(rf"^({_NUMBER})\s*\D{{0,2}}?\s*(?:[-—–~～]|至|到)\s*({_NUMBER})\s*(\D*)$")
_LEAST = re.compile(rf"^(?:≥|>=|>|不少于|不低于|至少)\s*({_NUMBER})\s*(\D*)$|^({_NUMBER})\s*(\D*?)\s*(?:以上|及以上)$")
_MOST = re.compile(rf"^(?:≤|<=|<|不超过|不足)\s*({_NUMBER})\s*(\D*)$|^({_NUMBER})\s*(\D*?)\s*(?:以下|以内|及以下)$")
_DMS = re.compile(
    r"^[EWNS东经北纬度:：]*\s*(\d{1,3})\s*[°度.]\s*(\d{1,2})\s*[′'’分.]\s*(\d{1,2}(?:\.\d+)?)\s*[″′\"”'秒]*\s*[EWNS]?$"
)
_BRACKET = re.compile(r"\(.*")
_SQUARE = re.compile(r"(?<=\d)\s*m2$")  # ㎡ as the plain text has it
_LONGEST_PHONE = 12  # with the area's code; more digits are two numbers or one with an extension
METRES_FROM = 1000  # a number as large is no degree
_HOUSEHOLDS = re.compile(r"(\d+)\s*户")
_PEOPLE = re.compile(r"(\d+)\s*(?:余)?人")


class Number(NamedTuple):
    """A number, or why there is none."""

    value: float | None
    problem: str | None = None


def _finite(number: Number, problem: str) -> Number:
    """Return the number, or that it cannot be read where it is no number at all (1E+999, a broken cell)."""
    return number if number.value is None or math.isfinite(number.value) else Number(None, problem)


def read_number(
    cell: object,
    *,
    unit: str | None = None,
    factor: float = 1.0,
    cautious: str | None = None,
    accepted: Mapping[str, float] | None = None,
) -> Number:
    """Read a number into the column's unit.

    ``factor`` turns the sheet's unit into the column's; a unit written in the cell itself wins (320万元, 1.2亿元).
    ``accepted`` are the other units that a cell may name, by what they are multiplied; with them any further unit leaves the cell unread.
    Of a range the ``cautious`` end is kept, with a note; without one the range stays unread.
    """
    return _finite(_number(cell, _Unit(unit, factor, accepted), cautious), "number_unreadable")


class _Unit(NamedTuple):
    """What a column's numbers are counted in, and what else a cell may name."""

    name: str | None
    factor: float
    accepted: Mapping[str, float] | None


def _number(cell: object, unit: _Unit, cautious: str | None) -> Number:
    if isinstance(cell, bool):
        return Number(None, "number_unreadable")
    if isinstance(cell, int | float):
        return Number(_rounded(cell * unit.factor))
    text = _SQUARE.sub("㎡", plain(str(cell)).replace(",", "").replace("，", "").strip())
    if unit.accepted is not None and (both := _one_of_both(text, unit.name)) is not None:
        return Number(both)
    if found := _ROUGH.match(text):
        return _scaled(found[1] or found[3], found[2] or found[4] or found[5] or "", unit, "number_rough")
    if found := _RANGE.match(text):
        if cautious is None:
            return Number(None, "number_range_unread")
        ends = sorted(float(found[place]) for place in (1, 2))
        end = ends[0] if cautious == "lower" else ends[1]
        return _scaled(str(end), found[3], unit, "number_range")
    if found := _LEAST.match(text):
        return _scaled(found[1] or found[3], found[2] or found[4] or "", unit, "number_at_least")
    if _MOST.match(text):
        return Number(None, "number_at_most")
    if found := _PLAIN.match(text):
        return _scaled(found[1], found[2], unit)
    return Number(None, "number_unreadable")


def _scaled(digits: str, written_unit: str, unit: _Unit, note: str | None = None) -> Number:
    number = float(digits)
    written = _BRACKET.sub("", written_unit).strip().removeprefix("个")
    is_of_wan = unit.name is not None and unit.name.startswith("万")
    named = {key(name): factor for name, factor in (unit.accepted or {}).items()}
    if unit.name and unit.accepted is not None:
        named[key(unit.name)] = 1.0
    if written and key(written) in named:
        return Number(_rounded(number * named[key(written)]), note)  # the cell's own unit wins over the heading's
    multiple = next((name for name in _MULTIPLES if written.startswith(name)), None)
    rest = written.removeprefix(multiple or "")
    is_ours = unit.accepted is None or key(rest) in ("", *named, key((unit.name or "").removeprefix("万")))
    if multiple is not None and is_ours:
        # 320万元 in a 万元 column.
        absolute = number * _MULTIPLES[multiple]
        return Number(_rounded(absolute / 1e4 if is_of_wan else absolute), note)
    if written == "元" and is_of_wan:
        return Number(_rounded(number / 1e4), note)
    if written and unit.name and unit.accepted is not None:
        return Number(None, "number_unit_odd")
    return Number(_rounded(number * unit.factor), note)


def _one_of_both(text: str, unit: str | None) -> float | None:
    """Return the households, or the people, of 53户175人; None for a cell that does not name both."""
    households, people = _HOUSEHOLDS.search(text), _PEOPLE.search(text)
    part = {"户": households, "人": people}.get(unit or "")
    return float(part[1]) if part and households and people else None


def _rounded(number: float) -> float:
    return round(number, 9)


def read_share(cell: object) -> Number:
    """Read a share as 0–1: 0.93, 93 and “93.3%” are the same kind of thing; over 100 % stays, with a note."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        share = float(cell) if abs(cell) <= 1 else cell / 100
    else:
        text = plain(str(cell)).replace("％", "%")
        found = re.match(rf"^(?:约|完成|已完成)?\s*({_NUMBER})\s*(%?)$", text)
        if not found:
            return Number(None, "share_unreadable")
        number = float(found[1])
        share = number / 100 if found[2] or abs(number) > 1 else number
    return _finite(Number(_rounded(share), "share_outside" if not 0 <= share <= 1 else None), "share_unreadable")


def read_households_and_people(text: str) -> tuple[int | None, int | None]:
    """Return households and people named in prose.

    >>> read_households_and_people("威胁9户27间房32人的生命财产安全")
    (9, 32)
    """
    households, people = _HOUSEHOLDS.search(plain(text)), _PEOPLE.search(plain(text))
    return (int(households[1]) if households else None, int(people[1]) if people else None)


def read_phone(cell: object) -> tuple[str | None, str | None]:
    """Read a phone number as text; 13800138000.0 is a number that Excel made of it, 1.38E+10 has lost its digits."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = plain(str(cell))
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text):
        return None, "phone_lost"
    if re.fullmatch(r"\d+\.0", text):
        text = text[:-2]
    digits = re.sub(r"[\s()-]", "", text)
    number = re.sub(r"^(?:\+|00)86(?=\d{10,11}$)", "", digits)
    if number.isdigit() and len(number) <= _LONGEST_PHONE:
        return text, _phone_fault(number)
    return text, None if re.search(r"\d{5,}", digits) else "phone_odd"


def _phone_fault(digits: str) -> str | None:
    """Judge one number by its length: mobile, with the area's code, without it, of a service; a lost first zero is told."""
    kinds = (r"1[3-9]\d{9}", r"0\d{9,11}", r"[48]00\d{7}", r"[2-9]\d{6,7}", r"1\d{2}|[19]\d{4,5}")
    if any(re.fullmatch(kind, digits) for kind in kinds):
        return None
    return "phone_zero_lost" if re.fullmatch(r"(?:10|[2-9]\d)\d{7,9}", digits) else "phone_odd"


def read_degrees(cell: object) -> Number:
    """Read one coordinate: decimal degrees, or degrees-minutes-seconds. Metres of a projection stay metres until both are known."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _degrees(float(cell))
    text = plain(str(cell))
    if found := _DMS.match(text):
        degrees, minutes, seconds = (float(part) for part in found.groups())
        if minutes >= 60 or seconds >= 60:
            return Number(None, "coordinate_unreadable")
        return Number(round(degrees + minutes / 60 + seconds / 3600, 7))
    found = re.match(rf"^[EWNS东经北纬度:：\s]*({_NUMBER})\s*[°度]?\s*[EN]?$", text)
    return _degrees(float(found[1])) if found else Number(None, "coordinate_unreadable")


def unpack_degrees(longitude: float, latitude: float) -> tuple[float, float] | None:
    """Read 1074312 and 303036 as degrees, minutes and seconds without signs; None for any other pair, such as metres.

    >>> unpack_degrees(1074312, 303036)
    (107.72, 30.51)
    """
    found = _unpacked(longitude), _unpacked(latitude)
    if found[0] is None or found[1] is None or not (73 <= found[0] <= 136 and 3 <= found[1] <= 54):
        return None
    return found[0], found[1]


def _unpacked(number: float) -> float | None:
    whole = int(number)
    degrees, minutes, seconds = whole // 10000, whole // 100 % 100, whole % 100 + number - whole
    return round(degrees + minutes / 60 + seconds / 3600, 7) if minutes < 60 and seconds < 60 else None


def _degrees(number: float) -> Number:
    if not math.isfinite(number):
        return Number(None, "coordinate_unreadable")
    return Number(number)


def read_coordinate_pair(cell: object) -> tuple[float | None, float | None, str | None]:
    """Read longitude and latitude from one cell, in whichever order."""
    parts = [part for part in re.split(r"[,，;；、/\s]+", plain(str(cell))) if part]
    if len(parts) != 2:
        return None, None, "coordinate_unreadable"
    first, second = (read_degrees(part) for part in parts)
    if first.value is None or second.value is None:
        return None, None, first.problem or second.problem
    return first.value, second.value, None


def settle(longitude: float | None, latitude: float | None) -> tuple[float | None, float | None, str | None]:
    """Put a pair right: 0/0 is none, a swapped pair is turned round (China: lon 73–136, lat 3–54)."""
    if longitude is None or latitude is None:
        return longitude, latitude, None
    if abs(longitude) > METRES_FROM or abs(latitude) > METRES_FROM:
        return None, None, "coordinate_projected"
    if longitude == 0 or latitude == 0:
        return None, None, "coordinate_zero"
    if 73 <= longitude <= 136 and 3 <= latitude <= 54:
        return longitude, latitude, None
    if 73 <= latitude <= 136 and 3 <= longitude <= 54:
        return latitude, longitude, "coordinate_swapped"
    return longitude, latitude, "coordinate_outside"
