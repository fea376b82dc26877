"""Who goes where: people of the points that must move, assigned to evacuation sites that are open.

Never over a site's room, never into a triggered danger area, never to a site that is not open. What counts, in this order:
most people placed; 极高 before 高, then vulnerable people; the point's own plan site; least person-kilometres (people at an
unknown distance come last); fewest points split. It proposes and orders nothing; what it cannot know it counts aloud.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskwatch.evacuation.flow import Flow, Network, Real, Whole, cheapest, fewest_sites, least_split, split_points
from riskwatch.model.words import key as plain_key

_EARTH_M = 6_371_008.8  # mean radius
_LEVELS = ("extreme", "high", "general", "low")  # any other level comes after these
# Looking for the simplest of equals ends then; the answer says when it did not finish. What openings leave, splits may use.
_OPENING_SECONDS, _ALL_SECONDS, _SPLIT_SECONDS = 0.2, 1.4, 0.3
Road = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A point whose people must move. ``people`` is None where not known; ``plan_site`` names a site by code or name.

    ``moved`` of them have left already; None where nobody tells, which counts as nobody.
    """

    code: str | None
    key: str
    name: str
    township: str | None
    risk_level: str | None
    people: int | None
    vulnerable: int | None
    plan_site: str | None
    longitude: float | None
    latitude: float | None
    moved: int | None = None

    @property
    def left(self) -> int:
        """Return how many still need a place; nobody where the people are not known."""
        return max(0, (self.people or 0) - max(0, self.moved or 0))


@dataclass(frozen=True, slots=True)
class Shelter:
    """A site. ``room`` is what is free in it, None where its capacity is not known; one that is not open is designated."""

    code: str | None
    key: str
    name: str
    township: str | None
    room: int | None
    is_open: bool
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Move:
    """So many people of a point go to a site. ``distance_km`` is None where it is not known."""

    point: Leaving
    site: Shelter
    people: int
    distance_km: float | None
    is_by_road: bool
    is_plan_site: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """People of a township for whom there is no place."""

    township: str | None
    people: int


