"""What do we make of this sheet? Each sheet is written as the table it is; problems are asserted as whole sentences."""

from datetime import date

import pytest

from tests.paper import column, reading, said, sheet_of, workbook

PLAIN = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述   | 发现时间   | 整改时限       | 整改状态 |
    | A-1      | 石门镇 | 示例矿   | 护栏缺失   | 2026-06-01 | 2026年6月底前  | 整改中   |
    | A-2      | 永安镇 | 示例店   | 通道堵塞   | 2026-06-02 | 2026-06-20     | 已销号   |
"""


def test_a_plain_sheet_is_read_without_a_word() -> None:
    sheet = sheet_of(PLAIN)
    assert sheet.ledger is not None
    assert sheet.ledger.name == "hazard"
    assert (sheet.header_rows, sheet.first_row, sheet.rows) == ((1,), 2, (2, 3))
    assert column(sheet, "hazard_code") == ["A-1", "A-2"]
    assert column(sheet, "due_on") == [date(2026, 6, 30), date(2026, 6, 20)]
    assert column(sheet, "due_kind") == ["month_end", "date"]
    assert column(sheet, "status") == ["in_progress", "closed"]
    assert sheet.verdicts == ("taken", "taken")
    assert said(sheet) == []


# --- what stands above the table ---


def test_titles_above_the_header_are_not_data_and_tell_the_day_and_the_unit() -> None:
    sheet = sheet_of(
        PLAIN, title=["石门镇安全隐患排查整改台账", "填报单位：石门镇人民政府   截止日期：2026年6月5日", ""], merges=["A1:G1"]
    )
    assert sheet.header_rows == (4,)
    assert sheet.rows == (5, 6)
    assert sheet.as_of == date(2026, 6, 5)
    assert sheet.reporting_unit == "石门镇人民政府"


def test_a_day_given_by_hand_wins_over_the_day_in_the_head() -> None:
    sheet = sheet_of(PLAIN, title=["截止日期：2026年6月5日"], as_of=date(2026, 6, 9))
    assert sheet.as_of == date(2026, 6, 9)


def test_a_head_that_speaks_of_tomorrow_is_not_believed() -> None:
    sheet = sheet_of(PLAIN, title=["隐患台账（截至2026年7月5日）"])
    assert sheet.as_of is None
    assert said(sheet) == ["Sheet1 表头的日期“2026-07-05”晚于今天，按上传时间计。核对表头的截止日期。"]


def test_the_year_of_the_head_is_the_year_of_days_without_one() -> None:
    table = """
        | 乡镇   | 隐患单位 | 隐患描述 | 发现时间 | 整改时限 |
        | 石门镇 | 示例矿   | 护栏缺失 | 6月5日   | 6月底前  |
    """
    sheet = sheet_of(table, title=["2025年二季度隐患台账"])
    assert column(sheet, "found_on") == [date(2025, 6, 5)]
    assert column(sheet, "due_on") == [date(2025, 6, 30)]
    sheet = sheet_of(table, as_of=date(2024, 7, 1))
    assert column(sheet, "found_on") == [date(2024, 6, 5)]


def test_a_day_without_any_year_makes_the_row_wait() -> None:
    sheet = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述 | 发现时间 |
        | 石门镇 | 示例矿   | 护栏缺失 | 6月5日   |
    """)
    assert sheet.verdicts == ("waiting",)
    assert said(sheet) == ["Sheet1!D2 “6月5日”没有年份，表头里也没有。在表头写上年份或截止日期，或上传时选定数据日期。"]


# --- headers ---


