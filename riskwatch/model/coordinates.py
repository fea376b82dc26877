"""The coordinate systems that a sheet may be declared to be in (data/coordinates.toml)."""

from functools import cache

from riskwatch.model.files import DATA, read_toml
from riskwatch.model.refusal import Refusal


@cache
def coordinate_systems() -> dict[str, str]:
    """Return every system's label by its code; '' is plain longitude and latitude."""
    return {entry["code"]: entry["label"] for entry in read_toml(DATA / "coordinates.toml")["system"]}


@cache
def same_from() -> int:
    """Return how many things on one point are too many to be true."""
    return int(read_toml(DATA / "coordinates.toml")["same_from"])


def known_system(code: str) -> str:
    """Return the code as it is kept. Raises Refusal for a system that is not known."""
    found = next((each for each in coordinate_systems() if each.casefold() == code.strip().casefold()), None)
    if found is None:
        raise Refusal(
            f"不认识坐标系“{code}”。", f"写成其中之一：{'、'.join(each for each in coordinate_systems() if each)}；经纬度不用写。"
        )
    return found
