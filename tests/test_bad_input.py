"""What is handed in that is no ledger is answered by one Chinese sentence with its cure, status 2, and an unchanged store."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from riskwatch.model.refusal import Refusal
from tests.lines import run
from tests.paper import reading, workbook


def archive(*parts: str) -> bytes:
    """Return a zip package that holds these parts, as Word and others make them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in parts:
            package.writestr(name, "<x/>")
    return made.getvalue()


def locked_workbook() -> bytes:
    """Return what Excel saves with a password: a compound file whose directory names EncryptedPackage."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(478)
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62) for name in names
    )
    return header + directory


def wide(columns: int) -> bytes:
    """Return a sheet of so many columns that nobody knows."""
    head = "| " + " | ".join(f"无名列{each}" for each in range(columns)) + " |"
    return workbook(head + "\n" + head.replace("无名列", "值"))


# name → content, says, fix
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "通知.xlsx": (
        lambda: archive("[Content_Types].xml", "word/document.xml"),
        "“通知.xlsx”其实是Word 文档，不是表格。",
        "把表格内容另存为 .xlsx 后再上传。",
    ),
    "照片.xlsx": (lambda: archive("a.jpg"), "“照片.xlsx”其实是其他文件，不是表格。", "把表格内容另存为 .xlsx 后再上传。"),
    "加密.xlsx": (locked_workbook, "“加密.xlsx”设有密码，无法读取。", "在 Excel 或 WPS 中去掉密码，另存后再上传。"),
    "空.xlsx": (lambda: b"", "“空.xlsx”是空文件。", "打开原表确认有内容，保存后再上传。"),
    "空白.csv": (lambda: b"\r\n \r\n", "“空白.csv”是空文件。", "打开原表确认有内容，保存后再上传。"),
    "断.xlsx": (
        lambda: workbook("| 乡镇 |")[:600],
        "“断.xlsx”打不开，文件可能已损坏或不是表格。",
        "用 Excel 或 WPS 打开并另存为 .xlsx 后再上传。",
    ),
    "乱.xls": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\x01" * 3000,
        "“乱.xls”打不开，文件可能已损坏或不是表格。",
        "用 Excel 或 WPS 打开并另存为 .xlsx 后再上传。",
    ),
    "图.xlsx": (
        lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "“图.xlsx”打不开，文件可能已损坏或不是表格。",
        "用 Excel 或 WPS 打开并另存为 .xlsx 后再上传。",
    ),
}
NOT_TAKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "空表.xlsx": (lambda: workbook(""), "工作表“Sheet1”没有内容。确认数据在哪个工作表，保存后再上传。"),
    "菜单.xlsx": (
        lambda: workbook("| 菜名 | 价格 |\n| 面条 | #8 |"),
        "工作表“Sheet1”前 20 行里没有找到认识的表头。确认表头在前 20 行内，或下载模板，把列名改成模板里的写法。",
    ),
    "宽.xlsx": (
        lambda: wide(200),
        "工作表“Sheet1”前 20 行里没有找到认识的表头。确认表头在前 20 行内，或下载模板，把列名改成模板里的写法。",
    ),
    "只有表头.xlsx": (
        lambda: workbook("| 乡镇 | 隐患单位 | 隐患描述 |"),
        "工作表“Sheet1”只有表头，没有一行数据。填入数据后再上传；确实没有的，作零报告。",
    ),
    "太深.xlsx": (
        lambda: workbook("| 乡镇 | 隐患单位 | 隐患描述 |\n| 石门镇 | 示例矿 | 护栏缺失 |", title=["说明"] * 25),
        "工作表“Sheet1”前 20 行里没有找到认识的表头。确认表头在前 20 行内，或下载模板，把列名改成模板里的写法。",
    ),
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RISKWATCH_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_workbook_is_refused_with_its_cure(name: str) -> None:
    content, says, fix = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        reading(content(), name)
    assert (refused.value.says, refused.value.fix) == (says, fix)


@pytest.mark.parametrize("name", [*REFUSED, *NOT_TAKEN])
def test_the_command_line_says_it_with_status_two_and_leaves_no_store(name: str, tmp_path: Path, store: Path) -> None:
    if name in REFUSED:
        content, says, fix = REFUSED[name]
        sentence = says + fix
    else:
        content, sentence = NOT_TAKEN[name]
    (tmp_path / name).write_bytes(content())
    for deed in ("check", "load"):
        said = run(deed, tmp_path / name)
        assert said.status == 2
        assert sentence in said.err
        assert said.out == ""
        assert run(deed, tmp_path / name, "--json").status == 2
    assert not store.exists()


def test_a_refused_file_changes_nothing_in_a_store_that_is_there(tmp_path: Path, store: Path) -> None:
    good, bad = tmp_path / "好.xlsx", tmp_path / "坏.xlsx"
    good.write_bytes(workbook("| 乡镇 | 隐患单位 | 隐患描述 |\n| 石门镇 | 示例矿 | 护栏缺失 |"))
    bad.write_bytes(locked_workbook())
    assert run("load", good).status == 0
    before = run("history", "--json").out
    originals = sorted(path.name for path in (store / "originals").iterdir())
    assert run("load", bad).status == 2
    assert run("history", "--json").out == before
    assert sorted(path.name for path in (store / "originals").iterdir()) == originals


def test_a_good_sheet_beside_a_strange_one_is_taken_and_the_strange_one_is_told() -> None:
    found = reading(
        workbook(
            {"台账": "| 乡镇 | 隐患单位 | 隐患描述 |\n| 石门镇 | 示例矿 | 护栏缺失 |", "菜单": "| 菜名 | 价格 |\n| 面条 | #8 |"}
        )
    )
    assert [sheet.sheet for sheet in found.taken] == ["台账"]
    assert found.status == 0
    (problem,) = found.sheets[1].problems
    assert problem.says == "工作表“菜单”前 20 行里没有找到认识的表头。"


def test_a_space_in_the_last_cell_of_excel_is_refused_and_does_not_fill_the_memory() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["乡镇", "隐患单位", "隐患描述"])
        sheet.write(1048575, 16383, " ")
    with pytest.raises(Refusal) as refused:
        reading(made.getvalue(), "远.xlsx")
    assert refused.value.says == "“远.xlsx”的工作表“台账”一直用到第 1048576 行、XFD 列，远远超出表格。"
    assert refused.value.fix == "选中表格以外的行和列，整行整列删除，保存后再上传。"


def test_a_file_of_too_many_parts_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Refusal, match="超过 50 MB 或解压后过大。"):
        reading(archive("xl/workbook.xml", *(f"xl/{each}" for each in range(2100))), "炸.xlsx")


def test_a_file_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for each in range(11):
            package.writestr(f"xl/sheet{each}.xml", bytes(100 * 1024 * 1024))
    assert len(made.getvalue()) < 2 * 1024 * 1024
    with pytest.raises(Refusal, match="超过 50 MB 或解压后过大"):
        reading(made.getvalue(), "炸.xlsx")
