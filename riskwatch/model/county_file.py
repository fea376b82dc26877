"""Reading and judging a county.toml: every entry known by name, of its kind and in its range, else a Refusal.

The keeper reads the Refusal, so it says in plain words where, what was written and what to write instead.
"""

import difflib
import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from riskwatch.model import files
from riskwatch.model.refusal import Refusal
from riskwatch.model.reporting import EVERY
from riskwatch.model.roles import deeds

# What a county may declare for a GeoJSON that does not say: degrees, or a 6° or 3° zone of CGCS2000.
COUNTY_CRS = frozenset({4490, 4326, *range(4491, 4555)})
_MOST_BYTES = 500_000
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_CHINESE_SIGNS = re.compile("[“”‘’＝，［］【】：]")
# What the TOML reader complains of, by a word of its own; the keeper reads only the cure.
_SYNTAX_CURES = (
    ("Invalid date", "没有这一天或这一刻，日期写成 2026-06-26，时刻写成 14:00:00。"),
    ("Cannot overwrite", "同一项写了两次，删掉一处。"),
    ("Cannot declare", "同一段写了两次，合成一段；可以有几段的（如 [[event]]）用两层方括号。"),
    ("Cannot mutate", "同一段写了两次，合成一段。"),
    ("Duplicate", "同一项写了两次，删掉一处。"),
    ("Unterminated string", "引号没有成对，补上右边的引号。"),
    ("Illegal character", "引号没有成对，或一段文字换了行：写在一行里，两边都加引号。"),
    ("Unclosed array", "方括号没有成对，补上右边的 ]。"),
    ("Expected '=' after", '名称后面要有等号，写成 name = "某县" 这样；名称用原文里的英文名。'),
    ("Invalid value", '文字两边要加英文引号，例如 "县水利局"；是否写 true 或 false；数字不加单位。'),
    ("Expected newline", "一行只写一项，多余的内容删掉或另起一行。"),
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What may stand behind an equals sign: in words, by example, by test."""

    says: str
    example: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Section:
    """A table of the file: its keys, and those that it cannot do without."""

    kinds: Mapping[str, _Kind]
    required: tuple[str, ...] = ()
    is_many: bool = False


def read_county_file(path: Path) -> dict[str, Any]:
    """Read and judge one county.toml. Raises Refusal when it cannot be read or anything in it is wrong."""
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise Refusal(f"县设置文件“{path.name}”打不开。", "核对文件是否还在、能否读取。") from wrong
    try:
        text = content.decode("utf-8-sig")  # Notepad writes a byte order mark
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise Refusal(f"县设置第 {line} 行附近的文字编码不对。", "用记事本打开，另存为，编码选 UTF-8。") from wrong
    return read_county_text(text)


def read_county_text(text: str) -> dict[str, Any]:
    """Judge the text of a county.toml and return its entries as written. Raises Refusal when anything in it is wrong."""
    entries = _parsed(text)
    sections = _sections()
    _known(entries, [*_top(), *sections], "县设置")
    _fitting(entries, _top(), "县设置的 ")
    for name, section in sections.items():
        if name in entries:
            _judge(name, section, entries[name])
    _judge_together(entries)
    return entries


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > _MOST_BYTES:
        raise Refusal("县设置太长，不像是县设置。", "对照原文，只留下需要的段。")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise _syntax_refusal(text, str(wrong)) from wrong
    except (RecursionError, ValueError, OverflowError) as wrong:
        raise Refusal("县设置里有一处嵌套太深或数字太长，读不了。", "对照原文改正后再保存。") from wrong


def _syntax_refusal(text: str, complaint: str) -> Refusal:
    lines = text.replace("\r\n", "\n").split("\n")
    found = _PLACE.search(complaint)
    line = min(int(found[1]), len(lines)) if found else len(lines)
    column = int(found[2]) if found else len(lines[-1]) + 1
    written = lines[line - 1].strip()
    shown = f"：“{_short(written)}”" if written else ""
    cure = next((cure for word, cure in _SYNTAX_CURES if word in complaint), "对照原文改正这一行。")
    bare = re.sub(r'"[^"]*"|#.*', "", written)
    if _CHINESE_SIGNS.search(bare):
        cure = "这一行用了中文标点：引号、等号、逗号、方括号都要用英文半角的。"
    return Refusal(f"县设置第 {line} 行第 {column} 列附近写法不对{shown}。", cure)


# --- kinds ---


def _text(example: str = '"县水利局"', *, most: int = 200, is_needed: bool = False) -> _Kind:
    says = f"加引号的一行文字（{'不能空，' if is_needed else ''}不超过 {most} 字）"
    return _Kind(
        says, example, lambda value: isinstance(value, str) and is_needed <= bool(value.strip()) and _is_line(value, most)
    )


def _is_line(value: str, most: int) -> bool:
    return len(value) <= most and not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in value)


def _number(least: float, most: float, example: str, *, is_whole: bool = False) -> _Kind:
    says = f"{least:g} 到 {most:g} 之间的{'整数' if is_whole else '数字'}，不加引号和单位"
    return _Kind(says, example, lambda value: _is_number(value, is_whole) and least <= value <= most)


def _is_number(value: object, is_whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and (not is_whole or value == int(value)) if isinstance(value, float) else True


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime) and 2000 <= value.year <= 2100


def _is_season_day(value: object) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{2}-\d{2}", value, re.ASCII):
        return False
    try:
        date.fromisoformat(f"2025-{value}")  # no leap year: the day must be there every year
    except ValueError:
        return False
    return True


def _is_crs(value: object) -> bool:
    found = re.fullmatch(r"EPSG:(\d{4})", value, re.ASCII) if isinstance(value, str) else None
    return found is not None and int(found[1]) in COUNTY_CRS


_DAY = _Kind("一个日期（2000 至 2100 年），不加引号", "2026-12-31", _is_day)
_SEASON_DAY = _Kind("每年都有的月-日，加引号", '"05-01"', _is_season_day)
_FLAG = _Kind("true（是）或 false（否），不加引号", "false", lambda value: isinstance(value, bool))
_POLICY = {
    "source": _text('"川水发〔2024〕1 号"', is_needed=True),
    "set_by": _text(),
    "review_by": _DAY,
    "is_confirmed": _FLAG,
}


@cache
def _top() -> dict[str, _Kind]:
    return {
        "name": _Kind(
            "加引号的县名（1 到 40 字，不含 < >）",
            '"云岭县"',
            lambda value: isinstance(value, str) and bool(value.strip()) and _is_line(value, 40) and not set("<>") & set(value),
        ),
        "code": _Kind(
            "加引号的 6 位行政区划代码，没有就留空",
            '"519901"',
            lambda value: isinstance(value, str) and re.fullmatch(r"(\d{6})?", value, re.ASCII) is not None,
        ),
        "is_sample": _FLAG,
        "today": _DAY,
        "clock": _Kind("一个时刻，不加引号", "14:00:00", lambda value: isinstance(value, time) and value.tzinfo is None),
        "crs": _Kind("坐标系代号：经纬度 EPSG:4490，或 3 度带 EPSG:4513 到 EPSG:4554", '"EPSG:4490"', _is_crs),
        "longitude": _number(70, 140, "105.6"),
        "latitude": _number(0, 60, "30.4"),
        "holidays": _Kind(
            "方括号里的一组日期，不加引号",
            "[2026-01-01, 2026-10-01]",
            lambda value: isinstance(value, list) and all(_is_day(each) for each in value),
        ),
        "due_immediate_days": _number(0, 365, "3", is_whole=True),
        "partial": _Kind(
            '"rows"（收对的行，其余待改）或 "whole"（有一行不对就整份不收）', '"rows"', lambda value: value in ("rows", "whole")
        ),
    }


@cache
def _sections() -> dict[str, _Section]:
    roles = sorted(set().union(*deeds().values()))
    role = _Kind(f"加引号的角色名：{'、'.join(roles)}", '"viewer"', lambda value: isinstance(value, str) and value in roles)
    rain = _number(0.1, 2000, "50")
    window = _number(0.1, 720, "24")
    thresholds = sorted(default_thresholds())
    ledgers = files.names("ledgers")
    return {
        "access": _Section({"loopback_role": role, "network_role": role}),
        "flood_season": _Section(
            {**dict.fromkeys(("start", "end", "main_start", "main_end"), _SEASON_DAY), "source": _text()},
            ("start", "end", "main_start", "main_end"),
        ),
        "event": _Section(
            {"name": _text('"重大隐患清零"', most=60, is_needed=True), "kind": _text('"deadline"', most=20), "on": _DAY}
            | _POLICY
            | {"source": _text()},
            ("name", "kind", "on"),
            is_many=True,
        ),
        "threshold": _Section(
            {
                "name": _Kind(f"阈值的英文名：{'、'.join(thresholds)}", '"due_soon_days"', lambda value: isinstance(value, str)),
                "title": _text(most=60, is_needed=True),
                "value": _Kind("数字，不加引号和单位", "7", lambda value: _is_number(value, False)),
                "unit": _text('"天"', most=20),
            }
            | _POLICY,
            ("name", "value", "source"),
            is_many=True,
        ),
        "report": _Section(
            {
                "ledger": _Kind(
                    f"台账的英文名：{'、'.join(ledgers)}", '"hazard"', lambda value: isinstance(value, str) and value in ledgers
                ),
                "every": _Kind(
                    f"{'、'.join(f'{name}（{title}）' for name, title in EVERY.items())} 之一，加引号",
                    '"week"',
                    lambda value: isinstance(value, str) and value in EVERY,
                ),
                "due_days": _number(-15, 60, "2", is_whole=True),
                "since": _DAY,
                "units": _Kind(
                    "方括号里的一组单位，写表头里的填报单位，各加引号；空着就是名录里所有应报送的单位",
                    '["石门镇", "应急管理局"]',
                    lambda value: (
                        isinstance(value, list) and all(isinstance(each, str) and _is_line(each, 60) and each for each in value)
                    ),
                ),
            }
            | _POLICY,
            ("ledger", "every", "due_days", "source"),
            is_many=True,
        ),
        "rain_threshold": _Section(
            {"window_h": window, "prepare_mm": rain, "immediate_mm": rain} | _POLICY,
            ("window_h", "prepare_mm", "immediate_mm", "source"),
            is_many=True,
        ),
        "rain_band": _Section(
            {"window_h": window, "name": _text('"暴雨"', most=20, is_needed=True), "from_mm": _number(0, 2000, "50")} | _POLICY,
            ("window_h", "name", "from_mm", "source"),
            is_many=True,
        ),
    }


@cache
def default_thresholds() -> dict[str, dict[str, Any]]:
    """Return the thresholds that the product knows, by name: a county's own must be one of them."""
    return {each["name"]: each for each in files.read_toml(files.DATA / "county.toml").get("threshold", ())}


# Bounds by the unit that a threshold's name ends in.
_BY_UNIT = {
    "_days": _number(0, 3650, "7", is_whole=True),
    "_count": _number(0, 100_000, "5", is_whole=True),
    "_share": _Kind("0 到 1 之间的数字（5% 写 0.05）", "0.05", lambda value: 0 <= value <= 1),
    "_hours": _number(0, 720, "3"),
    "_km": _number(0, 200, "5"),
    "_mm": _number(0, 2000, "50"),
    "_wan": _number(0, 10_000_000, "500"),
    "_m2": _number(0.01, 1000, "1.0"),
}


# --- judging ---


def _judge(name: str, section: _Section, written: object) -> None:
    if not section.is_many:
        if not isinstance(written, dict):
            raise Refusal(
                f"县设置的 {name} 写的是{_spaced(_shown(written))}，应是一段。",
                f"另起一行写 [{name}]，下面写 {_listed(section)}。",
            )
        _known(written, list(section.kinds), f"县设置 [{name}] 段")
        _complete(written, section, f"县设置 [{name}] 段")
        _fitting(written, section.kinds, f"县设置 [{name}] 段的 ")
        return
    if isinstance(written, dict):
        raise Refusal(f"县设置的 [{name}] 可以有几段，要用两层方括号。", f"这一段的开头写成 [[{name}]]。")
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        raise Refusal(
            f"县设置的 {name} 写的是{_spaced(_shown(written))}，应是一段或几段。",
            f"每段用两层方括号开头，写成 [[{name}]]，下面写 {_listed(section)}。",
        )
    for number, entry in enumerate(written, start=1):
        where = _where(name, number, entry)
        _known(entry, list(section.kinds), where)
        _complete(entry, section, where)
        _fitting(entry, section.kinds, f"{where}的 ")


def _where(name: str, number: int, entry: Mapping[str, object]) -> str:
    called = entry.get("name")
    return f"县设置第 {number} 个 [[{name}]] 段" + (f"（{_short(called)}）" if isinstance(called, str) and called.strip() else "")


def _known(entries: Mapping[str, object], known: list[str], where: str) -> None:
    for name in entries:
        if name in known:
            continue
        shown = _short(name)
        if known != [*_top(), *_sections()] and name in _top():
            raise Refusal(f"{where}里不能有“{shown}”。", "把这一行移到文件开头，放在所有方括号段的前面。")
        near = difflib.get_close_matches(name, known, 1, 0.5)
        cure = f"是不是“{near[0]}”？" if near else ""
        raise Refusal(f"{where}里不认识“{shown}”。", f"{cure}改成认识的名称，或删掉：{'、'.join(known)}。")


def _complete(entry: Mapping[str, object], section: _Section, where: str) -> None:
    missing = [name for name in section.required if name not in entry]
    if missing:
        example = section.kinds[missing[0]].example
        raise Refusal(f"{where}缺少 {'、'.join(missing)}。", f"补上，例如 {missing[0]} = {example}。")


def _fitting(entries: Mapping[str, object], kinds: Mapping[str, _Kind], where: str) -> None:
    for name, value in entries.items():
        if name in kinds and not kinds[name].fits(value):
            raise _misfit(f"{where}{name}", name, value, kinds[name])


def _misfit(where: str, name: str, value: object, kind: _Kind) -> Refusal:
    return Refusal(f"{where} 写的是{_spaced(_shown(value))}，应是{_spaced(kind.says)}。", f"改成 {name} = {kind.example} 这样。")


def _judge_together(entries: Mapping[str, Any]) -> None:
    """Judge what only shows when entries are seen together."""
    if ("longitude" in entries) != ("latitude" in entries):
        raise Refusal("县设置的 longitude 和 latitude 只写了一个。", "经度、纬度一起写，或都不写（按边界的中心算日落）。")
    if "today" in entries and not entries.get("is_sample"):
        raise Refusal("县设置的 today 会让作战图的日期永远停住，只有示例县可以写。", "删掉 today 这一行。")
    season = entries.get("flood_season")
    if season:
        days = [season[name] for name in ("start", "main_start", "main_end", "end")]
        if days != sorted(days):
            raise Refusal(
                f"县设置 [flood_season] 段的日期先后不对：汛期 {season['start']} 至 {season['end']}，主汛期 {season['main_start']} 至 {season['main_end']}。",
                "主汛期要落在汛期之内，开始不能晚于结束。",
            )
    for number, entry in enumerate(entries.get("threshold", ()), start=1):
        _judge_threshold(entry, _where("threshold", number, entry))
    for ending in ("people_count", "assets_wan"):
        _judge_grades(entries, [f"{grade}_{ending}" for grade in ("medium", "large", "extra_large")])
    for number, entry in enumerate(entries.get("rain_threshold", ()), start=1):
        if entry["immediate_mm"] < entry["prepare_mm"]:
            raise Refusal(
                f"{_where('rain_threshold', number, entry)}里立即转移雨量 {entry['immediate_mm']:g} 小于准备转移雨量 {entry['prepare_mm']:g}。",
                "immediate_mm 不能小于 prepare_mm，核对后改正。",
            )
    _each_once(entries, "threshold", ("name",))
    _each_once(entries, "rain_threshold", ("window_h",))
    _each_once(entries, "rain_band", ("window_h", "name"))
    _each_once(entries, "rain_band", ("window_h", "from_mm"))


def _judge_threshold(entry: Mapping[str, Any], where: str) -> None:
    name, known = entry["name"], default_thresholds()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1, 0.5)
        cure = f"是不是“{near[0]}”？" if near else ""
        raise Refusal(f"{where}不是作战图用到的阈值。", f"{cure}从这些里选：{'、'.join(known)}。")
    unit = known[name].get("unit", "")
    if entry.get("unit", unit) != unit:
        raise Refusal(
            f"{where}的单位写的是“{_short(entry['unit'])}”，作战图按“{unit or '比例，没有单位'}”计算。",
            f'把数值换算过来，写成 unit = "{unit}"。',
        )
    kind = next((kind for ending, kind in _BY_UNIT.items() if name.endswith(ending)), None)
    if kind and not kind.fits(entry["value"]):
        raise _misfit(f"{where}的 value", "value", entry["value"], kind)