@dataclass(frozen=True, slots=True)
class TooFar:
    """People of a point without a place, for whom an open site with room lies beyond the cap.

    ``nearest_km`` is how far the nearest site is that may take anybody where all are beyond it; None where nearer ones are full.
    """

    point: Leaving
    people: int
    nearest_km: float | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A designated site that would close the gap. ``distance_km`` is the mean way of those it would take; None if not known."""

    site: Shelter
    people: int
    distance_km: float | None


@dataclass(frozen=True)
class Plan:
    """The assignment, what it leaves over, and what it could not know. ``unplaced`` says it point by point."""

    moves: tuple[Move, ...]
    unplaced: tuple[tuple[Leaving, int], ...]
    gap: tuple[Gap, ...]
    too_far: tuple[TooFar, ...]  # of the unplaced: those whom the cap on distance keeps from a place
    unknown: tuple[Leaving, ...]  # people not known: not planned
    open_next: tuple[Opening, ...]
    gap_when_opened: int  # people who find no place even then
    distance: str  # "road" where a table was given, else "great_circle"
    road_missing_count: int  # pairs that the table lacks: measured as the crow flies
    person_km: float  # of the moves whose distance is known
    people: int  # who still need a place
    moved: int  # people of known points who have left already, and of how many points
    moved_count: int
    placed: int
    split_count: int
    in_danger: tuple[Shelter, ...]  # left out though they have, or may have, room: inside the danger area of a triggered point
    without_room: tuple[Shelter, ...]  # open, nobody sent there: its capacity is not known
    unplaced_sites: tuple[Shelter, ...]  # open and used, but without coordinates no danger area could be looked at
    unplaced_points: tuple[Leaving, ...]  # no coordinates: no danger area, no distance
    plan_site_unlisted: tuple[Leaving, ...]  # the plan names a site that the list does not have, or has more than once
    is_proved: bool  # best in all but the splits, proved in whole numbers
    is_least_split: bool  # and of all such with the fewest points split and the fewest sites to open, proved in time


@dataclass(frozen=True)
class _Ground:
    """Points and sites that take part, the ways between them, and how long each is in metres (-1: not known)."""

    points: tuple[Leaving, ...]
    sites: tuple[Shelter, ...]
    arc_point: Whole
    arc_site: Whole
    metres: Whole
    is_by_road: NDArray[np.bool_]
    is_plan: NDArray[np.bool_]
    missing: int
    beyond_m: Whole  # of all pairs: metres where the way is longer than the cap, else -1


def assign(
    leaving: Sequence[Leaving],
    shelters: Sequence[Shelter],
    *,
    danger_radius_km: float,
    road: Road | None = None,
    at_most_km: float | None = None,
) -> Plan:
    """Return the best assignment. No room anywhere is a gap, never an error.

    A danger area is the circle of ``danger_radius_km`` about a triggered point, its rim included; points whose people are
    none or not known have one too. ``road`` gives (point code, site code) → kilometres; pairs that it lacks are measured
    as the crow flies. A way known to be longer than ``at_most_km`` is none, not even to the plan's own site.
    """
    start = time.monotonic()
    points = sorted(leaving, key=lambda each: each.key)
    sites = sorted(shelters, key=lambda each: each.key)
    in_danger = _in_danger(points, sites, danger_radius_km)
    safe = [each for each in sites if each.key not in in_danger]
    named = {each.key: site for each in points if (site := plan_site(each, sites)) is not None}
    to_move = tuple(each for each in points if each.left)
    open_sites = tuple(each for each in safe if each.is_open and each.room is not None and each.room > 0)
    ground = _ground(to_move, open_sites, named, road, at_most_km)
    net = _network(ground, (_own_plan(ground), *_distance(ground)))
    flow = cheapest(net)
    gap = int(net.group_people.sum() - flow.placed.sum())
    open_next, still, is_fewest = _open_next(to_move, safe, named, road, at_most_km, gap)
    flow, is_least = least_split(net, flow, max(_SPLIT_SECONDS, _ALL_SECONDS - (time.monotonic() - start)))
    moves = _moves(ground, flow)
    placed = dict.fromkeys((each.key for each in to_move), 0)
    for move in moves:
        placed[move.point.key] += move.people
    unplaced = tuple((each, each.left - placed[each.key]) for each in to_move if each.left > placed[each.key])
    used = {move.site.key for move in moves}
    return Plan(
        moves=moves,
        unplaced=unplaced,
        gap=_gap(unplaced),
        too_far=_too_far(ground, net, flow, unplaced),
        unknown=tuple(each for each in points if each.people is None),
        open_next=open_next,
        gap_when_opened=still,
        distance="road" if road else "great_circle",
        road_missing_count=ground.missing,
        person_km=sum(move.people * round(move.distance_km * 1000) for move in moves if move.distance_km is not None) / 1000,
        people=sum(each.left for each in to_move),
        moved=sum((each.people or 0) - each.left for each in points),
        moved_count=sum(each.left < (each.people or 0) for each in points),
        placed=sum(placed.values()),
        split_count=int((split_points(net, flow.people) > 1).sum()),
        in_danger=tuple(each for each in sites if each.key in in_danger and each.room != 0),
        without_room=tuple(each for each in safe if each.is_open and each.room is None),
        unplaced_sites=tuple(each for each in sites if each.key in used and _where(each) is None),
        unplaced_points=tuple(each for each in points if _where(each) is None),
        plan_site_unlisted=tuple(each for each in points if each.plan_site and each.key not in named),
        is_proved=flow.is_proved,
        is_least_split=is_least and is_fewest,
    )


# --- places ---


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return the great-circle distance of two (longitude, latitude) in whole metres, so that sums are exact.

    >>> metres_between((106.0, 30.0), (106.0, 31.0))
    111195
    """
    return int(_metres(np.array([one]), np.array([other]))[0, 0])


