"""Do the charts of flood, inspection and projects draw all they are given, with units, and missing never as zero?"""

import pandas as pd
import plotly.graph_objects as go
import pytest

from riskwatch.figures import environment, flood, projects
from riskwatch.figures.look import LEVEL


def drawn(figure: go.Figure, name: str, axis: str = "x") -> list[float | None]:
    """Return what the trace of that name draws."""
    (trace,) = [each for each in figure.data if each.name == name]
    return list(trace[axis])


def names(figure: go.Figure) -> list[str]:
    return [each.name for each in figure.data]


LEVELS = pd.DataFrame(
    {
        "risk_level": ["extreme", "high", None],
        "point_count": [2, 3, 1],
        "household_count": [5.0, 6.0, None],
        "people_count": [40.0, 60.0, None],
        "unknown_people_count": [0, 1, 1],
    }
)


def test_people_at_risk_are_all_drawn_and_the_unknown_is_said() -> None:
    figure = flood.points_by_risk_level(LEVELS)
    (bars,) = figure.data
    assert sum(value for value in bars.x if value is not None) == 100
    assert bars.x[2] is None, "nobody known is no bar, and no zero"
    assert list(bars.y) == ["极高", "高", "未填"]
    assert list(bars.text) == ["2 处 · 40 人", "3 处 · 60 人（另 1 处人数不明）", "1 处 · 人数不明"]
    assert figure.layout.xaxis.title.text == "受威胁人数（人）"


def test_a_level_has_its_colour_and_its_word_on_the_axis() -> None:
    (bars,) = flood.points_by_risk_level(LEVELS).data
    assert dict(zip(bars.y, bars.marker.color, strict=True)) == {
        "极高": LEVEL["red"],
        "高": LEVEL["orange"],
        "未填": LEVEL["grey"],
    }


def test_kinds_of_hazard_are_quiet() -> None:
    rows = LEVELS.rename(columns={"risk_level": "hazard_type"}).assign(hazard_type=["landslide", "flash_flood", None])
    (bars,) = flood.points_by_hazard_type(rows).data
    assert list(bars.y) == ["滑坡", "山洪", "未填"]
    assert not set(bars.marker.color) & set(LEVEL.values())


def test_the_parts_of_a_township_add_up_to_its_people() -> None:
    rows = pd.DataFrame(
        {
            "township": ["青溪镇", "太平镇"],
            "extreme_people_count": [10.0, None],
            "high_people_count": [20.0, 5.0],
            "general_people_count": [None, None],
            "low_people_count": [1.0, 2.0],
            "other_people_count": [None, 3.0],
        }
    )
    figure = flood.points_by_township(rows)
    assert names(figure) == ["极高", "高", "低", "未填等级"], "a level that nobody has is not in the legend"
    assert sum(value for trace in figure.data for value in trace.x if value is not None) == 41


def test_a_shortage_is_written_in_red_with_its_word_and_unknown_people_are_no_shortage() -> None:
    rows = pd.DataFrame(
        {
            "township": ["青溪镇", "太平镇", "石门镇"],
            "people_at_risk_count": [100.0, 20.0, None],
            "occupied_count": [50.0, None, None],
            "free_capacity_count": [20.0, 80.0, 30.0],
            "gap_count": [80.0, 0.0, None],
            "unknown_capacity_count": [1, 0, 0],
        }
    )
    figure = flood.shelter_gap_by_township(rows)
    assert drawn(figure, "高风险受威胁人数") == [100, 20, None]
    assert drawn(figure, "已安置") == [50, None, None]
    assert drawn(figure, "空余容量") == [20, 80, 30]
    assert list(figure.data[0].text) == ["缺口 80 人", "", "人数不明"]
    assert figure.data[0].textfont.color[0] == LEVEL["red"]
    assert figure.data[0].textfont.color[2] != LEVEL["red"], "what is not known is grey"
    assert list(figure.data[2].base) == [50, 0, 0], "free places stand after those taken"
    assert figure.layout.xaxis.title.text == "人"


