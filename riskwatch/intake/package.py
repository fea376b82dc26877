"""A workbook's zip looked through before it is read: what is no sheet is refused here, and how far each sheet reaches is told.

Unpacks part after part as a stream and keeps none of it; reads nothing of what the cells mean.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from xml.etree import ElementTree

from riskwatch.model.limits import MB, limits
from riskwatch.model.problem import refusal

# What zipfile raises for damaged packages; RuntimeError is a password of the package itself.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ElementTree.ParseError,
)
_CHUNK = 1 << 22
_KEPT = 1024  # bytes of a chunk that are seen again with the next one: a tag may be cut in two
_CENTRAL_ENTRY = b"PK\x01\x02"
_MACRO_PARTS = re.compile(r"vbaProject\.bin$|^xl/macrosheets/", re.IGNORECASE)
_LINKED_PARTS = re.compile(r"^xl/externalLinks/", re.IGNORECASE)
_BOOK = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")  # read whole, so held small
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+$")  # looked through when it is asked how far it reaches
_TEXT_PARTS = (".xml", ".rels")
# A document type may define entities that unfold without end or name other files; no workbook has one.
_DEFINES = tuple(each.encode(code) for each in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be"))

# Bounded and possessive repeats: a tag that never ends is given up, not searched to the end for each of its beginnings.
_ROW_NUMBER = re.compile(rb'<(?:\w{1,20}:)?row\b[^>]{0,400}?\br=["\'](\d{1,9})["\']')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_LINES = (b"<row ", b"<col ")
# A cell at AA or beyond, or at row 100,000 or beyond, that holds something. The first pattern begins with plain letters and is
# searched four times as fast; the other serves files that break lines inside a tag.
_FAR = rb'r=["\']([A-Z]{2,3}\d{1,9}|[A-Z]\d{6,9})["\'][^>]{0,64}+>(?<!/>)\s{0,20}+<(?:\w{1,20}:)?(?:v|is|f)\b'
_FAR_CELL = re.compile(rb" " + _FAR)
_FAR_CELL_ANY_SPACE = re.compile(rb"\s" + _FAR)
_BREAKS = (b"\t", b"\n", b"\r")  # one letter is found ten times as fast as three, and most sheets have none
_ODD_SPACE = (b"\tr=", b"\nr=", b"\rr=")
_VALUES = (b"<v>", b"<is>", b"<v ", b":v>", b":is>")
_NEAR_COLUMNS = 26


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a sheet's contents reach, counted from 1, and whether rows or columns are hidden; calamine tells neither.

    ``columns`` is 26 when nothing stands beyond Z. ``rows_written`` also counts rows without anything in them. Where there are more
    rows than the limit, nobody looked any farther.
    """

    rows: int
    columns: int
    rows_written: int
    has_hidden: bool


def open_package(package: zipfile.ZipFile, file_name: str) -> dict[str, Extent]:
    """Return how far each sheet of a workbook reaches, by its name.

    Raises Refusal for what is no workbook, for macros, external links, entities and passwords, and for more than the limits
    allow. What is damaged raises one of ``BROKEN_ZIP``.
    """
    parts = package.infolist()
    _weigh(parts, file_name)
    names = [part.filename for part in parts]
    if not any(name.startswith("xl/") for name in names):
        kind = "Word 文档" if any(name.startswith("word/") for name in names) else "其他文件"
        raise refusal("file_other_kind", file=file_name, kind=kind)
    if any(part.flag_bits & 1 for part in parts):
        raise refusal("file_locked", file=file_name)
    for part in parts:
        if part.filename.endswith(_TEXT_PARTS) and not _SHEET_PART.match(part.filename):
            for _ in _windows(package, part, file_name):
                pass
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if any(map(_MACRO_PARTS.search, names)) or b"macroEnabled" in types:
        raise refusal("file_with_macros", file=file_name)
    if any(map(_LINKED_PARTS.search, names)):
        raise refusal("file_with_links", file=file_name)
    return _extents(package, file_name)


def is_crowded(content: bytes) -> bool:
    """Tell whether a zip lists so many files that even its list is not worth reading; nothing is unpacked.

    Ten times the limit: a document inside a workbook may bring a list of its own.
    """
    return content.count(_CENTRAL_ENTRY) > 10 * limits().parts


