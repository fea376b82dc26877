"""Does a clerk's own workbook come back with its faults marked, otherwise as it was, and is it read as if nothing had been marked?"""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from riskwatch.desk import Desk
from riskwatch.intake.marked import marked
from riskwatch.intake.read import read
from riskwatch.intake.reading import Correction, Reading
from riskwatch.model.ledger import ledger
from riskwatch.model.marking import marking
from tests.lines import run
from tests.paper import context, reading, workbook

AT = datetime(2026, 6, 26, 14, 30)
RED, LIGHT = marking().row_color, marking().note_color
TABLE = """
    | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 发现时间   | 整改时限   | 投入资金(万元) |
    | A-1      | 石门镇 | 示例矿   |          | 2026-06-01 | 2026-06-20 | #12 |
    | A-2      | 天边镇 | 示例店   | 通道堵塞 | 2026-06-01 | 2026.6.31  | 约30 |
    | A-3      | 石门镇 | 示例厂   | 电线裸露 | 2026-06-02 | 长期坚持   | #5 |
    | 合计     |        |          |          |            |            | #47 |
"""


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def color(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


def faults(found: Reading) -> list[tuple[object, ...]]:
    return [
        (each.code, each.weight, each.row, each.column, each.found, each.says)
        for sheet in found.sheets
        for each in sheet.problems
    ]


def values(found: Reading) -> list[object]:
    return [(each.rows, each.verdicts, each.values, each.extras, each.skipped) for each in found.sheets]


def copy_of(content: bytes, name: str = "表.xlsx") -> bytes:
    return marked(content, name, reading(content, name), AT)


def test_wrong_cells_are_red_and_say_what_and_how_to_fix_it() -> None:
    sheet = opened(copy_of(workbook(TABLE)))["Sheet1"]
    assert {at: color(sheet[at]) for at in ("D2", "B3", "F3", "G3", "A2", "D3")} == {
        "D2": RED, "B3": LIGHT, "F3": LIGHT, "G3": LIGHT, "A2": None, "D3": None,
    }  # fmt: skip
    assert sheet["D2"].comment.text == "这一行没有“隐患描述”。补填“隐患描述”后再上传。"
    assert sheet["F3"].comment.text == "没有“2026.6.31”这一天。核对日期，写成 2026-06-30 这样。"
    assert sheet["D3"].comment is None


def test_errors_are_told_in_one_last_column_and_no_cell_changes_its_address() -> None:
    content = workbook(TABLE)
    before, after = opened(content)["Sheet1"], opened(copy_of(content))["Sheet1"]
    assert after["H1"].value == "错误信息"
    assert after["H2"].value == "D2：这一行没有“隐患描述”。补填“隐患描述”后再上传。"
    assert [part.split("：")[0] for part in after["H3"].value.split(" ") if "：" in part] == ["B3", "F3", "G3"]
    assert after["H4"].value is None
    assert after.auto_filter.ref == "A1:H5"
    for row in before.iter_rows():
        for cell in row:
            assert after[cell.coordinate].value == cell.value


def test_the_first_sheet_counts_the_faults_by_kind_and_leads_to_each() -> None:
    book = opened(copy_of(workbook(TABLE), "六月台账.xlsx"))
    first = book.worksheets[0]
    assert (first.title, book.active.title) == ("核对结果", "核对结果")
    assert [each.sheet_view.tabSelected for each in book.worksheets] == [True, False]
    lines = [[cell for cell in row if cell is not None] for row in first.iter_rows(values_only=True)]
    assert ["Sheet1", "安全隐患排查整改台账", 3, 2, 1, 1, 1] in lines
    assert ["必填内容为空", "这一行待改", 1, "补填“隐患描述”后再上传。"] in lines
    assert ["原件", "六月台账.xlsx"] in lines
    assert ["核对时间", "2026-06-26 14:30"] in lines
    linked = {cell.value: cell.hyperlink.location for (cell, *_) in first.iter_rows() if cell.hyperlink}
    assert linked["Sheet1!D2"] == "'Sheet1'!D2"


def test_formats_widths_merges_comments_and_formulas_of_the_clerk_stay() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "六月"
    sheet.append(["云岭县隐患台账"])
    sheet.merge_cells("A1:F1")
    sheet.append(["隐患编号", "乡镇", "隐患单位", "隐患描述", "发现时间", "整改时限"])
    sheet.append(["A-1", "石门镇", "示例矿", None, "2026-06-01", "2026-06-20"])
    sheet.append(["A-2", None, "示例店", "通道堵塞", "2026-06-01", "2026.6.31"])
    sheet.merge_cells("B3:B4")
    sheet["D3"].comment = Comment("老王：等现场再补", "老王")
    sheet["D3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["A3"].comment = Comment("编号是市里给的", "老王")
    sheet["C3"].font = Font(name="仿宋", bold=True)
    sheet.column_dimensions["C"].width = 31
    sheet.row_dimensions[3].height = 40
    sheet.column_dimensions["E"].hidden = True
    made = io.BytesIO()
    book.save(made)
    after = opened(copy_of(made.getvalue()))["六月"]
    assert {str(each) for each in after.merged_cells.ranges} == {"A1:F1", "B3:B4"}
    assert (after["C3"].font.name, after["C3"].font.bold) == ("仿宋", True)
    assert (after.column_dimensions["C"].width, after.row_dimensions[3].height) == (31, 40)
    assert after.column_dimensions["E"].hidden
    assert (after["A3"].comment.text, after["A3"].comment.author) == ("编号是市里给的", "老王")
    assert after["D3"].comment.text.startswith("老王：等现场再补\n")
    assert "这一行没有“隐患描述”" in after["D3"].comment.text
    assert color(after["D3"]) == RED

    again = opened(copy_of(copy_of(made.getvalue())))["六月"]
    assert again["D3"].comment.text == after["D3"].comment.text, "marked twice says it once"

    put_right = opened(copy_of(made.getvalue()))
    put_right["六月"]["D3"] = "护栏缺失"
    put_right["六月"]["F4"] = "2026-06-30"
    kept = io.BytesIO()
    put_right.save(kept)
    clean = opened(copy_of(kept.getvalue()))["六月"]
    assert (clean["D3"].comment.text, clean["D3"].comment.author, color(clean["D3"])) == ("老王：等现场再补", "老王", "FFFFFF00")
    assert (clean["F4"].comment, color(clean["F4"])) == (None, None)
    assert clean["G2"].value is None, "no faults, no column"


def test_marks_move_with_their_cells_when_rows_are_inserted() -> None:
    book = opened(copy_of(workbook(TABLE)))
    book["Sheet1"].move_range("A2:H5", rows=1)
    for column, text in enumerate(("A-0", "石门镇", "示例站", "灭火器过期", "2026-06-03", "2026-06-25", 1), start=1):
        book["Sheet1"].cell(2, column, text)
    made = io.BytesIO()
    book.save(made)
    found = reading(made.getvalue())
    assert [sheet.rows for sheet in found.sheets] == [(2, 3, 4, 5)]
    assert all("错误信息" not in extra for sheet in found.sheets for extra in sheet.extras)


def test_what_formulas_came_to_is_kept_so_that_the_copy_reads_the_same() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["隐患编号", "乡镇", "隐患单位", "隐患描述", "发现时间", "投入资金(万元)"])
    sheet.write_row(1, 0, ["A-1", "石门镇", "示例矿", "", "2026-06-01"])
    sheet.write_formula(1, 5, "=10+2.5", None, 12.5)
    sheet.write_row(2, 0, ["A-2", "石门镇"])
    sheet.write_formula(2, 2, '="示例"&"店"', None, "示例店")
    sheet.write_formula(2, 3, '=IF(1>0,"通道<堵塞>","")', None, "通道<堵塞>")
    book.close()
    content = made.getvalue()
    before, after = reading(content), reading(copy_of(content))
    assert before.sheets[0].values["fund_wan"] == [12.5, None]
    assert before.sheets[0].values["description"] == [None, "通道<堵塞>"]
    assert values(after) == values(before)
    assert opened(copy_of(content))["表"]["F2"].value == "=10+2.5", "and the formula stays one"


def test_pictures_that_wps_keeps_in_cells_are_carried_over() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(TABLE))) as plain, zipfile.ZipFile(made, "w") as package:
        for part in plain.namelist():
            text = plain.read(part)
            if part == "[Content_Types].xml":
                kinds = (
                    b'<Default Extension="png" ContentType="image/png"/>'
                    b'<Override PartName="/xl/cellimages.xml" ContentType="application/vnd.wps-officedocument.cellimage+xml"/></Types>'
                )
                text = text.replace(b"</Types>", kinds)
            if part == "xl/_rels/workbook.xml.rels":
                link = (
                    b'<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>'
                )
                text = text.replace(b"</Relationships>", link + b"</Relationships>")
            package.writestr(part, text)
        package.writestr("xl/cellimages.xml", "<etc:cellImages xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'/>")
        package.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/>'
            "</Relationships>",
        )
        package.writestr("xl/media/image1.png", b"the picture")
    with zipfile.ZipFile(io.BytesIO(copy_of(made.getvalue()))) as package:
        assert package.read("xl/media/in_cell_image1.png") == b"the picture"
        assert b'Target="media/in_cell_image1.png"' in package.read("xl/_rels/cellimages.xml.rels")
        assert b'PartName="/xl/cellimages.xml"' in package.read("[Content_Types].xml")
        assert b'Extension="png"' in package.read("[Content_Types].xml")
        assert b'Target="cellimages.xml"' in package.read("xl/_rels/workbook.xml.rels")
    twice = copy_of(copy_of(made.getvalue()))
    with zipfile.ZipFile(io.BytesIO(twice)) as package:
        assert [each for each in package.namelist() if "in_cell" in each] == ["xl/media/in_cell_image1.png"]
    assert values(reading(twice)) == values(reading(made.getvalue()))