def test_sites_say_what_is_not_known() -> None:
    rows = pd.DataFrame(
        {
            "state": ["open", "designated", None],
            "site_count": [2, 5, 1],
            "capacity_count": [100.0, 300.0, None],
            "occupied_count": [40.0, None, None],
            "unknown_capacity_count": [0, 2, 1],
        }
    )
    (bars,) = flood.sites_by_state(rows).data
    assert sum(bars.x) == 8
    assert list(bars.y) == ["已启用", "指定未启用", "未填"]
    assert list(bars.text) == [
        "2 处 · 可容纳 100 人 · 已安置 40 人",
        "5 处 · 可容纳 300 人 · 2 处容量不明",
        "1 处 · 容量不明 · 1 处容量不明",
    ]


RAIN = pd.DataFrame(
    {
        "township": ["青溪镇", "太平镇", "石门镇"],
        "station": ["青溪", "太平", "石门"],
        "rain_24h_mm": [120.0, 50.0, None],
        "rain_1h_mm": [30.0, None, None],
        "silent_count": [0, 0, 2],
        "is_silent": [False, False, True],
    }
)


def test_rain_has_its_bands_as_lines_and_a_silent_station_says_so() -> None:
    figure = flood.rain_by_township(RAIN, heavy_mm=50.0, torrential_mm=100.0)
    assert drawn(figure, "24小时雨量") == [120, 50, None]
    assert list(figure.data[0].y) == ["青溪镇", "太平镇", "石门镇（2 站断报）"]
    assert list(figure.data[0].text) == ["120.0", "50.0", "没有读数"]
    assert [shape.x0 for shape in figure.layout.shapes] == [50, 100]
    assert [note.text for note in figure.layout.annotations] == ["暴雨 50", "大暴雨 100"]
    assert len(set(figure.data[0].marker.color)) == 3, "below, at 暴雨 and at 大暴雨 look different"
    assert figure.layout.xaxis.title.text == "雨量（毫米）"


def test_a_county_without_bands_gets_no_lines() -> None:
    figure = flood.rain_by_station(RAIN, heavy_mm=float("nan"), torrential_mm=None)
    assert not figure.layout.shapes
    assert list(figure.data[0].y) == ["青溪", "太平", "石门（断报）"]


def test_what_cannot_be_judged_is_hatched() -> None:
    rows = pd.DataFrame(
        {
            "rain_state": ["immediate", "unknown", "below"],
            "point_count": [1, 2, 3],
            "people_count": [9.0, None, 7.0],
            "unknown_people_count": [0, 2, 0],
        }
    )
    (bars,) = flood.points_by_rain_state(rows).data
    assert sum(bars.x) == 6
    assert list(bars.y) == ["实况达到立即转移标准", "不能研判", "实况未达标准"]
    assert list(bars.marker.pattern.shape) == ["", "/", ""]


def test_patrols_show_shares_of_points_and_nothing_where_there_are_none() -> None:
    rows = pd.DataFrame(
        {
            "township": ["青溪镇", "太平镇"],
            "point_count": [4, 0],
            **{f"{phase}_count": [2, 0] for phase in ("before", "during", "after")},
            "three_checks_share": [0.5, None],
        }
    )
    (heat,) = flood.three_checks_by_township(rows).data
    assert list(heat.x) == ["雨前排查", "雨中巡查", "雨后复查"]
    assert [list(row) for row in heat.z] == [[50, 50, 50], [None, None, None]]


def test_without_any_check_the_chart_says_so_instead_of_nought() -> None:
    figure = flood.three_checks_by_township(
        pd.DataFrame({"township": ["青溪镇"], "point_count": [4], "three_checks_share": [None]})
    )
    assert not figure.data
    assert figure.layout.annotations[0].text == "没有一场雨，或这场雨全县没有三查记录：不是零，是没有报"


