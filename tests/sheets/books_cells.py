"""Ugly cells: days, deadlines, moments, numbers, units, phones, people, places, coordinates, totals, states."""

from collections.abc import Sequence
from datetime import date, datetime

from tests.sheets.book import Book, Fact, Percent, Sheet, Skip, Ugly
from tests.sheets.books_sheets import DUE, FAULTS, FOUND, HAZARD
from tests.sheets.shifts import metres, shifted

CODED = (("隐患编号", "hazard_code"), *HAZARD[1:])


def coded(number: int, *, found: object = FOUND, due: object = DUE, status: object = "整改中") -> list[object]:
    """Return a row of CODED: its key does not hang on a day."""
    return [f"A-{number}", "石门镇", f"示例企业{number}", FAULTS[number % len(FAULTS)], found, due, status]


def due(raw: object, day: date | None, kind: str | None, code: str = "") -> Ugly:
    """Return a planted deadline."""
    return Ugly(raw, {"due_on": day, "due_kind": kind}, code)


def books() -> list[Book]:
    """Return the books about cells."""
    return [
        *_days(), *_deadlines(), *_moments(), *_numbers(), *_units(), *_phones(), *_people(), *_places(), *_coordinates(), *_totals(), *_states()
    ]  # fmt: skip


# --- 4: days and deadlines ---


def _days() -> list[Book]:
    june = date(2021, 6, 5)
    read = [
        "2021.6.5", "2021/06/05", "2021-6-5", "20210605", 20210605, 44352, "44352", 44352.6, june, datetime(2021, 6, 5, 9, 30),
        "2021年6月5日", "2021 年 6 月 5 日", "２０２１年６月５日", "２０２１．６．５", "二〇二一年六月五日", "二○二一年六月五日", "2021年06月05号",
        "2021-06-05 09:30", "2021/6/5 上午", "6月5日", "6.5", "6-5", "2021．6．5", " 2021.6.5 ", "2021年6月5日（星期六）",
        "2021.6.5\u200b", "\ufeff2021-6-5", "2021年6月5\u00a0日",
    ]  # fmt: skip
    odd: list[tuple[object, date | None, str]] = [
        (2021.1, None, "date_ambiguous"),
        (6.5, None, "date_ambiguous"),
        (6.1, None, "date_ambiguous"),
        (2021.6, None, "date_month_only"),
        (2021.12, None, "date_month_only"),
        ("2021.6", None, "date_month_only"),
        ("2021年6月", None, "date_month_only"),
        ("二〇二一年六月", None, "date_month_only"),
        ("2021.6.31", None, "date_impossible"),
        ("2021年2月29日", None, "date_impossible"),
        ("2021-13-01", None, "date_impossible"),
        (20210631, None, "date_impossible"),
        ("6月中旬", date(2021, 6, 20), "date_part_of_month"),
        ("2021年6月上旬", date(2021, 6, 10), "date_part_of_month"),
        ("2021年6月下旬", date(2021, 6, 30), "date_part_of_month"),
        ("2021.6.5-7.10", date(2021, 7, 10), "date_range"),
        ("2021年6月1日至5日", date(2021, 6, 5), "date_range"),
        ("2021.6.5—2021.6.8", date(2021, 6, 8), "date_range"),
        ("2021.6.5、2021.6.8", None, "date_ambiguous"),
        ("2021.12.28-1.5", None, "date_ambiguous"),
        ("20年6月5日", None, "date_unreadable"),
        ("去年6月5日", None, "date_unreadable"),
        ("已完成", None, "date_unreadable"),
        ("昨天", None, "date_unreadable"),
        ("21.6.5", None, "date_unreadable"),
        (7, None, "date_unreadable"),
        ("/", None, ""),
        ("—", None, ""),
        ("无", None, ""),
        ("-", None, ""),
    ]
    rows = [coded(n, found=Ugly(each, june)) for n, each in enumerate(read, 1)]
    rows += [coded(n, found=Ugly(raw, day, code)) for n, (raw, day, code) in enumerate(odd, len(read) + 1)]
    title = "石门镇2021年上半年隐患排查整改台账"
    no_year = [
        coded(1, found=Ugly("2026.6.5", date(2026, 6, 5))),
        coded(2, found=Ugly("6月5日", None, "date_year_unknown", waits=True)),
        coded(3, found=Ugly("6.5", None, "date_year_unknown", waits=True)),
        coded(4, found=Ugly("6月31日", None, "date_impossible")),
    ]
    key = [
        [1, "石门镇", "示例矿", "护栏缺失", Ugly("2026.6.31", None, "date_impossible", waits=True), DUE, "整改中"],
        [2, "石门镇", "示例店", "通道堵塞", Ugly(2026.1, None, "date_ambiguous", waits=True), DUE, "整改中"],
        [3, "石门镇", "示例厂", "电线裸露", Ugly("2026年6月", None, "date_month_only", waits=True), DUE, "整改中"],
        [4, "石门镇", "示例站", "车辆带病", None, DUE, "整改中"],
        [5, "石门镇", "示例桥", "栏杆缺失", Ugly("/", None), DUE, "整改中"],
    ]
    return [
        Book("days.xlsx", "Every way in which a day is written; the year is told by the title.", "days", [Sheet(CODED, rows, above=[title])]),
        Book("days_without_a_year.xlsx", "Nothing tells the year.", "days", [Sheet(CODED, no_year)]),
        Book("days_that_are_keys.xlsx", "Without a code the day of finding is part of the key: what cannot be read makes its row wait.", "days", [Sheet(HAZARD, key)]),
        Book(
            "days_from_1904.xlsx",
            "A workbook of the Macintosh, whose days count from 1904.",
            "days",
            [Sheet(CODED, [coded(1, found=Ugly(june, june)), coded(2, found=Ugly(date(2026, 1, 2), date(2026, 1, 2)))])],
            is_1904=True,
        ),
        Book(
            "days_typed_by_hand.xlsx",
            "The day of the data is told on the command line; days without a year take its year.",
            "days",
            [Sheet(CODED, [coded(1, found=Ugly("6月5日", date(2025, 6, 5))), coded(2, found=Ugly("12.31", date(2025, 12, 31)))])],
            as_of=date(2025, 12, 31),
        ),
    ]  # fmt: skip


