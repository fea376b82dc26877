"""Do the fixed sentence patterns say what the questions say, and no nought where nothing is known?"""

import re
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from riskwatch.desk import Desk
from riskwatch.model.bulletin import Piece, bulletins
from riskwatch.store.question import question
from riskwatch.store.schema import make_rules

RAIN = {
    "moment": "6月26日14时", "station_count": 30, "silent_count": 2, "max_rain_24h_mm": 120.3, "max_rain_24h_prefix": "", "max_rain_24h_station": "石门站",
    "max_rain_1h_mm": 41.0, "max_rain_1h_station": "青溪站", "heavy_mm": 50.0, "torrential_mm": 100.0, "heavy_count": 7,
    "torrential_count": 1, "heavy_townships": 5, "torrential_townships": 1,
}  # fmt: skip
MOVED = {
    "moment": "6月26日14时", "evacuate_point_count": 12, "evacuate_people_count": 345, "evacuate_unknown_people_count": 0,
    "prepare_point_count": 3, "unknown_count": 4, "half_told_count": 0, "moved_beyond_count": 0,
    "to_evacuate_count": 300, "evacuated_count": 210, "not_evacuated_count": 90, "returned_count": 0,
    "newest_updated_at": datetime(2026, 6, 26, 13, 40), "oldest_updated_at": datetime(2026, 6, 26, 9, 5), "site_open_count": 6, "occupied_count": 198,
}  # fmt: skip


def test_the_rain_is_told_in_the_offices_own_pattern() -> None:
    assert bulletins()["rain"].filled(RAIN) == (
        "截至6月26日14时，近24小时全县5个乡镇7个站降雨量达50毫米以上，其中1个乡镇1个站达100毫米以上，以石门站120.3毫米为最大，"
        "最大小时雨量41毫米（青溪站）。30个站中2个站没有及时报数，只统计其近24小时内已报的读数。"
    )


def test_rain_whose_readings_do_not_fill_the_day_is_at_least_so_much() -> None:
    assert "以石门站至少120.3毫米为最大" in bulletins()["rain"].filled(RAIN | {"max_rain_24h_prefix": "至少"})


def test_that_every_station_tells_is_not_told() -> None:
    assert bulletins()["rain"].filled(RAIN | {"silent_count": 0}).endswith("（青溪站）。")


def test_without_bands_the_most_rain_is_told_all_the_same() -> None:
    bands = dict.fromkeys(name for name in RAIN if name.startswith(("heavy_", "torrential_")))
    assert bulletins()["rain"].filled({**RAIN, **bands, "silent_count": 0}) == (
        "截至6月26日14时，近24小时以石门站120.3毫米为最大，最大小时雨量41毫米（青溪站）。"
    )


def test_no_reading_is_told_as_no_reading() -> None:
    facts = {**dict.fromkeys(RAIN), "moment": "6月26日14时"}
    assert bulletins()["rain"].filled(facts) == "截至6月26日14时，近24小时没有可以统计的雨量读数。"


def test_moving_is_told_with_how_old_it_is_and_that_it_is_no_order() -> None:
    assert bulletins()["evacuation"].filled(MOVED) == (
        "截至6月26日14时，按实况、预警和巡查记录测算，应撤离（建议）风险点12处、345人，做好转移准备（建议）3处，不能研判4处。"
        "各地报告应转移300人，已转移210人，未转移90人，已返回0人（最近一次报告06月26日13:40，最早一次06月26日09:05）。"
        "已启用安置点6个，已安置198人。以上为测算和汇总，供会商使用，不是预警，也不是指令。"
    )


