"""Are numbers, shares, phones and coordinates read as clerks mean them, or not at all?"""

import pytest

from riskwatch.intake.numbers import (
    read_coordinate_pair,
    read_degrees,
    read_households_and_people,
    read_number,
    read_phone,
    read_share,
    settle,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (12, 12.0),
        (12.5, 12.5),
        ("12.5", 12.5),
        ("１２．５", 12.5),
        ("1,200", 1200.0),
        ("1，200", 1200.0),
        ("300人", 300.0),
        (" 31 ", 31.0),
        ("-3", -3.0),
        ("12万", 120000.0),
    ],
)
def test_a_number_is_read(written: object, meant: float) -> None:
    assert read_number(written) == (meant, None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12万", 12.0),
        ("12.5万", 12.5),
        ("1.2亿元", 12000.0),
        ("320万元", 320.0),
        ("3200000元", 320.0),
        ("320", 320.0),
        (320, 320.0),
    ],
)
def test_a_unit_in_the_cell_wins_in_a_column_of_wan(written: object, meant: float) -> None:
    assert read_number(written, unit="万元") == (meant, None)


def test_the_unit_of_the_heading_multiplies_and_that_of_the_cell_wins() -> None:
    assert read_number(3200000, unit="万元", factor=0.0001) == (320.0, None)
    assert read_number("320万元", unit="万元", factor=0.0001) == (320.0, None)


@pytest.mark.parametrize(
    ("written", "value", "problem"),
    [
        ("约31人", 31.0, "number_rough"),
        ("约300", 300.0, "number_rough"),
        ("31左右", 31.0, "number_rough"),
        ("30余人", 30.0, "number_rough"),
        ("≥35", 35.0, "number_at_least"),
        ("50人以上", 50.0, "number_at_least"),
        ("不少于50", 50.0, "number_at_least"),
        ("50人以下", None, "number_at_most"),
        ("≤35", None, "number_at_most"),
        ("50-100人", None, "number_range_unread"),
        ("一百多", None, "number_unreadable"),
        ("见附件", None, "number_unreadable"),
        (True, None, "number_unreadable"),
    ],
)
def test_a_number_that_is_not_plain_says_why(written: object, value: float | None, problem: str) -> None:
    assert read_number(written) == (value, problem)


@pytest.mark.parametrize(("cautious", "meant"), [("lower", 50.0), ("upper", 100.0)])
@pytest.mark.parametrize("written", ["50-100人", "50～100", "50至100人", "50人-100人"])
def test_of_a_range_the_cautious_end_is_kept(written: str, cautious: str, meant: float) -> None:
    assert read_number(written, cautious=cautious) == (meant, "number_range")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (0.93, 0.93),
        (93, 0.93),
        ("93%", 0.93),
        ("93.3%", 0.933),
        ("0.93", 0.93),
        ("完成93%", 0.93),
        (1, 1.0),
        (0, 0.0),
        ("100％", 1.0),
    ],
)
def test_a_share_is_between_nothing_and_one(written: object, meant: float) -> None:
    assert read_share(written) == (pytest.approx(meant), None)


def test_a_share_over_the_whole_is_kept_with_a_note_and_prose_is_none() -> None:
    assert read_share("218.75%") == (2.1875, "share_outside")
    assert read_share("过半") == (None, "share_unreadable")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("53户175人", (53, 175)),
        ("下方有53户175人居住。", (53, 175)),
        ("威胁9户27间房32人的生命财产安全", (9, 32)),
        ("威胁20户60间71人", (20, 71)),
        ("6户", (6, None)),
        ("无人居住", (None, None)),
    ],
)
def test_households_and_people_are_read_out_of_prose(written: str, meant: tuple[int | None, int | None]) -> None:
    assert read_households_and_people(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (13800138000.0, "13800138000"),
        (13800138000, "13800138000"),
        ("13800138000.0", "13800138000"),
        ("0826-1234567", "0826-1234567"),
        ("138 0013 8000", "138 0013 8000"),
    ],
)
def test_a_phone_is_its_digits(written: object, meant: str) -> None:
    assert read_phone(written) == (meant, None)


def test_a_phone_that_lost_its_digits_is_none_and_an_odd_one_is_kept() -> None:
    assert read_phone("1.38E+10") == (None, "phone_lost")
    assert read_phone("同上") == ("同上", "phone_odd")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (107.72, 107.72),
        ("107.72", 107.72),
        ("东经107.72°", 107.72),
        ("E107.72", 107.72),
        ("107°43′12″", 107.72),
        ("107度43分12秒", 107.72),
        ("107.43.12", 107.72),
        ("东经107°43′12″", 107.72),
    ],
)
def test_degrees_are_read(written: object, meant: float) -> None:
    assert read_degrees(written) == (pytest.approx(meant), None)


def test_metres_and_prose_are_no_degrees() -> None:
    assert read_degrees(35531234.5) == (35531234.5, None)
    assert settle(35531234.5, 3361234.5) == (None, None, "coordinate_projected"), "nothing says where its zone lies"
    assert read_degrees("村口") == (None, "coordinate_unreadable")
    assert read_degrees("107°73′12″") == (None, "coordinate_unreadable")


def test_a_pair_is_put_right_or_is_none() -> None:
    assert settle(105.6, 30.4) == (105.6, 30.4, None)
    assert settle(30.4, 105.6) == (105.6, 30.4, "coordinate_swapped")
    assert settle(0, 0) == (None, None, "coordinate_zero")
    assert settle(10.0, 50.0) == (10.0, 50.0, "coordinate_outside")
    assert settle(105.6, None) == (105.6, None, None)


def test_a_pair_in_one_cell_is_taken_apart() -> None:
    assert read_coordinate_pair("105.6123，30.4123") == (105.6123, 30.4123, None)
    assert read_coordinate_pair("105.6123") == (None, None, "coordinate_unreadable")
