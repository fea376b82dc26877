"""Does a template come back without a problem, and an office's own sheet without a change?"""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from riskwatch.desk import Desk, check_without_store
from riskwatch.intake.reading import SheetReading
from riskwatch.intake.template import EXAMPLE, template
from riskwatch.model.ledger import ledger, ledgers
from riskwatch.model.refusal import Refusal
from riskwatch.model.vocabulary import vocabulary

NAMES = [each.name for each in ledgers()]


def sheet_of(content: bytes) -> SheetReading:
    (sheet,) = check_without_store(content, "模板.xlsx").sheets
    return sheet


def changed(content: bytes, *cells: tuple[str, object]) -> bytes:
    """Return the workbook with cells of its first sheet written over, as somebody who fills it in does."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for address, value in cells:
        book.worksheets[0][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_template_has_no_problem_and_its_examples_are_not_data(name: str) -> None:
    reading = check_without_store(template(ledger(name)), "模板.xlsx")
    (sheet,) = reading.sheets
    assert reading.status == 0
    assert sheet.ledger is not None
    assert sheet.ledger.name == name
    assert sheet.problems == ()
    assert (sheet.rows, [each.why for each in sheet.skipped]) == ((), ["example", "example"])


@pytest.mark.parametrize("name", NAMES)
def test_example_rows_that_somebody_takes_as_theirs_have_no_problem_and_fill_every_column(name: str) -> None:
    sheet = sheet_of(changed(template(ledger(name)), ("A5", 1), ("A6", 2)))
    assert sheet.problems == ()
    assert sheet.verdicts == ("taken", "taken")
    assert set(sheet.columns) == set(ledger(name).by_name)


def test_an_example_that_was_written_over_is_data_even_with_its_mark() -> None:
    sheet = sheet_of(changed(template(ledger("hazard")), ("H5", "护栏缺失")))
    assert sheet.values["description"] == ["护栏缺失"]
    assert [(each.row, each.why) for each in sheet.skipped] == [(6, "example")]


def test_a_template_of_this_county_offers_its_townships() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(ledger("hazard"), ("石门镇", "永安镇"))))
    lists = {str(each.sqref).split(":")[0]: each for each in book.worksheets[0].data_validations.dataValidation}
    assert lists["C5"].formula1 == '"石门镇,永安镇"'


def test_words_and_days_and_numbers_are_checked_while_typing() -> None:
    made = ledger("hazard")
    book = openpyxl.load_workbook(io.BytesIO(template(made)))
    rules = {
        made.columns[at - 1].name: each
        for each in book.worksheets[0].data_validations.dataValidation
        for at in [openpyxl.utils.cell.coordinate_to_tuple(str(each.sqref).split(":")[0])[1] - 1]
    }
    assert rules["severity"].formula1 == '"' + ",".join(vocabulary("severity").labels.values()) + '"'
    assert rules["found_on"].type == "date"
    assert rules["fund_wan"].type == "decimal"


def test_the_hidden_row_names_the_columns_so_that_nothing_is_guessed() -> None:
    content = changed(template(ledger("hazard")), ("A5", 1), ("H4", "随便改的列名"), ("B4", "也改了"))
    assert sheet_of(content).columns["description"].header == "随便改的列名"
    assert sheet_of(content).columns["hazard_code"].header == "也改了"
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].row_dimensions[3].hidden


def test_columns_may_be_moved_dropped_and_added() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(ledger("hazard"))))
    table = book.worksheets[0]
    table["A5"], table["AK4"], table["AK5"] = 1, "自己的列", "自己的话"
    table.delete_cols(6)  # 行业领域
    out = io.BytesIO()
    book.save(out)
    sheet = sheet_of(out.getvalue())
    assert "industry" not in sheet.columns
    assert sheet.values["description"] == ["示例隐患描述一"]
    assert sheet.extras[0]["自己的列"] == "自己的话"


def test_the_unit_and_the_day_above_the_table_are_read() -> None:
    sheet = sheet_of(changed(template(ledger("hazard")), ("A5", 1), ("B2", "石门镇人民政府"), ("F2", "2026-06-20")))
    assert (sheet.reporting_unit, str(sheet.as_of)) == ("石门镇人民政府", "2026-06-20")


def test_a_template_of_an_older_version_is_read() -> None:
    sheet = sheet_of(changed(template(ledger("hazard")), ("A3", "作战图模板 hazard 0"), ("A5", 1)))
    assert len(sheet.rows) == 1


def test_a_template_without_rows_is_not_filed(desk: Desk) -> None:
    content = template(ledger("hazard"))
    with pytest.raises(Refusal, match="还没有数据"):
        desk.load(desk.check(content, "模板.xlsx"), content)
    assert desk.ask("uploads/uploads").empty


def test_the_explanation_names_every_column_and_every_word() -> None:
    made = ledger("hazard")
    told = openpyxl.load_workbook(io.BytesIO(template(made)))["填写说明"]
    lines = {str(row[0].value): row for row in told.iter_rows(min_row=8)}
    assert len(lines) == len(made.columns)
    assert lines["隐患描述"][1].value == "必填"
    assert "已销号" in str(lines["整改状态"][3].value)
    assert str(told["A1"].value) == "安全隐患排查整改台账填写说明"
    assert EXAMPLE in str(told["A2"].value)


# --- the same ledger back in the office's own headings ---


@pytest.fixture(scope="module")
def sample(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    import shutil

    made = Desk(shutil.copytree(sample_store, tmp_path_factory.mktemp("own") / "store"))
    yield made
    made.store.close()


def test_every_office_gets_its_rows_in_its_own_headings_and_handing_them_in_changes_nothing(sample: Desk) -> None:
    uploads = sample.ask("uploads/uploads").drop_duplicates(["ledger", "reporting_unit"])
    assert len(uploads) > 20
    for upload in uploads.to_dict("records"):
        name, content = sample.own_sheet(upload["upload_id"])
        reading = sample.check(content, name)
        for filed in sample.preview(reading, content):
            assert filed.effect is not None
            told = (upload["file_name"], filed.effect.changes[:2])
            assert set({kind: count for kind, count in filed.effect.counts().items() if count}) <= {"same"}, told
            assert filed.incoming.waiting == ()
            assert filed.incoming.reporting_unit == upload["reporting_unit"]


def test_the_headings_stand_in_the_offices_order_with_its_words(sample: Desk) -> None:
    uploads = sample.ask("uploads/uploads")
    upload = uploads[uploads["file_name"].str.startswith("青溪镇")].iloc[0]
    original = openpyxl.load_workbook(io.BytesIO(sample.store.original(upload["sha256"]).read_bytes())).worksheets[0]
    own = openpyxl.load_workbook(io.BytesIO(sample.own_sheet(upload["upload_id"])[1])).worksheets[0]
    written = [str(cell.value) for cell in own[4] if cell.value]
    rows = [[str(cell.value).strip() for cell in row if cell.value] for row in original.iter_rows(max_row=8)]
    assert any(written == row or set(written) <= set(row) for row in rows), (written, rows)