def _metres(ones: Real, others: Real) -> Whole:
    """Return the distances of all pairs; -1 where a place is not known (NaN)."""
    (x, y), (u, v) = np.radians(ones).T[:, :, None], np.radians(others).T[:, None, :]
    half = np.sin((v - y) / 2) ** 2 + np.cos(y) * np.cos(v) * np.sin((u - x) / 2) ** 2
    far = 2 * _EARTH_M * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return np.where(np.isnan(far), -1, np.rint(np.nan_to_num(far))).astype(np.int64)


def _places(each: Sequence[Leaving | Shelter]) -> Real:
    return np.array([_where(one) or (np.nan, np.nan) for one in each], float).reshape(len(each), 2)


def _where(each: Leaving | Shelter) -> tuple[float, float] | None:
    return None if each.longitude is None or each.latitude is None else (each.longitude, each.latitude)


def _in_danger(points: Sequence[Leaving], sites: Sequence[Shelter], radius_km: float) -> set[str]:
    metres = _metres(_places(points), _places(sites))
    inside = np.flatnonzero(((metres >= 0) & (metres <= radius_km * 1000)).sum(axis=0))
    return {sites[int(place)].key for place in inside}


def plan_site(point: Leaving, sites: Sequence[Shelter]) -> Shelter | None:
    """Return the site that a point's plan names: by code, else by name in its township, else by a name that is there once."""
    written = plain_key(point.plan_site or "")
    if not written:
        return None
    by_code = [each for each in sites if each.code and plain_key(each.code) == written]
    by_name = [each for each in sites if plain_key(each.name) == written]
    at_home = [each for each in by_name if each.township is not None and each.township == point.township]
    return next((found[0] for found in (by_code, at_home, by_name) if len(found) == 1), None)


# --- ways ---


def _ground(
    points: tuple[Leaving, ...],
    sites: tuple[Shelter, ...],
    named: Mapping[str, Shelter],
    road: Road | None,
    at_most_km: float | None,
) -> _Ground:
    metres = _metres(_places(points), _places(sites))
    is_by_road = np.zeros(metres.shape, bool)
    for i, point in enumerate(points if road else ()):
        for j, site in enumerate(sites):
            km = road.get((point.code or point.name, site.code or site.name)) if road else None
            if km is not None:
                metres[i, j], is_by_road[i, j] = round(km * 1000), True
    is_plan = np.zeros(metres.shape, bool)
    place_of = {each.key: j for j, each in enumerate(sites)}
    for i, point in enumerate(points):
        if point.key in named and named[point.key].key in place_of:
            is_plan[i, place_of[named[point.key].key]] = True
    numbers: dict[str, int] = {}
    at_home = [numbers.setdefault(each.township, len(numbers)) if each.township is not None else -1 for each in points]
    there = [numbers.get(each.township, -2) if each.township is not None else -2 for each in sites]
    is_home = np.array(at_home, np.int64)[:, None] == np.array(there, np.int64)[None, :]
    is_beyond = np.zeros(metres.shape, bool) if at_most_km is None else metres > at_most_km * 1000
    ways = np.nonzero(((metres >= 0) | is_plan | is_home) & ~is_beyond)
    missing = int(((metres >= 0) & ~is_by_road).sum()) if road else 0
    beyond_m = np.where(is_beyond, metres, -1)
    return _Ground(points, sites, ways[0], ways[1], metres[ways], is_by_road[ways], is_plan[ways], missing, beyond_m)


def _network(ground: _Ground, after: tuple[Whole, ...]) -> Network:
    """Each point holds two groups, vulnerable people and others; who is placed first is the first level.

    Which people can find a place together is a matroid, so any weights that fall from class to class give the same best
    sets: they place the most people, among those the most of 极高, then of 高 …, and the most vulnerable people.
    """
    count = len(ground.points)
    people = np.array([each.left for each in ground.points], np.int64)
    vulnerable = np.minimum(people, np.array([max(0, each.vulnerable or 0) for each in ground.points], np.int64))
    level = np.array(
        [_LEVELS.index(each.risk_level) if each.risk_level in _LEVELS else len(_LEVELS) for each in ground.points], np.int64
    )
    worth = 2 * (len(_LEVELS) - level) + 1
    nothing = np.zeros(2 * count, np.int64)
    return Network(
        point_count=count,
        group_point=np.concatenate([np.arange(count), np.arange(count)]),
        group_people=np.concatenate([vulnerable, people - vulnerable]),
        arc_point=ground.arc_point,
        arc_site=ground.arc_site,
        room=np.array([each.room or 0 for each in ground.sites], np.int64),
        levels=(
            (-np.concatenate([worth + 1, worth]), np.zeros(len(ground.arc_point), np.int64)),
            *((nothing, each) for each in after),
        ),
    )


