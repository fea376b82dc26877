"""Outlines of a boundary file, drawn before it is kept: which of them are the county's townships."""

import json
import math

import plotly.graph_objects as go

from riskwatch.figures.look import LEVEL, LINE, figure


def outlines(geojson: bytes, *, strangers: tuple[str, ...] = (), height: int = 320) -> go.Figure:
    """Draw outlines in degrees; those named in ``strangers`` are filled grey and said on hover. It is no map to measure on."""
    shapes = [(str(each["properties"]["name"]), _rings(each["geometry"])) for each in json.loads(geojson)["features"]]
    traces = [_trace(name, rings, is_stranger=name in strangers) for name, rings in shapes]
    made = figure(*traces, height=height, showlegend=False, hovermode="closest")
    south, north = _span([y for _, rings in shapes for ring in rings for _, y in ring])
    made.update_xaxes(visible=False)
    made.update_yaxes(visible=False, scaleanchor="x", scaleratio=1 / math.cos(math.radians((south + north) / 2)))
    made.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return made


def _trace(name: str, rings: list[list[list[float]]], *, is_stranger: bool) -> go.Scatter:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [x for x, _ in ring] + [None]
        ys += [y for _, y in ring] + [None]
    return go.Scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"width": 1, "color": LINE},
        fill="toself",
        fillcolor=LEVEL["grey"] if is_stranger else "#d7e6f3",
        name=name,
        text=f"{name}（名录里没有）" if is_stranger else name,
        hoverinfo="text",
        hoveron="fills",
    )


def _rings(geometry: dict[str, object]) -> list[list[list[float]]]:
    """Return every ring of a polygon or of several; holes are drawn as lines within the fill."""
    found: list[list[list[float]]] = []

    def gather(part: object) -> None:
        if isinstance(part, list) and part:
            if isinstance(part[0], list) and part[0] and isinstance(part[0][0], int | float):
                found.append([pair[:2] for pair in part])
            else:
                for each in part:
                    gather(each)

    gather(geometry["coordinates"])
    return found


def _span(values: list[float]) -> tuple[float, float]:
    return (min(values), max(values)) if values else (0.0, 0.0)
