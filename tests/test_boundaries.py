"""Are boundaries read whatever their form, put right, joined to names, and never made up?"""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from riskwatch.desk import SAMPLE, Desk
from riskwatch.geography.boundaries import Boundaries, join, read_boundaries, tiles
from riskwatch.model.refusal import Refusal
from riskwatch.model.township import Township, townships
from riskwatch.store import exchange
from tests.lines import run
from tests.paper import workbook

# Two squares of about 10 km that share a border, in degrees.
WEST = shapely.box(105.0, 31.0, 105.1, 31.1)
EAST = shapely.box(105.1, 31.0, 105.2, 31.1)


def frame(shapes: list[shapely.Geometry], names: list[str], crs: str = "EPSG:4490", **columns: list[object]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": names, **columns}, geometry=shapes, crs=crs)


def geojson(shapes: gpd.GeoDataFrame, *, crs: bool = False) -> bytes:
    document = json.loads(shapes.to_json())
    document.pop("crs", None)
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{shapes.crs.to_epsg()}"}}
    return json.dumps(document, ensure_ascii=False).encode()


def shapefile(shapes: gpd.GeoDataFrame, folder: Path, encoding: str, *, leave_out: tuple[str, ...] = ()) -> bytes:
    shapes.to_file(folder / "乡镇界.shp", encoding=encoding)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for path in sorted(folder.glob("乡镇界.*")):
            if path.suffix not in leave_out:
                package.write(path, path.name)
    return made.getvalue()


TWO = frame([WEST, EAST], ["石门镇", "永安镇"], code=["519901100", "519901101"])


def near(found: Boundaries, name: str, expected: shapely.Geometry) -> bool:
    (shape,) = found.frame.set_index("name").loc[[name], "geometry"]
    return float(shapely.hausdorff_distance(shape, expected)) < 0.00001


def test_geojson_in_degrees_is_read_as_it_stands() -> None:
    found = read_boundaries(geojson(TWO), "乡镇.geojson")
    assert list(found.frame["name"]) == ["永安镇", "石门镇"]
    assert dict(zip(found.frame["name"], found.frame["code"], strict=True))["石门镇"] == "519901100"
    assert near(found, "石门镇", WEST)
    assert not found.is_schematic


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("left_out", [(), (".cpg",)])
def test_a_zipped_shapefile_in_metres_with_gbk_names_is_read(encoding: str, left_out: tuple[str, ...], tmp_path: Path) -> None:
    content = shapefile(
        TWO.rename(columns={"name": "XZMC", "code": "XZDM"}).to_crs("EPSG:4544"), tmp_path, encoding, leave_out=left_out
    )
    found = read_boundaries(content, "乡镇界.zip")
    assert set(found.frame["name"]) == {"石门镇", "永安镇"}
    assert near(found, "石门镇", WEST)
    assert near(found, "永安镇", EAST)


def test_wgs84_is_taken() -> None:
    found = read_boundaries(geojson(TWO.set_crs("EPSG:4326", allow_override=True), crs=True), "乡镇.geojson")
    assert near(found, "石门镇", WEST)


def test_metres_without_a_word_are_read_as_the_county_declares() -> None:
    in_metres = geojson(TWO.to_crs("EPSG:4544"))
    assert near(read_boundaries(in_metres, "乡镇.geojson", "EPSG:4544"), "永安镇", EAST)
    with pytest.raises(Refusal) as refused:
        read_boundaries(in_metres, "乡镇.geojson")
    assert refused.value.says == "“乡镇.geojson”的坐标是米，不是度。"
    assert refused.value.fix == "在县设置的 crs 中写明所用的 3 度带，例如 EPSG:4544。"


def test_a_system_that_cannot_be_used_is_refused() -> None:
    with pytest.raises(Refusal, match="的坐标系 EPSG:3857 不能使用。"):
        read_boundaries(geojson(TWO.to_crs("EPSG:3857"), crs=True), "乡镇.geojson")
    with pytest.raises(Refusal, match="的坐标系“西安八零”不认识。"):
        read_boundaries(geojson(TWO), "乡镇.geojson", "西安八零")


def test_a_map_of_another_country_is_refused() -> None:
    away = frame([shapely.box(2.0, 48.0, 2.1, 48.1)], ["某镇"])
    with pytest.raises(Refusal, match="换算后不在中国范围内"):
        read_boundaries(geojson(away), "乡镇.geojson")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not a map", "“乡镇.geojson”不是边界文件。"),
        (b"", "“乡镇.geojson”不是边界文件。"),
        (b'{"type": "FeatureCollection", "features": []}', "“乡镇.geojson”里没有图形。"),
    ],
)
def test_what_is_no_map_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_boundaries(content, "乡镇.geojson")
    assert refused.value.says == says


