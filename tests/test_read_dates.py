"""Is every written day, moment and deadline read as it is meant, or not at all? Typed by hand from the field's own writings."""

from datetime import date, datetime

import pytest

from riskwatch.desk import county_of
from riskwatch.intake.dates import Clock, read_day, read_deadline, read_moment, read_planned_day
from riskwatch.model.files import DATA

COUNTY = county_of(DATA / "samples" / "yunling")
IN_2021 = Clock(COUNTY, 2021)
NO_YEAR = Clock(COUNTY)
CSV = Clock(COUNTY, 2021, is_untyped=True)
FOUND = date(2026, 6, 17)  # a Wednesday; 19, 20 and 21 June are holidays of the sample's county

DAYS = [
    ("2021.6.5", date(2021, 6, 5)),
    ("2021/06/05", date(2021, 6, 5)),
    ("2021-6-5", date(2021, 6, 5)),
    ("20210605", date(2021, 6, 5)),
    (20210605, date(2021, 6, 5)),
    (44352, date(2021, 6, 5)),
    (44352.0, date(2021, 6, 5)),
    ("44352", date(2021, 6, 5)),
    (44352.75, date(2021, 6, 5)),
    (date(2021, 6, 5), date(2021, 6, 5)),
    (datetime(2021, 6, 5, 14, 30), date(2021, 6, 5)),
    ("2021年6月5日", date(2021, 6, 5)),
    ("2021 年 6 月 5 日", date(2021, 6, 5)),
    ("２０２１年６月５日", date(2021, 6, 5)),
    ("二〇二一年六月五日", date(2021, 6, 5)),
    ("二○二一年十二月三十一日", date(2021, 12, 31)),
    ("2021-06-05 14:30:00", date(2021, 6, 5)),
    ("6月5日", date(2021, 6, 5)),
    ("6月5号", date(2021, 6, 5)),
    ("2024年2月29日", date(2024, 2, 29)),
]


@pytest.mark.parametrize(("written", "meant"), DAYS)
def test_a_day_is_read(written: object, meant: date) -> None:
    assert read_day(written, IN_2021) == (meant, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "value", "problem"),
    [
        ("2021.6.31", None, "date_impossible"),
        ("2021年2月29日", None, "date_impossible"),
        ("2021-13-05", None, "date_impossible"),
        (20210631, None, "date_impossible"),
        (2021.1, None, "date_ambiguous"),
        (2021.6, None, "date_month_only"),
        ("2021.6.5、2021.6.8", None, "date_ambiguous"),
        (6.5, None, "date_ambiguous"),
        ("2021年6月", None, "date_month_only"),
        ("2021.6", None, "date_month_only"),
        ("6月", None, "date_month_only"),
        ("昨天", None, "date_unreadable"),
        ("已完成", None, "date_unreadable"),
        (7, None, "date_unreadable"),
        ("6月中旬", date(2021, 6, 20), "date_part_of_month"),
        ("2022年6月上旬", date(2022, 6, 10), "date_part_of_month"),
        ("2021.6.5-7.10", date(2021, 7, 10), "date_range"),
        ("2021年6月5日至7月10日", date(2021, 7, 10), "date_range"),
        ("2021年6月5日-10日", date(2021, 6, 10), "date_range"),
        ("6月5日—6月10日", date(2021, 6, 10), "date_range"),
    ],
)
def test_a_day_that_is_not_plain_says_why(written: object, value: date | None, problem: str) -> None:
    assert read_day(written, IN_2021) == (value, problem)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["6月5日", "6月中旬", "6.5", "12-31"])
def test_a_day_without_any_year_is_no_day(written: str) -> None:
    assert read_day(written, NO_YEAR) == (None, "date_year_unknown")


@pytest.mark.parametrize("written", ["2021.1", "6.5", "12.31"])
def test_in_a_csv_a_lost_zero_cannot_be_told_from_none(written: str) -> None:
    assert read_day(written, CSV) == (None, "date_ambiguous")


def test_a_full_day_in_a_csv_is_read() -> None:
    assert read_day("2021.6.5", CSV) == (date(2021, 6, 5), None)
    assert read_day("2021.10", CSV) == (None, "date_month_only"), "only a single 1 may have lost its zero"


# --- deadlines: value, kind, problem ---

