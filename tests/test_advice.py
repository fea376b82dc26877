"""Advice on moving people: decisions on it are kept with a name and a reason; nightfall is known without asking anyone."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from riskwatch.desk import Desk
from riskwatch.geography.sun import daylight
from riskwatch.model.refusal import Refusal
from riskwatch.store.question import question
from riskwatch.store.store import Look

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def board(tmp_path: Path, sample_store: Path) -> Desk:
    return Desk(shutil.copytree(sample_store, tmp_path / "store"))


def advised(board: Desk, key: str, look: Look | None = None) -> dict[str, object]:
    advice = board.ask("flood/evacuation_advice", look=look)
    return dict(advice[advice["key"] == key].iloc[0])


def test_a_decision_stands_beside_the_advice_and_the_next_one_does_not_delete_it(board: Desk) -> None:
    point = str(board.ask("flood/evacuation_advice")["key"].iloc[0])
    before, version = advised(board, point), board.version
    board.decide_advice(point, False, None, "道路中断，先观察", "王例")
    board.decide_advice(point, True, "early", "雨势未减", "王例")
    assert board.version != version, "what is kept of answers is asked anew"
    after = advised(board, point)
    assert (after["decision"], after["avoidance"], after["decided_by"], after["decided_why"]) == (
        "confirmed",
        "early",
        "王例",
        "雨势未减",
    )
    assert (after["level"], list(after["reasons"])) == (before["level"], list(before["reasons"])), "the advice stays"  # type: ignore[call-overload]
    told = board.ask("flood/decisions")
    assert list(told["decision"]) == ["confirmed", "rejected"]
    assert list(told["is_last"]) == [True, False]
    assert list(told["level"].unique()) == [before["level"]]


def test_a_decision_does_not_count_on_a_day_before_it(board: Desk) -> None:
    point = str(board.ask("flood/evacuation_advice")["key"].iloc[0])
    board.decide_advice(point, True, "early", "雨势未减", "王例")
    assert advised(board, point, Look(as_of=date(2026, 6, 25)))["decision"] is None
    assert board.ask("flood/decisions", look=Look(as_of=date(2026, 6, 25))).empty
    assert board.ask("flood/decisions", look=Look(known_at=datetime(2026, 6, 26, 13, 59))).empty


def test_who_decided_is_masked_for_those_who_may_not_see_persons(board: Desk) -> None:
    point = str(board.ask("flood/evacuation_advice")["key"].iloc[0])
    board.decide_advice(point, True, "early", "雨势未减", "王例")
    assert list(board.ask("flood/decisions", sees_persons=False)["decided_by"]) == ["王*"]


@pytest.mark.parametrize(
    ("is_confirmed", "avoidance", "why", "done_by", "says"),
    [
        (True, "early", " ", "王例", "还没有写理由。"),
        (True, "early", "雨势未减", "", "还没有写决定人。"),
        (True, None, "雨势未减", "王例", "还没有选避让方式。"),
        (True, "later", "雨势未减", "王例", "还没有选避让方式。"),
    ],
)
def test_a_decision_needs_a_reason_a_name_and_a_kind(
    board: Desk, is_confirmed: bool, avoidance: str | None, why: str, done_by: str, says: str
) -> None:
    point = str(board.ask("flood/evacuation_advice")["key"].iloc[0])
    with pytest.raises(Refusal, match=says):
        board.decide_advice(point, is_confirmed, avoidance, why, done_by)
    assert board.ask("flood/decisions").empty


def test_a_point_that_is_not_in_the_list_cannot_be_decided_on(board: Desk) -> None:
    with pytest.raises(Refusal, match="风险点台账里没有这个点"):
        board.decide_advice("没有", True, "early", "雨势未减", "王例")


@pytest.mark.parametrize(
    ("longitude", "latitude", "day", "rise", "fall"),
    [  # an almanac's times, to the minute
        (105.6, 30.4, date(2026, 6, 21), "05:56", "20:03"),
        (105.6, 30.4, date(2026, 12, 21), "07:51", "18:00"),
        (87.6, 43.8, date(2026, 6, 21), "06:28", "21:55"),
        (110.0, 18.2, date(2026, 3, 21), "06:43", "18:51"),
    ],
)
def test_sunrise_and_sunset_are_those_of_the_almanac_to_two_minutes(
    longitude: float, latitude: float, day: date, rise: str, fall: str
) -> None:
    light = daylight(longitude, latitude, day, SHANGHAI)
    assert light is not None
    for found, told in zip(light, (rise, fall), strict=True):
        assert abs((found - datetime.combine(day, datetime.strptime(told, "%H:%M").time())).total_seconds()) <= 120


@pytest.mark.parametrize("longitude", [73.5, 87.6, 96.2, 105.6, 120.0, 135.0])
def test_every_day_of_the_year_has_its_own_sunrise_and_sunset_everywhere_in_the_country(longitude: float) -> None:
    days = [date(2026, 1, 1) + timedelta(days=each) for each in range(365)]
    lights = [daylight(longitude, 35.0, day, SHANGHAI) for day in days]
    assert [light and (light[0].date(), light[1].date()) for light in lights] == [(day, day) for day in days]
    clock = [(each.hour * 60 + each.minute) for light in lights if light for each in light]
    assert max(abs(now - then) for now, then in zip(clock, clock[2:], strict=False)) <= 3, "no day jumps"


def test_in_a_polar_summer_there_is_no_sunset() -> None:
    assert daylight(20, 75, date(2026, 6, 21), SHANGHAI) is None


def test_before_sunrise_the_sunset_is_that_of_the_evening_before(board: Desk) -> None:
    asked = question("flood/evacuation_advice")
    by_day = board.filled(asked)
    by_night = board.filled(asked, {"moment": "2026-06-26 02:00:00"})
    sunset, former = by_day["sunset_at"], by_night["sunset_at"]
    assert isinstance(sunset, datetime)
    assert isinstance(former, datetime)
    assert (sunset.date(), former.date()) == (date(2026, 6, 26), date(2026, 6, 25))
    assert board.defaults()["sunset_at"] == sunset


def test_a_county_without_a_known_place_knows_no_sunset(desk: Desk) -> None:
    assert desk.defaults()["sunset_at"] is None
    desk.set_county('name = "某县"\nlongitude = 105.6\nlatitude = 30.4\n')
    assert desk.defaults()["sunset_at"] is not None


def test_a_longitude_without_a_latitude_is_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="只写了一个"):
        desk.set_county('name = "某县"\nlongitude = 105.6\n')