def _weigh(parts: list[zipfile.ZipInfo], file_name: str) -> None:
    """Refuse what would be too much, before any of it is unpacked."""
    allowed = limits()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > allowed.parts or unpacked > allowed.unpacked_mb * MB:
        raise refusal("file_too_large", file=file_name, limit=allowed.file_mb)
    if any(allowed.swells(part.compress_size, part.file_size) for part in parts) or allowed.swells(packed, unpacked):
        raise refusal("file_swells", file=file_name, megabytes=unpacked // MB, times=unpacked // max(packed, 1))
    books = [part for part in parts if part.filename in _BOOK]
    if any(part.file_size > allowed.book_mb * MB for part in books):
        raise refusal("file_too_large", file=file_name, limit=allowed.file_mb)


def _windows(package: zipfile.ZipFile, part: zipfile.ZipInfo, file_name: str) -> Iterator[bytes]:
    """Unpack a part piece by piece; each piece begins with the end of the one before.

    Unpacks to the true end, whatever size the part claims: calamine does too. Raises Refusal where that is more than it claims, and
    where it defines entities.
    """
    whole = copy(part)
    whole.file_size = part.file_size + _CHUNK
    rest, unpacked = b"", 0
    with package.open(whole) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > part.file_size:
                raise refusal("file_unreadable", file=file_name)
            window = rest + chunk
            if any(each in window for each in _DEFINES):
                raise refusal("file_with_definitions", file=file_name)
            yield window
            rest = window[-_KEPT:]


def _extents(package: zipfile.ZipFile, file_name: str) -> dict[str, Extent]:
    parts = sheet_parts(package)
    if len(parts) > limits().sheets:
        raise refusal("sheets_too_many", file=file_name, count=len(parts), limit=limits().sheets)
    return {name: _extent(_windows(package, package.getinfo(part), file_name)) for name, part in parts.items()}


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return where each sheet of a workbook lies in its package, by its name; a sheet without a part is left out."""
    targets = {}
    for link in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels")):
        target = link.attrib.get("Target", "").removeprefix("/")
        targets[link.attrib.get("Id")] = target if target.startswith("xl/") else f"xl/{target}"
    there = set(package.namelist())
    found = {}
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).findall("{*}sheets/{*}sheet"):
        part = targets.get(next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None))
        if part in there:
            found[sheet.attrib["name"]] = str(part)
    return found


def _extent(windows: Iterable[bytes]) -> Extent:
    has_hidden, rows, columns, written = False, 0, _NEAR_COLUMNS, 0
    for window in windows:
        has_hidden = has_hidden or _hides_lines(window)
        written += window.count(b"<row", _KEPT if written else 0)
        rows = max(rows, _last_row(window))
        is_odd = any(each in window for each in _BREAKS) and any(each in window for each in _ODD_SPACE)
        far = _FAR_CELL_ANY_SPACE if is_odd else _FAR_CELL
        for address in far.findall(window):
            letters = address.rstrip(b"0123456789")
            columns = max(columns, column_number(letters))
            rows = max(rows, int(address[len(letters) :]))
        if max(rows, written) > limits().rows:
            break
    return Extent(rows, columns, written, has_hidden)


def _hides_lines(window: bytes) -> bool:
    if b"hidden=" not in window:
        return False
    begins = (window.rfind(b"<", 0, found.start()) for found in _HIDDEN.finditer(window))
    return any(window.startswith(_LINES, begin) for begin in begins if begin >= 0)


def _last_row(window: bytes) -> int:
    """Return the number of the row that the last value in a window stands in; 0 where there is none."""
    last = -1
    for each in _VALUES:  # behind the one found so far: the rest of the window need not be searched
        last = max(last, window.rfind(each, max(last, 0)))
    begins = max(window.rfind(b"<row", 0, last), window.rfind(b":row", 0, last) - 20) if last >= 0 else -1
    number = _ROW_NUMBER.search(window, max(begins, 0)) if begins >= 0 else None
    return int(number[1]) if number else 0


def column_number(letters: bytes) -> int:
    """Return a column's number, counted from 1.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number
