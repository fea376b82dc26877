"""Assigning the people of 300 triggered points to 120 sites: with a gap, with ample room, and with half the coordinates missing."""

import random
import time

from riskwatch.evacuation.assign import Leaving, Plan, Shelter, assign

_POINTS, _SITES, _RUNS = 300, 120, 3
_TOWNSHIPS = 16


def county(
    rng: random.Random, points: int, sites: int, *, room: float, without_place: float
) -> tuple[list[Leaving], list[Shelter]]:
    """Return a made-up county; ``room`` times 245 people fit into a site on average, some sites are only designated."""

    def place() -> tuple[float | None, float | None]:
        return (None, None) if rng.random() < without_place else (rng.uniform(105.8, 106.3), rng.uniform(30.2, 30.7))

    def point(number: int) -> Leaving:
        people = rng.randint(1, 200)
        level = rng.choice(["extreme", "high", "general", "low", None])
        own = rng.choice([None, f"S{rng.randrange(max(1, sites))}"])
        return Leaving(
            f"P{number}",
            f"p{number}",
            f"点{number}",
            f"镇{rng.randrange(_TOWNSHIPS)}",
            level,
            people,
            rng.randint(0, people),
            own,
            *place(),
        )

    def site(number: int) -> Shelter:
        free = int(rng.randint(10, 480) * room)
        return Shelter(
            f"S{number}", f"s{number}", f"所{number}", f"镇{rng.randrange(_TOWNSHIPS)}", free, rng.random() < 0.7, *place()
        )

    return [point(number) for number in range(points)], [site(number) for number in range(sites)]


def measure(hazards: int) -> list[dict[str, object]]:
    """Return the slowest of three different counties of each kind. ``hazards`` is not used: the size is part of the promise."""
    rows: list[dict[str, object]] = []
    kinds = {"a gap": (0.5, 0.0), "a small gap": (1.0, 0.0), "ample room": (2.0, 0.0), "a tenth without coordinates": (1.0, 0.1)}
    for what, (room, without_place) in kinds.items():
        taken, proved = [], 0
        for seed in range(_RUNS):
            leaving, shelters = county(random.Random(seed), _POINTS, _SITES, room=room, without_place=without_place)
            start = time.perf_counter()
            found: Plan = assign(leaving, shelters, danger_radius_km=0.3)
            taken.append(time.perf_counter() - start)
            proved += found.is_proved and found.is_least_split
        rows.append(
            {"what": f"{_POINTS} points × {_SITES} sites, {what} (slowest of 3)", "value": max(taken), "unit": "s", "limit": 2.0}
        )
        rows.append({"what": f"{what}: not proved best", "value": float(_RUNS - proved), "unit": "", "limit": 0})
    return rows
