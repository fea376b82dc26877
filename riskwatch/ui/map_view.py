"""From the townships' numbers to what the map shows: fills, levels with their reasons, layers. The rules are data/map.toml."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
import shapely
import streamlit as st

from riskwatch.model.files import DATA, read_toml
from riskwatch.ui.answers import Same
from riskwatch.ui.county_map import Area, Layer
from riskwatch.ui.house import desk
from riskwatch.ui.page import TONE_WORDS
from riskwatch.ui.shared import shared

_ORDER = ("red", "orange", "yellow")
_STEPS = ("#eef3f8", "#d3e0ec", "#b3cade", "#8fb0cd", "#6a95ba")


@cache
def rules() -> dict[str, Any]:
    """Return data/map.toml."""
    return read_toml(DATA / "map.toml")


def fills() -> dict[str, str]:
    """Return what the map can be filled with: column and title, the combined level first."""
    return {"combined": rules()["combined"]["title"]} | {each["column"]: each["title"] for each in rules()["fill"]}


def combined_level(row: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return a township's combined level and every reason for it, the worst first. Unknown numbers give no reason."""
    reasons: list[tuple[int, str, str]] = []
    for factor in rules()["combined"]["factor"]:
        value = row[factor["column"]]
        if value is None or value != value:
            continue
        tone = next((each for each in _ORDER if each in factor and value >= factor[each]), None)
        if tone:
            reasons.append((_ORDER.index(tone), tone, f"{factor['title']} {value:,.0f} {factor['unit']}（{TONE_WORDS[tone]}）"))
    reasons.sort()
    return (reasons[0][1] if reasons else "blue"), [each[2] for each in reasons]