def test_a_header_of_two_rows_is_read_by_its_leaves() -> None:
    sheet = sheet_of(
        """
        | 乡镇   | 隐患单位 | 隐患描述 | 整改落实 |        |            |
        |        |          |          | 整改责任人 | 整改时限 | 整改状态 |
        | 石门镇 | 示例矿   | 护栏缺失 | 张例     | 2026-06-20 | 整改中   |
        """,
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:F1"],
    )
    assert sheet.header_rows == (1, 2)
    assert sheet.rows == (3,)
    assert column(sheet, "owner_person") == ["张例"]
    assert column(sheet, "due_on") == [date(2026, 6, 20)]
    assert column(sheet, "status") == ["in_progress"]


def test_equal_leaves_are_told_apart_by_what_stands_above_them() -> None:
    sheet = sheet_of(
        """
        | 隐患点名称 | 乡镇   | 行政责任人 |             | 监测责任人 |             |
        |            |        | 姓名       | 电话        | 姓名       | 电话        |
        | 大垭滑坡   | 石门镇 | 张例       | 13800138000 | 李例       | 13900139000 |
        """,
        merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
    )
    assert sheet.ledger is not None
    assert sheet.ledger.name == "flood_risk_point"
    assert column(sheet, "administrative_officer") == ["张例"]
    assert column(sheet, "monitoring_officer") == ["李例"]
    assert column(sheet, "administrative_phone") == ["13800138000"]
    assert column(sheet, "monitoring_phone") == ["13900139000"]


def test_a_header_of_three_rows_is_one_header() -> None:
    sheet = sheet_of(
        """
        | 乡镇   | 隐患单位 | 隐患情况 |          | 整改     |            |
        |        |          | 隐患描述 | 发现时间 | 时限要求 |            |
        |        |          |          |          | 整改时限 | 整改状态   |
        | 石门镇 | 示例矿   | 护栏缺失 | 2026-06-01 | 2026-06-20 | 整改中 |
        """,
        merges=["A1:A3", "B1:B3", "C1:D1", "C2:C3", "D2:D3", "E1:F1", "E2:F2"],
    )
    assert sheet.header_rows == (1, 2, 3)
    assert sheet.rows == (4,)
    assert column(sheet, "description") == ["护栏缺失"]
    assert column(sheet, "due_on") == [date(2026, 6, 20)]


def test_a_row_of_units_and_a_row_of_column_numbers_belong_to_the_header() -> None:
    sheet = sheet_of("""
        | 项目名称   | 乡镇   | 总投资 | 到位资金 |
        |            |        | 元     | 万元     |
        | 1          | 2      | 3      | 4        |
        | 示例滑坡治理 | 石门镇 | #3200000 | #150  |
    """)
    assert sheet.ledger is not None
    assert sheet.ledger.name == "remediation_project"
    assert sheet.first_row == 4
    assert [(each.row, each.why) for each in sheet.skipped] == [(2, "units"), (3, "column_numbers")]
    assert column(sheet, "total_investment_wan") == [320.0]
    assert column(sheet, "funds_in_place_wan") == [150.0]


def test_a_unit_in_brackets_is_converted() -> None:
    sheet = sheet_of("""
        | 站名 | 时间             | 降雨量（cm） | 时段长（h） |
        | 石门 | 2026-06-25 14:00 | #1.25        | #1          |
    """)
    assert column(sheet, "rain_mm") == [12.5]
    assert said(sheet) == []


def test_a_unit_that_cannot_be_converted_stops_the_sheet() -> None:
    sheet = sheet_of("""
        | 站名 | 时间             | 降雨量（斗） |
        | 石门 | 2026-06-25 14:00 | #3           |
    """)
    assert not sheet.is_taken
    assert said(sheet) == ["Sheet1!C1 “降雨量（斗）”的单位“斗”不能换算成“毫米”。把单位改成“毫米”后再上传。"]


