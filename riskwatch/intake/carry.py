"""What openpyxl does not keep of a workbook: put back into the saved package, or named.

Put back are the results of formulas (until Excel works them out anew, a cell without one reads as empty) and WPS's pictures in cells.
"""

import io
import re
import zipfile

from riskwatch.intake.package import sheet_parts
from riskwatch.model.marking import marking

_FORMULA = re.compile(
    rb"<c\b(?P<about>[^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\b[^>]*>(?P<value>[^<]*)</v>|<v\s*/>)?", re.DOTALL
)
_SAVED = re.compile(
    rb'<c r="(?P<at>[A-Z]+\d+)"(?P<style> s="\d+")?(?: t="\w+")?>(?P<formula><f\b(?:[^>]*/>|[^>]*>[^<]*</f>))<v\s*(?:/>|></v>)</c>'
)
_AT = re.compile(rb'\br="([A-Z]+\d+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_SHAPE = re.compile(rb"<xdr:(?:sp|cxnSp|grpSp)\b")
_TARGET = re.compile(r'Target="([^"]+)"')
_CELL_PICTURES = "xl/cellimages.xml"
_PICTURE_LINKS = "xl/_rels/cellimages.xml.rels"
_LINK_TO_THEM = re.compile(rb'<Relationship\b[^>]*\bTarget="/?(?:xl/)?cellimages\.xml"[^>]*/>')
_TYPE_OF_THEM = re.compile(rb'<Override\b[^>]*\bPartName="/xl/cellimages\.xml"[^>]*/>')
_TYPES_OF_IMAGES = re.compile(rb'<Default\b[^>]*\bContentType="image/[^>]*/>')
_EXTENSION = re.compile(rb'\bExtension="\w+"')
_ID = re.compile(rb'\bId="[^"]*"')
_RENAMED = "in_cell_"


def dropped(content: bytes) -> list[str]:
    """Return what a .xlsx holds that will not be in the copy, in words."""
    words = marking()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        lost = [each["title"] for each in words.drops if any(name.startswith(each["part"]) for name in names)]
        drawings = [name for name in names if name.startswith("xl/drawings/drawing")]
        if any(_SHAPE.search(package.read(name)) for name in drawings):
            lost.append(words.others["shapes"])
        if any(name.startswith("xl/media/") and name.lower().endswith((".emf", ".wmf")) for name in names):
            lost.append(words.others["metafiles"])
    return lost


def carried(original: bytes, saved: bytes) -> bytes:
    """Return the saved package with the results of formulas and WPS's pictures in cells of the original."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(original)) as before,
        zipfile.ZipFile(io.BytesIO(saved)) as after,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        pictures = _cell_pictures(before)
        results = _results(before, after)
        for part in after.namelist():
            text = after.read(part)
            if part in results:
                text = _with_results(text, results[part])
            if pictures and part == "[Content_Types].xml":
                text = _with_types(text, before)
            if pictures and part == "xl/_rels/workbook.xml.rels":
                links = _LINK_TO_THEM.findall(before.read(part))
                text = text.replace(b"</Relationships>", _ID.sub(b'Id="rIdCellPictures"', links[0]) + b"</Relationships>")
            made.writestr(part, text)
        for part, text in pictures.items():
            made.writestr(part, text)
    return out.getvalue()


# --- formulas ---


def _results(before: zipfile.ZipFile, after: zipfile.ZipFile) -> dict[str, dict[bytes, tuple[bytes, bytes]]]:
    """Return by part of the saved package what its formulas had come to: cell → type, value."""
    saved = sheet_parts(after)
    found = {}
    for name, part in sheet_parts(before).items():
        if name not in saved:
            continue
        xml = before.read(part)
        if b"<f" not in xml:
            continue
        known = {}
        for each in _FORMULA.finditer(xml):
            at, kind = _AT.search(each["about"]), _TYPE.search(each["about"])
            if at and each["value"] is not None:
                known[at[1]] = (kind[1] if kind else b"n", each["value"])
        if known:
            found[saved[name]] = known
    return found


def _with_results(xml: bytes, known: dict[bytes, tuple[bytes, bytes]]) -> bytes:
    def put(cell: re.Match[bytes]) -> bytes:
        kind, value = known.get(cell["at"], (b"", b""))
        if not kind:
            return cell[0]
        about = b'<c r="' + cell["at"] + b'"' + (cell["style"] or b"") + (b"" if kind == b"n" else b' t="' + kind + b'"')
        return about + b">" + cell["formula"] + b"<v>" + value + b"</v></c>"

    return _SAVED.sub(put, xml)


# --- WPS's pictures in cells ---


def _cell_pictures(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the parts that WPS keeps pictures in cells in; their media under names that the copy does not use."""
    names = set(package.namelist())
    if _CELL_PICTURES not in names or _PICTURE_LINKS not in names:
        return {}
    if not _LINK_TO_THEM.search(package.read("xl/_rels/workbook.xml.rels")):
        return {}
    links = package.read(_PICTURE_LINKS).decode("utf-8")
    parts = {_CELL_PICTURES: package.read(_CELL_PICTURES)}
    for target in dict.fromkeys(_TARGET.findall(links)):
        source = f"xl/{target}" if not target.startswith("/") else target[1:]
        if source in names:
            folder, _, name = target.rpartition("/")
            renamed = target if name.startswith(_RENAMED) else f"{folder}/{_RENAMED}{name}"
            links = links.replace(f'Target="{target}"', f'Target="{renamed}"')
            parts[f"xl/{renamed}" if not renamed.startswith("/") else renamed[1:]] = package.read(source)
    parts[_PICTURE_LINKS] = links.encode("utf-8")
    return parts


def _with_types(types: bytes, before: zipfile.ZipFile) -> bytes:
    """Return the list of content types with those of the pictures, as the original names them."""
    former = before.read("[Content_Types].xml")
    known = set(_EXTENSION.findall(types))
    entries = [each for each in _TYPES_OF_IMAGES.findall(former) if not known.intersection(_EXTENSION.findall(each))]
    return types.replace(b"</Types>", b"".join([*entries, *_TYPE_OF_THEM.findall(former)]) + b"</Types>")