def _deadlines() -> list[Book]:
    wednesday = date(2026, 6, 17)  # 19, 20 and 21 June 2026 are holidays of the county
    told: list[Ugly] = [
        due("2026年6月底前", date(2026, 6, 30), "month_end"),
        due("6月底前", date(2026, 6, 30), "month_end"),
        due("6月底", date(2026, 6, 30), "month_end"),
        due("2026年6月", date(2026, 6, 30), "month_end"),
        due("2026.6", date(2026, 6, 30), "month_end"),
        due(2026.6, date(2026, 6, 30), "month_end"),
        due(2026.12, date(2026, 12, 31), "month_end"),
        due("2026.10", date(2026, 10, 31), "month_end"),
        due(202606, date(2026, 6, 30), "month_end"),
        due("二〇二六年六月底前", date(2026, 6, 30), "month_end"),
        due("2024年2月底前", date(2024, 2, 29), "month_end"),
        due(2026.1, None, "ambiguous", "date_ambiguous"),
        due(6.5, None, "ambiguous", "date_ambiguous"),
        due("二季度末", date(2026, 6, 30), "month_end"),
        due("2026年第三季度末前", date(2026, 9, 30), "month_end"),
        due("2026年四季度", date(2026, 12, 31), "month_end"),
        due("6月中旬", date(2026, 6, 20), "date", "date_part_of_month"),
        due("2026年7月上旬前", date(2026, 7, 10), "date", "date_part_of_month"),
        due("6月下旬", date(2026, 6, 30), "date", "date_part_of_month"),
        due("7月初", None, "unknown", "date_unreadable"),
        due("7月前", None, "ambiguous", "date_ambiguous"),
        due("2026年7月前完成", None, "ambiguous", "date_ambiguous"),
        due("三季度前", None, "unknown", "date_unreadable"),
        due("2026年底前", date(2026, 12, 31), "year_end"),
        due("年底前", date(2026, 12, 31), "year_end"),
        due("2026年年底", date(2026, 12, 31), "year_end"),
        due("2026年末", date(2026, 12, 31), "year_end"),
        due("汛前", date(2026, 4, 30), "date", "deadline_season"),
        due("2026年汛期前", date(2026, 4, 30), "date", "deadline_season"),
        due("主汛期前", date(2026, 5, 31), "date", "deadline_season"),
        due("主汛期来临前完成", date(2026, 5, 31), "date", "deadline_season"),
        due("2026.6.5-7.10", date(2026, 7, 10), "date", "date_range"),
        due("2026年6月1日至2026年6月30日", date(2026, 6, 30), "date", "date_range"),
        due("2026年6月30日前", date(2026, 6, 30), "date"),
        due("6月30日前完成", date(2026, 6, 30), "date"),
        due("2026-06-30", date(2026, 6, 30), "date"),
        due("２０２６．６．３０", date(2026, 6, 30), "date"),
        due(20260630, date(2026, 6, 30), "date"),
        due(46203, date(2026, 6, 30), "date"),
        due("46203", date(2026, 6, 30), "date"),
        due("2026.6.31", None, "unknown", "date_impossible"),
        due("2026年13月底", None, "unknown", "date_impossible"),
        due("15日内", date(2026, 7, 2), "relative"),
        due("15天内", date(2026, 7, 2), "relative"),
        due("7个工作日内", date(2026, 6, 29), "relative"),
        due("３个工作日内", date(2026, 6, 23), "relative"),
        due("自发现之日起10日内", date(2026, 6, 27), "relative"),
        due("立行立改", date(2026, 6, 20), "immediate"),
        due("立即整改", date(2026, 6, 20), "immediate"),
        due("即知即改", date(2026, 6, 20), "immediate"),
        due("立行立改，长期坚持", date(2026, 6, 20), "immediate", "deadline_then_continuous"),
        due("长期坚持", None, "continuous"),
        due("持续推进", None, "continuous"),
        due("常态化推进", None, "continuous"),
        due("2024年底前，并长期坚持", date(2024, 12, 31), "date_plus_continuous"),
        due("2026年6月底前完成并持续推进", date(2026, 6, 30), "date_plus_continuous"),
        due("已完成", None, "unknown", "deadline_says_done"),
        due("已整改", None, "unknown", "deadline_says_done"),
        due("十五日内", date(2026, 7, 2), "relative"),
        due("立即整改，6月30日前完成", date(2026, 6, 30), "date", "deadline_immediate_and_day"),
        due("立即整改，7日内完成", date(2026, 6, 24), "relative", "deadline_immediate_and_day"),
        due("立行立改（2026.6.25）", date(2026, 6, 25), "date", "deadline_immediate_and_day"),
        due("长期坚持，2026年底前取得阶段性成效", date(2026, 12, 31), "date_plus_continuous"),
        due("25年6月底前", None, "unknown", "date_unreadable"),
        due("明年6月底前", None, "unknown", "date_unreadable"),
        due("12月28日至1月5日", None, "ambiguous", "date_ambiguous"),
        due("2026年6月30日（已延期）", date(2026, 6, 30), "date"),
        due("2026.6.30\u200b", date(2026, 6, 30), "date"),
        due("月底前", None, "unknown", "date_unreadable"),
        due("1个月内", None, "unknown", "date_unreadable"),
        due("尽快", None, "unknown", "date_unreadable"),
        due("待定", None, "unknown", "date_unreadable"),
        due("/", None, None),
        due("—", None, None),
        due("无", None, None),
    ]
    rows = [coded(n, found=wednesday, due=each) for n, each in enumerate(told, 1)]
    start = [
        coded(1, found=None, due=due("7日内", None, "relative", "deadline_without_start")),
        coded(2, found=None, due=due("立即整改", None, "immediate", "deadline_without_start")),
        coded(3, found=None, due=due("6月底前", None, "unknown", "date_year_unknown")),
        coded(4, found=None, due=due("年底前", None, "unknown", "date_year_unknown")),
        coded(5, found=None, due=due("汛前", None, "unknown", "date_year_unknown")),
        coded(6, found=None, due=due("二季度末", None, "unknown", "date_year_unknown")),
    ]
    for row in start[2:]:
        deadline = row[5]
        assert isinstance(deadline, Ugly)
        row[5] = Ugly(deadline.raw, deadline.reads, deadline.code, waits=True)
    tasks = (
        ("序号", None),
        ("督察反馈问题", "finding"),
        ("整改措施", "measure"),
        ("责任单位", "owner_unit"),
        ("整改时限", "due_on"),
        ("完成状态", "status"),
    )
    values = [
        ("2024年底前，并长期坚持", date(2024, 12, 31), "date_plus_continuous", "", "已完成整改", "done"),
        ("2025年底前", date(2025, 12, 31), "year_end", "", "按序时进度推进", "on_schedule"),
        ("2026年底前", date(2026, 12, 31), "year_end", "", "按序时进度推进", "on_schedule"),
        ("立行立改，长期坚持", None, "immediate", "deadline_without_start", "已经完成，长期坚持", "done"),
        ("长期坚持", None, "continuous", "", "2序时任务", "on_schedule"),
        ("2026年9月底前", date(2026, 9, 30), "month_end", "", "3滞后任务", "behind"),
    ]
    planned = (
        ("项目名称", "name"),
        ("乡镇", "township"),
        ("计划完工时间", "planned_finish_on"),
        ("实际完工时间", "actual_finish_on"),
    )
    return [
        Book("deadlines.xlsx", "Every way in which a deadline is written.", "deadlines", [Sheet(CODED, rows, above=["2026年安全隐患排查整改台账"])]),
        Book("deadlines_from_nowhere.xlsx", "Deadlines that count from a day or a year that nobody tells.", "deadlines", [Sheet(CODED, start)]),
        Book(
            "deadlines_of_tasks.xlsx",
            "The deadlines and states of a published list of inspection tasks.",
            "deadlines",
            [
                Sheet(
                    tasks,
                    [[n, f"示例问题{n}", "加强监管", "县水利局", due(raw, day, kind, code), Ugly(state, meant, of="states")]
                     for n, (raw, day, kind, code, state, meant) in enumerate(values, 1)],
                    ledger="inspection_task",
                    above=["生态环境保护督察整改任务清单"],
                )
            ],
        ),
        Book(
            "deadlines_of_projects.xlsx",
            "Days of completion as plans write them.",
            "deadlines",
            [
                Sheet(
                    planned,
                    [
                        ["示例滑坡治理一", "石门镇", Ugly("2024年底前", date(2024, 12, 31)), Ugly("2024.12.20", date(2024, 12, 20), of="days")],
                        ["示例滑坡治理二", "石门镇", Ugly("2024年6月底", date(2024, 6, 30)), Ugly("2024年6月", None, "date_month_only", of="days")],
                        ["示例滑坡治理三", "石门镇", Ugly("2024年二季度末", date(2024, 6, 30)), None],
                        ["示例滑坡治理四", "石门镇", Ugly(2024.1, None, "date_ambiguous"), Ugly("未完工", None, "date_unreadable", of="days")],
                    ],
                    ledger="remediation_project",
                )
            ],
        ),
    ]  # fmt: skip