def _own_plan(ground: _Ground) -> Whole:
    return -ground.is_plan.astype(np.int64)


def _distance(ground: _Ground) -> tuple[Whole, Whole]:
    """Return fewest people at an unknown distance, then least metres."""
    return (ground.metres < 0).astype(np.int64), np.maximum(ground.metres, 0)


def _moves(ground: _Ground, flow: Flow) -> tuple[Move, ...]:
    return tuple(
        Move(
            ground.points[ground.arc_point[arc]],
            ground.sites[ground.arc_site[arc]],
            int(flow.people[arc]),
            None if ground.metres[arc] < 0 else int(ground.metres[arc]) / 1000,
            bool(ground.is_by_road[arc]),
            bool(ground.is_plan[arc]),
        )
        for arc in np.flatnonzero(flow.people)
    )


def _gap(unplaced: Sequence[tuple[Leaving, int]]) -> tuple[Gap, ...]:
    of: dict[str | None, int] = {}
    for point, people in unplaced:
        of[point.township] = of.get(point.township, 0) + people
    return tuple(Gap(township, people) for township, people in sorted(of.items(), key=lambda each: (-each[1], each[0] or "")))


def _too_far(ground: _Ground, net: Network, flow: Flow, unplaced: Sequence[tuple[Leaving, int]]) -> tuple[TooFar, ...]:
    """Return whom the cap keeps from a place: all sites are beyond it, or the nearer ones are full and one beyond it is not."""
    has_room = np.bincount(ground.arc_site, flow.people, len(ground.sites)) < net.room
    place_of = {each.key: i for i, each in enumerate(ground.points)}
    found = []
    for point, people in unplaced:
        beyond = ground.beyond_m[place_of[point.key]]
        if not (ground.arc_point == place_of[point.key]).any() and (beyond >= 0).any():
            found.append(TooFar(point, people, int(beyond[beyond >= 0].min()) / 1000))
        elif ((beyond >= 0) & has_room).any():
            found.append(TooFar(point, people, None))
    return tuple(found)


# --- what to open next ---


def _open_next(
    points: tuple[Leaving, ...],
    safe: Sequence[Shelter],
    named: Mapping[str, Shelter],
    road: Road | None,
    at_most_km: float | None,
    gap: int,
) -> tuple[tuple[Opening, ...], int, bool]:
    """Solve again with the designated sites: open ones first, then the nearest designated ones, of those the fewest."""
    sites = tuple(each for each in safe if each.room is not None and each.room > 0)
    is_new = np.array([not each.is_open for each in sites], bool)
    if not gap or not is_new.any():
        return (), gap, True
    ground = _ground(points, sites, named, road, at_most_km)
    net = _network(ground, (is_new[ground.arc_site].astype(np.int64), *_distance(ground)))
    flow, is_fewest = fewest_sites(net, cheapest(net), is_new, _OPENING_SECONDS)
    taken: dict[str, list[Move]] = {}
    for move in _moves(ground, flow):
        if not move.site.is_open:
            taken.setdefault(move.site.key, []).append(move)
    openings = [_opening(moves) for moves in taken.values()]
    still = int(net.group_people.sum() - flow.placed.sum())
    return tuple(sorted(openings, key=lambda each: (-each.people, each.site.key))), still, is_fewest


def _opening(moves: Sequence[Move]) -> Opening:
    people = sum(each.people for each in moves)
    known = [(each.people, each.distance_km) for each in moves if each.distance_km is not None]
    far = sum(count * km for count, km in known)
    return Opening(moves[0].site, people, round(far / sum(count for count, _ in known), 3) if known else None)
