"""The ground of the made-up county: its townships, their borders, its river, its people's names.

Borders are Voronoi cells of 24 jittered seats whose edges are each replaced ONCE by a fractal line, so that two
neighbours share the very same points. Nothing here knows about ledgers or sheets.
"""

from __future__ import annotations

import heapq
import math
import random
import tomllib
import zlib
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely import voronoi_polygons
from shapely.geometry import LineString, MultiPoint, Point, Polygon, mapping
from shapely.ops import polygonize, unary_union

HERE = Path(__file__).parent
COUNTY: dict[str, Any] = tomllib.loads((HERE / "county.toml").read_text("utf-8"))
TODAY: date = COUNTY["today"]
HOLIDAYS: frozenset[date] = frozenset(COUNTY["holidays"])
CENTRE = (105.6, 31.2)
KM_PER_LON = 111.32 * math.cos(math.radians(CENTRE[1]))
KM_PER_LAT = 110.9


def chance(topic: str) -> random.Random:
    """A random stream of its own for each topic, so that one topic's change leaves the others alone."""
    return random.Random(zlib.crc32(f"yunling/{topic}".encode()))


# --- people: a surname, 例 for 「示例」, and one more character, so that nobody real is meant -------------------

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘范彭鲁韦马方任袁柳唐薛雷贺倪汤罗"
GIVEN = "川安平云山林峰江河海波涛松柏竹梅兰春秋明清和正文武德仁义礼智信勇刚强军民国建新华东南西北"


def person(rng: random.Random) -> str:
    """A plainly made-up name."""
    return rng.choice(SURNAMES) + "例" + rng.choice(GIVEN)


def phone(rng: random.Random) -> str:
    """An 11-digit number from a range that is not in use."""
    return f"1990000{rng.randrange(10000):04d}"


# --- townships -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Township:
    """One township as the directory lists it."""

    name: str
    kind: str
    code: str
    population: int
    aliases: tuple[str, ...]
    secretary: str
    mayor: str
    must_report: bool
    villages: tuple[str, ...]


# Rows from north to south, each from west to east.
GRID = (
    ("云台乡", "大垭镇", "仙峰乡", "石笋乡"),
    ("高坪乡", "青岩土家族乡", "龙潭镇", "柏林乡", "白鹤镇"),
    ("红岩乡", "金鼓镇", "青溪镇", "城关街道", "东屏街道", "永安镇"),
    ("石门镇", "茶园乡", "三江口镇", "双河镇", "柳坝镇"),
    ("凤仪乡", "太平镇", "㵲溪镇", "竹园乡"),
)
VALLEY = ("青岩土家族乡", "龙潭镇", "青溪镇", "三江口镇")
LAGGARD = "石门镇"
MODEL = "永安镇"
# They keep a ledger of their own; the others report through the departments.
REPORTING = ("石门镇", "永安镇", "城关街道", "青溪镇", "高坪乡", "石笋乡", "柏林乡", "仙峰乡")
ALIASES = {
    "青岩土家族乡": ("青岩乡", "青岩"),
    "太平镇": ("太平乡", "太平"),
    "㵲溪镇": ("舞溪镇", "舞溪"),
    "城关街道": ("城关镇", "城关"),
    "东屏街道": ("东屏",),
    "三江口镇": ("三江镇", "三江口"),
    "石门镇": ("石门乡", "石门"),
}
POPULATION = {
    "城关街道": 61840,
    "东屏街道": 38215,
    "青溪镇": 31460,
    "石门镇": 33720,
    "永安镇": 27930,
}
VILLAGE_NAMES = [
    "回龙村",
    "柏树村",
    "新民村",
    "大湾村",
    "石桥村",
    "桃园村",
    "河坝村",
    "双堰村",
    "观音村",
    "长岭村",
    "红星村",
    "水井村",
    "马鞍村",
    "天池村",
    "凉水村",
    "杨柳村",
    "白沙村",
    "青杠村",
    "黄泥村",
    "五里村",
    "向阳村",
    "油坊村",
    "沙坪村",
    "堰塘村",
    "梨树村",
    "土门村",
    "盐井村",
    "高桥村",
    "木梓村",
    "七里村",
]


def _townships() -> tuple[Township, ...]:
    rng = chance("townships")
    order = sorted((n for row in GRID for n in row), key=lambda n: (_kind(n)[0], GRID_INDEX[n]))
    serial = {"街道": 0, "镇": 99, "乡": 199}
    out = []
    for name in order:
        kind = _kind(name)[1]
        group = "乡" if kind == "民族乡" else kind
        serial[group] += 1
        base = name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        out.append(
            Township(
                name=name,
                kind=kind,
                code=f"519901{serial[group]:03d}",
                population=POPULATION.get(name, rng.randrange(8200, 26800)),
                aliases=ALIASES.get(name, (base,)),
                secretary=person(rng),
                mayor=person(rng),
                must_report=name in REPORTING,
                villages=tuple(rng.sample(VILLAGE_NAMES, rng.randrange(7, 12))),
            )
        )
    return tuple(out)


