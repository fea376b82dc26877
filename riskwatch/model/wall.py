"""What the wall shows (data/wall.toml): scenes of blocks, one message a block."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from riskwatch.model import files
from riskwatch.model.indicator import Indicator, indicator

MOST_BLOCKS = 7
KINDS = ("number", "chart", "list", "map", "townships")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: where it stands, what it asks and how it is drawn. ``about`` tells how old its data may be."""

    area: str
    about: Indicator
    kind: str = "number"
    title: str = ""
    ask: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    figure: str = ""  # of a chart: module and function in figures
    columns: tuple[str, ...] = ()  # of a list
    of_ledger: str | None = None
    most: int = 0  # rows shown; 0 for all
    among: str = ""  # of a list: only rows where this column is true
    of_count: str = ""  # of a list: the column that tells how many there are in all
    none: str = ""  # of a list: what an empty one says
    layers: tuple[str, ...] = ()  # of a map: its points
    is_plain: bool = False  # of a map: the townships say nothing


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture of the wall; ``presses_by`` is the number that brings it to the front when it is not nought."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    presses_by: str = ""


@dataclass(frozen=True, slots=True)
class Wall:
    """All scenes and their pace."""

    scenes: tuple[Scene, ...]
    dwell_seconds: float
    alarm_minutes: float
    reload_hours: float


@cache
def wall() -> Wall:
    """Read data/wall.toml. Raises TypeError when it is wrong."""
    entry: dict[str, Any] = files.frozen(files.read_toml(files.DATA / "wall.toml"))
    scenes = tuple(_scene(each) for each in entry.pop("scene"))
    return Wall(scenes=scenes, **entry)


def _scene(entry: Mapping[str, Any]) -> Scene:
    told = dict(entry)
    blocks = tuple(Block(about=indicator(each["indicator"]), **_without(each, "indicator")) for each in told.pop("block"))
    if len(blocks) > MOST_BLOCKS or any(each.kind not in KINDS for each in blocks):
        raise TypeError(f"wall.toml: scene {told['name']} has too many blocks or one of an unknown kind")
    return Scene(blocks=blocks, **told)


def _without(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != name}
