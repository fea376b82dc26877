"""Are rows of a rule and answers worked out once, shared, and never older than the data or of another moment or value?"""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from riskwatch.desk import SAMPLE, Desk
from riskwatch.model.lessons import Lesson
from riskwatch.model.refusal import Refusal
from riskwatch.store import kept
from riskwatch.store.question import question, questions
from riskwatch.store.schema import ledgers_read, make_rules, parameters_of, stands_on
from riskwatch.store.store import Look
from tests.paper import workbook

POINTS = """
    | 隐患点编号 | 隐患点名称 | 乡镇   | 风险等级 | 威胁人数 | 雨量站编码 | 雨量时段（小时） | 立即转移雨量（毫米） |
    | P1         | 甲         | 石门镇 | 高       | 12       | S1         | 1                | 50                   |
"""
DRY = """
    | 站号 | 站名 | 时间             | 时段长（小时） | 降雨量（毫米） |
    | S1   | 石门 | 2026-06-26 13:00 | 1              | 5              |
"""
WET = """
    | 站号 | 站名 | 时间             | 时段长（小时） | 降雨量（毫米） |
    | S1   | 石门 | 2026-06-26 14:00 | 1              | 60             |
"""
FAR_AWAY = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改状态 | 责任单位 | 经度  | 纬度 |
    | FAR-1    | 石门镇 | 远矿     | 护栏缺失 | 2026-06-28 | 整改中   | 应急局   | 101.5 | 31.5 |
"""
MOMENT = datetime(2026, 6, 26, 14, 10)


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the calls of rules that are worked out from here on."""
    calls: list[str] = []
    text_of = kept._text_of

    def noted(call: str) -> str:
        calls.append(call.partition("(")[0])
        return text_of(call)

    monkeypatch.setattr(kept, "_text_of", noted)
    return calls


def load(desk: Desk, table: str, name: str) -> None:
    content = workbook(table)
    (filed,) = desk.load(desk.check(content, name), content)
    assert not filed.incoming.waiting, filed.incoming.waiting


def level(desk: Desk, **params: Any) -> str:
    return str(desk.ask("flood/evacuation_advice", {"moment": MOMENT} | params)["level"].iloc[0])


def test_one_judging_serves_every_question_of_the_same_values(desk: Desk, worked_out: list[str]) -> None:
    load(desk, POINTS, "点.xlsx")
    load(desk, DRY, "雨量.xlsx")
    for name in ("advice_totals", "evacuation_advice", "warned_chain", "unknowns", "rain_totals", "station_windows"):
        desk.ask(f"flood/{name}", {"moment": MOMENT})
    of_rain = ["judged_point", "rain_ahead", "rain_bound", "rain_limit", "rain_reach", "station_rain"]
    of_people = ["evacuation_of_point", "last_patrol", "patrol_of_point", "report_of_point"]
    assert sorted(worked_out) == sorted(of_rain + of_people)


def test_a_new_sheet_another_moment_and_another_value_are_judged_anew(desk: Desk) -> None:
    load(desk, POINTS, "点.xlsx")
    load(desk, DRY, "雨量.xlsx")
    assert level(desk) == "none"
    assert level(desk, extra_rain_mm=60.0, extra_rain_hours=1.0) == "immediate"
    load(desk, WET, "雨量二.xlsx")
    assert level(desk) == "immediate"
    assert level(desk, moment=datetime(2026, 6, 26, 13, 10)) == "none"
    (upload,) = desk.ask("uploads/uploads").query("file_name == '雨量二.xlsx'")["upload_id"]
    desk.undo(upload)
    assert level(desk) == "none"


def test_a_failure_is_told_and_not_kept(desk: Desk) -> None:
    load(desk, POINTS, "点.xlsx")
    with pytest.raises(Exception, match="JSON"):
        level(desk, county_rain_thresholds="{")
    with pytest.raises(Refusal):
        level(desk, moment="昨天")
    assert level(desk) == "unknown"


def test_kept_rows_are_what_the_rule_says(desk: Desk) -> None:
    load(desk, POINTS, "点.xlsx")
    load(desk, WET, "雨量.xlsx")
    for asked in questions():
        if kept._calls(asked.sql):
            given = desk.filled(asked, {"moment": MOMENT})
            with desk.store.reader() as cursor:
                plain = cursor.execute(asked.sql, given).df()
            pd.testing.assert_frame_equal(desk.store.ask(asked.name, given), plain)


