"""Ugly sheets: heads, merges, rows that are no data, several sheets, and the same ledger handed in again."""

from datetime import date

from tests.sheets.book import Book, Fact, Sheet, Skip, Ugly

HAZARD = (
    ("序号", None),
    ("乡镇", "township"),
    ("隐患单位", "site"),
    ("隐患描述", "description"),
    ("发现时间", "found_on"),
    ("整改时限", "due_on"),
    ("整改状态", "status"),
)
FOUND, DUE = date(2026, 6, 1), date(2026, 6, 30)
FAULTS = (
    "护栏缺失",
    "通道堵塞",
    "电线裸露",
    "灭火器过期",
    "支护不到位",
    "未设警示标志",
    "配电箱未上锁",
    "作业无证",
    "储罐渗漏",
    "台账不全",
)


def hazard(number: int, township: object = "石门镇", *, status: object = "整改中") -> list[object]:
    """Return a clean row of HAZARD."""
    return [number, township, f"示例企业{number}", FAULTS[number % len(FAULTS)], FOUND, DUE, status]


def books() -> list[Book]:
    """Return the books about sheets."""
    return [*_heads(), *_stopped(), *_merges(), *_skipped(), *_several(), *_again()]


def _heads() -> list[Book]:
    three = [
        ["序号", "基本情况", None, "隐患情况", None, None, "整改情况", None, None, None],
        [None, "乡镇", "隐患单位", "隐患描述", "等级", None, "时限", "责任", None, "资金"],
        [None, None, None, None, "隐患等级", "发现时间", "整改时限", "责任单位", "整改责任人", "整改资金"],
    ]
    columns = (
        ("序号", None),
        ("乡镇", "township"),
        ("隐患单位", "site"),
        ("隐患描述", "description"),
        ("隐患等级", "severity"),
        ("发现时间", "found_on"),
        ("整改时限", "due_on"),
        ("责任单位", "owner_unit"),
        ("整改责任人", "owner_person"),
        ("整改资金", "fund_wan"),
    )
    merges = ["A1:A3", "B1:C1", "B2:B3", "C2:C3", "D1:F1", "D2:D3", "E2:F2", "G1:J1", "H2:I2"]
    return [
        Book(
            "head_three_rows.xlsx",
            "A title, a period, the reporting unit, a header of three merged rows, a row of units and one of column numbers.",
            "head",
            [
                Sheet(
                    columns,
                    [
                        Skip("units", [None, None, None, None, None, None, None, None, None, "元"], "head"),
                        Skip("column_numbers", [str(n) for n in range(1, 11)], "head"),
                        [
                            1,
                            "石门镇",
                            "示例矿",
                            "支护不到位",
                            "重大",
                            FOUND,
                            DUE,
                            "县应急局",
                            "张三丰",
                            Ugly(52000, 5.2, of="units"),
                        ],
                        [
                            2,
                            "永安镇",
                            "示例店",
                            "通道堵塞",
                            "一般",
                            FOUND,
                            DUE,
                            "县消防大队",
                            "李四光",
                            Ugly("3万元", 3, of="units"),
                        ],
                    ],
                    above=[
                        "石门镇安全隐患排查整改台账",
                        "统计时段：2026年6月1日至6月15日　截止日期：2026年6月15日",
                        ["填报单位：", "石门镇人民政府", None, "填报人：", "张三丰", None, "联系电话：", "13800138000"],
                    ],
                    head=three,
                    head_merges=merges,
                    merges=["A1:J1", "A2:J2"],
                    as_of=date(2026, 6, 15),
                    reporting_unit="石门镇人民政府",
                    facts=[Fact(each, "head") for each in ("header_rows", "as_of", "reporting_unit", "ledger")],
                )
            ],
        ),
        Book(
            "head_first_column_blank.xlsx",
            "The first column is blank and the header stands in row 9 under notes of the office.",
            "head",
            [
                Sheet(
                    (("", None), *HAZARD),
                    [["", *hazard(1)], ["", *hazard(2, "永安镇")]],
                    above=[
                        "附件2",
                        "",
                        ["", "隐患排查治理台账"],
                        "",
                        ["", "填报单位（盖章）：青溪镇人民政府", None, None, "填报日期：2026.6.20"],
                        ["", "填报说明：每周五前报送"],
                        "",
                        ["", "（内部资料）"],
                    ],
                    as_of=date(2026, 6, 20),
                    reporting_unit="青溪镇人民政府",
                    facts=[Fact(each, "head") for each in ("header_rows", "as_of", "reporting_unit")],
                )
            ],
        ),
        Book(
            "head_spellings.xlsx",
            "Headings with stars, colons, line breaks, full-width letters, spaces and brackets; the order is another one.",
            "head",
            [
                Sheet(
                    (
                        ("Ｎ Ｏ．", None),
                        ("整 改\n时限＊", "due_on"),
                        ("存在的\n隐患问题：", "description"),
                        ("被检查单位（企业）", "site"),
                        ("所在乡镇（街道）", "township"),
                        ("检查日期\n（年月日）", "found_on"),
                        ("隐患等级（一般/重大）", "severity"),
                        ("投入资金\n（元）", "fund_wan"),
                        ("吉祥物", None),
                    ),
                    [
                        [1, DUE, "护栏缺失", "示例矿", "石门镇", FOUND, "重大", Ugly(8000, 0.8, of="units"), Ugly("熊猫")],
                        [2, DUE, "通道堵塞", "示例店", "永安镇", FOUND, "一般", Ugly("1,500", 0.15, of="units"), None],
                    ],
                    facts=[Fact("header_rows", "head"), Fact("ledger", "head")],
                )
            ],
        ),
        Book(
            "head_two_alike_kept.xlsx",
            "Two columns are called 填报日期; nobody needs them and both are kept.",
            "head",
            [
                Sheet(
                    (
                        ("乡镇", "township"),
                        ("受检单位", "site"),
                        ("存在问题", "description"),
                        ("整改期限", "due_on"),
                        ("填报人", None),
                        ("填报日期", None),
                        ("整改完成日期", "done_on"),
                        ("治理资金", "fund_wan"),
                        ("相关附件", None),
                        ("整改人", "executor_person"),
                        ("填报日期", None),
                        ("验证情况", "recheck_result"),
                    ),
                    [
                        [
                            "石门镇",
                            "示例矿",
                            "护栏缺失",
                            DUE,
                            "张三丰",
                            "2026.6.1",
                            date(2026, 6, 9),
                            2,
                            "见附",
                            "李四光",
                            "2026.6.10",
                            "通过",
                        ],
                        [
                            "永安镇",
                            "示例店",
                            "通道堵塞",
                            DUE,
                            "张三丰",
                            "2026.6.2",
                            date(2026, 6, 8),
                            1,
                            "见附",
                            "李四光",
                            "2026.6.11",
                            "通过",
                        ],
                    ],
                    facts=[Fact("kept twice", "head")],
                )
            ],
        ),
        Book(
            "head_one_map_export.xlsx",
            "The export of the provincial one-map system: 纬度 and 经度 carry each other's values, posts and phones repeat.",
            "head",
            [
                Sheet(
                    (
                        ("序号", None),
                        ("隐患点编号", "point_code"),
                        ("隐患点名称", "name"),
                        ("隐患点类型", "hazard_type"),
                        ("乡镇", "township"),
                        ("纬度", "latitude"),
                        ("经度", "longitude"),
                        ("威胁户数(户)", "households_at_risk"),
                        ("威胁人数(人)", "people_at_risk"),
                        ("防灾责任人姓名", "administrative_officer"),
                        ("防灾责任人职位", None),
                        ("防灾责任人电话", "administrative_phone"),
                        ("监测责任人姓名", "monitoring_officer"),
                        ("监测责任人职位", None),
                        ("监测责任人电话", "monitoring_phone"),
                        ("是否销号", "status"),
                    ),
                    [
                        [
                            n,
                            f"5199010{n}",
                            name,
                            kind,
                            "石门镇",
                            Ugly(105.6 + n / 100, 30.4, of="coordinates"),
                            Ugly(30.4, 105.6 + n / 100, "coordinate_swapped", of="coordinates"),
                            3,
                            12,
                            "张三丰",
                            "镇长",
                            "13800138000",
                            "李四光",
                            "组长",
                            "13900139000",
                            Ugly("否", "registered", of="states"),
                        ]
                        for n, (name, kind) in enumerate((("大垭滑坡", "滑坡"), ("小垭山洪沟", "山洪")), 1)
                    ],
                    ledger="flood_risk_point",
                    facts=[Fact("ledger", "head")],
                )
            ],
        ),
        Book(
            "head_three_rows.csv",
            "The same three header rows saved as .csv: nothing is merged any more.",
            "head",
            [
                Sheet(
                    columns,
                    [
                        Skip("units", [None, None, None, None, None, None, None, None, None, "元"], "head"),
                        Skip("column_numbers", [str(n) for n in range(1, 11)], "head"),
                        [
                            1,
                            "石门镇",
                            "示例矿",
                            "支护不到位",
                            "重大",
                            Ugly("2026/6/1", FOUND, of="days"),
                            Ugly("6月底前", {"due_on": DUE, "due_kind": "month_end"}, of="deadlines"),
                            "县应急局",
                            "张三丰",
                            Ugly("52000", 5.2, of="units"),
                        ],
                    ],
                    name="head_three_rows",
                    above=["石门镇安全隐患排查整改台账", ["截止日期：", "2026年6月15日"]],
                    head=three,
                    as_of=date(2026, 6, 15),
                    facts=[Fact(each, "head") for each in ("header_rows", "as_of", "ledger")],
                )
            ],
        ),
        Book(
            "head_day_in_a_cell.xlsx",
            "The day of the data and the unit stand in cells of their own; the header is in row 15.",
            "head",
            [
                Sheet(
                    HAZARD,
                    [hazard(1), hazard(2)],
                    above=["隐患台账", ["填报单位", "", "报送日期：", date(2026, 6, 18)], *[""] * 12],
                    as_of=date(2026, 6, 18),
                    facts=[Fact("header_rows", "head"), Fact("as_of", "head")],
                )
            ],
        ),
        Book(
            "head_two_levels.xlsx",
            "Sub-headings 姓名 and 电话 repeat under three persons; a photo heading spans two columns.",
            "head",
            [
                Sheet(
                    (
                        ("危险区名称", "name"),
                        ("乡镇", "township"),
                        ("姓名", "administrative_officer"),
                        ("电话", "administrative_phone"),
                        ("姓名", "monitoring_officer"),
                        ("电话", "monitoring_phone"),
                        ("姓名", "evacuation_officer"),
                        ("电话", "evacuation_phone"),
                        ("整改前", None),
                        ("整改后", None),
                    ),
                    [
                        [
                            "大垭滑坡",
                            "石门镇",
                            "张三丰",
                            "13800138000",
                            "李四光",
                            "13900139000",
                            "王二小",
                            "13700137000",
                            "图1",
                            "图2",
                        ],
                        [
                            "小垭滑坡",
                            "永安镇",
                            "赵云龙",
                            "13800138001",
                            "钱学林",
                            "13900139001",
                            "孙大圣",
                            "13700137001",
                            "图3",
                            "图4",
                        ],
                    ],
                    ledger="flood_risk_point",
                    head=[
                        ["危险区名称", "乡镇", "行政责任人", None, "监测责任人", None, "预警转移责任人", None, "照片", None],
                        [None, None, "姓名", "电话", "姓名", "电话", "姓名", "电话", "整改前", "整改后"],
                    ],
                    head_merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1", "I1:J1"],
                    facts=[Fact("header_rows", "head"), Fact("ledger", "head")],
                )
            ],
        ),
    ]