def test_what_cannot_be_kept_is_named_with_the_original_beside() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["隐患编号", "乡镇", "隐患单位", "隐患描述"])
    sheet.write_row(1, 0, ["A-1", "石门镇", "示例矿"])
    sheet.insert_textbox(5, 1, "县长批示：限期整改")
    book.close()
    first = opened(copy_of(made.getvalue(), "六月 台账.xlsx")).worksheets[0]
    told = {row[0].value: row[1] for row in first.iter_rows(max_row=8)}
    assert told["没有带进这一份的内容"].value == "文本框和图形"
    (link,) = [cell for (_, cell, *_) in first.iter_rows(max_row=8) if cell.hyperlink]
    assert link.value == "原件没有动，这些内容在原件里：六月 台账.xlsx"
    assert link.hyperlink.target == "%E5%85%AD%E6%9C%88%20%E5%8F%B0%E8%B4%A6.xlsx"


@pytest.mark.parametrize("kind", ["xls", "et", "csv"])
def test_an_old_workbook_and_a_csv_come_back_as_xlsx_and_read_the_same(kind: str) -> None:
    rows = [
        ["隐患编号", "乡镇", "隐患单位", "隐患描述", "发现时间", "整改时限"],
        ["=A-1", "石门镇", "示例矿", "", "2026-06-01", "2021.1"],
        ["A-2", "石门镇", "示例店", "通道堵塞", "2026-06-31", "立行立改"],
    ]
    if kind == "csv":
        content = "\n".join(",".join(row) for row in rows).encode("gb18030")
    else:
        book = xlwt.Workbook()
        sheet = book.add_sheet("六月")
        for row_no, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write(row_no, column, text)
        made = io.BytesIO()
        book.save(made)
        content = made.getvalue()
    name = f"六月.{kind}"
    before = reading(content, name)
    copied = copy_of(content, name)
    after = reading(copied, "六月（核对结果）.xlsx")
    assert faults(after) == faults(before)
    assert len(faults(before)) > 1
    assert values(after) == values(before)
    cell = opened(copied)["六月"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=A-1", "s", True)


def test_a_column_of_the_clerks_own_that_is_called_so_stays_the_clerks() -> None:
    content = workbook("""
        | 隐患编号 | 乡镇   | 隐患单位 | 隐患描述 | 错误信息 |
        | A-1      | 石门镇 | 示例矿   | 护栏缺失 | 上月报错了 |
    """)
    assert reading(content).sheets[0].extras == ({"错误信息": "上月报错了"},)
    copied = copy_of(content)
    assert reading(copied).sheets[0].extras == ({"错误信息": "上月报错了"},)


def test_a_sheet_of_the_clerks_own_that_is_called_so_stays_the_clerks() -> None:
    content = workbook({"核对结果": TABLE, "说明": "| 请看第一页 |"})
    found = reading(content)
    book = opened(marked(content, "表.xlsx", found, AT))
    assert book.sheetnames == ["核对结果（作战图核对）", "核对结果", "说明"]
    assert values(reading(copy_of(content))) == values(found)


def test_cells_put_right_on_the_page_are_put_right_in_the_copy() -> None:
    content = workbook(TABLE)
    right = Correction("Sheet1", 2, "D", "", "=护栏缺失")
    found = read(content, "表.xlsx", replace(context(), corrections=(right,)))
    copied = marked(content, "表.xlsx", found, AT)
    cell = opened(copied)["Sheet1"]["D2"]
    assert (cell.value, cell.data_type, color(cell)) == ("=护栏缺失", "s", None)
    assert faults(reading(copied)) == faults(found)


def test_a_workbook_whose_styles_cannot_be_read_comes_back_with_its_contents() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(TABLE))) as plain, zipfile.ZipFile(made, "w") as package:
        for part in plain.namelist():
            text = plain.read(part)
            package.writestr(
                part, b"<styleSheet><fonts><font><sz val='big'/></font></fonts></styleSheet>" if "styles" in part else text
            )
    copied = copy_of(made.getvalue())
    assert faults(reading(copied)) == faults(reading(workbook(TABLE)))
    told = [row[:2] for row in opened(copied).worksheets[0].iter_rows(values_only=True, max_row=8)]
    assert ("没有带进这一份的内容", "字体、颜色、图片等格式（原件的样式读不全）") in told