def test_moved_and_not_moved_add_up_to_those_to_be_moved() -> None:
    rows = pd.DataFrame(
        {
            "township": ["青溪镇", "太平镇"],
            "evacuated_count": [50.0, None],
            "not_evacuated_count": [10.0, None],
            "returned_count": [5.0, None],
        }
    )
    figure = flood.evacuation_by_township(rows)
    assert drawn(figure, "已转移") == [50, None]
    assert drawn(figure, "未转移") == [10, None]
    assert drawn(figure, "已返回") == [5, None]
    assert figure.layout.barmode == "stack"


TASKS = pd.DataFrame(
    {
        "round": ["第三轮", None],
        "category": ["water", None],
        "owner_unit": ["青溪镇政府", None],
        "township": ["青溪镇", None],
        "due_month": [pd.Timestamp(2026, 6, 1), pd.NaT],
        "done_count": [3, 1],
        "on_schedule_count": [2, 0],
        "lagging_count": [1, 0],
        "not_started_count": [0, 2],
        "unknown_count": [0, 1],
    }
)


@pytest.mark.parametrize(
    ("draw", "first"),
    [
        (environment.tasks_by_round, "第三轮"),
        (environment.tasks_by_category, "水"),
        (environment.tasks_by_owner_unit, "青溪镇政府"),
        (environment.tasks_by_township, "青溪镇"),
    ],
)
def test_every_task_is_in_the_bars(draw: object, first: str) -> None:
    figure = draw(TASKS)  # type: ignore[operator]
    assert sum(sum(trace.x) for trace in figure.data) == 10
    assert names(figure) == ["滞后", "未启动", "序时推进", "已完成", "状态不明"]
    assert list(figure.data[0].y) == [first, "未填"]
    assert [note.text for note in figure.layout.annotations] == ["6", "4"]
    assert figure.layout.xaxis.title.text == "整改任务（项）"


def test_tasks_without_a_deadline_have_a_place_in_the_months() -> None:
    figure = environment.tasks_by_due_month(TASKS)
    assert sum(sum(trace.y) for trace in figure.data) == 10
    assert list(figure.data[0].x) == ["6月<br>2026年", "无明确<br>期限"]
    assert figure.layout.yaxis.title.text == "整改任务（项）"


def test_closings_are_drawn_by_month_and_altogether() -> None:
    rows = pd.DataFrame(
        {"closed_month": pd.to_datetime(["2026-03-01", "2026-04-01"]), "closed_count": [2, 0], "closed_total_count": [2, 2]}
    )
    figure = environment.tasks_closed_by_month(rows)
    assert drawn(figure, "当月销号", "y") == [2, 0]
    assert drawn(figure, "累计销号", "y") == [2, 2]


def test_progress_stands_against_the_plan_and_a_missing_one_says_so() -> None:
    rows = pd.DataFrame(
        {
            "finding": ["甲", "甲", "一" * 30, "丁"],
            "progress_share": [0.2, 0.9, None, 0.0],
            "planned_share": [0.5, 0.8, 0.7, None],
            "hint": ["behind", "on_schedule", None, None],
        }
    )
    figure = environment.tasks(rows)
    assert drawn(figure, "实际（测算滞后）") == [20, None, None, None]
    assert drawn(figure, "实际") == [None, 90, None, 0]
    assert drawn(figure, "序时（按时间折算）") == [50, 80, 70, None]
    assert list(figure.data[3].text) == ["进度未填"]
    assert list(figure.data[3].y) == ["2"]
    assert list(figure.layout.yaxis.ticktext) == ["甲 ", "甲 ", f"{'一' * 16}… ", "丁 "], "two tasks of one wording stay two bars"
    assert figure.layout.xaxis.title.text == "进度（%）"


CASES = pd.DataFrame(
    {
        "pollution_types": ["water", None],
        "township": ["青溪镇", None],
        "substantiated": ["partly", None],
        "case_open_count": [1, 2],
        "case_interim_count": [3, 0],
        "case_closed_count": [4, 1],
    }
)


