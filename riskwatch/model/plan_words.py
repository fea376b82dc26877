"""What a plan of who goes to which evacuation site says (data/plan.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from riskwatch.model.files import DATA, frozen, read_toml


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Sentences and headings, in plain words."""

    title: str
    notice: str
    summary: str
    no_township: str
    great_circle: str
    road: str
    unknown_distance: str
    nobody: str
    nobody_left: str
    total: str
    move: str
    plan_site: str
    gap: str
    open_next: str
    gap_when_opened: str
    summary_gap: tuple[str, ...]
    summary_open: tuple[str, ...]
    township_columns: tuple[str, ...]
    generated_at: str
    of_moment: str
    no_place: str
    too_far: str
    gap_too_far: str
    people_unknown: str
    yes: str
    notes: Mapping[str, str]


@cache
def plan_words() -> PlanWords:
    """Return the words of the plan."""
    return PlanWords(**frozen(read_toml(DATA / "plan.toml")))