def test_points_are_no_boundaries_and_nameless_areas_are_refused() -> None:
    with pytest.raises(Refusal, match="里没有面状边界。导出乡镇面图层"):
        read_boundaries(geojson(frame([shapely.Point(105, 31)], ["石门镇"])), "乡镇.geojson")
    with pytest.raises(Refusal, match=r"里没有乡镇名称字段。把名称字段改名为 name 后再导入（现有字段：id、颜色）。"):
        read_boundaries(geojson(TWO.drop(columns=["name", "code"]).assign(颜色="绿")[["颜色", "geometry"]]), "乡镇.geojson")


def test_a_shape_that_crosses_itself_is_made_valid() -> None:
    bow = shapely.Polygon([(105.0, 31.0), (105.1, 31.1), (105.1, 31.0), (105.0, 31.1)])
    assert not bow.is_valid
    found = read_boundaries(geojson(frame([bow, EAST], ["石门镇", "永安镇"])), "乡镇.geojson")
    assert found.frame.geometry.is_valid.all()
    area = found.frame.set_index("name").loc["石门镇", "geometry"].area
    assert area == pytest.approx(0.005), "the two triangles of the bow, nothing more"


def test_parts_of_one_township_become_one_and_empty_shapes_go() -> None:
    parts = frame([WEST, EAST, shapely.Polygon()], ["石门镇", "石门镇", "空镇"])
    found = read_boundaries(geojson(parts), "乡镇.geojson")
    assert list(found.frame["name"]) == ["石门镇"]
    assert found.frame.geometry.iloc[0].area == pytest.approx(0.02)


def test_a_schematic_map_says_so() -> None:
    content = geojson(TWO).replace(b'"features"', '"note": "示意图，非行政界线", "features"'.encode(), 1)
    assert read_boundaries(content, "乡镇.geojson").is_schematic
    assert read_boundaries(geojson(TWO), "towns_schematic.geojson").is_schematic


# --- what is outside ---


def test_outside_begins_two_kilometres_beyond_the_border() -> None:
    found = read_boundaries(geojson(TWO), "乡镇.geojson")
    north_km = 1 / 111.32
    assert found.are_outside([(105.1, 31.05), (105.1, 31.1 + 1.9 * north_km), (105.1, 31.1 + 2.1 * north_km)]) == [
        False,
        False,
        True,
    ]
    east_km = north_km / 0.857  # cos 31°
    assert found.are_outside([(105.2 + 1.9 * east_km, 31.05), (105.2 + 2.1 * east_km, 31.05)]) == [False, True]
    assert found.are_outside([]) == []


def test_tiles_are_no_map_and_know_no_outside() -> None:
    made = tiles(["石门镇", "永安镇", "青溪镇"])
    assert made.is_tiles
    assert list(made.frame["name"]) == ["石门镇", "永安镇", "青溪镇"]
    areas = shapely.area(made.frame.geometry.to_numpy())
    assert areas.max() == pytest.approx(areas.min()), "equal tiles"
    assert not shapely.union_all(made.frame.geometry.to_numpy()).is_empty
    assert sum(areas) == pytest.approx(shapely.union_all(made.frame.geometry.to_numpy()).area), "no tile lies on another"
    assert made.are_outside([(0.0, 0.0)]) == [False]


# --- names ---


def test_polygons_find_their_townships_by_name_alias_base_and_code() -> None:
    shapes = [shapely.box(105 + each / 10, 31, 105.1 + each / 10, 31.1) for each in range(5)]
    found = read_boundaries(
        geojson(frame(shapes, ["石门镇", "舞溪", "青岩乡", "开发区甲", "天边"], code=[None, None, None, "519901007", None])),
        "乡镇.geojson",
    )
    known = townships(
        [
            Township("石门镇"),
            Township("㵲溪镇", aliases=("舞溪镇",)),
            Township("青岩土家族乡"),
            Township("工业街道", "519901007"),
            Township("凤仪乡"),
        ]
    )
    joined = join(found, known)
    assert set(joined.boundaries.frame["name"]) == {"石门镇", "㵲溪镇", "青岩土家族乡", "工业街道", "天边"}
    assert joined.without_polygon == ("凤仪乡",)
    assert joined.unmatched_polygons == ("天边",)


# --- what goes to the screen ---