@pytest.mark.parametrize(
    ("draw", "first"),
    [
        (environment.cases_by_pollution_type, "水"),
        (environment.cases_by_township, "青溪镇"),
        (environment.cases_by_substantiated, "部分属实"),
    ],
)
def test_every_case_is_in_the_bars(draw: object, first: str) -> None:
    figure = draw(CASES)  # type: ignore[operator]
    assert sum(sum(trace.x) for trace in figure.data) == 11
    assert names(figure) == ["未办结", "阶段性办结", "已办结"]
    assert list(figure.data[0].y) == [first, "未填"]


def test_the_lines_of_cases_end_at_their_sums() -> None:
    rows = pd.DataFrame(
        {"day": pd.to_datetime(["2026-06-01", "2026-06-02"]), "received_total_count": [2, 5], "closed_total_count": [0, 1]}
    )
    figure = environment.cases_by_day(rows)
    assert drawn(figure, "累计交办", "y")[-1] == 5
    assert drawn(figure, "累计办结", "y")[-1] == 1
    assert figure.layout.yaxis.title.text == "信访件（件）"


def test_an_overdue_project_says_for_how_long() -> None:
    rows = pd.DataFrame(
        {
            "name": ["甲滑坡治理项目", "乙项目"],
            "overdue_days": [6.0, None],
            "progress_share": [0.6, None],
            "planned_share": [1.0, 0.5],
            "hint": ["behind", None],
        }
    )
    figure = projects.projects(rows)
    assert list(figure.layout.yaxis.ticktext) == ["甲滑坡治理（逾期6天） ", "乙 "]
    assert drawn(figure, "实际（测算滞后）") == [60, None]


def test_every_project_is_at_a_stage() -> None:
    rows = pd.DataFrame({"stage": ["started", None], "project_count": [5, 1], "project_overdue_count": [2, 0]})
    figure = projects.by_stage(rows)
    assert sum(sum(trace.y) for trace in figure.data) == 6
    assert drawn(figure, "逾期", "y") == [2, 0]
    assert list(figure.data[0].x) == ["开工", "未填"]
    assert figure.layout.yaxis.title.text == "项目（个）"


MONEY = pd.DataFrame(
    {
        "kind": ["工程治理", None],
        "township": ["青溪镇", None],
        "project_count": [3, 1],
        "finished_count": [2, 0],
        "preliminary_count": [1, 0],
        "final_count": [0, 0],
        "investment_wan": [300.0, None],
        "in_place_wan": [180.0, 30.0],
        "paid_wan": [80.0, None],
    }
)


@pytest.mark.parametrize("draw", [projects.by_kind, projects.by_township])
def test_money_is_all_drawn_and_what_is_not_reported_says_so(draw: object) -> None:
    figure = draw(MONEY, measure="funds")  # type: ignore[operator]
    assert drawn(figure, "总投资") == [300, None]
    assert drawn(figure, "到位") == [180, 30]
    assert drawn(figure, "拨付") == [80, None]
    assert list(figure.data[0].text) == ["300", "未填"]
    assert figure.layout.xaxis.title.text == "资金（万元）"


@pytest.mark.parametrize("draw", [projects.by_kind, projects.by_township])
def test_finished_first_and_second_acceptance_are_three_things(draw: object) -> None:
    figure = draw(MONEY, measure="acceptance")  # type: ignore[operator]
    assert {name: sum(drawn(figure, name)) for name in names(figure)} == {"全部": 4, "完工": 2, "初验": 1, "终验": 0}