def _moments() -> list[Book]:
    columns = (
        ("站名", "station"),
        ("乡镇", "township"),
        ("时间", "observed_at"),
        ("时段长（h）", "window_h"),
        ("降雨量（mm）", "rain_mm"),
    )
    told: list[Ugly] = [
        Ugly("6月21日14时至22时", datetime(2026, 6, 21, 22)),
        Ugly("2026-06-21 22:00", datetime(2026, 6, 21, 22)),
        Ugly("2026年6月21日20时—22日8时", datetime(2026, 6, 22, 8)),
        Ugly("2026年6月21日24时", datetime(2026, 6, 22)),
        Ugly(datetime(2026, 6, 21, 22), datetime(2026, 6, 21, 22)),
        Ugly(46194.75, datetime(2026, 6, 21, 18)),
        Ugly("2026062122", datetime(2026, 6, 21, 22)),
        Ugly("2026-06-21", datetime(2026, 6, 21), "moment_without_time"),
        Ugly("2026年6月31日8时", None, "date_impossible", waits=True),
        Ugly("刚才", None, "date_unreadable", waits=True),
    ]
    rows: list[Sequence[object]] = [[f"示例站{n}", "石门镇", each, 8, 12.5] for n, each in enumerate(told, 1)]
    rows.append(
        ["示例站十一", "石门镇", datetime(2026, 6, 21, 22), 8, Ugly("—", None, "required_missing", of="numbers", waits=True)]
    )
    return [
        Book(
            "moments.xlsx",
            "Hours and spans of hours as rain bulletins write them; a missing reading is no dry hour.",
            "days",
            [Sheet(columns, rows, ledger="rainfall", above=["2026年6月21日雨情"])],
        )
    ]


# --- 5, 11: numbers, units ---

POINT = (
    ("隐患点名称", "name"),
    ("乡镇", "township"),
    ("威胁户数", "households_at_risk"),
    ("威胁人数", "people_at_risk"),
    ("威胁财产（万元）", "assets_at_risk_wan"),
)