DEADLINES = [
    ("2021年6月底前", date(2021, 6, 30), "month_end", None),
    ("6月底前", date(2021, 6, 30), "month_end", None),
    ("2021年6月", date(2021, 6, 30), "month_end", None),
    ("2021.6", date(2021, 6, 30), "month_end", None),
    ("2024年2月底", date(2024, 2, 29), "month_end", None),
    ("2021.10", date(2021, 10, 31), "month_end", None),
    (2021.6, date(2021, 6, 30), "month_end", None),
    (2021.12, date(2021, 12, 31), "month_end", None),
    (202106, date(2021, 6, 30), "month_end", None),
    ("2021年底前", date(2021, 12, 31), "year_end", None),
    ("年底前", date(2021, 12, 31), "year_end", None),
    ("2023年年底前", date(2023, 12, 31), "year_end", None),
    ("2021年6月30日前", date(2021, 6, 30), "date", None),
    ("2021.6.5", date(2021, 6, 5), "date", None),
    (44352, date(2021, 6, 5), "date", None),
    (date(2021, 6, 5), date(2021, 6, 5), "date", None),
    ("6月中旬", date(2021, 6, 20), "date", "date_part_of_month"),
    ("2021.6.5-7.10", date(2021, 7, 10), "date", "date_range"),
    ("15日内", date(2026, 7, 2), "relative", None),
    ("15天内完成", date(2026, 7, 2), "relative", None),
    ("3个工作日内", date(2026, 6, 23), "relative", None),
    ("7个工作日内", date(2026, 6, 29), "relative", None),
    ("立行立改", date(2026, 6, 20), "immediate", None),
    ("立即整改", date(2026, 6, 20), "immediate", None),
    ("即知即改", date(2026, 6, 20), "immediate", None),
    ("立行立改，长期坚持", date(2026, 6, 20), "immediate", "deadline_then_continuous"),
    ("长期坚持", None, "continuous", None),
    ("持续推进", None, "continuous", None),
    ("2024年底前，并长期坚持", date(2024, 12, 31), "date_plus_continuous", None),
    ("2024年6月30日前完成，长期坚持", date(2024, 6, 30), "date_plus_continuous", None),
    (2021.1, None, "ambiguous", "date_ambiguous"),
    (6.5, None, "ambiguous", "date_ambiguous"),
    ("2021.6.31", None, "unknown", "date_impossible"),
    ("已完成", None, "unknown", "deadline_says_done"),
    ("二季度末", date(2021, 6, 30), "month_end", None),
    ("2022年第四季度", date(2022, 12, 31), "month_end", None),
    ("汛前", date(2021, 4, 30), "date", "deadline_season"),
    ("主汛期前", date(2021, 5, 31), "date", "deadline_season"),
    ("6月下旬", date(2021, 6, 30), "date", "date_part_of_month"),
    ("7月初", None, "unknown", "date_unreadable"),
    ("7月前", None, "ambiguous", "date_ambiguous"),
    ("二季度前", None, "unknown", "date_unreadable"),
    ("尽快", None, "unknown", "date_unreadable"),
]


@pytest.mark.parametrize(("written", "value", "kind", "problem"), DEADLINES)
def test_a_deadline_is_read_by_the_table(written: object, value: date | None, kind: str, problem: str | None) -> None:
    assert read_deadline(written, IN_2021, FOUND) == (value, kind, problem)  # type: ignore[arg-type]


@pytest.mark.parametrize(("written", "kind"), [("15日内", "relative"), ("3个工作日内", "relative"), ("立行立改", "immediate")])
def test_a_deadline_that_counts_from_a_day_needs_the_day(written: str, kind: str) -> None:
    assert read_deadline(written, IN_2021, None) == (None, kind, "deadline_without_start")


@pytest.mark.parametrize("written", ["6月底前", "年底前", "6月5日", "二季度末", "汛前"])
def test_a_deadline_without_any_year_is_unknown(written: str) -> None:
    assert read_deadline(written, NO_YEAR, FOUND) == (None, "unknown", "date_year_unknown")


def test_a_deadline_in_a_csv_that_may_have_lost_its_zero_is_ambiguous() -> None:
    assert read_deadline("2021.1", CSV, FOUND) == (None, "ambiguous", "date_ambiguous")
    assert read_deadline("2021.12", CSV, FOUND) == (date(2021, 12, 31), "month_end", None)


# --- moments ---


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-06-25 14:00", datetime(2026, 6, 25, 14)),
        ("2026/6/25 14:05:30", datetime(2026, 6, 25, 14, 5)),
        ("2026年6月25日14时", datetime(2026, 6, 25, 14)),
        ("2026年6月25日14时30分", datetime(2026, 6, 25, 14, 30)),
        ("2026年6月25日 8点", datetime(2026, 6, 25, 8)),
        ("20260625140000", datetime(2026, 6, 25, 14)),
        ("2026062514", datetime(2026, 6, 25, 14)),
        (datetime(2026, 6, 25, 14), datetime(2026, 6, 25, 14)),
        (46198.5, datetime(2026, 6, 25, 12)),
        ("2026年6月25日24时", datetime(2026, 6, 26)),
        ("6月21日14时至22时", datetime(2021, 6, 21, 22)),
        ("6月21日20时至22日8时", datetime(2021, 6, 22, 8)),
        ("6月21日20时—6月22日8时", datetime(2021, 6, 22, 8)),
    ],
)
def test_a_moment_is_read_and_a_span_counts_at_its_end(written: object, meant: datetime) -> None:
    assert read_moment(written, IN_2021) == (meant, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "value", "problem"),
    [
        ("2026-06-25", datetime(2026, 6, 25), "moment_without_time"),
        (46198, datetime(2026, 6, 25), "moment_without_time"),
        ("2026-06-31 14:00", None, "date_impossible"),
        ("2026-06-25 25:00", None, "date_impossible"),
        ("刚才", None, "date_unreadable"),
    ],
)
def test_a_moment_that_is_not_plain_says_why(written: object, value: datetime | None, problem: str) -> None:
    assert read_moment(written, IN_2021) == (value, problem)  # type: ignore[arg-type]


def test_a_moment_without_any_year_is_none() -> None:
    assert read_moment("6月21日14时至22时", NO_YEAR) == (None, "date_year_unknown")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024年底前", date(2024, 12, 31)),
        ("6月底前", date(2021, 6, 30)),
        ("2021.6", date(2021, 6, 30)),
        ("2021.6.5", date(2021, 6, 5)),
    ],
)
def test_a_planned_day_may_be_the_end_of_a_month_or_year(written: str, meant: date) -> None:
    assert read_planned_day(written, IN_2021).value == meant