def _stopped() -> list[Book]:
    def sheet(name: str, columns: tuple[tuple[str, str | None], ...], row: list[object], code: str, at: str = "") -> Sheet:
        return Sheet(columns, [row], name=name, is_taken=False, facts=[Fact("stopped", "head", code, at)])

    twice = (*HAZARD[1:6], ("整改期限", None), HAZARD[6])
    lacking = (("乡镇", "township"), ("隐患单位", "site"), ("隐患等级", None), ("整改时限", None))
    return [
        Book(
            "head_that_stops.xlsx",
            "Sheets that cannot be taken, each for its own reason.",
            "head",
            [
                sheet(
                    "两个时限",
                    twice,
                    ["石门镇", "示例矿", "护栏缺失", FOUND, DUE, date(2026, 7, 5), "整改中"],
                    "column_twice",
                    "F1",
                ),
                sheet("没有描述", lacking, ["石门镇", "示例矿", "一般", DUE], "column_missing"),
                sheet(
                    "单位不明",
                    (*HAZARD[1:4], ("整改资金（斗）", None)),
                    ["石门镇", "示例矿", "护栏缺失", 3],
                    "unit_unknown",
                    "D1",
                ),
                Sheet(HAZARD, [], name="只有表头", is_taken=False, facts=[Fact("stopped", "head", "sheet_without_rows")]),
                sheet("通讯录", (("姓名", None), ("科室", None)), ["张三丰", "办公室"], "sheet_unknown"),
                sheet(
                    "统计",
                    (("责任名称", None), ("发现问题数", None), ("已整改数量", None), ("待整改数量", None)),
                    ["石门镇", 3, 2, 1],
                    "sheet_is_summary",
                ),
            ],
        )
    ]