def gaps(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the townships where people would find no place, the widest gap first."""
    return _gaps(Same(numbers))


@shared(most=16)
def _gaps(numbers: Same) -> pd.DataFrame:
    rows = numbers.table
    return rows[rows["gap_count"] > 0].sort_values("gap_count", ascending=False)


def areas(numbers: pd.DataFrame, fill: str) -> list[Area]:
    """Return every township of the map with its colour and what it says; grey hatch where nothing is known."""
    return _areas(Same(numbers), fill)


@shared(most=64)
def _areas(shared: Same, fill: str) -> list[Area]:
    numbers = shared.table
    rows: dict[str, Mapping[str, Any]] = {
        str(row["township"]): {str(name): value for name, value in row.items()} for row in numbers.to_dict("records")
    }
    names = list(desk().landscape.boundaries.frame["name"])
    if fill == "combined":
        return [_combined(name, rows.get(name)) for name in names]
    return _stepped(names, rows, fill)


def _combined(name: str, row: Mapping[str, Any] | None) -> Area:
    if row is None:
        return Area(name, None, None, "没有任何上报，不能研判")
    tone, reasons = combined_level(row)
    unknown = unknown_factors(row)
    if tone == "blue" and unknown:
        # Nothing reached a level, but not everything was reported: that is not low risk.
        return Area(name, None, None, "不能研判\n" + "\n".join(unknown))
    word = rules()["combined"]["words"][tone]
    said = [*(reasons or ["没有达到分级线的项目"]), *unknown]
    return Area(name, None, rules()["combined"]["colors"][tone], f"{TONE_WORDS[tone]}·{word}\n" + "\n".join(said))


def unknown_factors(row: Mapping[str, Any]) -> list[str]:
    """Return what must be known before a township can be called low risk, and is not."""
    unknown = [] if _counted(row["total_count"]) else ["隐患没有上报"]
    if _counted(row["risk_point_count"]) and pd.isna(row["gap_count"]):
        unknown.append("风险点人数或安置点没有上报，安置缺口不明")
    return unknown


def _counted(value: Any) -> bool:
    """Tell whether a count is known and not 0."""
    return not pd.isna(value) and bool(value)


def _stepped(names: Sequence[str], rows: Mapping[str, Mapping[str, Any]], column: str) -> list[Area]:
    about = next(each for each in rules()["fill"] if each["column"] == column)
    bounds = steps([rows[name][column] for name in names if name in rows])
    found = []
    for name in names:
        value = rows[name][column] if name in rows else None
        if value is None or value != value:
            found.append(Area(name, None, None, f"{about['title']}：没有上报"))
            continue
        step = sum(value > bound for bound in bounds)
        found.append(Area(name, float(value), _STEPS[step], f"{about['title']}：{value:,.0f} {about['unit']}"))
    return found


def steps(values: Sequence[float | None]) -> list[float]:
    """Return the four upper bounds of five even steps from 0 to the largest value."""
    known = [float(value) for value in values if value is not None and value == value]
    top = max(known, default=0.0)
    return [top * place / 5 for place in range(1, 5)]


def legend(numbers: pd.DataFrame, fill: str) -> None:
    """Say in words what the colours mean."""
    if fill == "combined":
        about = rules()["combined"]
        marks = [_mark(about["colors"][tone], f"{TONE_WORDS[tone]}·{word}") for tone, word in about["words"].items()]
        lines = "；".join(
            f"{each['title']}（{each['unit']}）"
            + "、".join(f"{TONE_WORDS[tone]}≥{each[tone]}" for tone in _ORDER if tone in each)
            for each in about["factor"]
        )
        note = f"{about['basis']}{lines}。依据：{about['source']}。"
    else:
        about = next(each for each in rules()["fill"] if each["column"] == fill)
        bounds = [0.0, *steps(numbers[fill].tolist()), max((float(value) for value in numbers[fill].dropna()), default=0.0)]
        marks = [_mark(_STEPS[place], f"{bounds[place]:,.0f}–{bounds[place + 1]:,.0f}") for place in range(5) if bounds[-1]]
        note = f"{about['title']}（{about['unit']}），等距五档。"
    hatch = "repeating-linear-gradient(135deg,#eceff2 0 3px,#b4bec8 3px 4px)"
    marks.append(_mark(hatch, "没有上报，不能研判"))
    boundaries = desk().landscape.boundaries
    if boundaries.is_schematic:
        note += "**示意图，非行政界线。**"
    if boundaries.is_tiles:
        note += "**还没有导入乡镇边界：一格代表一个乡镇，不表示位置。**"
    st.markdown(" ".join(marks) + f"<br><small>{note}</small>", unsafe_allow_html=True)


def _mark(color: str, word: str) -> str:
    box = f"display:inline-block;width:.9em;height:.9em;background:{color};border:1px solid #8496a6;vertical-align:-.1em;margin-right:.25em"
    return f'<span style="white-space:nowrap;margin-right:.9em"><span style="{box}"></span>{word}</span>'


def layers(names: Sequence[str]) -> list[Layer]:
    """Return the chosen point layers."""
    return [
        Layer(each["name"], each["symbol"], {level: color for level, (color, _) in each["levels"].items()}, each["size"])
        for each in rules()["layer"]
        if each["name"] in names
    ]


def layer_titles() -> dict[str, str]:
    """Return the title of every point layer by name."""
    return {each["name"]: each["title"] for each in rules()["layer"]}


def layer_levels(name: str) -> list[tuple[str, str]]:
    """Return the colours of a layer's levels with their words."""
    return next([(color, word) for color, word in each["levels"].values()] for each in rules()["layer"] if each["name"] == name)


_SIGNS = {"circle": "●", "triangle": "▲", "rect": "■", "diamond": "◆"}


def layer_legend(names: Sequence[str]) -> None:
    """Say in words what the chosen points mean; shape tells the layer, colour and word the level."""
    for each in rules()["layer"]:
        if each["name"] in names:
            sign = _SIGNS[each["symbol"]]
            marks = " ".join(
                f'<span style="white-space:nowrap;margin-right:.7em"><span style="color:{color}">{sign}</span> {word}</span>'
                for color, word in each["levels"].values()
            )
            st.markdown(f"<small><b>{each['title']}</b>　{marks}</small>", unsafe_allow_html=True)


def inside(points: pd.DataFrame, area: Mapping[str, Any]) -> pd.DataFrame:
    """Return the points inside a drawn rectangle or polygon; its corners are longitude and latitude."""
    if area["type"] == "rect":
        (west, east), (south, north) = (sorted(side) for side in area["range"])
        shape = shapely.box(west, south, east, north)
    else:
        shape = shapely.Polygon(area["range"])
    found: pd.DataFrame = points[shapely.contains_xy(shape, points["longitude"].to_numpy(), points["latitude"].to_numpy())]
    return found
