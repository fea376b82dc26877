"""Do real public files come in as anybody would read them? Through the command line, as an office would."""

import csv
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskwatch.ui import house, serving, session
from riskwatch.ui.menu import PAGES
from tests.lines import run

REAL = Path(__file__).parent / "real"
POINTS = ("geohazard_xingan_guangxi_REAL_merged.xlsx", "geohazard_xingan_guangxi_REAL.csv")
RAIN = REAL / "rainfall_fengjie_0621_14h-22h_REAL.csv"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def fengjie() -> None:
    assert run("load", REAL / "townships_5counties_codes.csv").status == 0
    assert run("boundaries", REAL / "500236_fengjie_towns_schematic.geojson").status == 0


def asked(question: str) -> list[dict[str, object]]:
    document = run("ask", question, "--json").document
    return [dict(zip(document["columns"], row, strict=True)) for row in document["rows"]]


@pytest.mark.parametrize("name", POINTS)
def test_five_points_are_read_out_of_the_prose_of_a_public_notice(name: str, store: Path) -> None:
    checked = run("check", REAL / name, "--json")
    assert checked.status == 0
    (sheet,) = checked.document["sheets"]
    assert sheet["ledger"] == "flood_risk_point"
    at_risk = [(row["values"]["households_at_risk"], row["values"]["people_at_risk"]) for row in sheet["rows"]]
    assert at_risk == [(53, 175), (9, 32), (6, 25), (20, 71), (4, 13)]
    assert [row["values"]["township"] for row in sheet["rows"]] == ["白石乡", "白石乡", "湘漓镇", "漠川乡", "漠川乡"]
    assert [row["values"]["village"] for row in sheet["rows"]] == ["雍家坪村", "三友村", "义和村", "福岭村", "桥头村"]
    assert [row["values"]["hazard_type"] for row in sheet["rows"]] == [
        "ground_fissure",
        "rockfall",
        "ground_collapse",
        "landslide",
        "rockfall",
    ]
    (note,) = sheet["problems"]
    assert note["says"] == "“地裂和滑坡”含有不止一种，按第一种计。"
    assert not store.exists(), "check writes nothing"


def test_a_merged_cell_fills_down_and_an_empty_one_does_not() -> None:
    merged, plain = (run("check", REAL / name, "--json").document["sheets"][0] for name in POINTS)
    assert [row["values"].get("administrative_officer") for row in merged["rows"]] == ["乡长", "乡长", "镇长", "镇长", "镇长"]
    assert [row["values"].get("administrative_officer") for row in plain["rows"]] == ["乡长", None, "镇长", None, None]


@pytest.mark.parametrize("name", POINTS)
def test_the_five_points_are_kept(name: str) -> None:
    loaded = run("load", REAL / name, "--json")
    assert loaded.status == 0
    (sheet,) = loaded.document["sheets"]
    assert (sheet["new"], sheet["changed"], sheet["waiting"]) == (5, 0, 0)
    rows = asked("ledgers/flood_risk_point")
    assert sorted((row["households_at_risk"], row["people_at_risk"]) for row in rows) == [
        (4, 13),
        (6, 25),
        (9, 32),
        (20, 71),
        (53, 175),
    ]


def test_the_outline_has_29_townships_and_lists_the_four_without() -> None:
    run("load", REAL / "townships_5counties_codes.csv")
    said = run("boundaries", REAL / "500236_fengjie_towns_schematic.geojson")
    assert said.status == 0
    assert "29" in said.out
    assert "示意图，非行政界线" in said.out
    document = run("boundaries", REAL / "500236_fengjie_towns_schematic.geojson", "--json").document
    assert document["polygons"] == 29
    assert document["is_schematic"] is True
    assert sorted(document["without_polygon"]) == sorted(["鱼复街道", "夔门街道", "夔州街道", "朱衣镇"])
    assert document["unmatched_polygons"] == []


@pytest.mark.usefixtures("fengjie")
def test_rain_without_a_year_waits_until_the_day_is_given() -> None:
    waiting = run("load", RAIN, "--json")
    assert waiting.status == 1
    (sheet,) = waiting.document["sheets"]
    assert {row["verdict"] for row in sheet["rows"]} == {"waiting"}
    assert sheet["waiting"] == 26
    assert "“6月21日14时至22时”没有年份，表头里也没有。" in {each["says"] for each in sheet["problems"]}
    assert asked("ledgers/rainfall") == []

    loaded = run("load", RAIN, "--as-of", "2026-06-21", "--json")
    assert loaded.status == 0
    (sheet,) = loaded.document["sheets"]
    assert sheet["new"] == 26, "the same file is worth taking again once its rows can be read"
    assert not sheet["repeat"]
    assert len(asked("ledgers/rainfall")) == 26


