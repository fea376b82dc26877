"""Does a file that means harm get one plain sentence, at once, and does the board stay as it was?

Each goes the way of every upload: the desk hands it to the reading process. Measured are the time, and the memory of that process.
"""

import io
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from riskwatch.desk import Desk
from riskwatch.intake import apart
from riskwatch.intake.bundle import unbundle
from riskwatch.intake.workbook import letter
from riskwatch.model.limits import MB, limits
from riskwatch.model.refusal import Refusal
from tests.hostile import (
    HEAD,
    MAIN,
    ROW,
    SHEET,
    TABLE,
    Part,
    Repeated,
    endless_rows,
    inline,
    sheet_xml,
    workbook_with,
    zipped,
)
from tests.lines import run
from tests.paper import workbook
from tests.test_bad_input import archive, locked_workbook

SOON_S = 5.0
FEW_MB = 400  # a reader that held more is put away after its file; the cap is ten times that
HEADINGS = "隐患编号,乡镇,隐患单位,隐患描述\n"
STRINGS = "xl/sharedStrings.xml"
COPY = "用 Excel 或 WPS 打开，把要报的内容复制到新表格里另存为 .xlsx 再上传。"
BROKEN = "打不开，文件可能已损坏或不是表格。用 Excel 或 WPS 打开并另存为 .xlsx 后再上传。"
LARGE = "超过 50 MB 或解压后过大。按乡镇或按年份拆成几个文件再上传。"
DEFINED = f"里有表格软件不会写入的定义（DTD），可能有害，没有打开。{COPY}"
MACROS = "带有宏（自动运行的程序），不能上传。在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”，提示不保存宏时选“是”，再上传。"
LINKS = "里有连到别的文件的外部链接，不能上传。在 Excel 或 WPS 中点“数据→编辑链接→断开链接”，全部断开并保存后再上传。"
FAR = "，远远超出表格。选中表格以外的行和列，整行整列删除，保存后再上传。"
LONG = "个字，表格里一格最多 32,767 个字。删短这一格再上传；.csv 文件出现这种情况，多半是少了一个引号，改用 Excel 或 WPS 另存为 .xlsx。"
KILLS = (
    "占用的内存超过限度，或里面有读不了的内容，已停止，库里什么都没有变。"
    "用 Excel 或 WPS 打开，把要报的内容复制到新表格里另存为 .xlsx 再上传；仍然不行的，拆成几个文件。"
)

XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (step, b"&a%d;" % (step - 1) * 10) for step in range(1, 11))
    + b"]><x>&a10;</x>"
)
MACRO_TYPE = (
    '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    '<Default Extension="xlsm" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
)
SST = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1">'.encode()
DDE = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'.encode()


def with_sheet(rows: str | bytes) -> bytes:
    return workbook_with({SHEET: sheet_xml(rows)})


def macro_xls() -> bytes:
    """Return the beginning of a .xls whose directory names a project of macros."""
    return locked_workbook().replace(
        "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0"), "_VBA_PROJECT_CUR".encode("utf-16-le").ljust(64, b"\0")
    )


def password_zip() -> bytes:
    """Return a workbook whose parts are marked as locked with a password of the zip."""
    content = bytearray(workbook(TABLE))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def many_files(count: int) -> bytes:
    return zipped({f"xl/{each}": b"" for each in range(count)})