def _kind(name: str) -> tuple[int, str]:
    if name.endswith("街道"):
        return 0, "街道"
    if name.endswith("镇"):
        return 1, "镇"
    return 2, "民族乡" if "族乡" in name else "乡"


GRID_INDEX = {name: i for i, name in enumerate(n for row in GRID for n in row)}
TOWNSHIPS = _townships()
BY_NAME = {t.name: t for t in TOWNSHIPS}
NAMES = tuple(t.name for t in TOWNSHIPS)


# --- borders ---------------------------------------------------------------------------------------------------


def _seats() -> tuple[dict[str, tuple[float, float]], list[tuple[float, float]]]:
    """The seats of the townships, and a ring of seats outside that gives the county its outline (km from centre)."""
    rng = chance("seats")
    jitter = lambda s: rng.uniform(-s, s)  # noqa: E731 - two draws a point, in a fixed order
    seats, ghosts = {}, []
    step_x, step_y = 10.6, 11.2
    for r in range(-1, 6):
        names = GRID[r] if 0 <= r < 5 else ()
        wide = 4 + (2 - abs(r - 2)) if 0 <= r < 5 else 5
        count = wide + 2 if 0 <= r < 5 else 6
        for c in range(count):
            x = (c - (count - 1) / 2) * step_x + jitter(2.7)
            y = (2 - r) * step_y + jitter(2.6)
            if names and 1 <= c <= len(names):
                seats[names[c - 1]] = (x, y)
            else:
                ghosts.append((x, y))
    for side in (-1, 1):  # a second, far ring closes the cells of the first
        for k in range(-6, 7):
            ghosts.append((side * 62 + jitter(2), k * 11 + jitter(2)))
            ghosts.append((k * 11 + jitter(2), side * 58 + jitter(2)))
    return seats, ghosts


def fractal(a: tuple[float, float], b: tuple[float, float], rough: float, topic: str) -> list[tuple[float, float]]:
    """The way from a to b by midpoint displacement; the same way whichever end is asked first."""
    first, last = sorted((a, b))
    rng = chance(f"{topic}/{first[0]:.4f}/{first[1]:.4f}/{last[0]:.4f}/{last[1]:.4f}")
    points = [first, last]
    length = math.dist(first, last)
    amplitude = rough * length
    while length > 0.55:
        longer = [points[0]]
        for p, q in pairwise(points):
            dx, dy = q[0] - p[0], q[1] - p[1]
            size = math.hypot(dx, dy) or 1.0
            shift = max(-0.3 * size, min(0.3 * size, rng.gauss(0, 0.55) * amplitude))
            longer += [
                ((p[0] + q[0]) / 2 - dy / size * shift, (p[1] + q[1]) / 2 + dx / size * shift),
                q,
            ]
        points, length, amplitude = longer, length / 2, amplitude * 0.52
    return points if first == a else points[::-1]


