"""Coordinates as other systems write them: metres of CGCS2000, and the shifts of web maps as github.com/googollee/eviltransform has them."""

import math

from pyproj import Transformer

Spot = tuple[float, float]


def metres(spot: Spot, epsg: int) -> Spot:
    """Return easting and northing to the centimetre."""
    east, north = Transformer.from_crs("EPSG:4490", f"EPSG:{epsg}", always_xy=True).transform(*spot)
    return round(east, 2), round(north, 2)


def shifted(spot: Spot, system: str) -> Spot:
    """Return a point as a map of GCJ-02 or BD-09 shows it."""
    moved = _gcj(spot)
    if system == "GCJ-02":
        return moved
    turn = math.pi * 3000 / 180
    radius = math.hypot(*moved) + 0.00002 * math.sin(moved[1] * turn)
    angle = math.atan2(moved[1], moved[0]) + 0.000003 * math.cos(moved[0] * turn)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def _gcj(spot: Spot) -> Spot:
    x, y = spot[0] - 105, spot[1] - 35
    pi, root = math.pi, math.sqrt(abs(x))
    both = 20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (
        (both + 20 * math.sin(y * pi) + 40 * math.sin(y * pi / 3) + 160 * math.sin(y * pi / 12) + 320 * math.sin(y * pi / 30))
        * 2
        / 3
    )
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (
        (both + 20 * math.sin(x * pi) + 40 * math.sin(x * pi / 3) + 150 * math.sin(x * pi / 12) + 300 * math.sin(x * pi / 30))
        * 2
        / 3
    )
    axis, flat = 6378245.0, 0.00669342162296594323
    radians = math.radians(spot[1])
    magic = 1 - flat * math.sin(radians) ** 2
    north = north * 180 / ((axis * (1 - flat)) / (magic * math.sqrt(magic)) * pi)
    east = east * 180 / (axis / math.sqrt(magic) * math.cos(radians) * pi)
    return spot[0] + east, spot[1] + north