def _merges() -> list[Book]:
    columns = (
        ("乡镇", "township"),
        ("责任单位", "owner_unit"),
        ("责任人", "owner_person"),
        ("隐患单位", "site"),
        ("隐患描述", "description"),
        ("督导单位", "supervisor_unit"),
        ("整改资金（万元）", "fund_wan"),
    )
    return [
        Book(
            "merges_down.xlsx",
            "Merged cells speak for their rows; empty cells speak for none; a merge may span several columns or a subtotal.",
            "merges",
            [
                Sheet(
                    columns,
                    [
                        ["石门镇", "县应急局", "张三丰", "示例矿", "护栏缺失", "县安办", 3],
                        [Ugly(None, "石门镇"), Ugly(None, "县应急局"), Ugly(None, "张三丰"), "示例店", "通道堵塞", Ugly(None), 1],
                        [Ugly(None, "石门镇"), Ugly(None), Ugly(None), "示例厂", "电线裸露", Ugly(None), None],
                        ["永安镇", "县住建局", None, "示例工地", "脚手架不稳", "县安办", 2],
                        Skip("total", ["小计", None, None, None, None, None, 6]),
                        [Ugly(None), "县水利局", "李四光", "示例水库", "溢洪道堵塞", Ugly(None), 4],
                        ["青溪镇", "县水利局", "李四光", "示例堰塘", "坝体渗漏", "县安办", 5],
                        [
                            Ugly(None, "青溪镇"),
                            Ugly(None, "县水利局"),
                            Ugly(None, "李四光"),
                            Ugly(None, "示例堰塘"),
                            "启闭机损坏",
                            Ugly(None, "县安办"),
                            Ugly(None),
                        ],
                        [Ugly(None, "青溪镇"), "县交通局", Ugly("/", None), "示例桥", "栏杆缺失", Ugly("—", None), 1],
                    ],
                    merges=["A2:A4", "B2:B3", "C2:C3", "A8:A10", "B8:B9", "C8:C9", "D8:D9", "F8:F9"],
                )
            ],
        ),
        Book(
            "merges_across.xlsx",
            "A merge across two columns fills only the first; a merged section row is no data.",
            "merges",
            [
                Sheet(
                    HAZARD,
                    [
                        Skip("section", ["一、工矿商贸"]),
                        [1, "石门镇", "示例矿", "护栏缺失", FOUND, DUE, "整改中"],
                        [2, "石门镇", "示例店", "通道堵塞", FOUND, DUE, "整改中"],
                        Skip("section", ["二、道路交通"]),
                        [3, "永安镇", "示例站", "车辆带病", FOUND, DUE, Ugly(None)],
                        [4, "永安镇", "示例公司", "超员载客", Ugly("2026.6.1", FOUND, of="days"), Ugly(None), Ugly(None)],
                    ],
                    merges=["A2:G2", "A5:G5", "F7:G7"],
                    facts=[Fact("header_rows", "merges")],
                )
            ],
        ),
    ]


