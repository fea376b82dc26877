"""How large a file may be and what it may hold: data/limits.toml. Knows no file."""

from dataclasses import asdict, dataclass
from functools import cache

from riskwatch.model.files import DATA, read_toml

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one file. Sizes in MB, everything else counted."""

    file_mb: int
    unpacked_mb: int
    parts: int
    book_mb: int
    sheets: int
    rows: int
    columns: int
    cells: int
    cell_characters: int
    ratio: int
    ratio_from_mb: int
    bundle_files: int
    bundle_mb: int
    says: str

    @property
    def told(self) -> str:
        """What a clerk is told before choosing a file."""
        return self.says.format(**asdict(self))

    def swells(self, packed: int, unpacked: int) -> bool:
        """Tell whether so many bytes unpack to more than any honest sheet of that size does."""
        return unpacked > self.ratio_from_mb * MB and unpacked > self.ratio * packed


@cache
def limits() -> Limits:
    """Return the limits. Raises TypeError when the file is wrong."""
    return Limits(**read_toml(DATA / "limits.toml"))
