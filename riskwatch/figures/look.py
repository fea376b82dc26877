"""How every chart looks: quiet base, colour only for what is abnormal, Chinese fonts, units on axes."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

FONT = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"
INK = "#1c2733"
QUIET = "#7a8ea1"
LINE = "#1f5f8b"
PALE = "#c3ced8"
LEVEL = {"red": "#c62828", "orange": "#e07b00", "yellow": "#d9b400", "blue": "#2f6fb3", "grey": "#9aa7b3"}
HEIGHT = 300


# Every property that is set on a finished figure is checked by itself, at some milliseconds each: what all charts share is said once.
_AXIS = {"gridcolor": "#e6ebf0", "zerolinecolor": "#c3ced8", "automargin": True, "linecolor": "#c3ced8"}
_LAYOUT = {
    "margin": {"l": 10, "r": 14, "t": 34, "b": 10},
    "font": {"family": FONT, "size": 13, "color": INK},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "legend": {
        "orientation": "h",
        "yref": "container",
        "y": 0.995,
        "x": 0,
        "yanchor": "top",
        "traceorder": "normal",
    },  # however tall the chart
    "hoverlabel": {"font": {"family": FONT, "size": 13}},
    "bargap": 0.3,
    "separators": ".,",
}


def figure(
    *traces: go.Scatter | go.Bar | go.Heatmap, height: int = HEIGHT, x_title: str = "", y_title: str = "", **layout: Any
) -> go.Figure:
    """Return a figure of these traces in the house's look."""
    axes = {
        name: {"title": {"text": title, "font": {"size": 13}}, **_AXIS}
        for name, title in (("xaxis", x_title), ("yaxis", y_title))
    }
    return go.Figure(list(traces), _merged({"height": height, **_LAYOUT, **axes}, layout))


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``base`` with what ``own`` says in its place, part by part."""
    parts = {
        name: _merged(base[name], value) if isinstance(value, Mapping) and name in base else value for name, value in own.items()
    }
    return {**base, **parts}


# The same figures on a dark ground: each of our own colours has one that reads there; levels stay what they are, a little lighter.
_ON_DARK = {
    INK: "#dfe8f0",
    QUIET: "#8fa9c0",
    LINE: "#6db7ea",
    PALE: "#53708a",
    "#e6ebf0": "#24394c",
    "#5f6f7e": "#9fb2c4",
    "#e3e8ed": "#33485b",
    "#ffffff": "#0d1b28",
    LEVEL["red"]: "#ef5350",
    LEVEL["orange"]: "#ff9f38",
    LEVEL["yellow"]: "#f2d024",
    LEVEL["blue"]: "#64a5e3",
    LEVEL["grey"]: "#8495a5",
}


def on_dark(part: Any) -> Any:
    """Return a figure's plain form with our colours turned for a dark ground."""
    if isinstance(part, dict):
        return {name: on_dark(value) for name, value in part.items()}
    if isinstance(part, list):
        return [on_dark(value) for value in part]
    return _ON_DARK.get(part, part) if isinstance(part, str) else part