def _skipped() -> list[Book]:
    three = [
        ["序号", "隐患情况", None, None, None, "整改情况", None],
        [None, "乡镇", "隐患单位", "隐患描述", "发现时间", "时限", "状态"],
        [None, None, None, None, None, "整改时限", "整改状态"],
    ]
    merges = ["A1:A3", "B1:E1", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F1:G1"]
    title = "青溪镇隐患排查整改台账"
    again = [
        Skip("header", [title]),
        *[Skip("header", row) for row in three],
        Skip("column_numbers", [str(n) for n in range(1, 8)]),
    ]
    return [
        Book(
            "rows_that_are_no_data.xlsx",
            "Sections, subtotals, totals, blank separators, signatures and notes between and under the rows.",
            "skipped rows",
            [
                Sheet(
                    HAZARD,
                    [
                        Skip("section", ["一、安全生产"]),
                        Skip("section", ["（一）工矿企业"]),
                        hazard(1),
                        hazard(2),
                        Skip("total", ["小计", None, None, "2条"]),
                        Skip("blank"),
                        Skip("section", ["（二）消防"]),
                        hazard(3, "永安镇"),
                        Skip("total", [None, "永安镇小计", None, "1条"]),
                        Skip("blank"),
                        Skip("section", [None, "二、生态环境"]),
                        hazard(4, "青溪镇"),
                        Skip("total", ["本页合计", None, None, "4条"]),
                        Skip("total", ["合  计", None, None, "4条"]),
                        Skip("total", ["总计：", None, None, 4]),
                        Skip("total", ["共4条"]),
                        Skip("blank"),
                        Skip("signature", ["填表人：张三丰", None, "审核人：李四光", None, "填报日期：2026年6月20日"]),
                        Skip("signature", ["审核人："]),
                        Skip("signature", ["主要负责人（签字）："]),
                        Skip("signature", ["分管领导：        联系电话：0826-1234567"]),
                        Skip("signature", ["注：1.本表由各乡镇填报；2.每周五前报送。"]),
                        Skip("signature", ["说明：未整改的写明原因"]),
                        Skip("signature", ["备注", "以上数据截至当日"]),
                        Skip("signature", ["填报单位（盖章）：石门镇人民政府"]),
                    ],
                )
            ],
        ),
        Book(
            "rows_of_printed_pages.xlsx",
            "The title, the header of three rows and the column numbers are repeated on every printed page.",
            "skipped rows",
            [
                Sheet(
                    HAZARD,
                    [
                        Skip("column_numbers", [str(n) for n in range(1, 8)], "head"),
                        hazard(1),
                        hazard(2),
                        *again,
                        hazard(3),
                        hazard(4),
                        Skip("total", ["本页小计", None, None, "2条"]),
                        *again,
                        hazard(5),
                    ],
                    above=[title],
                    head=three,
                    head_merges=merges,
                    merges=["A1:G1"],
                    facts=[Fact("header_rows", "head")],
                )
            ],
        ),
        Book(
            "rows_with_odd_serials.xlsx",
            "Serial numbers with gaps, restarts, ranges and texts mean nothing and stop nothing.",
            "skipped rows",
            [
                Sheet(
                    HAZARD,
                    [
                        [Ugly(serial), *hazard(n)[1:]]
                        for n, serial in enumerate((1, 2, 5, 1, 2, "1-3", "4、5", "（1）", "①", None, "6.", "7/8"), 1)
                    ],
                ),
            ],
        ),
    ]


def _several() -> list[Book]:
    own = (("隐患单位", "site"), ("隐患描述", "description"), ("发现时间", "found_on"), ("整改状态", "status"))

    def sheet(name: str, township: str, start: int) -> Sheet:
        rows = [[f"示例企业{n}", FAULTS[n], FOUND, "整改中"] for n in range(start, start + 2)]
        return Sheet(own, rows, name=name, constant={"township": township}, facts=[Fact("ledger", "places")])

    return [
        Book(
            "sheets_by_township.xlsx",
            "One sheet for each township, whose name is the township's; drafts are hidden, one sheet is empty, one explains.",
            "formats and hidden things",
            [
                sheet("石门镇", "石门镇", 1),
                sheet("永安", "永安镇", 3),
                sheet("青岩乡", "青岩土家族乡", 5),
                Sheet(
                    own,
                    [["示例", "旧数据", FOUND, "整改中"]],
                    name="底稿",
                    state="hidden",
                    is_taken=False,
                    facts=[Fact("hidden", "formats and hidden things", "sheet_hidden")],
                ),
                Sheet(
                    own,
                    [["示例", "更旧的数据", FOUND, "整改中"]],
                    name="选项",
                    state="very hidden",
                    is_taken=False,
                    facts=[Fact("hidden", "formats and hidden things", "sheet_hidden")],
                ),
                Sheet(
                    (("填表说明", None),),
                    [["每周五前报送"]],
                    name="填表说明",
                    is_taken=False,
                    facts=[Fact("stopped", "head", "sheet_unknown")],
                ),
            ],
        ),
        Book(
            "sheets_of_two_ledgers.xlsx",
            "Two ledgers in one workbook, and hidden rows and columns in one of them.",
            "formats and hidden things",
            [
                Sheet(
                    HAZARD,
                    [hazard(1), hazard(2), hazard(3)],
                    name="隐患",
                    hidden_rows=[3],
                    hidden_columns="E:E",
                    facts=[Fact("hidden", "formats and hidden things", "hidden_lines")],
                ),
                Sheet(
                    (("安置点名称", "name"), ("乡镇", "township"), ("容纳人数", "capacity"), ("启用状态", "state")),
                    [["石门小学", "石门镇", 120, "未启用"], ["永安中学", "永安镇", 300, "已启用"]],
                    ledger="evacuation_site",
                    name="安置点",
                    facts=[Fact("ledger", "formats and hidden things")],
                ),
            ],
        ),
    ]


def _again() -> list[Book]:
    second = [
        ["石门镇", "示例矿", "护栏缺失"],
        ["石门镇", "示例店", "通道堵塞"],
        ["永安镇", "示例厂", "电线裸露"],
    ]
    odd = [
        [1, Ugly("永安镇 ", "永安镇"), "示例厂", Ugly("电线裸露。", "电线裸露。"), Ugly("2026.6.1", FOUND), DUE, "已销号"],
        [2, "青溪镇", "示例站", "车辆带病", FOUND, DUE, "整改中"],
        [3, Ugly("石门", "石门镇"), Ugly("示例 矿", "示例 矿"), "护栏缺失", Ugly("2026年6月1日", FOUND), DUE, "已整改"],
        [4, "石门镇", "示例店", "通道堵塞", Ugly(46174, FOUND), DUE, "整改中"],
    ]
    cases = (("受理编号", "case_code"), ("行政区域", "township"), ("交办时间", "received_on"), ("是否办结", "status"))
    return [
        Book(
            "reupload_first_week.xlsx",
            "The ledger of the first week.",
            "re-upload",
            [Sheet(HAZARD, [[n, *each, FOUND, DUE, "整改中"] for n, each in enumerate(second, 1)])],
        ),
        Book(
            "reupload_second_week.xlsx",
            "The same ledger a week later: cumulative, in another order, renumbered, with names and days written otherwise.",
            "re-upload",
            [
                Sheet(
                    HAZARD,
                    odd,
                    same_as={2: 4, 4: 2, 5: 3},
                    facts=[Fact("same keys", "re-upload")],
                )
            ],
        ),
        Book(
            "reupload_twice_in_one_sheet.xlsx",
            "The same hazard stands twice in one sheet, once renumbered; the same case number twice.",
            "re-upload",
            [
                Sheet(
                    HAZARD,
                    [hazard(1), hazard(2), [3, *hazard(1)[1:6], "已整改"]],
                    name="隐患",
                    facts=[Fact("twice", "re-upload", "row_twice", "4")],
                ),
                Sheet(
                    cases,
                    [
                        ["D3SX202605280018", "石门镇", FOUND, "已办结"],
                        ["X3SX202606010011", "永安镇", FOUND, "已办结"],
                        [Ugly("D3SX 202605280018", "D3SX202605280018"), "石门镇", FOUND, "已办结"],
                    ],
                    ledger="complaint_case",
                    name="信访件",
                    facts=[Fact("twice", "re-upload", "row_twice", "4")],
                ),
            ],
        ),
    ]
