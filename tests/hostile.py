"""Files that mean harm, or are merely broken: small on disk, made in the test that is about them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from tests.paper import workbook

TABLE = "| 隐患编号 | 乡镇 | 隐患单位 | 隐患描述 |\n| A-1 | 石门镇 | 示例矿 | 护栏缺失 |"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Repeated:
    """A part of a zip that says one thing over and over. ``claims`` is the size that the zip gives for it, where that is a lie."""

    head: bytes
    again: bytes
    times: int
    tail: bytes = b""
    claims: int | None = None


Part = bytes | Repeated


def workbook_with(parts: Mapping[str, Part], *, table: str = TABLE, types: str = "") -> bytes:
    """Return a workbook whose parts are put in place of its own or beside them. ``types`` are added to its content types."""
    with zipfile.ZipFile(io.BytesIO(workbook(table))) as package:
        own: dict[str, Part] = {name: package.read(name) for name in package.namelist()}
    kinds = own["[Content_Types].xml"]
    assert isinstance(kinds, bytes)
    own["[Content_Types].xml"] = kinds.replace(b"</Types>", types.encode() + b"</Types>")
    return zipped({**own, **parts})


def zipped(parts: Mapping[str, Part]) -> bytes:
    """Return a zip, written by hand: hundreds of megabytes that repeat themselves are packed at once, and sizes may lie."""
    body, directory = bytearray(), bytearray()
    for name, part in parts.items():
        packed, checksum, size = _packed(part)
        about = struct.pack("<HHHHHLLLHH", 20, 0x800, 8, 0, 33, checksum, len(packed), size, len(name.encode()), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\x03\x04" + about + name.encode() + packed
    return bytes(
        body + directory + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    )


def _packed(part: Part) -> tuple[bytes, int, int]:
    """Return what lies in the zip, its checksum, and the size that the zip gives."""
    if isinstance(part, bytes):
        return _deflated(part, zlib.Z_FINISH), zlib.crc32(part), len(part)
    at_once = max(1, min(part.times, (1 << 20) // len(part.again)))
    block, (times, left) = part.again * at_once, divmod(part.times, at_once)
    tail = part.again * left + part.tail
    checksum = zlib.crc32(part.head)
    for _ in range(times):
        checksum = zlib.crc32(block, checksum)
    packed = (
        _deflated(part.head, zlib.Z_FULL_FLUSH) + _deflated(block, zlib.Z_FULL_FLUSH) * times + _deflated(tail, zlib.Z_FINISH)
    )
    size = len(part.head) + len(part.again) * part.times + len(part.tail)
    return packed, zlib.crc32(tail, checksum), size if part.claims is None else part.claims


def _deflated(content: bytes, until: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(until)


def sheet_xml(rows: str | bytes) -> bytes:
    """Return a sheet's XML around rows."""
    return _BEFORE + (rows.encode() if isinstance(rows, str) else rows) + _AFTER


_BEFORE = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
_AFTER = b"</sheetData></worksheet>"


def endless_rows(row: bytes, times: int, before: str = "", **about: int) -> Repeated:
    """Return a sheet of rows that are all alike."""
    return Repeated(_BEFORE + before.encode(), row, times, _AFTER, **about)


def inline(row: int, *cells: str, first: int = 0) -> str:
    """Return a row of texts as XML, from column A or a later one."""
    from riskwatch.intake.workbook import letter

    told = "".join(
        f'<c r="{letter(place)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for place, text in enumerate(cells, start=first)
    )
    return f'<row r="{row}">{told}</row>'


HEAD = inline(1, "隐患编号", "乡镇", "隐患单位", "隐患描述")
ROW = inline(2, "A-1", "石门镇", "示例矿", "护栏缺失")