@pytest.mark.parametrize(
    ("draw", "columns"),
    [
        (flood.points_by_risk_level, list(LEVELS)),
        (flood.rain_by_station, list(RAIN)),
        (
            flood.shelter_gap_by_township,
            ["township", "people_at_risk_count", "occupied_count", "free_capacity_count", "gap_count", "unknown_capacity_count"],
        ),
        (environment.tasks_by_round, list(TASKS)),
        (environment.tasks, ["finding", "progress_share", "planned_share", "hint"]),
        (environment.cases_by_township, list(CASES)),
        (projects.by_kind, list(MONEY)),
    ],
)
def test_an_empty_answer_is_an_empty_chart(draw: object, columns: list[str]) -> None:
    figure = draw(pd.DataFrame(columns=columns))  # type: ignore[operator]
    assert all(not len(trace.y) for trace in figure.data)


HOURS = pd.DataFrame(
    {
        "hour_at": pd.date_range("2026-06-26 00:00", periods=5, freq="h"),
        "max_rain_mm": [None, 12.3, 0.0, 34.7, None],
        "warning_count": [0, 1, 1, 2, 0],
        "gravest_level": [None, "blue", "blue", "orange", None],
        "advised_count": [0, 2, 4, 4, 0],
        "confirmed_count": [0, 1, 1, 3, 2],
        "to_evacuate_count": [None, 30.0, 30.0, 35.0, 35.0],
        "evacuated_count": [None, 10.0, 30.0, 30.0, None],
    }
)


def test_a_storm_is_drawn_hour_by_hour_and_what_is_unknown_is_a_gap() -> None:
    figure = flood.storm_hours(HOURS)
    assert drawn(figure, "最大小时雨量（毫米）", "y") == [None, 12.3, 0.0, 34.7, None]
    assert [str(each)[11:16] for each in drawn(figure, "会商确认")] == ["01:00", "03:00"], "where more were confirmed"
    assert drawn(figure, "应转移（人）", "y") == [None, 30.0, 30.0, 35.0, 35.0]
    assert drawn(figure, "已转移（人）", "y") == [None, 10.0, 30.0, 30.0, None]
    assert drawn(figure, "应撤离（建议）（处）", "y") == [0, 2, 4, 4, 0]
    assert figure.layout.yaxis3.title.text == "应撤离（处）"
    assert (figure.layout.yaxis.title.text, figure.layout.yaxis2.title.text) == ("小时雨量（毫米）", "人数（人）")
    bands = [(each.fillcolor, str(each.x0)[11:16], str(each.x1)[11:16]) for each in figure.layout.shapes]
    assert bands == [(LEVEL["blue"], "00:00", "02:00"), (LEVEL["orange"], "02:00", "03:00")]
    assert [each.text for each in figure.layout.annotations] == ["蓝", "橙"], (
        "a colour has its word, a short one where there is little room"
    )


def test_townships_that_are_done_and_those_that_are_not_stand_apart_and_the_silent_are_left_out() -> None:
    speeds = pd.DataFrame(
        {
            "township": ["石门镇", "永安镇", "青溪镇", "龙潭镇"],
            "minutes": [150.0, None, 0.0, None],
            "open_minutes": [None, None, None, 1370.0],
        }
    )
    done, still = flood.township_speed(speeds).data
    assert dict(zip(done.y, done.x, strict=True)) == {"青溪镇": 0.0, "石门镇": 150.0}
    assert list(done.text) == ["用时 0 分钟", "用时 150 分钟"]
    assert list(still.text) == ["已过 1,370 分钟"]
    assert dict(zip(still.y, still.x, strict=True)) == {"龙潭镇": 1370.0}


@pytest.mark.parametrize(("most", "step"), [(None, 1), (0, 1), (5, 1), (6, 2), (75, 20), (2195, 500), (2501, 1000)])
def test_counts_of_the_storm_stand_on_round_ticks(most: float | None, step: int) -> None:
    hours = HOURS.assign(to_evacuate_count=most, evacuated_count=None).astype(
        {"to_evacuate_count": "Int64", "evacuated_count": "Int64"}
    )
    assert flood.storm_hours(hours).layout.yaxis2.dtick == step