def _deeds() -> dict[str, Callable[[Desk], object]]:
    """Return something of each kind that changes a store, in an order in which each finds what it needs."""

    def sheet(table: str, name: str) -> Callable[[Desk], object]:
        return lambda desk: load(desk, table, name)

    def last(desk: Desk) -> str:
        return str(desk.ask("uploads/uploads").sort_values("accepted_at")["upload_id"].iloc[-1])

    def far_away(desk: Desk) -> None:
        outline = json.loads((SAMPLE / "boundaries.geojson").read_text("utf-8"))
        outline["features"] = outline["features"][1:]
        desk.set_boundaries(json.dumps(outline).encode(), "boundaries.geojson", allow_few=True)

    def same(desk: Desk) -> None:
        one, other = desk.ask("ledgers/hazard")["key"].head(2)
        desk.decide_same("hazard", [(one, other, True)])

    return {
        "a sheet of points": sheet(POINTS, "点.xlsx"),
        "a sheet of readings": sheet(DRY, "雨量.xlsx"),
        "another sheet of readings": sheet(WET, "雨量二.xlsx"),
        "a sheet taken back": lambda desk: desk.undo(last(desk)),
        "a sheet brought back": lambda desk: desk.redo(last(desk)),
        "a decision": lambda desk: desk.decide_advice("P1", True, "active", "雨大", "张三"),
        "a sheet outside the county": sheet(FAR_AWAY, "远.xlsx"),
        "two rows judged to be one": same,
        "other boundaries": far_away,
        "no boundaries": lambda desk: desk.drop_boundaries(),
        "other settings": lambda desk: desk.set_county(
            (desk.folder / "county.toml").read_text("utf-8").replace('name = "', 'name = "新', 1)
        ),
        "a reason": lambda desk: desk.explain(last(desk), "张三", "说明"),
        "a lesson": lambda desk: desk.teach([Lesson("heading", "hazard", "毛病", "description")]),
    }


def test_whatever_changes_a_ledger_is_counted(tmp_path: Path, sample_store: Path) -> None:
    shutil.copytree(sample_store, tmp_path / "store")
    desk = Desk(tmp_path / "store")
    ledgers = sorted(ledgers_read(" ".join(each.sql for each in questions())))
    looks = (None, Look(as_of=date(2026, 6, 20)), Look(known_at=datetime(2026, 6, 20)))

    def told() -> dict[str, list[object]]:
        found: dict[str, list[object]] = {}
        for look in looks:
            with desk.store.reader(look, " ".join(f"{name}_now" for name in ledgers)) as cursor:
                for name in (*(f"{name}_now" for name in ledgers), "outside_point"):
                    rows = cursor.execute(f"select count(*), bit_xor(hash(columns(*)::varchar)) from {name}").fetchall()
                    found.setdefault(name.removesuffix("_now"), []).append(rows)
        return found

    counted, version, changed = dict(desk.store._stock.changes), desk.version, set()
    before = told()
    for what, deed in _deeds().items():
        deed(desk)
        after, now_counted = told(), dict(desk.store._stock.changes)
        others = {name for name in after if after[name] != before[name]}
        same = {name for name in others if now_counted.get(name, 0) == counted.get(name, 0)}
        if now_counted.get("outline") != counted.get("outline"):
            same -= {"outside_point"}
        assert not same, f"{what} changed {same}, and it is not counted"
        assert desk.version != version, f"{what} made no data version"
        before, counted, version, changed = after, now_counted, desk.version, changed | others
    assert {"flood_risk_point", "rainfall", "hazard", "advice_decision", "outside_point"} <= changed
    desk.store.close()


def test_what_an_answer_is_said_to_read_is_all_that_it_reads(now_tables: dict[str, list[tuple[str, str]]]) -> None:
    alike: dict[frozenset[str], list[str]] = {}
    for each in questions():
        if not each.may_read_history:
            alike.setdefault(stands_on(each.sql), []).append(each.sql)
    for rule in kept.kept_rules():
        alike.setdefault(stands_on(f"{rule}("), []).append(
            f"select * from {rule}({', '.join('null' for each in parameters_of(rule) if each)})"
        )
    for read, texts in alike.items():
        con = duckdb.connect()
        for name, columns in now_tables.items():
            con.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
        make_rules(con)
        for name in now_tables:
            if name.removesuffix("_now") not in read:
                con.execute(f"drop table {name}")
        for sql in texts:
            con.execute(f"explain {sql}", dict.fromkeys(set(re.findall(r"\$(\w+)", re.sub("--[^\n]*", "", sql)))))
        con.close()


def test_a_sheet_leaves_answers_alone_that_do_not_read_its_ledger(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    load(desk, POINTS, "点.xlsx")
    asked: list[str] = []
    put_in = kept.Kept.put_in

    def noted(self: kept.Kept, cursor: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql.splitlines()[0])
        return put_in(self, cursor, sql, *rest)

    monkeypatch.setattr(kept.Kept, "put_in", noted)
    names = ("map/townships", "flood/plan_sites", "flood/rain_totals")
    given = {name: desk.filled(question(name)) for name in names}  # once: the county's own moment goes on by the minute
    for name in names:
        desk.ask(name, given[name])
    asked.clear()
    load(desk, DRY, "雨量.xlsx")
    for name in names:
        desk.ask(name, given[name])
    assert question("flood/rain_totals").sql.splitlines()[0] in asked
    assert question("map/townships").sql.splitlines()[0] not in asked
    assert question("flood/plan_sites").sql.splitlines()[0] not in asked


def test_who_changes_an_answer_changes_his_own(desk: Desk) -> None:
    load(desk, POINTS, "点.xlsx")
    answer = desk.ask("ledgers/flood_risk_point")
    answer["name"] = "改了"
    answer.loc[0, "township"] = "改了"
    assert set(desk.ask("ledgers/flood_risk_point")["name"]) == {"甲"}
    assert set(desk.ask("ledgers/flood_risk_point")["township"]) == {"石门镇"}