CELLS = any_.one_of(
    any_.none(),
    any_.text(max_size=8),
    any_.integers(-(10**9), 10**9),
    any_.floats(allow_nan=False, allow_infinity=False, width=32),
    any_.dates(date(1990, 1, 1), date(2040, 1, 1)),
    any_.booleans(),
    any_.sampled_from(
        ["2021.1", "约31人", "立行立改", "—", "合计", "石门镇", "6月5日", "已整改", "错误信息", "=1+1", "2026.6.31", "天边镇"]
    ),
)
HEADINGS = sorted({header for name in ("hazard", "flood_risk_point") for each in ledger(name).columns for header in each.headers})


@given(
    any_.lists(any_.sampled_from(HEADINGS), min_size=3, max_size=9, unique=True),
    any_.lists(any_.lists(CELLS, max_size=9), max_size=6),
    any_.sets(any_.tuples(any_.integers(1, 5), any_.integers(0, 8)), max_size=2),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_marked_workbook_read_again_gives_the_same_problems(
    headings: list[str], rows: list[list[Any]], merged: set[tuple[int, int]]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(headings)
    for row_no, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(row_no, column)
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type
    for row_no, column in merged:
        sheet.merge_cells(start_row=row_no + 1, end_row=row_no + 2, start_column=column + 1, end_column=column + 1)
    made = io.BytesIO()
    book.save(made)
    content = made.getvalue()
    found = reading(content)
    copied = marked(content, "表.xlsx", found, AT)
    again = reading(copied)
    assert faults(again) == faults(found)
    assert values(again) == values(found)
    twice = marked(copied, "表.xlsx", again, AT)
    assert faults(reading(twice)) == faults(found)
    assert opened(twice).worksheets[-1].max_column == opened(copied).worksheets[-1].max_column, "marked twice adds nothing"


# --- rows that wait ---


def test_the_rows_that_wait_come_back_in_their_own_headings_and_can_be_handed_in_alone(desk: Desk) -> None:
    content = workbook(TABLE, title=("云岭县安全隐患台账", "填报单位：石门镇　截止日期：2026-06-20"), merges=("A1:G1",))
    (filed,) = desk.load(desk.check(content, "六月.xlsx"), content)
    assert filed.accepted is not None
    name, made = desk.waiting_sheet(filed.accepted.upload_id)
    assert name == "六月（待改1行）.xlsx"
    book = opened(made)
    sheet = book["Sheet1"]
    assert [cell.value for cell in sheet[3]] == [
        "隐患编号",
        "乡镇",
        "隐患单位",
        "隐患描述",
        "发现时间",
        "整改时限",
        "投入资金(万元)",
        "错误信息",
    ]
    assert [cell.value for cell in sheet[4]][:3] == ["A-1", "石门镇", "示例矿"]
    assert sheet["H4"].value == "D4：这一行没有“隐患描述”。补填“隐患描述”后再上传。"
    assert color(sheet["D4"]) == RED
    assert sheet.max_row == 4
    sheet["D4"] = "护栏缺失"
    kept = io.BytesIO()
    book.save(kept)
    (again,) = desk.load(desk.check(kept.getvalue(), name), kept.getvalue())
    assert again.effect is not None
    assert (again.incoming.reporting_unit, again.effect.counts()["new"], len(again.incoming.waiting)) == ("石门镇", 1, 0)
    assert sorted(desk.ask("ledgers/hazard")["hazard_code"]) == ["A-1", "A-2", "A-3"]


# --- the command line ---


def test_check_writes_the_marked_workbook(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "store"))
    (tmp_path / "表.xlsx").write_bytes(workbook(TABLE))
    said = run("check", tmp_path / "表.xlsx", "--marked", tmp_path / "标.xlsx", "--json")
    assert said.status == 1
    assert said.document["marked"] == str(tmp_path / "标.xlsx")
    assert opened((tmp_path / "标.xlsx").read_bytes()).sheetnames == ["核对结果", "Sheet1"]
    assert not (tmp_path / "store").exists(), "checking needs no store and makes none"
    again = run("check", tmp_path / "标.xlsx", "--json")
    assert again.document["sheets"] == [
        {**each, "problems": each["problems"]} for each in run("check", tmp_path / "表.xlsx", "--json").document["sheets"]
    ]


def test_a_watched_folder_answers_with_the_marked_workbook_and_takes_it_when_it_is_put_right(
    tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "store"))
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "表.xlsx").write_bytes(workbook(TABLE))
    assert run("watch", folder, "--once").status == 1
    answer = folder / "表.核对结果.xlsx"
    book = opened(answer.read_bytes())
    assert run("watch", folder, "--once").out == "", "its own answer is no new sheet"
    book["Sheet1"]["D2"] = "护栏缺失"
    book.save(answer)
    assert "新增 1" in run("watch", folder, "--once").out
    assert run("ask", "hazards/totals", "--json").document["rows"][0][0] == 3
