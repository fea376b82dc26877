"""Coordinates of other systems turned into longitude and latitude: metres of a CGCS2000 zone, and what web maps have shifted.

China's web maps shift what they show: GCJ-02 by some 300–600 m, BD-09 by some 900–1,300 m. The shift itself was never published
officially; the formulas here are the ones that the open-source map community reconstructed and uses throughout (for example
github.com/googollee/eviltransform), on the ellipsoid of Krasovsky 1940. Turning back is done by iteration on them.
"""

import math
from collections.abc import Callable, Sequence

Pair = tuple[float, float]
_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323  # Krasovsky 1940: metres, squared
_BAIDU = math.pi * 3000 / 180
_ROUNDS = 12
_FIRST_3_DEGREE, _LAST_3_DEGREE = 25, 45
_FIRST_6_DEGREE, _LAST_6_DEGREE = 13, 23


def unshift(pairs: Sequence[Pair], system: str) -> list[Pair]:
    """Turn longitudes and latitudes of GCJ-02 or BD-09 back to WGS84, to less than a millimetre of the formulas."""
    shift = {"GCJ-02": _gcj, "BD-09": _bd}[system]
    return [_back(pair, shift) for pair in pairs]


def shift(pairs: Sequence[Pair], system: str) -> list[Pair]:
    """Turn WGS84 into GCJ-02 or BD-09, as the maps do."""
    return [{"GCJ-02": _gcj, "BD-09": _bd}[system](pair) for pair in pairs]


def _back(pair: Pair, forward: Callable[[Pair], Pair]) -> Pair:
    longitude, latitude = pair
    for _ in range(_ROUNDS):
        x, y = forward((longitude, latitude))
        longitude, latitude = longitude + pair[0] - x, latitude + pair[1] - y
    return round(longitude, 7), round(latitude, 7)


def _gcj(pair: Pair) -> Pair:
    longitude, latitude = pair
    x, y = longitude - 105.0, latitude - 35.0
    root = math.sqrt(abs(x))
    waves = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    east += (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    angle = math.radians(latitude)
    bend = 1.0 - _ECCENTRICITY * math.sin(angle) ** 2
    north = north * 180.0 / (_AXIS * (1.0 - _ECCENTRICITY) / (bend * math.sqrt(bend)) * math.pi)
    east = east * 180.0 / (_AXIS / math.sqrt(bend) * math.cos(angle) * math.pi)
    return longitude + east, latitude + north


def _bd(pair: Pair) -> Pair:
    x, y = _gcj(pair)
    radius = math.hypot(x, y) + 0.00002 * math.sin(y * _BAIDU)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * _BAIDU)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


# --- metres ---


def zone_of(first: float, second: float, county_crs: str = "") -> str | None:
    """Return the CGCS2000 zone, as an EPSG code, that a pair of metres lies in; None where nothing tells.

    Eastings of eight digits name their zone (25–45 are 3° wide, 13–23 are 6°); those of six take the central meridian of the
    county's own system.
    """
    east = _east_and_north(first, second)[0]
    if east is None:
        return None
    zone = int(east // 1_000_000)
    if _FIRST_3_DEGREE <= zone <= _LAST_3_DEGREE:
        return f"EPSG:{4513 + zone - _FIRST_3_DEGREE}"
    if _FIRST_6_DEGREE <= zone <= _LAST_6_DEGREE:
        return f"EPSG:{4491 + zone - _FIRST_6_DEGREE}"
    number = int(county_crs.removeprefix("EPSG:") or 0)
    if zone == 0 and 4513 <= number <= 4533:
        return f"EPSG:{number + 21}"  # the same meridian without the zone's prefix
    return county_crs if zone == 0 and 4534 <= number <= 4554 else None


def zone_name(crs: str) -> str:
    """Return a zone in words: how wide it is and its central meridian.

    >>> zone_name("EPSG:4523"), zone_name("EPSG:4544"), zone_name("EPSG:4495")
    ('3 度带，中央经线 105°', '3 度带，中央经线 105°', '6 度带，中央经线 99°')
    """
    number = int(crs.removeprefix("EPSG:"))
    if number < 4513:
        return f"6 度带，中央经线 {75 + (number - 4491) * 6}°"
    return f"3 度带，中央经线 {75 + (number - (4513 if number < 4534 else 4534)) * 3}°"


def unproject(pairs: Sequence[Pair], crs: str) -> list[Pair]:
    """Turn metres of one zone, in either order, into longitudes and latitudes."""
    from pyproj import Transformer  # only few sheets have metres

    turned = [_east_and_north(*pair) for pair in pairs]
    to_degrees = Transformer.from_crs(crs, "EPSG:4490", always_xy=True)
    longitudes, latitudes = to_degrees.transform([east for east, _ in turned], [north for _, north in turned])
    return [(round(x, 7), round(y, 7)) for x, y in zip(longitudes, latitudes, strict=True)]


def _east_and_north(first: float, second: float) -> tuple[float | None, float | None]:
    """Tell the easting from the northing by their size: in China a northing has seven digits, an easting six or eight."""
    for north, east in ((first, second), (second, first)):
        if 1_000_000 <= north < 6_200_000 and (100_000 <= east < 900_000 or 13_000_000 <= east < 46_000_000):
            return east, north
    return None, None
