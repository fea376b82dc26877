"""What a sheet of a .xlsx keeps beside its values: formulas without one, errors, pictures in cells, comments, coloured rows.

Reads the parts of the package once more where they hold such things; judges nothing.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

from riskwatch.intake.package import column_number, sheet_parts
from riskwatch.model.marking import author_of_ours, marking, own_comment

Place = tuple[int, int]  # row and column, counted from 0

_AT = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_FORMULA = re.compile(rb"<f\b[^>]*>([^<]*)</f>")
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_TELLING = (b"<f>", b"<f ", b't="e"')
_LARGEST = 32 * 1024 * 1024  # a sheet as large as this is an export: nobody coloured it by hand
_LARGEST_STYLES = 4 * 1024 * 1024  # what years of copying leave behind; nobody knows which colour of it is meant
_MOST_TOLD = 2000
_PLAIN_COLOURS = frozenset(("", "FFFFFFFF", "00FFFFFF", "FFFFFF", "00000000"))


@dataclass(frozen=True, slots=True)
class Beside:
    """``unread``: the problem of a cell and what stands in it; ``comments``: their words; ``coloured``: rows with a filled cell."""

    unread: Mapping[Place, tuple[str, str]] = field(default_factory=dict)
    comments: Mapping[Place, str] = field(default_factory=dict)
    coloured: frozenset[int] = frozenset()


NOTHING_BESIDE = Beside()


def beside(package: zipfile.ZipFile) -> dict[str, Beside]:
    """Return what each sheet of a package keeps beside its values, by its name. A part that is damaged keeps nothing."""
    fills: frozenset[bytes] = frozenset()
    with suppress(ElementTree.ParseError, KeyError):
        fills = _coloured_styles(package)
    return {name: _beside(package, part, fills) for name, part in sheet_parts(package).items()}


def _beside(package: zipfile.ZipFile, part: str, fills: frozenset[bytes]) -> Beside:
    comments: dict[Place, str] = {}
    painted_over: frozenset[int] = frozenset()
    with suppress(ElementTree.ParseError, KeyError):
        comments, painted_over = _comments(package, part)
    if package.getinfo(part).file_size > _LARGEST:
        return Beside(comments=comments)
    content = package.read(part)
    if not fills and not any(each in content for each in _TELLING):
        return Beside(comments=comments, coloured=painted_over)
    unread: dict[Place, tuple[str, str]] = {}
    coloured = set(painted_over)
    for head, inside in _cells(content):
        style = _STYLE.search(head) if fills else None
        is_coloured = style is not None and style[1] in fills
        fault = _fault(head, inside) if len(unread) < _MOST_TOLD else None
        at = _AT.search(head) if is_coloured or fault else None
        if at is None:
            continue
        if is_coloured:
            coloured.add(int(at[2]) - 1)
        if fault:
            unread[int(at[2]) - 1, column_number(at[1]) - 1] = fault
    return Beside(unread, comments, frozenset(coloured))


def _cells(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return each cell's attributes and what is inside it."""
    start = content.find(b"<c ")
    while start >= 0:
        end = content.find(b"<c ", start + 3)
        head, _, inside = content[start : end if end >= 0 else len(content)].partition(b">")
        yield head, b"" if head.endswith(b"/") else inside.partition(b"</c>")[0]
        start = end


def _fault(head: bytes, inside: bytes) -> tuple[str, str] | None:
    """Return why a cell has no value of its own, and what stands in it instead."""
    value = _VALUE.search(inside)
    if b't="e"' in head:
        return "cell_error", _text(value[1] if value else b"")
    if b"<f" not in inside:
        return None
    formula = _FORMULA.search(inside)
    written = _text(formula[1]) if formula else ""
    if "DISPIMG(" in written:
        return "cell_picture", f"={written}"
    if not (value and value[1]) and b't="str"' not in head and b"<is>" not in inside:
        return "formula_unread", f"={written}"
    return None


def _text(written: bytes) -> str:
    return unescape(written.decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})


def _comments(package: zipfile.ZipFile, part: str) -> tuple[dict[Place, str], frozenset[int]]:
    """Return the clerk's own comments, and the rows with a cell that had a colour before our marks were put over it."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    found: dict[Place, str] = {}
    painted_over: set[int] = set()
    if links not in package.namelist():
        return found, frozenset()
    for link in ElementTree.fromstring(package.read(links)):
        if not link.attrib.get("Type", "").endswith("/comments"):
            continue
        target = link.attrib.get("Target", "")
        where = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if where not in package.namelist() or package.getinfo(where).file_size > _LARGEST:
            continue
        root = ElementTree.fromstring(package.read(where))
        authors = [each.text or "" for each in root.iterfind("{*}authors/{*}author")]
        for comment in root.iterfind("{*}commentList/{*}comment"):
            at = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", comment.attrib.get("ref", ""))
            text = "".join(each.text or "" for each in comment.iter() if each.tag.endswith("}t"))
            number = int(comment.attrib.get("authorId") or 0)
            ours = author_of_ours(authors[number]) if number < len(authors) else None
            if at and ours:
                text = own_comment(text)
                if ours[1]:
                    painted_over.add(int(at[2]) - 1)
            if at and text.strip() and len(found) < _MOST_TOLD:
                found[int(at[2]) - 1, column_number(at[1].encode()) - 1] = text.strip()
    return found, frozenset(painted_over)


def _coloured_styles(package: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the numbers of the cell styles that fill the cell with a colour."""
    if "xl/styles.xml" not in package.namelist() or package.getinfo("xl/styles.xml").file_size > _LARGEST_STYLES:
        return frozenset()
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    ours = (marking().row_color, marking().note_color)
    filled = set()
    for number, fill in enumerate(styles.iterfind("{*}fills/{*}fill")):
        pattern = fill.find("{*}patternFill")
        colour = pattern.find("{*}fgColor") if pattern is not None and pattern.attrib.get("patternType") == "solid" else None
        if colour is not None and (
            colour.attrib.get("rgb", "x") not in {*_PLAIN_COLOURS, *ours} and colour.attrib.get("theme") != "0"
        ):
            filled.add(str(number))
    forms = styles.iterfind("{*}cellXfs/{*}xf")
    return frozenset(str(number).encode() for number, form in enumerate(forms) if form.attrib.get("fillId") in filled)