def test_the_order_of_columns_spaces_stars_and_line_breaks_do_not_matter() -> None:
    sheet = sheet_of("""
        | 整 改\\n时限* | 隐患描述： | Ｎｏ． | 隐患单位（场所） | 乡镇（街道） |
        | 2026-06-20    | 护栏缺失   | 1      | 示例矿           | 石门镇       |
    """)
    assert column(sheet, "due_on") == [date(2026, 6, 20)]
    assert column(sheet, "site") == ["示例矿"]
    assert {name: source.column for name, source in sheet.columns.items()} == {
        "due_on": "A",
        "description": "B",
        "site": "D",
        "township": "E",
    }


def test_headings_that_nobody_knows_are_kept_with_their_row() -> None:
    sheet = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述 | 吉祥物颜色 | 整改前照片 |
        | 石门镇 | 示例矿   | 护栏缺失 | 绿         | 见附件     |
    """)
    assert [(each.header, each.column) for each in sheet.ignored] == [("吉祥物颜色", "D"), ("整改前照片", "E")]
    assert sheet.extras == ({"吉祥物颜色": "绿", "整改前照片": "见附件"},)


def test_a_running_number_is_no_code_and_a_real_code_is() -> None:
    running = sheet_of("""
        | 编号 | 乡镇   | 隐患单位 | 隐患描述 |
        | #1   | 石门镇 | 示例矿   | 护栏缺失 |
        | #2   | 石门镇 | 示例店   | 通道堵塞 |
    """)
    assert "hazard_code" not in running.values
    assert [each["编号"] for each in running.extras] == [1.0, 2.0]
    coded = sheet_of("""
        | 编号 | 乡镇   | 隐患单位 | 隐患描述 |
        | 0017 | 石门镇 | 示例矿   | 护栏缺失 |
        | 0021 | 石门镇 | 示例店   | 通道堵塞 |
    """)
    assert column(coded, "hazard_code") == ["0017", "0021"]
    assert coded.keys == ("0017", "0021")


def test_two_headings_of_one_meaning_stop_the_sheet_and_both_are_named() -> None:
    sheet = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述 | 整改时限   | 整改期限   |
        | 石门镇 | 示例矿   | 护栏缺失 | 2026-06-20 | 2026-06-25 |
    """)
    assert not sheet.is_taken
    assert said(sheet) == [
        "Sheet1!E1 “整改期限”和“整改时限”（D 列）都是“整改时限”，不知以哪一列为准。删去或改名其中一列后再上传。"
    ]


@pytest.mark.parametrize("only", [None, "hazard"])
def test_a_column_that_is_needed_and_not_there_is_named(only: str | None) -> None:
    sheet = sheet_of(
        """
        | 乡镇   | 隐患单位 | 隐患等级 | 整改时限   |
        | 石门镇 | 示例矿   | 一般     | 2026-06-20 |
        """,
        only=only,
    )
    assert not sheet.is_taken
    assert said(sheet) == [
        "Sheet1 工作表“Sheet1”缺少“隐患描述”列，无法作为“安全隐患排查整改台账”使用。补上“隐患描述”列后再上传。"
    ]


def test_columns_that_are_absent_are_listed_and_stop_nothing() -> None:
    sheet = sheet_of(PLAIN)
    assert sheet.is_taken
    assert {"owner_person", "measure", "longitude"} <= set(sheet.missing)
    assert "description" not in sheet.missing


def test_a_first_column_left_empty_does_not_matter() -> None:
    sheet = sheet_of("""
        |  | 乡镇   | 隐患单位 | 隐患描述 |
        |  | 石门镇 | 示例矿   | 护栏缺失 |
    """)
    assert column(sheet, "township") == ["石门镇"]
    assert sheet.columns["township"].column == "B"


# --- rows ---


