"""The township map on the page: an inline component round the vendored ECharts, geometry and points by address."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import streamlit as st

from riskwatch.ui.house import desk
from riskwatch.ui.session import look, seen_day

_HERE = Path(__file__).parent
_HTML = '<div class="county-map" style="width:100%"></div>'


@dataclass(frozen=True, slots=True)
class Area:
    """One township on the map: its colour (None is the grey hatch of what is not known) and what it says on hover."""

    name: str
    value: float | None
    color: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of points: its shape, and the colour of each level."""

    name: str
    symbol: str
    colors: Mapping[str, str] = field(default_factory=dict)
    size: int = 9


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow from one point (longitude, latitude) to another, its width in pixels, and what it says on hover."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Picked:
    """What the visitor pointed at: a township or a point clicked, an area drawn."""

    kind: str = ""
    key: str = ""
    area: Mapping[str, Any] | None = None


@cache
def _script() -> str:
    return (_HERE / "county_map.js").read_text("utf-8")


def _component() -> Any:
    return st.components.v2.component("county_map", html=_HTML, js=_script())


@lru_cache(maxsize=4096)
def _plain(each: Area) -> dict[str, Any]:
    """Return what is sent of a township, once: it is the same for all visitors. Nobody changes it."""
    return asdict(each)


def county_map(
    areas: Sequence[Area],
    layers: Sequence[Layer] = (),
    *,
    key: str,
    lines: Sequence[Line] = (),
    height: int = 560,
    tools: bool = True,
    label_size: int = 12,
) -> Picked:
    """Draw the map and return what was picked. The view stays where the visitor left it when data change."""
    home = desk()
    seen = look()
    day = seen.as_of.isoformat() if seen and seen.as_of else ""
    middle = home.landscape.boundaries.middle
    data = {
        "version": home.version,
        "geometry": f"map/geometry.json?v={quote(home.version)}",
        "aspect": round(math.cos(math.radians(middle[1])), 4) if home.landscape.has_boundaries else 1.0,
        "height": height,
        "tools": tools,
        "labelSize": label_size,
        "values": [_plain(area) for area in areas],
        "lines": [[*each.start, *each.end, each.width, each.title, each.detail] for each in lines],
        "layers": [
            {**asdict(layer), "address": f"map/points/{layer.name}.json?v={quote(home.version)}&as_of={day}&day={seen_day()}"}
            for layer in layers
        ],
    }
    got = _component()(data=data, key=key, height=height, on_picked_change=lambda: None, on_area_change=lambda: None)
    picked = got.get("picked") or {}
    return Picked(str(picked.get("kind", "")), str(picked.get("key", "")), got.get("area"))
