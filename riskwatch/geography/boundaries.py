"""From a county's GeoJSON or zipped Shapefile to township outlines in degrees, and what is told by them.

Never makes up a boundary: a township without one has none.
"""

import io
import json
import math
import tempfile
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio.errors
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from riskwatch.geography.outline import Homes, Outline
from riskwatch.model.files import DATA, read_toml
from riskwatch.model.refusal import Refusal
from riskwatch.model.township import Townships

DEGREES = "EPSG:4490"
OUTSIDE_KM = 2.0
_KM_PER_DEGREE = 111.32
_MOST_BYTES = 300_000
_ALLOWED = frozenset({4490, 4326, 4479, *range(4513, 4555), *range(4491, 4513)})


@dataclass(frozen=True)
class Boundaries:
    """Township outlines: columns ``name``, ``code``, ``geometry`` in degrees (CGCS2000)."""

    frame: gpd.GeoDataFrame
    is_schematic: bool = False
    is_tiles: bool = False
    crs: str = ""  # the system that the file was read in, as its code or its own name
    names_its_crs: bool = False  # False: the county's declared one was taken

    @cached_property
    def outline(self) -> Outline:
        """The county, grown by 2 km: what lies beyond is 坐标存疑."""
        middle = math.radians(self.middle[1])
        stretched = shapely.transform(shapely.union_all(self.frame.geometry.to_numpy()), lambda xy: xy * [math.cos(middle), 1])
        grown = shapely.buffer(stretched, OUTSIDE_KM / _KM_PER_DEGREE)
        return Outline(shapely.to_wkb(shapely.transform(grown, lambda xy: xy / [math.cos(middle), 1])))

    @cached_property
    def homes(self) -> Homes | None:
        """The townships, for asking whether points lie where they say; None for tiles and schematic outlines, which prove nothing."""
        if self.is_tiles or self.is_schematic:
            return None
        return Homes(tuple(zip(self.frame["name"], shapely.to_wkb(self.frame.geometry.to_numpy()), strict=True)))

    @cached_property
    def middle(self) -> tuple[float, float]:
        """The middle of the county, longitude and latitude."""
        west, south, east, north = self.frame.total_bounds
        return (west + east) / 2, (south + north) / 2

    def are_outside(self, points: Sequence[tuple[float, float]]) -> list[bool]:
        """Tell which points (longitude, latitude) lie outside the county by more than 2 km. Tiles know no outside."""
        return [False] * len(points) if self.is_tiles else self.outline(points)

    def geojson(self) -> bytes:
        """Return the outlines for the screen: at most 300 KB, shared borders still shared."""
        tolerance = 0.0
        frame = self.frame[["name", "code", "geometry"]]
        while True:
            shapes = frame if not tolerance else frame.set_geometry(_simplified(frame, tolerance), crs=DEGREES)
            text = _as_geojson(shapes)
            if len(text) <= _MOST_BYTES:
                return text
            tolerance = tolerance * 2 or 0.0002


@dataclass(frozen=True, slots=True)
class Joined:
    """Boundaries joined to the county's townships, and what did not match on either side."""

    boundaries: Boundaries
    without_polygon: tuple[str, ...]
    unmatched_polygons: tuple[str, ...]


def _simplified(frame: gpd.GeoDataFrame, tolerance: float) -> np.ndarray:
    return np.asarray(shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance))


def _as_geojson(frame: gpd.GeoDataFrame) -> bytes:
    rounded = frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), lambda xy: xy.round(5)), crs=DEGREES)
    found = json.loads(rounded.to_json(drop_id=True))
    found.pop("crs", None)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def read_boundaries(content: bytes, file_name: str, declared_crs: str = DEGREES) -> Boundaries:
    """Read a boundary file. Its own coordinate system wins over the declared one.

    Raises Refusal when it is no boundary file, has no township names, or its coordinate system cannot be used.
    """
    frame = _read(content, file_name)
    frame, crs, names_its_crs = _in_degrees(frame, content, file_name, declared_crs)
    fields = read_toml(DATA / "boundaries" / "fields.toml")
    name = next((field for field in fields["name"] if field in frame.columns), None)
    if name is None:
        raise Refusal(
            f"“{file_name}”里没有乡镇名称字段。",
            f"把名称字段改名为 name 后再导入（现有字段：{'、'.join(map(str, frame.columns[:-1]))}）。",
        )
    code = next((field for field in fields["code"] if field in frame.columns), None)
    kept = gpd.GeoDataFrame(
        {
            "name": [str(each).strip() for each in frame[name]],
            "code": [None if code is None or each is None else str(each).split(".")[0] for each in frame[code or name]],
        },
        geometry=_polygons(frame.geometry),
        crs=DEGREES,
    )
    kept = kept[~kept.geometry.is_empty]
    if kept.empty:
        raise Refusal(f"“{file_name}”里没有面状边界。", "导出乡镇面图层（不是点或线）后再导入。")
    kept = kept.dissolve(by="name", as_index=False, aggfunc="first")[["name", "code", "geometry"]]
    west, south, east, north = kept.total_bounds
    if west < 70 or east > 140 or south < 0 or north > 56:
        raise Refusal(f"“{file_name}”换算后不在中国范围内。", "核对坐标系：在县设置中写明 CGCS2000 的分带（EPSG:4513–4554）。")
    head = (content[:4000].decode("utf-8", "ignore") + file_name).casefold()
    return Boundaries(kept, any(word in head for word in fields["schematic"]), crs=crs, names_its_crs=names_its_crs)