def _numbers() -> list[Book]:
    people: list[tuple[object, object, object]] = [
        (Ugly("53", 53), Ugly("175", 175), Ugly("320", 320)),
        (Ugly("５３户", 53), Ugly("１７５人", 175), Ugly("1,200", 1200)),
        (Ugly("53户175人", {"households_at_risk": 53, "people_at_risk": 175}), None, Ugly("320万元", 320)),
        (None, Ugly("53户175人", {"households_at_risk": 53, "people_at_risk": 175}), Ugly("1.2亿元", 12000)),
        (Ugly("约50", 50, "number_rough"), Ugly("约300", 300, "number_rough"), Ugly("12.5万", 12.5)),
        (Ugly("50余户", 50, "number_rough"), Ugly("300余人", 300, "number_rough"), Ugly("约320万元", 320, "number_rough")),
        (Ugly("10-20户", 20, "number_range"), Ugly("50-100人", 100, "number_range"), Ugly("100～200", 200, "number_range")),
        (
            Ugly("≥35", 35, "number_at_least"),
            Ugly("100人以上", 100, "number_at_least"),
            Ugly("不少于300", 300, "number_at_least"),
        ),
        (
            Ugly("10户以下", None, "number_at_most"),
            Ugly("50人以下", None, "number_at_most"),
            Ugly("≤300", None, "number_at_most"),
        ),
        (Ugly("—", None), Ugly("无", None), Ugly("/", None)),
        (
            Ugly("若干", None, "number_unreadable"),
            Ugly("一百多", None, "number_unreadable"),
            Ugly("见附件", None, "number_unreadable"),
        ),
        (Ugly(3.5, None, "number_not_whole"), Ugly(-4, None, "number_outside"), Ugly("3200000元", 320)),
        (Ugly("53.0", 53), Ugly("1，750", 1750), Ugly("3.2百万元", 320)),
        (
            Ugly("175人", None, "number_unit_odd"),
            Ugly("53户", None, "number_unit_odd"),
            Ugly("500平方米", None, "number_unit_odd"),
        ),
        (Ugly(date(2026, 3, 5), None, "number_unreadable"), Ugly("175\u200b", 175), Ugly("320\u00a0万元", 320)),
        (Ugly("53户/175人", {"households_at_risk": 53, "people_at_risk": 175}), None, Ugly("320（含设备）", 320)),
        (Ugly(True, None, "number_unreadable"), Ugly("0", 0), Ugly(0, 0)),
        (Ugly("99999", None, "number_outside"), Ugly("1.2万人", 12000), Ugly("3000美元", None, "number_unit_odd")),
    ]
    prose = (("隐患点名称", "name"), ("乡镇", "township"), ("威胁情况", None))

    def both(text: str, households: int | None, persons: int | None) -> Ugly:
        return Ugly(text, {"households_at_risk": households, "people_at_risk": persons})

    told = [
        both("53户175人", 53, 175), both("下方有53户175人居住。", 53, 175), both("威胁9户27间房32人的生命财产安全", 9, 32),
        both("６户２１人", 6, 21), both("6户", 6, None), both("无人居住", None, None),
    ]  # fmt: skip
    site = (
        ("安置点名称", "name"),
        ("乡镇", "township"),
        ("容纳人数", "capacity"),
        ("已安置人数", "occupied"),
        ("有效避难面积", "effective_area_m2"),
    )
    sites = [
        [
            "石门小学",
            "石门镇",
            Ugly("50-100人", 50, "number_range"),
            Ugly("50-100", 100, "number_range"),
            Ugly("约800㎡", 800, "number_rough"),
        ],
        ["永安小学", "永安镇", Ugly("50人以下", None, "number_at_most"), Ugly("0", 0), Ugly("1.5亩", 1000)],
        ["青溪小学", "青溪镇", Ugly("200人以上", 200, "number_at_least"), Ugly("无", None), Ugly("800平方米", 800)],
        ["白鹤小学", "白鹤镇", Ugly("31左右", 31, "number_rough"), Ugly("约31人", 31, "number_rough"), Ugly("800", 800)],
    ]
    share = (("项目名称", "name"), ("乡镇", "township"), ("形象进度", "progress_share"))
    shares: list[tuple[object, float | None, str]] = [
        (0.93, 0.93, ""), (93, 0.93, ""), ("93.3%", 0.933, ""), ("93％", 0.93, ""), ("0.93", 0.93, ""), (Percent(0.933), 0.933, ""), ("已完成93%", 0.93, ""),
        (1, 1.0, ""), ("100%", 1.0, ""), (0, 0.0, ""), ("218.75%", 2.1875, "share_outside"), ("过半", None, "share_unreadable"), ("—", None, ""),
    ]  # fmt: skip
    return [
        Book(
            "numbers_at_risk.xlsx",
            "Households, people and property at risk; the upper end of a range is the cautious one.",
            "numbers",
            [Sheet(POINT, [[f"示例滑坡{n}", "石门镇", *row] for n, row in enumerate(people, 1)], ledger="flood_risk_point")],
        ),
        Book(
            "numbers_in_prose.xlsx",
            "Households and people stand only inside a sentence.",
            "numbers",
            [Sheet(prose, [[f"示例滑坡{n}", "石门镇", each] for n, each in enumerate(told, 1)], ledger="flood_risk_point")],
        ),
        Book("numbers_of_sites.xlsx", "Capacity as a class, not a number; its lower end is the cautious one.", "numbers", [Sheet(site, sites, ledger="evacuation_site")]),
        Book(
            "numbers_as_shares.xlsx",
            "Progress as 0.93, as 93 and as 93.3%.",
            "numbers",
            [Sheet(share, [[f"示例治理{n}", "石门镇", Ugly(*each)] for n, each in enumerate(shares, 1)], ledger="remediation_project")],
        ),
    ]  # fmt: skip


def _units() -> list[Book]:
    columns = (
        ("项目名称", "name"),
        ("乡镇", "township"),
        ("总投资（元）", "total_investment_wan"),
        ("到位资金（万元）", "funds_in_place_wan"),
        ("拨付资金（亿元）", "funds_paid_wan"),
    )
    rows = [
        ["示例治理一", "石门镇", Ugly(3200000, 320), Ugly(150, 150), Ugly(0.0150, 150)],
        ["示例治理二", "石门镇", Ugly("3,200,000", 320), Ugly("1500000元", 150), Ugly("150万元", 150)],
        ["示例治理三", "石门镇", Ugly("320万元", 320), Ugly("0.015亿元", 150), Ugly("0.015亿", 150)],
        ["示例治理四", "石门镇", Ugly("约3200000", 320, "number_rough"), Ugly("150万", 150), Ugly("150万", 150)],
        [
            "示例治理五",
            "石门镇",
            Ugly("3200千元", 320),
            Ugly("150吨", None, "number_unit_odd"),
            Ugly("2处", None, "number_unit_odd"),
        ],
    ]
    under = (
        ("项目名称", "name"),
        ("乡镇", "township"),
        ("总投资", "total_investment_wan"),
        ("到位资金", "funds_in_place_wan"),
        ("形象进度", "progress_share"),
    )
    rain = (("站名", "station"), ("时间", "observed_at"), ("时段长", "window_h"), ("降雨量（cm）", "rain_mm"))
    at = datetime(2026, 6, 25, 14)
    return [
        Book("units_in_headings.xlsx", "元, 万元 and 亿元 by heading; the unit in a cell wins; what cannot be converted is not taken.", "units", [Sheet(columns, rows, ledger="remediation_project")]),
        Book(
            "units_in_a_row.xlsx",
            "The units stand in a row of their own under the header.",
            "units",
            [
                Sheet(
                    under,
                    [
                        Skip("units", [None, None, "元", "（万元）", "%"], "head"),
                        ["示例治理一", "石门镇", Ugly(3200000, 320), Ugly(150, 150), Ugly(93, 0.93)],
                        ["示例治理二", "石门镇", Ugly("3200000", 320), Ugly("150", 150), Ugly("93%", 0.93)],
                    ],
                    ledger="remediation_project",
                )
            ],
        ),
        Book(
            "units_of_rain.xlsx",
            "Rain in centimetres, and in millimetres where the cell says so.",
            "units",
            [
                Sheet(
                    rain,
                    [
                        ["示例站1", at, Ugly("1小时", 1), Ugly(1.25, 12.5)],
                        ["示例站2", at, Ugly("1h", 1), Ugly("12.5mm", 12.5)],
                        ["示例站3", at, Ugly("60分钟", 1), Ugly("12.5毫米", 12.5)],
                        ["示例站4", at, Ugly(1, 1), Ugly("1.25厘米", 12.5)],
                        ["示例站5", at, Ugly("1天", 24), Ugly("12.5升", None, "number_unit_odd", waits=True)],
                    ],
                    ledger="rainfall",
                )
            ],
        ),
    ]  # fmt: skip


# --- 6, 7, 8: phones, people, places ---