def swollen(name: str, content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        unpacked = sum(part.file_size for part in package.infolist())
        packed = sum(part.compress_size for part in package.infolist())
    assert unpacked > 100 * packed
    return f"“{name}”解压后有 {unpacked // MB} MB，是压缩时的 {unpacked // packed} 倍，不像正常的表格，没有打开。{COPY}"


# name → content, and what follows the name in the sentence with its cure
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "炸弹-行.xlsx": (lambda: workbook_with({SHEET: endless_rows(b"<row><c><v>1</v></c></row>", 15_000_000)}), ""),
    "炸弹-文字.xlsx": (
        lambda: workbook_with({STRINGS: Repeated(SST, b"<si><t>aaaaaaaaaa</t></si>", 19_500_000, b"</sst>")}),
        "",
    ),
    "炸弹-六百兆.xlsx": (lambda: workbook_with({SHEET: endless_rows(b"<row/>", 100_000_000)}), LARGE),
    "文字表五百兆.xlsx": (
        lambda: workbook_with({STRINGS: Repeated(SST, b"<si><t>aaaaaaaaaa</t></si>", 22_000_000, b"</sst>")}),
        LARGE,
    ),
    "谎报大小-行.xlsx": (lambda: workbook_with({SHEET: endless_rows(b"<row/>", 50_000_000, claims=1000)}), BROKEN),
    "谎报大小-文字.xlsx": (
        lambda: workbook_with({STRINGS: Repeated(SST, b"<si><t>aaaaaaaaaa</t></si>", 12_500_000, b"</sst>", claims=1000)}),
        BROKEN,
    ),
    "五万个文件.xlsx": (lambda: many_files(50_000), LARGE),
    "目录太大.xlsx": (lambda: workbook_with({"xl/workbook.xml": Repeated(b"<x>", b"<a/>", 8_000_000, b"</x>")}), LARGE),
    **{
        f"{what}-{place.replace('/', '-')}.xlsx": (
            lambda place=place, content=content: workbook_with({place: content}),  # type: ignore[misc]
            DEFINED,
        )
        for what, content in (("外部实体", XXE), ("大笑", LAUGHS), ("宽字", XXE.decode().encode("utf-16")))
        for place in ("xl/workbook.xml", STRINGS, SHEET, "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels")
    },
    "五百万空行.xlsx": (
        lambda: workbook_with({SHEET: endless_rows(b"<row/>", 5_000_000, HEAD + ROW)}),
        "的工作表“Sheet1”一直用到第 1048577 行、Z 列" + FAR,
    ),
    "五百万编号空行.xlsx": (
        lambda: with_sheet(HEAD + ROW + "".join(f'<row r="{number}"/>' for number in range(3, 5_000_003))),
        "的工作表“Sheet1”一直用到第 1048577 行、Z 列" + FAR,
    ),
    "第五百万行有字.xlsx": (
        lambda: with_sheet(HEAD + ROW + '<row r="5000000"><c r="A5000000"><v>1</v></c></row>'),
        "的工作表“Sheet1”一直用到第 1048577 行、Z 列" + FAR,
    ),
    "最后一格.xlsx": (
        lambda: with_sheet(HEAD + ROW + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        "的工作表“Sheet1”一直用到第 1048576 行、XFD 列" + FAR,
    ),
    "最后一格-换行.xlsx": (
        lambda: with_sheet(HEAD + ROW + '<row r="1048576"><c\nr="XFD1048576"\n><v>1</v></c></row>'),
        "的工作表“Sheet1”一直用到第 1048576 行、XFD 列" + FAR,
    ),
    "最后一格-写法古怪.xlsx": (
        lambda: with_sheet(HEAD + ROW + "<row r = '1048576'><c r = 'XFD1048576'><v>1</v></c></row>"),
        KILLS,
    ),
    "一万六千列.xlsx": (
        lambda: with_sheet(HEAD + ROW + inline(3, *["x"] * 16_384)),
        "的工作表“Sheet1”到 XFD 列还有内容，超过 1000 列。只留要报的列，其余的整列删除，保存后再上传。",
    ),
    "一万六千列-没有地址.xlsx": (
        lambda: with_sheet(HEAD + ROW + "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"),
        "的工作表“Sheet1”到 XFD 列还有内容，超过 1000 列。只留要报的列，其余的整列删除，保存后再上传。",
    ),
    "一格十兆.xlsx": (
        lambda: with_sheet(HEAD + ROW.replace("护栏缺失", "x" * 10_000_000)),
        f"的工作表“Sheet1”D2 单元格有 10,000,000 {LONG}",
    ),
    "一格太长.xlsx": (
        lambda: with_sheet(HEAD + ROW.replace("护栏缺失", "护" * 32_768)),
        f"的工作表“Sheet1”D2 单元格有 32,768 {LONG}",
    ),
    "没有结束的标记.xlsx": (
        lambda: workbook_with({SHEET: endless_rows(b"<row ", 18_000_000, 'hidden="')}),
        "的工作表“Sheet1”一直用到第 1048577 行、Z 列" + FAR,
    ),
    "合并成一团.xlsx": (
        lambda: workbook_with(
            {
                SHEET: sheet_xml(HEAD + "".join(inline(row, "A", "石门镇", "x", "y") for row in range(2, 3000))).replace(
                    b"</sheetData>",
                    b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 20_000 + b"</mergeCells>",
                )
            }
        ),
        BROKEN,
    ),
    "许诺四十亿.xlsx": (
        lambda: workbook_with({STRINGS: SST.replace(b'uniqueCount="1"', b'uniqueCount="4294967295"') + b"</sst>"}),
        KILLS,
    ),
    "三百零一个表.xlsx": (
        lambda: workbook({f"表{each}": TABLE for each in range(301)}),
        "有 301 个工作表，超过 300 个。分成几个文件再上传。",
    ),
    "带宏.xlsm": (lambda: workbook_with({"xl/vbaProject.bin": b"\xcc\x61"}, types=MACRO_TYPE), MACROS),
    "带宏改名.xlsx": (lambda: workbook_with({"xl/vbaProject.bin": b"\xcc\x61"}), MACROS),
    "只有宏的类型.xlsm": (lambda: workbook_with({}, types=MACRO_TYPE), MACROS),
    "四版宏.xlsx": (lambda: workbook_with({"xl/macrosheets/sheet1.xml": b"<x/>"}), MACROS),
    "带宏.xls": (macro_xls, MACROS),
    "外部链接.xlsx": (lambda: workbook_with({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), LINKS),
    "动态交换.xlsx": (lambda: workbook_with({"xl/externalLinks/externalLink1.xml": DDE}), LINKS),
    "加密.xlsx": (locked_workbook, "设有密码，无法读取。在 Excel 或 WPS 中去掉密码，另存后再上传。"),
    "包有密码.xlsx": (password_zip, "设有密码，无法读取。在 Excel 或 WPS 中去掉密码，另存后再上传。"),
    "截断.xlsx": (lambda: workbook(TABLE)[:3000], BROKEN),
    "图.xlsx": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", BROKEN),
    "图.xls": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", BROKEN),
    "图.csv": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", BROKEN),
    "套一层.xlsx": (lambda: zipped({"炸弹.zip": zipped({"a.xlsx": workbook(TABLE)})}), "其实是其他文件，不是表格。把表格内容另存为 .xlsx 后再上传。"),
    "五百万空行.csv": (lambda: b"\n" * 5_000_000, "是空文件。打开原表确认有内容，保存后再上传。"),
    "五百万空行之后.csv": (
        lambda: f"{HEADINGS}A-1,石门镇,示例矿,护栏缺失\n".encode() + b"\n" * 5_000_000 + b"A-2,a,b,c\n",
        "的工作表“五百万空行之后”一直用到第 1048577 行、D 列" + FAR,
    ),
    "两百万行.csv": (
        lambda: HEADINGS.encode() + b"a,b,c,d\n" * 2_000_000,
        "的工作表“两百万行”一直用到第 1048577 行、D 列" + FAR,
    ),
    "一格十兆.csv": (
        lambda: f"{HEADINGS}A-1,石门镇,示例矿,".encode() + b"x" * 10_000_000,
        f"的工作表“一格十兆”D2 单元格有 10,000,000 {LONG}",
    ),
    "引号没有收.csv": (
        lambda: f'{HEADINGS}A-1,石门镇,示例矿,"'.encode() + b"x,y\n" * 2_000_000,
        f"的工作表“引号没有收”D2 单元格有 8,000,000 {LONG}",
    ),
    "太大.csv": (lambda: b"a," * (26 * MB), LARGE),
}  # fmt: skip

EMPTY_BEYOND = "".join(f'<c r="{letter(place)}2" s="1"/>' for place in range(4, 16_384))
# What offices do hand in, and what a limit must not refuse.
HONEST: dict[str, Callable[[], bytes]] = {
    "整列设过格式.xlsx": lambda: with_sheet(
        HEAD + ROW + "".join(f'<row r="{row}" spans="1:26" s="1"/>' for row in range(3, 1_048_577))
    ),
    "整行设过格式.xlsx": lambda: with_sheet(HEAD + ROW.replace("</row>", f"{EMPTY_BEYOND}</row>")),
    "范围写大.xlsx": lambda: workbook_with(
        {SHEET: sheet_xml(HEAD + ROW).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')}
    ),
    "一格写满.xlsx": lambda: with_sheet(HEAD + ROW.replace("护栏缺失", "护" * 32_767)),
    "全是重复.xlsx": lambda: workbook_with({SHEET: endless_rows(b'<row><c s="1"/></row>', 1_000_000, HEAD + ROW)}),
    "样式臃肿.xlsx": lambda: workbook_with(
        {"xl/styles.xml": Repeated(f'<styleSheet xmlns="{MAIN}"><cellXfs>'.encode(), b"<xf/>", 3_000_000, b"</cellXfs></styleSheet>")}
    ),
    "下面全是空行.csv": lambda: f"{HEADINGS}A-1,石门镇,示例矿,护栏缺失\n".encode() + b",,,\n" * 1_000_000,
}  # fmt: skip


@pytest.fixture
def fresh_reader() -> Iterator[None]:
    """One reader that is up and has read nothing yet."""
    _put_away()
    apart.warm()
    yield
    _put_away()


def _put_away() -> None:
    for reader in apart._idle:
        reader.kill()
    apart._idle.clear()


@pytest.fixture(scope="module")
def board(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that has one upload."""
    desk = Desk(shutil.copytree(empty_store, tmp_path_factory.mktemp("hostile") / "store"))
    content = workbook(TABLE)
    desk.load(desk.check(content, "好.xlsx"), content)
    yield desk
    desk.store.close()


@pytest.mark.usefixtures("fresh_reader")
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_at_once_and_the_board_stays_as_it_was(name: str, board: Desk) -> None:
    make, says = REFUSED[name]
    content = make()
    assert len(content) < 60 * MB
    before, originals = board.version, sorted((board.folder / "originals").iterdir())
    start = time.monotonic()
    with pytest.raises(Refusal) as refused:
        board.check(content, name)
    assert time.monotonic() - start < SOON_S
    assert str(refused.value) == (f"“{name}”{says}" if says else swollen(name, content))
    assert board.version == before
    assert sorted((board.folder / "originals").iterdir()) == originals
    assert list(board.ask("ledgers/hazard")["hazard_code"]) == ["A-1"]
    if says == KILLS:
        return  # the cap ended the reader, not the board
    (reader,) = apart._idle
    assert 0 < reader.peak_kb < FEW_MB * 1024
    assert len(board.check(workbook(TABLE), "好.xlsx").taken) == 1, "the same reader reads on"


@pytest.mark.usefixtures("fresh_reader")
@pytest.mark.parametrize("name", HONEST)
def test_an_odd_but_honest_sheet_is_read(name: str, board: Desk) -> None:
    content = HONEST[name]()
    start = time.monotonic()
    (sheet,) = board.check(content, name).taken
    assert time.monotonic() - start < SOON_S
    assert sheet.values["hazard_code"] == ["A-1"]
    (reader,) = apart._idle
    assert 0 < reader.peak_kb < FEW_MB * 1024


def test_the_command_line_refuses_them_one_by_one_and_takes_the_good_one_among_them(
    tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(shutil.copytree(empty_store, tmp_path / "store")))
    names = ["带宏.xlsm", "外部链接.xlsx", "外部实体-xl-workbook.xml.xlsx", "一万六千列.xlsx", "许诺四十亿.xlsx"]
    for name in names:
        (tmp_path / name).write_bytes(REFUSED[name][0]())
    (tmp_path / "好.xlsx").write_bytes(workbook(TABLE))
    said = run("load", *(tmp_path / name for name in [*names, "好.xlsx"]), "--json")
    assert said.status == 2
    *bad, good = said.document["files"]
    assert [each["refused"]["says"] + each["refused"]["fix"] for each in bad] == [f"“{name}”{REFUSED[name][1]}" for name in names]
    assert good["sheets"][0]["new"] == 1
    assert [each["file_name"] for each in run("history", "--json").document["uploads"]] == ["好.xlsx"]


# --- zips of sheets ---


def bundle_of(parts: dict[str, Part]) -> list[tuple[str, bytes]]:
    start = time.monotonic()
    try:
        return unbundle(zipped(parts), "包.zip")
    finally:
        assert time.monotonic() - start < SOON_S


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"里面.zip": zipped({"a.xlsx": workbook(TABLE)})}, "“包.zip”里没有 .xlsx、.xls、.et 或 .csv 文件。把要报的表直接放进压缩包，不要再套一层压缩包。"),
        ({"炸.csv": Repeated(b"", b"a,b,c\n", 45_000_000)}, "“包.zip”解压后有 257 MB，是压缩时的 "),
        ({f"{n}.csv": Repeated(b"", b"a,b,c\n", 10_000_000) for n in range(6)}, "“包.zip”里的表超过 200 个，或解压后超过 300 MB。分成几个压缩包再上传。"),
        ({"大.csv": Repeated(b"", b"a,b,c\n", 10_000_000)}, "“大.csv”" + LARGE),
        ({"谎.csv": Repeated(b"", b"a,b,c\n", 40_000_000, claims=100)}, "“包.zip”" + BROKEN),
        ({f"{n}.txt": b"" for n in range(50_000)}, "“包.zip”" + LARGE),
    ],
)  # fmt: skip
def test_a_hostile_zip_is_refused_before_it_is_unpacked(parts: dict[str, Part], says: str) -> None:
    with pytest.raises(Refusal) as refused:
        bundle_of(parts)
    assert str(refused.value).startswith(says)
    assert str(refused.value) == says or str(refused.value).endswith(f"不像正常的表格，没有打开。{COPY}")


def test_a_bomb_beside_good_sheets_is_refused_alone(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(shutil.copytree(empty_store, tmp_path / "store")))
    bomb = workbook_with({SHEET: endless_rows(b"<row/>", 40_000_000)})
    (tmp_path / "包.zip").write_bytes(zipped({"炸.xlsx": bomb, "好.xlsx": workbook(TABLE), "像.xlsx": archive("a.xlsx")}))
    said = run("load", tmp_path / "包.zip", "--json")
    bomb_said, good, other = said.document["files"]
    assert bomb_said["refused"]["says"] + bomb_said["refused"]["fix"] == swollen("炸.xlsx", bomb)
    assert good["sheets"][0]["new"] == 1
    assert other["refused"]["says"] == "“像.xlsx”其实是其他文件，不是表格。"


# --- formulas ---


def test_a_formula_is_data_it_is_read_as_text_and_never_run(board: Desk) -> None:
    bad = "=cmd|'/C calc'!A0"
    formula = f'<c r="E2" t="str"><f>{bad[1:]}</f><v>中毒</v></c>'
    rows = HEAD.replace("</row>", '<c r="E1" t="inlineStr"><is><t>备注</t></is></c></row>')
    (sheet,) = board.check(with_sheet(rows + ROW.replace("护栏缺失", bad).replace("</row>", f"{formula}</row>")), "式.xlsx").taken
    assert sheet.values["description"] == [bad]
    assert sheet.values["remark"] == ["中毒"]


# --- what is told beforehand ---


def test_the_limits_are_told_before_a_file_is_chosen() -> None:
    assert limits().told == (
        "一个文件不超过 50 MB（解压后 500 MB）、300 个工作表，一张表不超过 1000 列，一格不超过 32,767 个字；"
        "压缩包里不超过 200 个表。不收带宏、带密码、带外部链接的文件。"
    )


def test_the_server_stops_an_upload_where_the_limit_is() -> None:
    import tomllib

    from riskwatch.model.files import ROOT

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"]["maxUploadSize"] == limits().file_mb
