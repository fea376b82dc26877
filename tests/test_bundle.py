"""Are the sheets of a zip taken each under its name, and is a hostile zip refused?"""

import io
import zipfile

import pytest

from riskwatch.intake import bundle
from riskwatch.intake.bundle import unbundle
from riskwatch.model.refusal import Refusal
from tests.paper import workbook

SHEET = workbook("| 隐患编号 | 乡镇 |\n| A-1 | 石门镇 |")


def zipped(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
    return out.getvalue()


def test_a_workbook_is_a_zip_too_and_stays_whole() -> None:
    assert unbundle(SHEET, "台账.xlsx") == [("台账.xlsx", SHEET)]


def test_sheets_come_out_and_what_lies_beside_them_stays() -> None:
    content = zipped(
        ("石门/台账.xlsx", SHEET), ("说明.docx", b"x"), ("~$台账.xlsx", b"x"), ("__MACOSX/台账.xlsx", b"x"), ("永安.csv", b"a,b")
    )
    assert unbundle(content, "两镇.zip") == [("石门/台账.xlsx", SHEET), ("永安.csv", b"a,b")]


def test_chinese_names_that_windows_wrote_are_read() -> None:
    # Windows writes the bytes of GBK and no flag that says UTF-8; both names are of eight bytes.
    plain = zipped(("aaaaaaaa.csv", b"a,b"))
    assert unbundle(plain.replace(b"aaaaaaaa", "石门镇甲".encode("gbk")), "包.zip") == [("石门镇甲.csv", b"a,b")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 cut short", "打不开"),
        (zipped(("说明.docx", b"x")), "里没有"),
        (zipped(*((f"{n}.csv", b"a") for n in range(201))), "超过 200 个"),
    ],
)
def test_a_zip_that_cannot_be_used_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        unbundle(content, "包.zip")


def test_a_zip_that_grows_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_MOST_BYTES", 1000)
    with pytest.raises(Refusal, match="解压后超过"):
        unbundle(zipped(("大.csv", b"a" * 1001)), "包.zip")