def _phones() -> list[Book]:
    columns = (("安置点名称", "name"), ("乡镇", "township"), ("负责人", "keeper"), ("联系电话", "phone"))
    told: list[Ugly] = [
        Ugly(13800138000, "13800138000"),
        Ugly("13800138000.0", "13800138000"),
        Ugly("１３８００１３８０００", "13800138000"),
        Ugly("1.38E+10", None, "phone_lost"),
        Ugly("1.38001e10", None, "phone_lost"),
        Ugly("13800138000、13900139000", "13800138000、13900139000"),
        Ugly("13800138000\n13900139000", "13800138000 13900139000"),
        Ugly("13800138000/0826-1234567", "13800138000/0826-1234567"),
        Ugly("138 0013 8000", "138 0013 8000"),
        Ugly("138-0013-8000", "138-0013-8000"),
        Ugly("0826-1234567转801", "0826-1234567转801"),
        Ugly("0826-1234567-801", "0826-1234567-801"),
        Ugly("（0826）1234567", "(0826)1234567"),
        Ugly("2234567", "2234567"),
        Ugly("12345", "12345"),
        Ugly("110", "110"),
        Ugly("4008001234", "4008001234"),
        Ugly("+86 13800138000", "+86 13800138000"),
        Ugly(8261234567, "8261234567", "phone_zero_lost"),
        Ugly("8261234567", "8261234567", "phone_zero_lost"),
        Ugly("826-1234567", "826-1234567", "phone_zero_lost"),
        Ugly("2887654321", "2887654321", "phone_zero_lost"),
        Ugly("1380013800", "1380013800", "phone_odd"),
        Ugly("138001380001", "138001380001", "phone_odd"),
        Ugly(13800138, "13800138", "phone_odd"),
        Ugly("1234", "1234", "phone_odd"),
        Ugly("见通讯录", "见通讯录", "phone_odd"),
        Ugly("/", None),
        Ugly("无", None),
    ]
    return [
        Book(
            "phones.xlsx",
            "Phone numbers as numbers, with digits lost, several in a cell, with extensions, without the zero of the area.",
            "phones",
            [
                Sheet(
                    columns,
                    [[f"示例安置点{n}", "石门镇", "张三丰", each] for n, each in enumerate(told, 1)],
                    ledger="evacuation_site",
                )
            ],
        )
    ]


def _people() -> list[Book]:
    columns = (
        *HAZARD[1:4],
        ("责任单位", "owner_unit"),
        ("责任人", "owner_person"),
        ("监管责任单位", "supervisor_unit"),
        ("监管责任人", "supervisor_person"),
    )

    def pair(raw: str, unit: str | None, person: str | None, code: str = "") -> Ugly:
        return Ugly(raw, {"owner_unit": unit, "owner_person": person}, code)

    told: list[tuple[object, object]] = [
        ("县住建局", Ugly("张三丰（局长）", "张三丰（局长）")),
        ("县住建局", Ugly("乡长", "乡长")),
        ("县住建局", Ugly("张三丰 李四光", "张三丰 李四光")),
        ("县住建局", Ugly("张三丰、李四光", "张三丰、李四光")),
        (None, pair("住建局 张三丰", "住建局", "张三丰")),
        (None, pair("住建局（张三丰）", "住建局", "张三丰")),
        (None, pair("应急局局长张三丰", "应急局", "局长张三丰")),
        (pair("住建局 张三丰", "住建局", "张三丰"), None),
        (pair("住建局：张三丰、李四光", "住建局", "张三丰、李四光"), None),
        (Ugly("住建局、应急局", "住建局、应急局"), "张三丰"),
        ("县住建局", Ugly("/", None)),
        (Ugly("示例（云岭）有限公司", "示例（云岭）有限公司"), "张三丰"),
    ]
    rows = [
        ["石门镇", f"示例企业{n}", FAULTS[n % 10], unit, person, "县应急局", "李四光"] for n, (unit, person) in enumerate(told, 1)
    ]
    both = (*HAZARD[1:4], ("责任单位及责任人", None))
    together = [
        pair("住建局 张三丰", "住建局", "张三丰"),
        pair("住建局（张三丰）", "住建局", "张三丰"),
        pair("住建局/张三丰", "住建局", "张三丰"),
        pair("住建局\n张三丰", "住建局", "张三丰"),
        pair("住建局张三丰", "住建局", "张三丰"),
        pair("住建局局长张三丰", "住建局", "局长张三丰"),
        pair("石门镇人民政府 李四光 13800138000", "石门镇人民政府", "李四光 13800138000"),
        pair("责任单位：住建局 责任人：张三丰", "住建局", "张三丰"),
        pair("应急局", "应急局", None),
        pair("张三丰", None, "张三丰"),
        pair("阿古达木", None, "阿古达木", "unit_person_unclear"),
        pair("—", None, None),
    ]
    return [
        Book(
            "people.xlsx",
            "Titles, several names, posts and units in columns of persons; persons in columns of units.",
            "people",
            [Sheet(columns, rows)],
        ),
        Book(
            "people_with_units.xlsx",
            "A unit and its person in one cell.",
            "people",
            [Sheet(both, [["石门镇", f"示例企业{n}", FAULTS[n % 10], each] for n, each in enumerate(together, 1)])],
        ),
    ]