def test_rows_that_are_no_data_are_skipped_and_say_why() -> None:
    sheet = sheet_of("""
        | 序号             | 乡镇   | 隐患单位 | 隐患描述 | 投入资金 |
        | 一、安全生产     |        |          |          |          |
        | 1                | 石门镇 | 示例矿   | 护栏缺失 | 3        |
        |                  |        |          |          |          |
        | 小计             |        |          |          | 3        |
        | （二）消防       |        |          |          |          |
        | 序号             | 乡镇   | 隐患单位 | 隐患描述 | 投入资金 |
        | 2                | 永安镇 | 示例店   | 通道堵塞 | 5        |
        | 合计             |        |          | 共2条    | 8        |
        | 填表人：张例     |        | 审核人：李例 |      |          |
        | 注：以上为自查。 |        |          |          |          |
    """)
    assert sheet.rows == (3, 8)
    assert [(each.row, each.why) for each in sheet.skipped] == [
        (2, "section"),
        (4, "blank"),
        (5, "total"),
        (6, "section"),
        (7, "header"),
        (9, "total"),
        (10, "signature"),
        (11, "signature"),
    ]
    assert said(sheet) == []


def test_empty_rows_after_the_table_are_not_even_listed() -> None:
    sheet = sheet_of(PLAIN + "| | | | | | | |\n" * 3)
    assert sheet.skipped == ()


def test_a_merged_cell_speaks_for_its_rows_and_an_empty_one_for_none() -> None:
    sheet = sheet_of(
        """
        | 乡镇   | 责任单位   | 隐患单位 | 隐患描述 |
        | 石门镇 | 县应急局   | 示例矿   | 护栏缺失 |
        |        |            | 示例店   | 通道堵塞 |
        | 永安镇 |            | 示例厂   | 电线裸露 |
        """,
        merges=["A2:A3"],
    )
    assert column(sheet, "township") == ["石门镇", "石门镇", "永安镇"]
    assert column(sheet, "owner_unit") == ["县应急局", None, None]


def test_the_same_hazard_twice_is_told_with_both_rows() -> None:
    sheet = sheet_of("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 |
        | A-1      | 石门镇 | 示例矿   | 护栏缺失 |
        | A-1      | 石门镇 | 示例矿   | 护栏缺失 |
    """)
    assert said(sheet) == ["Sheet1!3 与第 2 行是同一条，以本行为准。删去多余的一行；若是两件事，补上不同的编号。"]
    assert sheet.verdicts == ("taken", "noted")


def test_a_row_without_what_it_must_say_waits_and_the_others_do_not() -> None:
    sheet = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述 |
        | 石门镇 | 示例矿   |          |
        |        |          | 通道堵塞 |
        | 永安镇 |          | 电线裸露 |
    """)
    assert sheet.verdicts == ("waiting", "waiting", "taken")
    assert said(sheet) == [
        "Sheet1!C2 这一行没有“隐患描述”。补填“隐患描述”后再上传。",
        "Sheet1!B3 这一行没有“隐患单位（场所）或乡镇（街道）”。补填“隐患单位（场所）或乡镇（街道）”后再上传。",
    ]


def test_a_required_cell_that_cannot_be_read_tells_its_own_fault_alone() -> None:
    sheet = sheet_of("""
        | 预警类型 | 等级 | 发布单位 | 发布时间  |
        | 暴雨     | 橙色 | 气象局   | 2026.6.31 |
        | 暴雨     | 橙色 | 水文站   |           |
        | 暴雨     | 粉色 | 气象局   | 2026-06-05 08:00 |
    """)
    assert sheet.verdicts == ("waiting", "waiting", "waiting")
    assert [(each.row, each.column, each.code, each.weight) for each in sheet.problems] == [
        (4, "B", "word_unknown", "row"),
        (2, "D", "date_impossible", "row"),
        (3, "D", "required_missing", "row"),
    ]