def test_people_that_nobody_reported_are_no_nought() -> None:
    reported = (
        "to_evacuate_count",
        "evacuated_count",
        "not_evacuated_count",
        "returned_count",
        "newest_updated_at",
        "oldest_updated_at",
    )
    facts = {**MOVED, **dict.fromkeys(reported), "evacuate_people_count": None, "evacuate_unknown_people_count": 12}
    told = bulletins()["evacuation"].filled(facts)
    assert "应撤离（建议）风险点12处，涉及人数没有填报，做好" in told
    assert "各地还没有报告转移人数。" in told


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"evacuate_unknown_people_count": 2}, "应撤离（建议）风险点12处、345人（另有2处人数不明），做好"),
        (
            {"evacuate_people_count": 0, "evacuate_unknown_people_count": 2},
            "应撤离（建议）风险点12处、0人（另有2处人数不明），做好",
        ),
        ({"evacuate_point_count": 0, "evacuate_people_count": None}, "应撤离（建议）风险点0处，做好"),
        ({"half_told_count": 3}, "各地报告应转移300人，已转移210人，3处没有报全，报全的各处未转移90人，已返回0人（"),
        (
            {"half_told_count": 3, "evacuated_count": None, "not_evacuated_count": None},
            "各地报告应转移300人，已转移人数不明，3处没有报全，未转移人数不明，已返回0人（",
        ),
        ({"moved_beyond_count": 1, "not_evacuated_count": 95}, "应转移300人，已转移210人，1处已转移多于应转移，未转移95人，"),
    ],
)
def test_figures_that_do_not_add_up_say_what_is_missing(facts: dict[str, object], says: str) -> None:
    assert says in bulletins()["evacuation"].filled(MOVED | facts)


def test_no_figure_of_a_bulletin_is_the_answer_of_two_questions() -> None:
    for bulletin in bulletins().values():
        answers = Counter(name for asked in bulletin.asks for name in question(asked).returns)
        used = {name for name in answers if re.search(rf"\b{name}\b", repr(bulletin.pieces))}
        assert used, "figures are found in its pieces"
        assert [name for name in used if answers[name] > 1] == []


def test_reports_and_points_that_are_not_known_are_not_taken_for_one_another(
    now_tables: dict[str, list[tuple[str, str]]],
) -> None:
    con = duckdb.connect()
    for name, columns in now_tables.items():
        con.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
    make_rules(con)
    con.execute("insert into flood_risk_point_now (key, point_code) values ('a', 'a'), ('b', 'b')")
    con.execute(
        "insert into evacuation_progress_now (key, point_code, township, to_evacuate, evacuated, updated_at) values "
        "('1', 'a', '青溪镇', 100, null, '2026-06-26 12:00:00'), ('2', 'b', '青溪镇', 50, 50, '2026-06-26 12:00:00')"
    )
    given = {"moment": "2026-06-26 14:00:00", "rain_fresh_hours": 3}
    facts: dict[str, object] = {"moment": "6月26日14时"}
    for asked in bulletins()["evacuation"].asks:
        params = {name: given.get(name) for name in question(asked).params}
        facts |= con.execute(question(asked).sql, params).to_arrow_table().to_pylist()[0]
    told = bulletins()["evacuation"].filled(facts)
    assert "应撤离（建议）风险点0处，做好转移准备（建议）0处，不能研判2处。" in told
    assert "各地报告应转移150人，已转移50人，1处没有报全，报全的各处未转移0人（" in told
    con.close()


def test_every_figure_of_a_bulletin_is_asked_for(sample_store: Path, tmp_path: Path) -> None:
    desk = Desk(shutil.copytree(sample_store, tmp_path / "store"))
    for each in bulletins().values():
        returned = {name for asked in each.asks for name in question(asked).returns}
        for piece in each.pieces:
            assert {*piece.needs, *piece.where} <= returned, piece
        facts = dict.fromkeys(returned) | {"moment": "现在"}
        assert each.filled(facts)
        for asked in each.asks:
            facts |= desk.ask(asked).iloc[0].to_dict()
        assert "None" not in each.filled(facts)
    desk.store.close()


def test_a_piece_without_its_figure_is_left_out() -> None:
    assert Piece("{a}处", ("a",)).filled({"a": None}) == ""
    assert Piece("{a}处", ("a",), "不明").filled({"a": None}) == "不明"
    assert Piece("{a}处", ("a",)).filled({"a": 0}) == "0处"


@pytest.mark.parametrize("number", [0, None])
def test_a_piece_about_nothing_is_left_out_and_nothing_said_otherwise(number: int | None) -> None:
    assert Piece("{a}处", ("a",), "不明", where=("a",)).filled({"a": number}) == ""
    assert Piece("{a}处", ("a",), "不明", where=("a",)).filled({"a": 1}) == "1处"
