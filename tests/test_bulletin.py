"""What is read out of a rainfall bulletin that somebody pastes?"""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from riskwatch.intake.bulletin import as_sheet, read_bulletin
from riskwatch.model.refusal import Refusal
from tests.paper import column, reading

REAL = Path(__file__).parent / "real"
SEEN = datetime(2026, 6, 26, 14)


def told(text: str, seen: datetime = SEEN) -> list[tuple[str, str, float | None, float]]:
    return [(each.place, f"{each.observed_at:%m-%d %H}", each.window_h, each.rain_mm) for each in read_bulletin(text, seen)]


def test_the_real_bulletin_gives_its_26_readings_with_its_typing_errors() -> None:
    text = (REAL / "rainfall_fengjie_0621_bulletin_text.txt").read_text("utf-8")
    typed = list(csv.reader((REAL / "rainfall_fengjie_0621_14h-22h_REAL.csv").read_text("utf-8-sig").splitlines()))[1:]
    assert [(place, mm) for place, _, _, mm in told(text)] == [(row[0], float(row[3])) for row in typed]
    assert {each[1:3] for each in told(text)} == {("06-21 22", 8.0)}


def test_a_pasted_bulletin_is_a_sheet_like_any_other() -> None:
    name, content = as_sheet(read_bulletin("6月25日20时至26日8时，石门镇86.7、永安镇、48.4.青溪镇 39.4", SEEN))
    assert name == "雨情通报_2026062608时.csv"
    (sheet,) = reading(content, name).sheets
    assert sheet.ledger is not None
    assert sheet.ledger.name == "rainfall"
    assert column(sheet, "station") == ["石门镇", "永安镇", "青溪镇"]
    assert column(sheet, "rain_mm") == [86.7, 48.4, 39.4]
    assert column(sheet, "window_h") == [12, 12, 12]
    assert column(sheet, "observed_at") == [datetime(2026, 6, 26, 8)] * 3


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("25日14时至22时，以石门镇120.3毫米为最大", [("石门镇", "06-25 22", 8, 120.3)]),
        ("25日14时至22时，5个乡镇超过50毫米，其中石门镇60", [("石门镇", "06-25 22", 8, 60)]),
        ("25日8时到26日8时：石门镇 12mm、永安镇 7mm", [("石门镇", "06-26 08", 24, 12), ("永安镇", "06-26 08", 24, 7)]),
        ("30日20时至31日8时，石门镇12.5", [("石门镇", "05-31 08", 12, 12.5)]),
        ("6月25日20时至24时石门镇9.5；26日0时至8时石门镇1.5", [("石门镇", "06-26 00", 4, 9.5), ("石门镇", "06-26 08", 8, 1.5)]),
        ("２５日１４时至２２时，石门镇８６．７", [("石门镇", "06-25 22", 8, 86.7)]),
        ("25日14时30分至22时15分，石门镇86.7", [("石门镇", "06-25 22", 7.75, 86.7)]),
        ("25日22时30分至26日0时15分，石门镇8", [("石门镇", "06-26 00", 1.75, 8)]),
        ("25日14时至22时，石门镇86.7，强降雨历时3.5小时，较前期增加1.5倍，转移120人", [("石门镇", "06-25 22", 8, 86.7)]),
        (
            "25日14时至22时，石门镇累计雨量86.7毫米，永安镇83.4",
            [("石门镇", "06-25 22", 8, 86.7), ("永安镇", "06-25 22", 8, 83.4)],
        ),
        (
            "25日14时至22时，石门镇降雨量达86.7毫米，最大雨量出现在永安镇为90毫米",
            [("石门镇", "06-25 22", 8, 86.7), ("永安镇", "06-25 22", 8, 90)],
        ),
        ("25日14时至22时，石门镇86.7 万安镇83.4", [("石门镇", "06-25 22", 8, 86.7), ("万安镇", "06-25 22", 8, 83.4)]),
        (
            "25日14时至22时，5个乡镇降雨量达50毫米，13站达25mm以上，其余站点均在25mm以下，石门镇60",
            [("石门镇", "06-25 22", 8, 60)],
        ),
        ("25日14时至22时，石门镇60，全县平均35.2毫米", [("石门镇", "06-25 22", 8, 60), ("", "06-25 22", None, 35.2)]),
    ],
)
def test_bulletins_are_read_as_they_are_written(text: str, meant: list[tuple[str, str, float, float]]) -> None:
    assert told(text) == meant


@pytest.mark.parametrize(
    ("written", "mm"),
    [
        ("全县平均35.2毫米", 35.2),
        ("我县累计雨量35.2毫米", 35.2),
        ("最大小时雨量41毫米", 41),
        ("永安镇1小时雨量45.3mm", 45.3),
        ("永安镇超过50毫米", 50),
        ("永安镇3个站平均50毫米", 50),
        ("永安镇30-50毫米", 50),
        ("永安镇50毫米以上", 50),
        ("降雨强度12.5毫米/小时", 12.5),
        ("永安镇1086.7毫米", 1086.7),
    ],
)
def test_millimetres_without_a_place_wait_with_what_was_written(written: str, mm: float) -> None:
    name, content = as_sheet(read_bulletin(f"25日14时至22时，石门镇60，{written}。", SEEN))
    (sheet,) = reading(content, name).sheets
    assert sheet.verdicts == ("taken", "waiting")
    assert column(sheet, "rain_mm") == [60, mm]
    assert sheet.extras[1] == {"备注": f"没有找到站名，原文：{written}"}


def test_new_years_eve_ends_in_the_new_year() -> None:
    assert told("12月31日20时至1日8时，石门镇3.5", datetime(2027, 1, 1, 9)) == [("石门镇", "01-01 08", 12, 3.5)]
    assert read_bulletin("12月31日20时至1日8时，石门镇3.5", datetime(2027, 1, 1, 9))[0].observed_at.year == 2027


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("今天雨很大", "没有找到时段。"),
        ("25日14时至22时，雨很大", "没有找到站名和雨量。"),
        ("25日14时至8时，石门镇12", "时段“25日14时至8时”的终点不在起点之后。"),
        ("2月30日14时至22时，石门镇12", "时段“2月30日14时至22时”里有没有的日期。"),
    ],
)
def test_what_is_no_bulletin_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_bulletin(text, SEEN)
    assert refused.value.says == says
    assert refused.value.fix