def _read(content: bytes, file_name: str) -> gpd.GeoDataFrame:
    is_zip = content[:4] == b"PK\x03\x04"
    suffix = ".zip" if is_zip else ".geojson"
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / f"boundaries{suffix}"
        path.write_bytes(content)
        for encoding in _encodings(content) if is_zip else (None,):
            try:
                frame = gpd.read_file(path, **({"encoding": encoding} if encoding else {}))
            except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError, ValueError) as wrong:
                if is_zip and encoding != "gbk":
                    continue
                raise Refusal(
                    f"“{file_name}”不是边界文件。", "导入乡镇面的 GeoJSON，或 .shp/.dbf/.shx/.prj 打包成的 zip。"
                ) from wrong
            if not any("\ufffd" in str(value) for value in frame.drop(columns="geometry", errors="ignore").to_numpy().ravel()):
                break
    if "geometry" not in frame or frame.geometry.isna().all():
        raise Refusal(f"“{file_name}”里没有图形。", "导入乡镇面的 GeoJSON，或打包成 zip 的 Shapefile。")
    return frame


def _encodings(content: bytes) -> tuple[str | None, ...]:
    """Return what to try for the names of a zipped Shapefile. Without a .cpg offices write GBK, newer programs UTF-8."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            says = any(name.lower().endswith(".cpg") for name in package.namelist())
    except zipfile.BadZipFile:
        says = True
    return (None, "gbk") if says else ("utf-8", "gbk")


def _in_degrees(frame: gpd.GeoDataFrame, content: bytes, file_name: str, declared: str) -> tuple[gpd.GeoDataFrame, str, bool]:
    """Turn whatever coordinate system into degrees; tell which it was, and whether the file names it. GeoJSON without a crs member holds what the county declares."""
    has_own = content[:4] == b"PK\x03\x04" or b'"crs"' in io.BytesIO(content).read(20000)
    names_its_crs = bool(has_own and frame.crs)
    try:
        crs = CRS.from_user_input(frame.crs if names_its_crs else declared)
    except CRSError as wrong:
        raise Refusal(f"“{file_name}”的坐标系“{declared}”不认识。", "写成 EPSG:4490 这样的代号。") from wrong
    epsg = crs.to_epsg()
    if epsg is not None and epsg not in _ALLOWED:
        raise Refusal(
            f"“{file_name}”的坐标系 EPSG:{epsg} 不能使用。", "转换成 CGCS2000（EPSG:4490 或 3 度带 4513–4554）或 WGS84 后再导入。"
        )
    west, south, east, north = frame.total_bounds
    if crs.is_geographic and max(abs(west), abs(east)) > 360:
        raise Refusal(f"“{file_name}”的坐标是米，不是度。", "在县设置的 crs 中写明所用的 3 度带，例如 EPSG:4544。")
    if crs.is_projected and max(map(abs, (west, south, east, north))) <= 360:
        raise Refusal(
            f"“{file_name}”的坐标是度，不是米。", "坐标系用经纬度的：在县设置的 crs 中写 EPSG:4490，或改正文件里的坐标系。"
        )
    told = f"EPSG:{epsg}" if epsg else str(crs.name)
    return frame.set_crs(crs, allow_override=True).to_crs(DEGREES), told, names_its_crs


def _polygons(shapes: gpd.GeoSeries) -> np.ndarray:
    """Make every shape valid and keep only its areas."""
    made = shapely.make_valid(shapes.to_numpy())
    return np.asarray([shapely.MultiPolygon() if shape is None else _areas(shape) for shape in made])


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def join(boundaries: Boundaries, townships: Townships) -> Joined:
    """Give each polygon its township's official name: by code, else by name, alias or only base."""
    by_code = {each.code: each.name for each in townships.all if each.code}
    names, unmatched = [], []
    for code, name in zip(boundaries.frame["code"], boundaries.frame["name"], strict=True):
        match = townships.resolve(name)
        official = match.name if match and match.how != "prefix" else by_code.get(code)
        if official is None:
            unmatched.append(name)
        names.append(official or name)
    frame = boundaries.frame.assign(name=names)
    if len(set(names)) < len(names):
        frame = frame.dissolve(by="name", as_index=False, aggfunc="first")[["name", "code", "geometry"]]
    without = tuple(name for name in townships.names if name not in set(names))
    unmatched_named = tuple(unmatched) if townships else ()
    return Joined(replace(boundaries, frame=frame), without, unmatched_named)


def tiles(names: Sequence[str], middle: tuple[float, float] = (105.0, 31.0)) -> Boundaries:
    """Return a grid of equal tiles, one per township, for a county without boundaries. It is no map."""
    side = max(1, math.ceil(math.sqrt(len(names) * 1.4)))
    size, gap = 0.1, 0.006
    boxes = []
    for place in range(len(names)):
        west = middle[0] + place % side * size
        north = middle[1] - place // side * size * 0.8
        boxes.append(shapely.box(west + gap, north - size * 0.8 + gap, west + size - gap, north - gap))
    frame = gpd.GeoDataFrame({"name": list(names), "code": [None] * len(names)}, geometry=boxes, crs=DEGREES)
    return Boundaries(frame, is_tiles=True)