def _places() -> list[Book]:
    columns = (("乡镇", "township"), ("隐患单位", "site"), ("隐患描述", "description"))

    def sheet(told: Sequence[Ugly]) -> list[Sheet]:
        return [Sheet(columns, [[each, f"示例企业{n}", FAULTS[n % 10]] for n, each in enumerate(told, 1)])]

    written = [
        ("石门镇", "石门镇"), ("石门镇 ", "石门镇"), ("　石门镇", "石门镇"), ("石 门 镇", "石门镇"), ("石门\n镇", "石门镇"), ("石门", "石门镇"), ("石门乡", "石门镇"),
        ("云岭县石门镇", "石门镇"), ("石门镇人民政府", "石门镇"), ("石门镇码头村三组", "石门镇"),
        ("石门镇党委、政府", "石门镇"), ("石门镇/码头村", "石门镇"), ("石门镇和平村", "石门镇"), ("石门镇\u200b", "石门镇"), ("石门镇\u00a0", "石门镇"),
        ("城关", "城关街道"), ("城关镇", "城关街道"), ("城关街道办事处", "城关街道"), ("青岩乡", "青岩土家族乡"), ("青岩", "青岩土家族乡"), ("青岩民族乡", "青岩土家族乡"),
    ]  # fmt: skip
    unknown = ["县城", "城区", "工业园区", "县级部门", "回龙村", "石们镇", "石门子", "不详"]
    several = ["石门镇、永安镇", "石门镇,青岩乡", "石门镇和永安镇", "石门镇/永安镇", "各乡镇", "全县", "石门镇等3个乡镇"]
    told = [Ugly(raw, meant) for raw, meant in written]
    told += [Ugly(each, each, "place_unknown") for each in unknown]
    told += [Ugly(each, each, "place_several") for each in several]
    names = (
        "太和土家族乡",
        "龙桥土家族乡",
        "云雾土家族苗族乡",
        "昭君街道",
        "昭君镇",
        "高阳镇",
        "峡口镇",
        "㟁底镇",
        "垭㘵乡",
        "太平镇",
    )
    former = {"高阳镇": ["城关镇", "高阳乡"], "峡口镇": ["建阳坪乡", "石牌"]}
    long = [
        ("太和乡", "太和土家族乡"), ("太和", "太和土家族乡"), ("龙桥乡", "龙桥土家族乡"), ("云雾乡", "云雾土家族苗族乡"), ("云雾苗族乡", "云雾土家族苗族乡"),
        ("昭君街道", "昭君街道"), ("昭君镇", "昭君镇"), ("城关镇", "高阳镇"), ("城关", "高阳镇"), ("建阳坪乡", "峡口镇"), ("建阳坪", "峡口镇"), ("石牌", "峡口镇"),
        ("㟁底镇", "㟁底镇"), ("㟁底", "㟁底镇"), ("垭㘵镇", "垭㘵乡"), ("太平乡", "太平镇"),
    ]  # fmt: skip
    homonyms = [Ugly(each, each, "place_unknown") for each in ("昭君", "昭君乡", "回龙村")]
    warning = (
        ("预警类型", "kind"),
        ("等级", "level"),
        ("发布单位", "issuer"),
        ("发布时间", "issued_at"),
        ("影响乡镇", "townships"),
    )
    at = datetime(2026, 6, 25, 14)
    lists: list[tuple[str, list[str] | None, str]] = [
        ("石门镇、永安镇", ["石门镇", "永安镇"], ""),
        ("石门，青岩乡；白鹤", ["石门镇", "青岩土家族乡", "白鹤镇"], ""),
        ("石门镇和永安镇", ["石门镇", "永安镇"], ""),
        ("石门镇 永安镇", ["石门镇", "永安镇"], ""),
        ("全县", ["石门镇", "永安镇", "青溪镇", "青岩土家族乡", "白鹤镇", "城关街道"], ""),
        ("各乡镇", ["石门镇", "永安镇", "青溪镇", "青岩土家族乡", "白鹤镇", "城关街道"], ""),
        ("石门镇、天边镇", None, "places_unknown"),
    ]
    location = (("隐患点名称", "name"), ("位置", "location"), ("灾种", "hazard_type"))
    inside = [
        ("石门镇码头村三组", "石门镇", "码头村"), ("云岭县青岩乡雍家坪村", "青岩土家族乡", "雍家坪村"), ("永安镇永安社区", "永安镇", "永安社区"),
        ("石门镇、永安镇交界处", None, None), ("石门镇、永安镇码头村", None, None), ("县城滨河路", None, None),
    ]  # fmt: skip
    return [
        Book("places.xlsx", "Townships short, long, former, misspelt, several at once, and none.", "places", sheet(told)),
        Book(
            "places_of_another_county.xlsx",
            "Long names of peoples' townships, former names, one base name twice, rare characters.",
            "places",
            sheet([*(Ugly(raw, meant) for raw, meant in long), *homonyms]),
            names=names,
            aliases=former,
        ),
        Book(
            "places_in_lists.xlsx",
            "Lists of townships in one cell.",
            "places",
            [
                Sheet(
                    warning,
                    [["暴雨", "橙色", f"示例气象台{n}", at, Ugly(*each)] for n, each in enumerate(lists, 1)],
                    ledger="warning",
                )
            ],
        ),
        Book(
            "places_in_locations.xlsx",
            "Township and village stand inside a location.",
            "places",
            [
                Sheet(
                    location,
                    [[f"示例滑坡{n}", Ugly(text, {"location": text, "township": town, "village": village}), "滑坡"]
                     for n, (text, town, village) in enumerate(inside, 1)],
                    ledger="flood_risk_point",
                )
            ],
        ),
    ]  # fmt: skip


# --- 9: coordinates ---