def test_a_row_whose_only_key_needs_a_day_that_cannot_be_read_waits() -> None:
    sheet = sheet_of("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 发现时间  |
        |          | 石门镇 | 示例矿   | 护栏缺失 | 2026.2.30 |
        | A-2      | 石门镇 | 示例店   | 通道堵塞 | 2026.2.30 |
    """)
    assert sheet.verdicts == ("waiting", "noted")
    assert said(sheet) == [
        "Sheet1!E2 没有“2026.2.30”这一天。核对日期，写成 2026-06-30 这样。",
        "Sheet1!E3 没有“2026.2.30”这一天。核对日期，写成 2026-06-30 这样。",
    ]
    assert sheet.raws[1]["found_on"] == "2026.2.30"


def test_an_unread_deadline_is_only_a_note_and_its_raw_text_is_kept() -> None:
    sheet = sheet_of("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 整改时限  |
        | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 2026.6.31 |
    """)
    assert column(sheet, "due_on") == [None]
    assert column(sheet, "due_raw") == ["2026.6.31"]
    assert sheet.verdicts == ("noted",)


def test_a_key_made_of_what_a_row_says_does_not_hear_spaces_or_punctuation() -> None:
    one = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述     | 发现时间   |
        | 石门镇 | 示例矿   | 护栏缺失。   | 2026-06-01 |
    """)
    other = sheet_of("""
        | 发现时间 | 隐患描述   | 隐患单位 | 乡镇 | 备注 |
        | 2026.6.1 | 护栏 缺失  | 示例矿   | 石门 | 新   |
    """)
    assert one.keys == other.keys


# --- workbooks ---


def test_every_visible_sheet_is_read_and_a_sheet_named_for_a_township_says_where() -> None:
    table = """
        | 隐患单位 | 隐患描述 |
        | 示例矿   | 护栏缺失 |
    """
    found = reading(workbook({"石门": table, "永安镇": table.replace("示例矿", "示例店")}))
    assert [sheet.sheet for sheet in found.taken] == ["石门", "永安镇"]
    assert [sheet.values["township"] for sheet in found.taken] == [["石门镇"], ["永安镇"]]


def test_a_hidden_sheet_is_listed_and_not_taken() -> None:
    found = reading(workbook({"台账": PLAIN, "底稿": PLAIN}, hidden=["底稿"]))
    assert [sheet.sheet for sheet in found.taken] == ["台账"]
    assert said(found.sheets[1]) == ["底稿 隐藏的工作表“底稿”没有读取。需要读取时，先取消隐藏再上传。"]
    assert found.status == 0


def test_hidden_rows_are_read_like_others_with_one_note_for_the_sheet() -> None:
    sheet = sheet_of(PLAIN, hidden_rows=[3])
    assert sheet.rows == (2, 3)
    assert said(sheet) == ["Sheet1 工作表“Sheet1”有隐藏的行或列，已照常读取。不该上报的行，删除后再上传。"]
    assert sheet.verdicts == ("taken", "taken")


def test_an_empty_sheet_beside_a_full_one_is_not_spoken_of() -> None:
    found = reading(workbook({"台账": PLAIN, "Sheet2": ""}))
    assert [sheet.sheet for sheet in found.sheets] == ["台账"]


def test_a_sheet_with_nothing_but_a_header_says_so() -> None:
    sheet = sheet_of("| 乡镇 | 隐患单位 | 隐患描述 | 整改时限 |")
    assert not sheet.is_taken
    assert said(sheet) == ["Sheet1 工作表“Sheet1”只有表头，没有一行数据。填入数据后再上传；确实没有的，作零报告。"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    text = "隐患编号,乡镇,隐患单位,隐患描述\n0001,石门镇,示例矿,护栏缺失\n"
    (sheet,) = reading(text.encode(encoding), "台账.csv").sheets
    assert column(sheet, "hazard_code") == ["0001"]
    assert column(sheet, "township") == ["石门镇"]


def test_a_csv_with_tabs_and_quoted_line_breaks_is_one_table() -> None:
    text = '乡镇\t隐患单位\t隐患描述\n石门镇\t示例矿\t"护栏缺失，\n且无标识"\n'
    (sheet,) = reading(text.encode(), "台账.csv").sheets
    assert column(sheet, "description") == ["护栏缺失，\n且无标识"]


# --- what cells say of each other ---


def test_a_status_of_several_headings_is_the_furthest_that_one_of_them_proves() -> None:
    sheet = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述 | 是否整改 | 是否销号 |
        | 石门镇 | 示例矿   | 护栏缺失 | 是       | 是       |
        | 石门镇 | 示例店   | 通道堵塞 | 是       | 否       |
        | 石门镇 | 示例厂   | 电线裸露 | 否       | 否       |
    """)
    assert column(sheet, "status") == ["closed", "pending_check", "not_started"]