@pytest.mark.usefixtures("fengjie")
def test_every_station_of_the_bulletin_finds_its_township() -> None:
    loaded = run("load", RAIN, "--as-of", "2026-06-21", "--json")
    assert loaded.status == 0
    rows = [row["values"] for row in loaded.document["sheets"][0]["rows"]]
    assert {row["window_h"] for row in rows} == {8}
    assert {row["observed_at"] for row in rows} == {"2026-06-21T22:00:00"}
    # Written by hand from the bulletin and the official list of 奉节县.
    assert [(row["station"], row["township"], row["rain_mm"]) for row in rows] == [
        ("太和乡", "太和土家族乡", 86.7),
        ("吐祥镇", "吐祥镇", 83.4),
        ("羊市镇", "羊市镇", 79.6),
        ("安坪镇海角村", "安坪镇", 71.2),
        ("云雾乡码头村", "云雾土家族乡", 67.2),
        ("龙桥乡", "龙桥土家族乡", 66.2),
        ("青莲镇金凤村何家", "青莲镇", 61.4),
        ("云雾乡", "云雾土家族乡", 60.0),
        ("红土乡太阳村", "红土乡", 58.8),
        ("甲高镇", "甲高镇", 55.6),
        ("红土乡", "红土乡", 54.9),
        ("龙桥乡龙桥河", "龙桥土家族乡", 50.5),
        ("兴隆镇庙湾", "兴隆镇", 50.3),
        ("安坪", "安坪镇", 48.4),
        ("大树镇梅子", "大树镇", 44.2),
        ("公平镇长龙山", "公平镇", 43.6),
        ("公平镇狮子梁", "公平镇", 43.2),
        ("公平镇", "公平镇", 41.1),
        ("青龙镇", "青龙镇", 39.4),
        ("公平镇青正村", "公平镇", 37.3),
        ("竹园镇白马寨", "竹园镇", 37.1),
        ("竹园镇", "竹园镇", 33.1),
        ("红土乡白鹤坝", "红土乡", 31.8),
        ("青莲镇", "青莲镇", 31.8),
        ("兴隆镇石乳村", "兴隆镇", 28.5),
        ("大树镇", "大树镇", 27.7),
    ]


def test_a_sheet_from_another_country_comes_in_through_its_mapping() -> None:
    loaded = run("load", REAL / "sasebo_shelters_42202_2.csv", "--json")
    assert loaded.status == 0
    (sheet,) = loaded.document["sheets"]
    assert sheet["ledger"] == "evacuation_site"
    assert sheet["new"] == 270
    first = sheet["rows"][0]["values"]
    assert first["name"] == "もみじが丘中央公園"
    assert first["address"] == "長崎県佐世保市もみじが丘町2"
    assert (first["longitude"], first["latitude"]) == (129.7743528, 33.1599)
    assert len(asked("ledgers/evacuation_site")) == 270


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "official_monthly_form_header_REAL_blank.xlsx",
            "工作表“月报”是《安全生产事故隐患排查治理情况月报表》，只有汇总数，不是逐条的台账。上传形成这张汇总表的逐条台账，汇总数会自动算出。",
        ),
        (
            "bozhou_hazard_bulletin_2023Q4_REAL.csv",
            "工作表“bozhou_hazard_bulletin_2023Q4_REAL”是《隐患排查治理情况通报汇总表》，只有汇总数，不是逐条的台账。上传形成这张汇总表的逐条台账，汇总数会自动算出。",
        ),
    ],
)
def test_a_form_of_totals_is_answered_by_a_plain_sentence(name: str, says: str, store: Path) -> None:
    for deed in ("check", "load"):
        said = run(deed, REAL / name)
        assert said.status == 2
        assert says in said.err
        assert said.out == ""
    assert not store.exists(), "a refused file leaves nothing behind"


# What 江华县 warns at, as the county of the storm would write it: 蓝 to prepare, 橙 to move at once.
JIANGHUA = REAL / "flashflood_thresholds_jianghua_REAL.csv"
POINTS_OF_FENGJIE = """隐患点编号,隐患点名称,乡镇,风险等级,威胁人数,经度,纬度
FJ-1,太和集镇滑坡,太和土家族乡,高,45,109.17,30.68
FJ-2,大树河边危险区,大树镇,一般,30,109.5,31.1
"""
AT_HALF_PAST_TEN = "2026-06-21T22:30"


def _level(name: str) -> dict[str, float]:
    """The table's limits of one level by hours."""
    with JIANGHUA.open(encoding="utf-8-sig") as lines:
        (row,) = [row for row in csv.DictReader(lines) if row["警报标志"] == name]
    return {found[1]: float(value[1:]) for heading, value in row.items() if (found := re.match(r"(\d+)小时以内", heading))}