def test_the_sample_goes_to_the_screen_whole() -> None:
    found = read_boundaries((SAMPLE / "boundaries.geojson").read_bytes(), "boundaries.geojson")
    sent = found.geojson()
    assert len(sent) <= 300_000
    assert len(json.loads(sent)["features"]) == 24


def test_a_finely_drawn_county_is_simplified_with_its_borders_still_shared() -> None:
    # A wavy border of 40,000 points between two townships: far more than a screen needs.
    import math

    border = [(105.1 + 0.004 * math.sin(step / 40), 31 + step * 0.1 / 40000) for step in range(40001)]
    west = shapely.Polygon([(105.0, 31.0), *border, (105.0, 31.1)])
    east = shapely.Polygon([(105.2, 31.0), *border, (105.2, 31.1)])
    found = read_boundaries(geojson(frame([west, east], ["石门镇", "永安镇"])), "乡镇.geojson")
    sent = found.geojson()
    assert len(sent) <= 300_000
    shapes = gpd.read_file(io.BytesIO(sent)).geometry.to_numpy()
    assert float(shapely.intersection(shapes[0], shapes[1]).area) < 1e-7, "no overlap"
    assert shapely.union_all(shapes).geom_type == "Polygon", "no gap"


def test_a_countys_own_outline_is_kept_with_its_store_and_flags_points(desk: Desk) -> None:
    version = desk.version
    joined = desk.set_boundaries(geojson(TWO), "乡镇.geojson", "管理员")
    assert len(joined.boundaries.frame) == 2
    assert desk.version != version
    assert (desk.folder / "boundaries.geojson").read_bytes() == geojson(TWO)
    assert desk.landscape.has_boundaries
    assert desk.landscape.townships.names == ("永安镇", "石门镇")


def test_degrees_that_pass_for_metres_are_refused() -> None:
    with pytest.raises(Refusal, match=r"“乡镇\.geojson”的坐标是度，不是米。"):
        read_boundaries(geojson(TWO), "乡镇.geojson", "EPSG:4544")


# --- the file of another county ---


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """A county that lists five townships, 石门镇 and 永安镇 among them."""
    content = workbook("""
        | 名称   | 行政区划代码 | 别名   |
        | 石门镇 | 519901100    |        |
        | 永安镇 | 519901101    | 永安乡 |
        | 青溪镇 | 519901102    |        |
        | 双河镇 | 519901103    |        |
        | 凤仪乡 | 519901104    |        |
    """)
    desk.load(desk.check(content, "乡镇名录.xlsx", ledger="township"), content)
    assert len(desk.landscape.townships.names) == 5
    return desk


def named(*names: str) -> bytes:
    shapes = [shapely.box(105 + place / 10, 31, 105.1 + place / 10, 31.1) for place in range(len(names))]
    return geojson(frame(shapes, list(names)))


def test_a_file_is_looked_at_before_it_is_kept(listed: Desk) -> None:
    version = listed.version
    trial = listed.try_boundaries(named("石门镇", "永安乡", "天边镇"), "乡镇.geojson")
    assert (trial.matched_count, trial.listed_count) == (2, 5)
    assert trial.joined.without_polygon == ("青溪镇", "双河镇", "凤仪乡")
    assert trial.joined.unmatched_polygons == ("天边镇",)
    assert trial.joined.boundaries.crs == "EPSG:4490"
    assert not trial.joined.boundaries.names_its_crs
    assert trial.is_doubtful
    assert not trial.is_of_another_county
    assert listed.version == version
    assert not (listed.folder / "boundaries.geojson").exists()


def test_a_file_says_in_which_coordinates_it_was_read() -> None:
    found = read_boundaries(geojson(TWO.to_crs("EPSG:4544"), crs=True), "乡镇.geojson")
    assert (found.crs, found.names_its_crs) == ("EPSG:4544", True)
    assert read_boundaries(geojson(TWO.to_crs("EPSG:4544")), "乡镇.geojson", "EPSG:4544").names_its_crs is False


def test_the_boundaries_of_another_county_are_never_kept(listed: Desk) -> None:
    version = listed.version
    for allow_few in (False, True):
        with pytest.raises(Refusal) as refused:
            listed.set_boundaries(named("甲镇", "乙镇"), "外县.geojson", "李例", allow_few=allow_few)
        assert refused.value.says == "“外县.geojson”里的 2 个边界没有一个对得上乡镇名录，没有导入。"
        assert refused.value.fix == "核对是不是本县的文件；乡镇改过名的，先在乡镇名录的别名里写上边界文件里的名称。"
    assert listed.version == version
    assert not listed.landscape.has_boundaries