def _coordinates() -> list[Book]:
    columns = (("隐患点名称", "name"), ("乡镇", "township"), ("经度", "longitude"), ("纬度", "latitude"))
    county = (105.0, 30.0, 108.0, 31.0)

    def sheet(told: Sequence[Sequence[object]], **more: object) -> list[Sheet]:
        rows = [[f"示例滑坡{n}", "石门镇", *each] for n, each in enumerate(told, 1)]
        return [Sheet(columns, rows, ledger="flood_risk_point", **more)]  # type: ignore[arg-type]

    degrees = [
        [Ugly(105.6123, 105.6123), Ugly(30.4123, 30.4123)],
        [Ugly("105.6124", 105.6124), Ugly("30.4124", 30.4124)],
        [Ugly("１０５．６１２５", 105.6125), Ugly("３０．４１２５", 30.4125)],
        [Ugly("E105.6126", 105.6126), Ugly("N30.4126", 30.4126)],
        [Ugly("东经105.6127", 105.6127), Ugly("北纬30.4127", 30.4127)],
        [Ugly("105.6128°", 105.6128), Ugly("30.4128°", 30.4128)],
        [Ugly("107°43′12″", 107.72), Ugly("30°30′36″", 30.51)],
        [Ugly("107.43.13", 107.7202778), Ugly("30.30.36", 30.51)],
        [Ugly("1074314", 107.7205556), Ugly("303036", 30.51)],
        [Ugly(1074315, 107.7208333), Ugly(303036, 30.51)],
        [Ugly("107度43分16秒", 107.7211111), Ugly("30度30分36秒", 30.51)],
        [Ugly("E107°43'17\"", 107.7213889), Ugly("N30°30'36\"", 30.51)],
        [Ugly("107° 43′ 18.5″", 107.7218056), Ugly("30° 30′ 36.5″", 30.5101389)],
        [Ugly(30.4129, 105.6129, "coordinate_swapped"), Ugly(105.6129, 30.4129)],
        [Ugly("30°30′36″", 107.7222222, "coordinate_swapped"), Ugly("107°43′20″", 30.51)],
        [Ugly(0, None, "coordinate_zero"), Ugly(0, None)],
        [Ugly("0", None, "coordinate_zero"), Ugly("0", None)],
        [Ugly(105.613, 105.613), Ugly("—", None)],
        [Ugly("/", None), Ugly("/", None)],
        [Ugly("无", None), Ugly("无", None)],
        [Ugly("见附图", None, "coordinate_unreadable"), Ugly("见附图", None, "coordinate_unreadable")],
        [Ugly("107°63′12″", None, "coordinate_unreadable"), Ugly(30.4, 30.4)],
        [Ugly(116.3912, 116.3912, "coordinate_outside"), Ugly(39.9067, 39.9067)],
    ]
    one = (("隐患点名称", "name"), ("乡镇", "township"), ("经纬度坐标", None))

    def pair(raw: str, longitude: float | None, latitude: float | None, code: str = "") -> Ugly:
        return Ugly(raw, {"longitude": longitude, "latitude": latitude}, code)

    cells = [
        pair("105.6123,30.4123", 105.6123, 30.4123),
        pair("105.6124，30.4124", 105.6124, 30.4124),
        pair("105.6125 30.4125", 105.6125, 30.4125),
        pair("E105.6126，N30.4126", 105.6126, 30.4126),
        pair("东经105.6127、北纬30.4127", 105.6127, 30.4127),
        pair("经度：105.6128；纬度：30.4128", 105.6128, 30.4128),
        pair("107°43′12″，30°30′36″", 107.72, 30.51),
        pair("东经107°43′13″ 北纬30°30′36″", 107.7202778, 30.51),
        pair("105.6129", None, None, "coordinate_unreadable"),
        pair("见附图", None, None, "coordinate_unreadable"),
        pair("—", None, None),
    ]
    swapped = Ugly("30.4131，105.6131", {"longitude": 105.6131, "latitude": 30.4131}, "coordinate_swapped")
    spots = [(105.6 + n / 50, 30.4 + n / 70) for n in range(1, 5)]
    zone35 = [metres(spot, 4523) for spot in spots]  # 3-degree zone 35: eastings begin with 35
    plain = [metres(spot, 4544) for spot in spots]  # the same meridian without the zone's number
    wide = [metres(spot, 4496) for spot in spots]  # 6-degree zone 18: 105°
    prefixed = [[Ugly(east, spot[0]), Ugly(north, spot[1])] for spot, (east, north) in zip(spots, zone35, strict=True)]
    prefixed[1] = [Ugly(zone35[1][1], spots[1][0]), Ugly(zone35[1][0], spots[1][1])]  # X=north stands under 经度
    bare = [[Ugly(east, spot[0]), Ugly(north, spot[1])] for spot, (east, north) in zip(spots, plain, strict=True)]
    unknown = [[Ugly(east, None, "coordinate_projected"), Ugly(north, None)] for east, north in plain]
    six = [[Ugly(str(east), spot[0]), Ugly(str(north), spot[1])] for spot, (east, north) in zip(spots, wide, strict=True)]
    same = [[Ugly(105.61, 105.61), Ugly(30.41, 30.41)] for _ in range(6)] + [[105.62, 30.42], [105.63, 30.43]]
    books = [
        Book("coordinates_in_degrees.xlsx", "Degrees as decimals and as degrees, minutes, seconds; swapped; zero; outside.", "coordinates", sheet(degrees), outline=county),
        Book(
            "coordinates_in_one_cell.xlsx",
            "Both coordinates in one cell.",
            "coordinates",
            [Sheet(one, [[f"示例滑坡{n}", "石门镇", each] for n, each in enumerate([*cells, swapped], 1)], ledger="flood_risk_point")],
        ),
        Book("coordinates_in_metres.xlsx", "Metres of CGCS2000 with the number of their zone; one pair the other way round.", "coordinates",
             sheet(prefixed, facts=[Fact("metres", "coordinates", "coordinates_projected_read")])),
        Book("coordinates_in_wide_zones.xlsx", "Metres of a zone of six degrees, as text.", "coordinates",
             sheet(six, facts=[Fact("metres", "coordinates", "coordinates_projected_read")])),
        Book("coordinates_in_known_metres.xlsx", "Metres without the number of their zone, which the county's settings tell.", "coordinates",
             sheet(bare, facts=[Fact("metres", "coordinates", "coordinates_projected_read")]), crs="EPSG:4544"),
        Book("coordinates_in_unknown_metres.xlsx", "Metres of which nothing tells the zone.", "coordinates", sheet(unknown)),
        Book("coordinates_all_the_same.xlsx", "The township's own point stands for every one.", "coordinates",
             sheet(same, facts=[Fact("same", "coordinates", "coordinates_same")])),
    ]  # fmt: skip
    for system in ("GCJ-02", "BD-09"):
        name = system[:2].lower()
        told = []
        for spot in spots:
            east, north = shifted(spot, system)
            told.append([Ugly(round(east, 7), round(spot[0], 7)), Ugly(round(north, 7), round(spot[1], 7))])
        books.append(
            Book(
                f"coordinates_of_{name}_declared.xlsx",
                f"Points taken from a web map ({system}), which the clerk has declared.",
                "coordinates",
                sheet(told),
                coordinates=system,
            )
        )
        # 石门镇 ends and 永安镇 begins at 105.6; every point stands within the shift of that border.
        near = [(105.6 + (n % 5 + 1) / 5000 * (-1 if n % 2 else 1), 30.4 + n / 200) for n in range(24)]
        rows = []
        for n, spot in enumerate(near):
            east, north = shifted(spot, system)
            rows.append([f"示例滑坡{n}", "石门镇" if spot[0] < 105.6 else "永安镇", round(east, 7), round(north, 7)])
        books.append(
            Book(
                f"coordinates_of_{name}_unlabelled.xlsx",
                f"Points taken from a web map ({system}), and nobody says so: near a border half of them lie in the wrong township.",
                "coordinates",
                [Sheet(columns, rows, ledger="flood_risk_point", facts=[Fact("shifted", "coordinates", "coordinates_shifted")])],
                homes={"石门镇": (105.0, 30.0, 105.6, 31.0), "永安镇": (105.6, 30.0, 106.0, 31.0)},
            )
        )  # fmt: skip
    return books


# --- 10: totals; states ---


