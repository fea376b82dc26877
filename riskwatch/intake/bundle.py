"""Several sheets handed in as one zip: unpacked within limits, each file under its own name. A workbook is a zip too and stays whole."""

import io
import zipfile
from pathlib import PurePosixPath

from riskwatch.intake.package import BROKEN_ZIP, is_crowded
from riskwatch.model.limits import MB, limits
from riskwatch.model.problem import refusal

SHEETS = (".xlsx", ".xls", ".et", ".csv")
_MOST_BYTES = limits().bundle_mb * MB
_BESIDE = ("~$", ".", "__MACOSX")


def unbundle(content: bytes, file_name: str) -> list[tuple[str, bytes]]:
    """Return the sheets of a zip by name, or the file itself when it is no zip of files.

    Raises Refusal for a damaged zip, one with a password, one that grows too large, and one without a sheet in it. This runs in
    the board's own process: what a part claims to hold is the most that is unpacked of it.
    """
    if not file_name.lower().endswith(".zip"):
        return [(file_name, content)]
    most_files = limits().bundle_files
    if len(content) > limits().file_mb * MB or is_crowded(content):
        raise refusal("file_too_large", file=file_name, limit=limits().file_mb)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            wanted = [part for part in package.infolist() if _is_sheet(part)]
            unpacked, packed = sum(part.file_size for part in wanted), sum(part.compress_size for part in wanted)
            if len(wanted) > most_files or unpacked > _MOST_BYTES:
                raise refusal("bundle_too_large", file=file_name, limit=most_files, megabytes=_MOST_BYTES // MB)
            if limits().swells(packed, unpacked):
                raise refusal("file_swells", file=file_name, megabytes=unpacked // MB, times=unpacked // packed)
            for part in wanted:
                if part.file_size > limits().file_mb * MB:
                    raise refusal("file_too_large", file=_name(part), limit=limits().file_mb)
            if not wanted:
                raise refusal("bundle_empty", file=file_name)
            if any(part.flag_bits & 1 for part in wanted):
                raise refusal("file_locked", file=file_name)
            return [(_name(part), package.read(part)) for part in wanted]
    except BROKEN_ZIP as broken:
        raise refusal("file_unreadable", file=file_name) from broken


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(_name(part))
    return path.suffix.lower() in SHEETS and not any(name.startswith(_BESIDE) for name in path.parts)


def _name(part: zipfile.ZipInfo) -> str:
    """Return the name of a file in a zip; Windows writes Chinese names in GBK and does not say so."""
    if part.flag_bits & 0x800:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return part.filename