def test_fewer_than_half_are_kept_only_when_it_is_meant(listed: Desk) -> None:
    few = named("石门镇", "永安镇", "甲镇")
    with pytest.raises(Refusal, match=r"名录里 5 个乡镇，“乡镇\.geojson”只对得上 2 个，不到一半，没有导入。"):
        listed.set_boundaries(few, "乡镇.geojson", "李例")
    assert len(listed.set_boundaries(few, "乡镇.geojson", "李例", allow_few=True).boundaries.frame) == 3
    assert len(listed.set_boundaries(named("石门镇", "永安镇", "青溪镇"), "乡镇.geojson", "李例").boundaries.frame) == 3


def test_a_change_names_both_files_and_the_former_can_be_brought_back(listed: Desk) -> None:
    first, second = named("石门镇", "永安镇", "青溪镇"), named("石门镇", "永安镇", "双河镇")
    listed.set_boundaries(first, "旧界.geojson", "张三")
    listed.set_boundaries(second, "新界.geojson", "李四")
    (details, *_) = [json.loads(each) for each in listed.ask("history/settings", {"what": "boundaries"})["details"]]
    hashes = [hashlib.sha256(each).hexdigest() for each in (first, second)]
    assert (details["before"], details["sha256"]) == tuple(hashes)
    old, none = listed.former_settings("boundaries")
    assert (old.file_name, old.done_by, old.content, old.is_before) == ("旧界.geojson", "张三", first, False)
    assert (none.content, none.is_before, none.done_by) == (None, True, "张三")
    listed.set_boundaries(first, "旧界.geojson", "王五")
    assert "青溪镇" in set(listed.landscape.boundaries.frame["name"])
    listed.drop_boundaries("王五")
    assert not listed.landscape.has_boundaries
    assert [each.file_name for each in listed.former_settings("boundaries")] == ["旧界.geojson", "新界.geojson"]


def test_a_failure_while_boundaries_are_exchanged_changes_nothing(listed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = named("石门镇", "永安镇", "青溪镇")
    listed.set_boundaries(first, "旧界.geojson", "张三")
    version = listed.version

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power fails")

    for where in ("add_outside_points", "_put"):
        monkeypatch.setattr(exchange, where, broken)
        with pytest.raises(RuntimeError):
            listed.set_boundaries(named("石门镇", "永安镇", "双河镇"), "新界.geojson", "李四")
        monkeypatch.undo()
    assert listed.version == version
    assert (listed.folder / "boundaries.geojson").read_bytes() == first
    assert len(listed.ask("history/settings")) == 1
    assert not [*listed.folder.glob("*.part"), *listed.folder.glob("*.before")]


def test_a_zip_takes_the_place_of_a_geojson_and_back(listed: Desk, tmp_path: Path) -> None:
    listed.set_boundaries(named("石门镇", "永安镇", "青溪镇"), "旧界.geojson", "张三")
    three = frame([WEST, EAST, shapely.box(105.2, 31.0, 105.3, 31.1)], ["石门镇", "永安镇", "双河镇"])
    listed.set_boundaries(shapefile(three, tmp_path, "utf-8"), "新界.zip", "李四")
    assert sorted(path.name for path in listed.folder.glob("boundaries*")) == ["boundaries.zip"]
    former = listed.former_settings("boundaries")[0]
    assert former.content is not None
    listed.set_boundaries(former.content, former.file_name, "李四")
    assert sorted(path.name for path in listed.folder.glob("boundaries*")) == ["boundaries.geojson"]


def test_the_command_line_refuses_another_countys_file_and_warns_of_half_a_county(
    listed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(listed.folder))
    listed.store.close()
    foreign, few = tmp_path / "外县.geojson", tmp_path / "半县.geojson"
    foreign.write_bytes(named("甲镇", "乙镇"))
    few.write_bytes(named("石门镇", "永安镇"))
    said = run("boundaries", foreign)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("“外县.geojson”里的 2 个边界没有一个对得上乡镇名录，没有导入。")
    said = run("boundaries", few, "--by", "李例", "--json")
    assert said.status == 0
    assert (said.document["matched"], said.document["listed"]) == (2, 5)
    assert said.err == "注意：名录里 5 个乡镇只对得上 2 个，不到一半，核对是不是本县的文件。\n"


def test_a_county_without_boundaries_and_sheets_has_an_empty_map(desk: Desk) -> None:
    assert desk.landscape.boundaries.is_tiles
    assert len(desk.landscape.boundaries.frame) == 0
    assert json.loads(desk.landscape.geojson)["features"] == []