def test_rectified_alone_is_not_closed() -> None:
    sheet = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述 | 整改状态 |
        | 石门镇 | 示例矿   | 护栏缺失 | 已整改   |
        | 石门镇 | 示例店   | 通道堵塞 | 已闭环   |
        | 石门镇 | 示例厂   | 电线裸露 | 马上弄   |
    """)
    assert column(sheet, "status") == ["pending_check", "closed", None]
    assert said(sheet) == [
        "Sheet1!D4 “马上弄”不在“隐患状态”的写法里。改成其中之一：未整改、整改中、已整改待复查、复查不通过、已销号、反弹、已取消。"
    ]


def test_a_place_that_the_list_does_not_know_is_kept_as_written_with_a_note() -> None:
    sheet = sheet_of("""
        | 乡镇     | 隐患单位 | 隐患描述 |
        | 工业园区 | 示例矿   | 护栏缺失 |
        | 青岩乡   | 示例店   | 通道堵塞 |
    """)
    assert column(sheet, "township") == ["工业园区", "青岩土家族乡"]
    assert sheet.verdicts == ("noted", "taken")
    assert said(sheet) == ["Sheet1!A2 “工业园区”不在乡镇名录里，按原文保留。改成名录里的全称，或请管理员把它加为别名。"]


def test_without_a_list_of_townships_every_name_is_right() -> None:
    (sheet,) = reading(workbook(PLAIN.replace("石门镇", "天边镇")), names=()).sheets
    assert column(sheet, "township") == ["天边镇", "永安镇"]
    assert said(sheet) == []


def test_swapped_coordinates_are_put_right_and_zeros_are_none() -> None:
    sheet = sheet_of("""
        | 隐患点名称 | 乡镇   | 经度   | 纬度   |
        | 大垭滑坡   | 石门镇 | 30.4   | 105.6  |
        | 小垭滑坡   | 石门镇 | #0     | #0     |
        | 中垭滑坡   | 石门镇 | 107°43′12″ | 29°30′00″ |
        | 下垭滑坡   | 石门镇 | #35531234.5 | #3361234.5 |
    """)
    assert column(sheet, "longitude") == [105.6, None, 107.72, 105.3249327]
    assert column(sheet, "latitude") == [30.4, None, 29.5, 30.3705391]
    assert said(sheet) == [
        "Sheet1 工作表“Sheet1”有 1 处坐标是 CGCS2000 投影坐标（3 度带，中央经线 105°），已换算成经纬度。在作战图上看一眼点位对不对；不对的，核对带号和中央经线。",
        "Sheet1!C2 经纬度写反了，已对调（“30.4, 105.6”）。核对后在原表对调两列。",
        "Sheet1!C3 经纬度为 0，没有采用。补填经纬度，没有就留空。",
    ]


def test_households_and_people_are_read_out_of_prose_and_coordinates_out_of_one_cell() -> None:
    sheet = sheet_of("""
        | 隐患点名称 | 乡镇   | 威胁情况               | 经纬度            |
        | 大垭滑坡   | 石门镇 | 威胁9户27间房32人的安全 | 105.6123，30.4123 |
    """)
    assert column(sheet, "households_at_risk") == [9]
    assert column(sheet, "people_at_risk") == [32]
    assert (column(sheet, "longitude"), column(sheet, "latitude")) == ([105.6123], [30.4123])


def test_designated_is_not_open() -> None:
    sheet = sheet_of("""
        | 安置点名称 | 乡镇   | 容纳人数 | 启用状态 |
        | 石门小学   | 石门镇 | 50-100人 | 未启用   |
        | 永安小学   | 永安镇 | 约80人   | 已启用   |
        | 青溪小学   | 青溪镇 | 50人以下 | 已满     |
    """)
    assert sheet.ledger is not None
    assert sheet.ledger.name == "evacuation_site"
    assert column(sheet, "state") == ["designated", "open", "full"]
    assert column(sheet, "capacity") == [50, 80, None]
    assert said(sheet) == [
        "Sheet1!C2 “50-100人”是一个范围，按从严的一端计。核实后填准确数字。",
        "Sheet1!C3 “约80人”是约数，按所写数字计。核实后填准确数字。",
        "Sheet1!C4 “50人以下”只是上限，没有采用。核实后填准确数字。",
    ]


def test_the_cautious_end_of_a_range_is_the_upper_one_where_people_are_at_risk() -> None:
    sheet = sheet_of("""
        | 隐患点名称 | 乡镇   | 威胁人数 |
        | 大垭滑坡   | 石门镇 | 50-100人 |
    """)
    assert column(sheet, "people_at_risk") == [100]


def test_a_relative_deadline_counts_from_the_day_of_finding() -> None:
    sheet = sheet_of("""
        | 乡镇   | 隐患单位 | 隐患描述 | 发现时间   | 整改时限           |
        | 石门镇 | 示例一   | 护栏缺失 | 2026-06-18 | 15日内             |
        | 石门镇 | 示例二   | 护栏缺失 | 2026-06-17 | 3个工作日内        |
        | 石门镇 | 示例三   | 护栏缺失 | 2026-06-18 | 立行立改           |
        | 石门镇 | 示例四   | 护栏缺失 |            | 7日内              |
        | 石门镇 | 示例五   | 护栏缺失 | 2026-06-18 | 立行立改，长期坚持 |
    """)
    # 2026-06-19, 20, 21 are holidays of the sample's county.
    assert column(sheet, "due_on") == [date(2026, 7, 3), date(2026, 6, 23), date(2026, 6, 21), None, date(2026, 6, 21)]
    assert column(sheet, "due_kind") == ["relative", "relative", "immediate", "relative", "immediate"]
    assert said(sheet) == [
        "Sheet1!E5 “7日内”要从发现日期算起，但这一行没有发现日期。补填发现日期，或直接写截止日期。",
        "Sheet1!E6 “立行立改，长期坚持”按立行立改计算期限，长期坚持部分不设期限。核对期限。",
    ]


def test_one_complaint_split_among_several_is_counted_part_by_part_in_any_order() -> None:
    rows = [
        "D3SX202606010001 | 石门镇 | 养殖场臭气",
        "D3SX202606010001 | 永安镇 | 养殖场污水",
        "D3SX202606010002 | 石门镇 | 夜间噪声",
    ]
    head = "| 受理编号 | 行政区域 | 交办问题基本情况 |\n| "
    sheet, turned = (sheet_of(head + " |\n| ".join(order) + " |", only="complaint_case") for order in (rows, rows[::-1]))
    assert len(set(sheet.keys)) == 3
    assert set(sheet.keys) == set(turned.keys)
    assert {"D3SX202606010001", "D3SX202606010002"} < set(sheet.keys)
    assert said(sheet) == [
        "Sheet1!3 与第 2 行编号相同、乡镇或内容不同，按拆分件各计一件。确实是拆分件的不用改；其实是两件事的，补上各自的编号。"
    ]
    again = sheet_of(head + " |\n| ".join([rows[0], rows[0]]) + " |", only="complaint_case")
    assert again.keys == ("D3SX202606010001",) * 2, "the same part twice is one"