@pytest.fixture
def storm(store: Path, tmp_path: Path, fengjie: None) -> Path:
    """The 26 stations of 奉节县 under the limits of 江华县, with two points."""
    blue, orange = _level("蓝"), _level("橙")
    assert (blue["6"], blue["24"]) == (70, 100)
    limits = (
        f'[[rain_threshold]]\nwindow_h = {hours}\nprepare_mm = {blue[hours]}\nimmediate_mm = {orange[hours]}\nsource = "江华县预案"\n'
        for hours in blue
    )
    (store / "county.toml").write_text('name = "奉节县"\n' + "".join(limits), "utf-8")
    points = tmp_path / "点.csv"
    points.write_text(POINTS_OF_FENGJIE, "utf-8")
    assert run("load", points, "--as-of", "2026-06-01").status == 0
    assert run("load", RAIN, "--as-of", "2026-06-21").status == 0
    return store


def test_a_table_of_limits_is_no_ledger_and_its_place_is_told() -> None:
    said = run("load", JIANGHUA)
    assert said.status == 2
    assert (
        "是《山洪灾害预警雨量标准表》，是判断的标准，不是台账。由管理人员在“设置”里写进县设置：每个时段一段 [[rain_threshold]]，"
        "写时段小时数、准备转移和立即转移的毫米数、来源。"
    ) in said.err


@pytest.mark.usefixtures("storm")
def test_eight_hours_of_rain_prove_neither_the_six_nor_the_twenty_four_hour_level() -> None:
    document = run("ask", "flood/station_windows", "--as-of", AT_HALF_PAST_TEN, "--json").document
    stations = [dict(zip(document["columns"], row, strict=True)) for row in document["rows"]]
    assert len(stations) == 26
    assert {row["rain_state"] for row in stations} == {"unknown"}
    assert all(row["needs_hourly"] for row in stations)
    first = stations[0]
    assert (first["station"], first["township"], first["told_mm"]) == ("太和乡", "太和土家族乡", 86.7)
    windows = str(first["said"]).split("；")
    assert windows[2] == "6 小时不能判定：读数一次 8 小时，只说明至多 86.7 毫米，准备转移标准 70 毫米"
    assert windows[3] == "24 小时不能判定：有读数的 8 小时至少 86.7 毫米，准备转移标准 100 毫米"
    assert [row["told_mm"] for row in stations] == sorted((row["told_mm"] for row in stations), reverse=True)

    document = run("ask", "flood/evacuation_advice", "--as-of", AT_HALF_PAST_TEN, "--json").document
    advice = {
        row[document["columns"].index("name")]: dict(zip(document["columns"], row, strict=True)) for row in document["rows"]
    }
    point = advice["太和集镇滑坡"]
    assert (point["level"], point["reasons"]) == ("unknown", [])
    assert "6 小时雨量不能判定：雨量站“太和乡”的读数比这个时段长，只说明至多 86.7 毫米" in point["cannot_tell"]
    assert "24 小时雨量不能判定：雨量站“太和乡”的读数只说明至少 86.7 毫米（24 小时里有读数的 8 小时）" in point["cannot_tell"]


def test_the_commander_is_told_what_cannot_be_judged_and_whose_hours_to_ask_for(
    storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "in_front", True)
    monkeypatch.setattr(session, "role", lambda: "leader")
    page = AppTest.from_file(str(Path(serving.__file__).with_name("board.py")), default_timeout=60)
    page.query_params["as_of"] = AT_HALF_PAST_TEN
    page.switch_page(str(PAGES / "flood" / "command.py"))
    try:
        page.run()
        assert not page.exception
        assert not page.error
        (asked,) = [each.value for each in page.info if "逐小时" in each.value]
        assert asked.startswith("**26 个站请补报逐小时雨量**：太和乡、吐祥镇、羊市镇、")
        assert "太和乡：1 小时不能判定" in asked
        assert "6 小时不能判定：读数一次 8 小时，只说明至多 86.7 毫米，准备转移标准 70 毫米" in asked
        (stations,) = [each.value for each in page.dataframe if "读数合计（毫米）" in each.value.columns]
        assert stations.iloc[0][["站名", "读数合计（毫米）", "雨量研判"]].tolist() == ["太和乡", 86.7, "不能研判"]
    finally:
        house.keeper.close()


@pytest.mark.usefixtures("storm")
def test_with_its_hours_the_station_is_judged(tmp_path: Path) -> None:
    hours = tmp_path / "逐小时.csv"
    rows = (f"太和乡,2026-06-21 {15 + hour}:00,1,{mm}" for hour, mm in enumerate((2, 3, 4, 5, 10, 18, 20, 24.7)))
    hours.write_text("\n".join(["站名,时间,时段长（小时）,降雨量（毫米）", *rows]), "utf-8")
    assert run("load", hours, "--as-of", "2026-06-21").status == 0
    document = run("ask", "flood/station_windows", "--as-of", AT_HALF_PAST_TEN, "--json").document
    first = dict(zip(document["columns"], document["rows"][0], strict=True))
    assert (first["station"], first["rain_state"]) == ("太和乡", "prepare")
    assert "6 小时 81.7 毫米，达到准备转移标准 70 毫米" in str(first["said"])