def _border(edge: tuple, sites: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A fractal border that stays in the kite between its two seats, where no other border can be."""
    (ax, ay), (bx, by) = edge
    middle = ((ax + bx) / 2, (ay + by) / 2)
    left, right = sorted(sites, key=lambda s: math.dist(s, middle))[:2]
    kite = MultiPoint([edge[0], edge[1], left, right]).convex_hull.buffer(1e-6)
    for rough in (0.3, 0.26, 0.22, 0.18, 0.14, 0.1, 0.07, 0.04, 0.02):
        way = fractal(*edge, rough, f"border{rough}")
        line = LineString(way)
        if line.is_simple and kite.contains(line):
            return way
    return [edge[0], edge[1]]


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Kilometres from the centre to longitude and latitude, to the metre."""
    return round(CENTRE[0] + x / KM_PER_LON, 5), round(CENTRE[1] + y / KM_PER_LAT, 5)


def _ground() -> tuple[dict[str, Polygon], LineString]:
    seats, ghosts = _seats()
    everything = MultiPoint([*seats.values(), *ghosts])
    cells = list(voronoi_polygons(everything).geoms)
    owned = {}
    for name, seat in seats.items():
        owned[name] = next(c for c in cells if c.contains(Point(seat)))
    key = lambda p: (round(p[0], 6), round(p[1], 6))  # noqa: E731
    edges: dict[tuple[tuple[float, float], tuple[float, float]], set[str]] = {}
    for name, cell in owned.items():
        ring = [key(p) for p in cell.exterior.coords]
        for p, q in pairwise(ring):
            edges.setdefault((min(p, q), max(p, q)), set()).add(name)
    lines = {e: [to_degrees(*p) for p in _border(e, [*seats.values(), *ghosts])] for e in edges}
    found = list(polygonize(unary_union([LineString(way) for way in lines.values()])))
    shapes = {}
    for name, seat in seats.items():
        shapes[name] = next(p for p in found if p.contains(Point(to_degrees(*seat))))
    if len(found) != len(seats) or len({id(p) for p in shapes.values()}) != len(seats):
        message = "the border lines cross each other: choose another jitter"
        raise RuntimeError(message)
    return shapes, _river(edges, lines, seats)


def _river(edges: dict, lines: dict, seats: dict) -> LineString:
    """Down borders where it can, and straight through the two townships that grew on both its banks."""
    ends = lambda names: [e for e, own in edges.items() if own == set(names)]  # noqa: E731
    (spring,) = ends(("云台乡", "大垭镇"))
    (mouth,) = ends(("太平镇", "㵲溪镇"))
    (upper,) = ends(("青岩土家族乡", "龙潭镇"))
    top = max(spring, key=lambda p: p[1])
    foot = min(mouth, key=lambda p: p[1])
    fork, knee = max(upper, key=lambda p: p[1]), min(upper, key=lambda p: p[1])
    into_three = min(
        (p for e, own in edges.items() if {"青溪镇", "三江口镇"} <= own for p in e),
        key=lambda p: p[1],
    )
    last = max(mouth, key=lambda p: p[1])
    way = _along(edges, lines, top, fork) + _along(edges, lines, fork, knee)
    qingxi = (seats["青溪镇"][0] + 0.9, seats["青溪镇"][1] - 0.6)
    sanjiang = (seats["三江口镇"][0] - 1.1, seats["三江口镇"][1] + 0.4)
    for a, b in ((knee, qingxi), (qingxi, into_three), (into_three, sanjiang), (sanjiang, last)):
        way += [to_degrees(*p) for p in fractal(a, b, 0.2, "river")]
    way += _along(edges, lines, last, foot)
    clean = [p for i, p in enumerate(way) if i == 0 or p != way[i - 1]]
    return LineString(clean)


def _along(edges: dict, lines: dict, start: tuple, goal: tuple) -> list[tuple[float, float]]:
    """The shortest way over inner borders."""
    near: dict[tuple, list[tuple]] = {}
    for e, own in edges.items():
        cost = math.dist(*e) * (1 if len(own) == 2 else 6)
        near.setdefault(e[0], []).append((e[1], cost, e))
        near.setdefault(e[1], []).append((e[0], cost, e))
    queue, seen = [(0.0, start, [])], set()
    while queue:
        cost, here, way = heapq.heappop(queue)
        if here == goal:
            out: list[tuple[float, float]] = []
            for edge, forward in way:
                line = lines[edge]
                out += line if forward else line[::-1]
            return out
        if here in seen:
            continue
        seen.add(here)
        for there, more, edge in near[here]:
            heapq.heappush(queue, (cost + more, there, [*way, (edge, edge[0] == here)]))
    message = "no way over the borders"
    raise RuntimeError(message)


SHAPES, RIVER = _ground()
OUTLINE: Polygon = unary_union(list(SHAPES.values()))


def spot(township: str, rng: random.Random, near_river_km: float | None = None) -> tuple[float, float]:
    """A place inside a township, by the river if asked: (longitude, latitude)."""
    shape = SHAPES[township].buffer(-0.004)
    west, south, east, north = shape.bounds
    for _ in range(20000):
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        point = Point(lon, lat)
        if shape.contains(point) and (near_river_km is None or RIVER.distance(point) * 100 < near_river_km):
            return round(lon, 5), round(lat, 5)
    message = f"no room in {township}"
    raise RuntimeError(message)


def boundaries() -> dict[str, Any]:
    """GeoJSON of the townships."""
    note = "云岭县（示例）乡镇边界：示例数据，虚构，不是真实的行政区划"
    return {
        "type": "FeatureCollection",
        "name": note,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "features": [
            {
                "type": "Feature",
                "properties": {"name": t.name, "code": t.code},
                "geometry": mapping(SHAPES[t.name]),
            }
            for t in TOWNSHIPS
        ],
    }


def river() -> dict[str, Any]:
    """GeoJSON of the river."""
    return {
        "type": "FeatureCollection",
        "name": "云岭县（示例）青溪河：示例数据，虚构",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "features": [{"type": "Feature", "properties": {"name": "青溪河"}, "geometry": mapping(RIVER)}],
    }