def _totals() -> list[Book]:
    columns = (
        ("乡镇", "township"),
        ("隐患点名称", "name"),
        ("威胁户数", "households_at_risk"),
        ("威胁人数", "people_at_risk"),
        ("威胁财产（元）", "assets_at_risk_wan"),
    )

    def point(town: str, number: int, households: object, people: object, assets: object) -> list[object]:
        return [town, f"示例滑坡{number}", households, people, assets]

    def wrong(value: object) -> Ugly:
        return Ugly(value, None, "total_disagrees")

    wan = Ugly(300000, 30, of="units"), Ugly(200000, 20, of="units"), Ugly(500000, 50, of="units")
    rows: list[Sequence[object] | Skip] = [
        point("石门镇", 1, 3, 12, wan[0]),
        point("石门镇", 2, 2, 8, wan[1]),
        Skip("total", ["小计", None, 5, wrong(21), 500000]),
        point("永安镇", 3, 5, 20, wan[2]),
        Skip("total", ["小计", None, wrong(6), 20, wrong(400000)]),
        Skip("total", ["合计", "共3处", 10, wrong("41人"), 1000000]),
    ]
    right: list[Sequence[object] | Skip] = [
        point("石门镇", 1, 3, 12, Ugly(300000, 30, of="units")),
        point("石门镇", 2, 2, 8, None),
        Skip("total", ["合计", None, 5, "20人", "30万元"]),
    ]
    above: list[Sequence[object] | Skip] = [
        Skip("total", ["合计", None, 5, wrong(19), None]),
        point("石门镇", 1, 3, 12, None),
        point("石门镇", 2, 2, 8, None),
    ]
    pages: list[Sequence[object] | Skip] = [
        Skip("section", ["一、地质灾害"]),
        Skip("section", ["（一）滑坡"]),
        point("石门镇", 1, 3, 12, None),
        point("石门镇", 2, 2, 8, None),
        Skip("total", ["小计", None, 5, 20, None]),
        Skip("section", ["（二）崩塌"]),
        point("永安镇", 3, 5, 20, None),
        Skip("total", ["小计", None, wrong("4户"), 20, None]),
        Skip("total", ["地质灾害合计", None, 10, wrong(42), None]),
        Skip("section", ["二、山洪"]),
        point("青溪镇", 4, 1, 4, None),
        Skip("total", ["本页小计", None, 11, wrong(45), None]),
        Skip("total", ["总计", None, wrong(12), "44人", None]),
    ]
    waits: list[Sequence[object] | Skip] = [
        point("石门镇", 1, 3, Ugly("一百多", None, "number_unreadable", of="numbers"), None),
        point("石门镇", 2, 2, 8, None),
        Skip("total", ["合计", None, wrong(6), 108, None]),
    ]
    return [
        Book("totals_of_sections.xlsx", "Subtotals inside sections, of a section, of a page and of all.", "totals", [Sheet(columns, pages, ledger="flood_risk_point")]),
        Book("totals_beside_the_unread.xlsx", "A total is doubted only where every cell of its column could be read.", "totals", [Sheet(columns, waits, ledger="flood_risk_point")]),
        Book("totals_that_disagree.xlsx", "Subtotals and a total that are not the sum of their rows, in yuan and in numbers.", "totals", [Sheet(columns, rows, ledger="flood_risk_point")]),
        Book("totals_that_agree.xlsx", "A total that is right, in other units than its rows.", "totals", [Sheet(columns, right, ledger="flood_risk_point")]),
        Book("totals_above_the_rows.xlsx", "The total stands above its rows.", "totals", [Sheet(columns, above, ledger="flood_risk_point")]),
    ]  # fmt: skip


def _states() -> list[Book]:
    told: list[tuple[str, str | None, str]] = [
        ("未整改", "not_started", ""), ("待整改", "not_started", ""), ("整改中", "in_progress", ""), ("序时推进", "in_progress", ""), ("已整改", "pending_check", ""),
        ("整改完成", "pending_check", ""), ("待验收", "pending_check", ""), ("复查不通过", "recheck_failed", ""), ("退回", "recheck_failed", ""), ("已销号", "closed", ""),
        ("已闭环", "closed", ""), ("办结", "closed", ""), ("反弹", "reopened", ""), ("误报", "cancelled", ""), ("未销号", None, "word_unsure"), ("马上弄", None, "word_unknown"), ("已 销 号", "closed", ""), ("已整改\u200b", "pending_check", ""), ("/", None, ""),
    ]  # fmt: skip
    asks = (*HAZARD[1:4], ("是否整改", "status"), ("是否销号", None))
    answers = [("是", "否", "pending_check"), ("是", "是", "closed"), ("否", "否", "not_started"), ("√", "×", "pending_check")]
    case = (
        ("序号", None),
        ("受理编号", "case_code"),
        ("交办问题基本情况", "content"),
        ("行政区域", "township"),
        ("污染类型", "pollution_types"),
        ("是否属实", "substantiated"),
        ("是否办结", "status"),
    )
    cases: list[tuple[str, list[str] | None, str, str, str, str, str | None, str]] = [
        ("水", ["water"], "", "属实", "yes", "已办结", "closed", ""),
        ("水、噪声", ["water", "noise"], "", "部分属实", "partly", "阶段性办结", "interim_closed", ""),
        ("大气，油烟；扬尘", ["air", "fume", "dust"], "", "不属实", "no", "正在办理", "open", ""),
        ("固废（垃圾）", ["waste"], "", "基本属实", "", "已办结（验收中）", None, "word_unsure"),
        ("光污染、水", ["water"], "word_unknown", "属实", "yes", "未办结", "open", ""),
    ]
    told_of = [
        [
            n,
            f"D3SX20260528{n:04}",
            f"示例举报{n}",
            "石门镇",
            Ugly(kinds, kinds_meant, fault),
            Ugly(true, true_meant or None, "" if true_meant else "word_unsure"),
            Ugly(state, meant, code),
        ]
        for n, (kinds, kinds_meant, fault, true, true_meant, state, meant, code) in enumerate(cases, 1)
    ]
    graded = (*HAZARD[1:4], ("隐患等级", "severity"))
    grades: list[tuple[object, str | None, str]] = [
        ("一般隐患", "general", ""), ("重大事故隐患", "major", ""), ("较大", None, "word_unsure"), ("A", None, "word_unsure"), ("Ⅱ级", None, "word_unsure"), ("红色", None, "word_unsure"),
    ]  # fmt: skip
    return [
        Book("states_of_complaints.xlsx", "Several types of pollution in one cell, and the published states.", "states", [Sheet(case, told_of, ledger="complaint_case")]),
        Book("states.xlsx", "已整改 is not 已销号.", "states", [Sheet(CODED, [coded(n, status=Ugly(*each)) for n, each in enumerate(told, 1)])]),
        Book(
            "states_asked_for.xlsx",
            "Two headings ask; the furthest stage that one of them proves is the state.",
            "states",
            [Sheet(asks, [["石门镇", f"示例企业{n}", FAULTS[n], Ugly(done, meant), closed] for n, (done, closed, meant) in enumerate(answers, 1)])],
        ),
        Book(
            "states_of_grades.xlsx",
            "The law has two grades; local ones are not guessed.",
            "states",
            [Sheet(graded, [["石门镇", f"示例企业{n}", FAULTS[n], Ugly(*each)] for n, each in enumerate(grades, 1)])],
        ),
    ]  # fmt: skip
