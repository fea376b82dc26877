"""What an upload does that somebody must explain: titles, why it is told and what to do (data/findings.toml)."""

from dataclasses import dataclass
from functools import cache

from riskwatch.model.files import DATA, read_toml


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding, in plain words."""

    name: str
    title: str
    why: str
    fix: str


@cache
def finding_kinds() -> dict[str, FindingKind]:
    """Return every kind by its name, in the order in which they are told."""
    return {name: FindingKind(name, **entry) for name, entry in read_toml(DATA / "findings.toml").items()}