def _judge_grades(entries: Mapping[str, Any], names: list[str]) -> None:
    """A graver grade begins at more; what the county leaves out is the product's own."""
    written = {each["name"]: each["value"] for each in entries.get("threshold", ())}
    values = [written.get(name, default_thresholds()[name]["value"]) for name in names]
    if values != sorted(set(values)):
        told = "、".join(f"{name} = {value:g}" for name, value in zip(names, values, strict=True))
        raise Refusal(
            f"县设置的险情等级界线不是由小到大：{told}。", "中型、大型、特大型的界线要一级比一级大，三项一起核对后改正。"
        )


def _each_once(entries: Mapping[str, Any], section: str, names: tuple[str, ...]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for number, entry in enumerate(entries.get(section, ()), start=1):
        mark = tuple(entry[name] for name in names)
        if mark in seen:
            told = "、".join(f"{name} = {_shown(entry[name])}" for name in names)
            raise Refusal(
                f"县设置第 {seen[mark]} 个和第 {number} 个 [[{section}]] 段重复（{told}）。", "删掉一段，或改正其中一段。"
            )
        seen[mark] = number


# --- words ---


def _listed(section: _Section) -> str:
    return "、".join(section.required or section.kinds)


def _shown(value: object) -> str:
    """Return a value as the keeper wrote it, in short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{_short(value)}”"
    if isinstance(value, dict):
        return "一段设置"
    if isinstance(value, list):
        return "一组内容"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "一个很长的数"
    return _short(str(value))


def _spaced(text: str) -> str:
    """Return a text as it stands after a Chinese word: a figure or Latin letter keeps its distance."""
    return f" {text}" if text[:1].isascii() else text


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"
