"""Does the storm's figure count the same points, hour by hour, as the advice asked as of each of those hours?"""

import json
import random
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from riskwatch.desk import Desk
from riskwatch.store import kept
from riskwatch.store.question import question
from riskwatch.store.schema import make_rules

NOW = datetime(2026, 6, 26, 14, 20)


def asked(con: duckdb.DuckDBPyConnection, name: str, params: Mapping[str, object]) -> list[dict[str, object]]:
    promised = question(name)
    answer = con.execute(promised.sql, {each: params.get(each) for each in promised.params})
    columns = [column[0] for column in answer.description]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def test_of_the_sample_each_hour_counts_as_its_own_advice(sample_store: Path) -> None:
    board = Desk(sample_store)
    try:
        hours = board.ask("flood/storm_hours")
        told = hours.set_index("hour_at")["advised_count"]
        for hour in told.index[[0, 24, 26, 32, 36, 41, 46, 48]]:
            advice = board.ask("flood/evacuation_advice", {"moment": str(hour)})
            assert told[hour] == (advice["level"] == "immediate").sum(), hour
    finally:
        board.store.close()
    assert told.nunique() > 4


def storm(con: duckdb.DuckDBPyConnection, chance: random.Random) -> dict[str, object]:
    """Fill a small county with whatever may come: own limits, other lengths, overlaps, silence, moved stations, warnings that end."""
    start = NOW - timedelta(hours=60)

    def moment(step: int = 10) -> datetime:
        return start + timedelta(minutes=step * chance.randrange(60 * 60 // step))

    def put(table: str, row: Mapping[str, object]) -> None:
        con.execute(f"insert into {table} ({', '.join(row)}) values ({', '.join('$' + name for name in row)})", dict(row))

    towns = ["甲镇", "乙镇", "丙镇", None]
    for number in range(12):
        own = chance.random() < 0.5
        put(
            "flood_risk_point_now",
            {
                "key": f"P{number}",
                "point_code": f"C{number}",
                "township": chance.choice(towns),
                "risk_level": chance.choice(["extreme", "high", "general", None]),
                "station_code": chance.choice([None, None, "S1", "S2", "S9"]),
                "prepare_rain_mm": chance.choice([None, 0, 10, 20]) if own else None,
                "immediate_rain_mm": chance.choice([None, 0, 15, 30]) if own else None,
                "rain_window_h": chance.choice([None, 1, 3, 12]) if own else None,
                "longitude": chance.choice([None, 106.0, 106.05, 106.2]),
                "latitude": 30.0 + chance.randrange(3) / 20,
                "status": chance.choice([None, None, None, "closed"]),
            },
        )
    for station in range(5):
        step = chance.choice([10, 60, 180])
        silent_from = moment()
        for number in range(3600 // step):
            at = start + timedelta(minutes=step * number)
            if chance.random() < 0.25 or (chance.random() < 0.8 and at > silent_from):
                continue
            put(
                "rainfall_now",
                {
                    "key": f"{station}-{number}",
                    "station_code": f"S{station}" if station else None,
                    "station": f"站{station}",
                    "township": chance.choice([*towns[:2], None] if station < 3 else [None]),
                    "longitude": chance.choice([106.0, 106.1, None]),
                    "latitude": 30.0,
                    "observed_at": at,
                    "window_h": chance.choice([step / 60] * 8 + [1.0, 6.0, 24.0, 1 / 6]),
                    "rain_mm": chance.choice([None, 0, 0, 0, 0.1, 2.5, 8, 20]),
                },
            )
    for number in range(3):
        issued = moment()
        put(
            "warning_now",
            {
                "key": f"W{number}",
                "kind": chance.choice(["rainstorm", "flash_flood", "other"]),
                "level": chance.choice(["red", "blue", None]),
                "issued_at": issued,
                "effective_until": chance.choice([None, issued + timedelta(hours=4)]),
                "lifted_at": chance.choice([None, issued + timedelta(hours=2)]),
                "townships": chance.choice([None, ["甲镇"], ["乙镇", "丙镇"]]),
            },
        )
    for number in range(10):
        put(
            "patrol_check_now",
            {
                "key": f"X{number}",
                "point_code": f"C{chance.randrange(12)}",
                "phase": "during",
                "checked_at": moment(60),
                "has_danger_sign": chance.choice([None, True, False, False]),
                "can_judge": chance.choice([None, True, True, False]),
            },
        )
    limits = [{"window_h": hours, "prepare_mm": 12 * hours**0.5, "immediate_mm": 20 * hours**0.5} for hours in (1, 3, 6, 24)]
    return {
        "storm_hours": 48,
        "rain_fresh_hours": chance.choice([1, 1.5, 3]),
        "rain_near_km": chance.choice([3, 10]),
        "rain_elsewhere_mm": 5,
        "warning_hours": 24,
        "county_rain_thresholds": json.dumps(limits),
        "season_start": NOW.date() - timedelta(days=1),
        "township": chance.choice([None, None, "甲镇"]),
    }


def small_county(now_tables: dict[str, list[tuple[str, str]]]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    for name, columns in now_tables.items():
        con.execute(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
    make_rules(con)
    return con


def standing(now_tables: dict[str, list[tuple[str, str]]], version: int) -> kept.Standing:
    """Return that every ledger has changed so often."""
    return kept.Standing(None, {table.removesuffix("_now"): version for table in now_tables})


def by_hour(con: duckdb.DuckDBPyConnection, given: Mapping[str, object], columns: str) -> list[tuple[Any, ...]]:
    """Return what the rule says of each hour, asked as the questions ask it."""
    called = re.search(r"advised_by_hour\([^)]*\)", question("flood/storm_hours").sql)
    assert called is not None
    asks = f"select {columns} from {called[0]}"
    return con.execute(asks, {name: given[name] for name in re.findall(r"\$(\w+)", asks)}).fetchall()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_has_come_each_hour_counts_as_its_own_advice(seed: int, now_tables: dict[str, list[tuple[str, str]]]) -> None:
    con = small_county(now_tables)
    given = storm(con, random.Random(seed))
    told = dict(by_hour(con, {**given, "moment": NOW}, "hour_at, advised_count"))
    assert len(told) == 50, "each hour of two days, and now"
    shown = {row["hour_at"]: row["advised_count"] for row in asked(con, "flood/storm_hours", {**given, "moment": NOW})}
    assert len(shown) == 49
    assert shown.items() < told.items()
    each_hour = {
        hour: len(asked(con, "flood/evacuation_advice", {**given, "moment": hour, "level": "immediate"}))
        for hour in (*sorted(told)[:-1:4], NOW)
    }
    assert {hour: told[hour] for hour in each_hour} == each_hour
    assert len(set(told.values())) > 1, "the storm comes and goes"
    con.close()


@pytest.mark.parametrize("seed", [0, 1, 3, 6])
def test_rain_is_over_a_limit_from_the_reading_at_which_the_advice_first_says_so(
    seed: int, now_tables: dict[str, list[tuple[str, str]]]
) -> None:
    con = small_county(now_tables)
    given = storm(con, random.Random(seed)) | {"storm_hours": 20, "township": None}
    # Which stations speak for a point is looked at from the end of an hour: here they stay where they are.
    con.execute(
        "update rainfall_now set township = s.township, longitude = s.longitude from (select station, arg_min(township, key) as township, "
        "arg_min(longitude, key) as longitude from rainfall_now group by station) as s where s.station = rainfall_now.station"
    )
    first = NOW.replace(minute=0) - timedelta(hours=20)
    hours = [first + timedelta(hours=number) for number in range(21)]
    readings = con.execute(
        "select distinct observed_at from rainfall_now where observed_at > $1 and observed_at <= $2",
        [first - timedelta(hours=1), NOW],
    ).fetchall()
    over: dict[str, datetime] = {}
    for moment in sorted({*hours, NOW, *(row[0] for row in readings)}):
        for point in asked(con, "flood/evacuation_advice", {**given, "moment": moment, "level": "immediate"}):
            if point["graveness"][0] == 3:
                over.setdefault(point["key"], moment)
    told: dict[str, datetime] = {}
    for key, over_at in by_hour(con, given | {"moment": NOW}, "unnest(over, recursive := true)"):
        told[key] = min(over_at, told.get(key, over_at))
    before = asked(con, "flood/evacuation_advice", {**given, "moment": first - timedelta(hours=1), "level": "immediate"})
    for point in before:  # over before the first hour: its end, or any wet reading in it
        told.pop(point["key"], None)
        over.pop(point["key"], None)
    assert told == over
    assert any(moment.minute for moment in told.values()), "not at full hours only"
    con.close()


CHANGES = {
    "a reading comes in": "insert into rainfall_now select * replace ('new' as key, observed_at + interval 7 minutes as observed_at, 20 as rain_mm) "
    "from rainfall_now where observed_at > $since order by key limit 1",
    "a reading is mended": "update rainfall_now set rain_mm = 30 where key = (select max(key) from rainfall_now where observed_at > $since)",
    "readings are taken back": "delete from rainfall_now where observed_at > $since and rain_mm > 2",
    "a station has moved": "update rainfall_now set township = '丙镇' where station_code = 'S2' and observed_at > $since",
    "a patrol comes in": "insert into patrol_check_now (key, point_code, checked_at, has_danger_sign) values ('new', 'C1', $since, true)",
    "a patrol is taken back": "delete from patrol_check_now where has_danger_sign",
    "a warning is lifted": "update warning_now set lifted_at = $since",
    "a warning comes in": "insert into warning_now (key, kind, level, issued_at) values ('new', 'rainstorm', 'red', $since)",
    "a point is graver": "update flood_risk_point_now set risk_level = 'extreme' where key = 'P3'",
    "a limit is lower": "update flood_risk_point_now set immediate_rain_mm = 1, rain_window_h = 1 where key = 'P4'",
    "a point is done with": "update flood_risk_point_now set status = 'closed' where key = 'P5'",
}


@pytest.mark.parametrize("seed", range(3))
def test_hours_kept_count_as_if_all_were_judged_anew(seed: int, now_tables: dict[str, list[tuple[str, str]]]) -> None:
    con, chance, hours = small_county(now_tables), random.Random(100 + seed), kept.Kept()
    promised = question("flood/storm_hours")
    given = dict.fromkeys(promised.params) | storm(con, chance)
    changes = [*CHANGES.values()]
    chance.shuffle(changes)
    moments = [NOW + timedelta(minutes=25 * number) for number in range(len(changes))]
    for version, (change, moment) in enumerate(zip(changes, moments, strict=True)):
        con.execute(change, {"since": moment - timedelta(hours=chance.choice([1, 5, 20]))} if "$since" in change else {})
        for seen in (moment, moment - timedelta(hours=3)):
            now = given | {"moment": seen}
            assert (
                con.execute(*hours.put_in(con, promised.sql, now, standing(now_tables, version))).fetchall()
                == con.execute(promised.sql, now).fetchall()
            )
    con.close()


def test_only_hours_that_a_sheet_touches_are_judged_anew(
    now_tables: dict[str, list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    con, hours = small_county(now_tables), kept.Kept()
    promised = question("flood/storm_hours")
    given = dict.fromkeys(promised.params) | storm(con, random.Random(1)) | {"moment": NOW}
    judged: list[object] = []
    rows_of = kept._rows_of

    def noted(cursor: Any, sql: str, values: Mapping[str, object]) -> Any:
        if "advised_count" in sql:
            judged.append(values["storm_hours"])
        return rows_of(cursor, sql, values)

    monkeypatch.setattr(kept, "_rows_of", noted)
    sheets = {
        "rainfall": "a reading is mended",
        "warning": None,  # a sheet that changes nothing
        "patrol_check": "a patrol comes in",
        "flood_risk_point": "a limit is lower",
    }
    counted = dict.fromkeys(sheets, 0)
    hours.put_in(con, promised.sql, given, kept.Standing(None, counted))
    for ledger, what in sheets.items():
        if what:
            con.execute(CHANGES[what], {"since": NOW - timedelta(minutes=100)} if "$since" in CHANGES[what] else {})
        counted = {**counted, ledger: 1}
        hours.put_in(con, promised.sql, given, kept.Standing(None, counted))
    assert judged == [48, 0, 0, 1, 48], "now, which is no full hour, each time"
    con.close()
