"""People over arcs into rooms: the cheapest flow in whole numbers, proved, and of all cheapest ones the simplest.

Knows groups of people, rooms and costs; what they mean is said in ``assign``.
"""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
_Rows = tuple[Whole, Whole, Real, int, Real | float, Real | float]  # row, column, value; how many rows; least and most
_LARGEST_COST = 2.0**24  # costs go to the solver divided by a power of two: its tolerances are absolute


@dataclass(frozen=True)
class Network:
    """Groups of people stand at points; arcs lead from points to sites.

    ``levels`` are costs for one person, the most important first: each holds a cost for every group (when it is placed)
    and a cost for every arc. They count lexicographically.
    """

    point_count: int
    group_point: Whole
    group_people: Whole
    arc_point: Whole
    arc_site: Whole
    room: Whole
    levels: tuple[tuple[Whole, Whole], ...]


@dataclass(frozen=True)
class Flow:
    """People on each arc; ``is_proved`` tells whether whole-number prices prove that no flow is cheaper."""

    people: Whole
    placed: Whole  # of each group
    is_proved: bool
    # What every cheapest flow shares: arcs and groups that may vary, the others stand at a bound; rooms that are full in all.
    is_free_arc: NDArray[np.bool_]
    is_free_group: NDArray[np.bool_]
    is_full: NDArray[np.bool_]


def cheapest(net: Network) -> Flow:
    """Return a flow that is least in every level, the earlier levels first; nobody is placed where that costs more.

    All levels are added up to one cost in whole numbers. Two candidates differ by simple cycles, and such a cycle passes each
    point and site once: with a weight above all that it could gain below, the order of the levels is exact.
    """
    group_cost, arc_cost = _combined(net)
    if not len(net.arc_point):
        nothing = np.zeros(0, np.int64)
        none = np.zeros(len(net.group_people), np.int64)
        return Flow(nothing, none, True, nothing > 0, none > 0, np.zeros(len(net.room), bool))
    found = _solved(net, group_cost, arc_cost, is_presolved=False)
    return found if found.is_proved else _solved(net, group_cost, arc_cost, is_presolved=True)


def _combined(net: Network) -> tuple[Whole, Whole]:
    steps = min(net.point_count, len(net.room)) + 2
    group_cost, arc_cost = (np.zeros(len(net.group_people), np.int64), np.zeros(len(net.arc_point), np.int64))
    weight = 1
    for of_group, of_arc in reversed(net.levels):
        if not of_group.any() and not of_arc.any():
            continue
        group_cost, arc_cost = group_cost + weight * of_group, arc_cost + weight * of_arc
        largest = int(max(np.abs(group_cost).max(initial=0), np.abs(arc_cost).max(initial=0)))
        weight = 2 * steps * largest + 1
    return group_cost, arc_cost


def _balance(net: Network) -> tuple[csr_array, csr_array]:
    """Return the rows of the points (arcs out = groups placed) and of the sites (arcs in)."""
    arcs, groups = len(net.arc_point), len(net.group_people)
    ones = np.concatenate([np.ones(arcs), -np.ones(groups)])
    rows = np.concatenate([net.arc_point, net.group_point])
    points = coo_array((ones, (rows, np.arange(arcs + groups))), shape=(net.point_count, arcs + groups))
    sites = coo_array((np.ones(arcs), (net.arc_site, np.arange(arcs))), shape=(len(net.room), arcs + groups))
    return points.tocsr(), sites.tocsr()


def _solved(net: Network, group_cost: Whole, arc_cost: Whole, *, is_presolved: bool) -> Flow:
    points, sites = _balance(net)
    cost = np.concatenate([arc_cost, group_cost])
    scale = 2.0 ** max(0, int(np.ceil(np.log2(max(1, np.abs(cost).max()) / _LARGEST_COST))))
    most = np.concatenate([np.full(len(arc_cost), np.inf), net.group_people])
    answer = linprog(
        cost / scale,
        A_eq=points,
        b_eq=np.zeros(net.point_count),
        A_ub=sites,
        b_ub=net.room,
        bounds=np.column_stack([np.zeros(len(most)), most]),
        method="highs-ds",
        options={"presolve": is_presolved},
    )
    assert answer.x is not None, answer.message  # nobody placed is always possible
    x = np.rint(answer.x).astype(np.int64)
    people, placed = x[: len(arc_cost)], x[len(arc_cost) :]
    of_point = np.rint(answer.eqlin.marginals * scale).astype(np.int64)
    of_site = np.rint(answer.ineqlin.marginals * scale).astype(np.int64)
    arc_left = arc_cost - of_point[net.arc_point] - of_site[net.arc_site]
    group_left = group_cost + of_point[net.group_point]
    taken = np.bincount(net.arc_site, people, len(net.room)).astype(np.int64)
    is_proved = (
        is_possible(net, people, placed)
        and bool((of_site <= 0).all() and (arc_left >= 0).all())
        and not ((arc_left > 0) & (people > 0)).any()
        and not ((of_site < 0) & (taken < net.room)).any()
        and not ((group_left > 0) & (placed > 0)).any()
        and not ((group_left < 0) & (placed < net.group_people)).any()
    )
    return Flow(people, placed, is_proved, arc_left == 0, group_left == 0, of_site < 0)


def is_possible(net: Network, people: Whole, placed: Whole) -> bool:
    """Tell whether nobody is lost or made up, no room is over and no group is larger than it is; in whole numbers."""
    leaving = np.bincount(net.arc_point, people, net.point_count)
    standing = np.bincount(net.group_point, placed, net.point_count)
    taken = np.bincount(net.arc_site, people, len(net.room))
    return bool(
        (people >= 0).all()
        and (placed >= 0).all()
        and (placed <= net.group_people).all()
        and (leaving == standing).all()
        and (taken <= net.room).all()
    )


def split_points(net: Network, people: Whole) -> Whole:
    """Return how many sites each point's people go to."""
    return np.bincount(net.arc_point[people > 0], minlength=net.point_count)


def least_split(net: Network, flow: Flow, seconds: float) -> tuple[Flow, bool]:
    """Return the cheapest flow with the fewest points that go to more than one site; and whether that was proved in time."""
    split = split_points(net, flow.people) > 1
    return _simplest(net, flow, split, seconds, sites_count=None)


def fewest_sites(net: Network, flow: Flow, counted: NDArray[np.bool_], seconds: float) -> tuple[Flow, bool]:
    """Return the cheapest flow that uses the fewest of the ``counted`` sites; and whether that was proved in time."""
    used = np.zeros(len(net.room), bool)
    used[net.arc_site[flow.people > 0]] = True
    at = np.zeros(net.point_count, bool)
    is_in = counted[net.arc_site] & used[net.arc_site] & (flow.people > 0)
    at[net.arc_point[is_in]] = True
    return _simplest(net, flow, at, seconds, sites_count=counted)


def _simplest(
    net: Network, flow: Flow, at: NDArray[np.bool_], seconds: float, *, sites_count: NDArray[np.bool_] | None
) -> tuple[Flow, bool]:
    """Look again at the parts of the free arcs that hold a point of ``at``; the rest stays as it is."""
    if not flow.is_proved:
        return flow, False
    until = time.monotonic() + seconds
    free = np.flatnonzero(flow.is_free_arc)
    size = net.point_count + len(net.room)
    links = coo_array((np.ones(len(free)), (net.arc_point[free], net.point_count + net.arc_site[free])), shape=(size, size))
    _, part_of = connected_components(links, directed=False)
    is_proved = True
    for part in np.unique(part_of[: net.point_count][at]):
        arcs = free[part_of[net.arc_point[free]] == part]
        if len(arcs) == len(np.unique(net.arc_point[arcs])):
            continue  # each point has one way: nothing to choose
        better, is_least = _simpler_part(net, flow, arcs, max(0.05, until - time.monotonic()), sites_count)
        is_proved &= is_least
        if better is not None and _counted(net, better, sites_count) < _counted(net, flow, sites_count):
            flow = better
    return flow, is_proved


def _counted(net: Network, flow: Flow, sites_count: NDArray[np.bool_] | None) -> int:
    if sites_count is None:
        return int((split_points(net, flow.people) > 1).sum())
    return len(np.unique(net.arc_site[(flow.people > 0) & sites_count[net.arc_site]]))


def _simpler_part(
    net: Network, flow: Flow, arcs: Whole, seconds: float, sites_count: NDArray[np.bool_] | None
) -> tuple[Flow | None, bool]:
    """Choose anew among the arcs of one part: a small integer program on exactly the cheapest flows."""
    points, sites = np.unique(net.arc_point[arcs]), np.unique(net.arc_site[arcs])
    groups = np.flatnonzero(np.isin(net.group_point, points))
    at_point, at_site = np.searchsorted(points, net.arc_point[arcs]), np.searchsorted(sites, net.arc_site[arcs])
    n, g = len(arcs), len(groups)
    people_of = np.bincount(net.group_point, net.group_people, net.point_count)[points]
    most = np.minimum(people_of[at_point], net.room[sites][at_site])
    columns = n + g + n + len(points) if sites_count is None else n + g + len(sites)
    rows: list[_Rows] = []
    x, y = np.arange(n), n + np.arange(g)
    at_group = np.searchsorted(points, net.group_point[groups])
    rows.append((np.r_[at_point, at_group], np.r_[x, y], np.r_[np.ones(n), -np.ones(g)], len(points), 0.0, 0.0))
    room = net.room[sites].astype(float)
    rows.append((at_site, x, np.ones(n), len(sites), np.where(flow.is_full[sites], room, 0.0), room))
    low, high = np.zeros(columns), np.ones(columns)
    high[:n] = most
    fixed = flow.placed[groups]
    low[n : n + g] = np.where(flow.is_free_group[groups], 0, fixed)
    high[n : n + g] = np.where(flow.is_free_group[groups], net.group_people[groups], fixed)
    # People are whole too: a ten-thousandth of one would else pass through a way that is shut, within the solver's tolerance.
    cost, whole = np.zeros(columns), np.ones(columns)
    if sites_count is None:
        # A way is used or not; a point with two ways used is split.
        used, split = n + g + np.arange(n), n + g + n + np.arange(len(points))
        rows.append((np.r_[x, x], np.r_[x, used], np.r_[np.ones(n), -most.astype(float)], n, -np.inf, 0.0))
        ways = np.bincount(at_point)
        rows.append(
            (
                np.r_[at_point, np.arange(len(points))],
                np.r_[used, split],
                np.r_[np.ones(n), -(ways - 1.0)],
                len(points),
                -np.inf,
                1.0,
            )
        )
        cost[split] = 1
    else:
        opened = n + g + np.arange(len(sites))
        rows.append((np.r_[at_site, np.arange(len(sites))], np.r_[x, opened], np.r_[np.ones(n), -room], len(sites), -np.inf, 0.0))
        cost[opened] = sites_count[sites]
    held = [
        LinearConstraint(coo_array((values, (row, column)), shape=(count, columns)).tocsr(), least, largest)
        for row, column, values, count, least, largest in rows
    ]
    answer = milp(
        cost, integrality=whole, bounds=Bounds(low, high), constraints=held, options={"time_limit": seconds, "mip_rel_gap": 0}
    )
    if answer.x is None:
        return None, False
    # The ways that were chosen, and on them people in whole numbers again.
    keeps = answer.x[n + g : n + g + n] > 0.5 if sites_count is None else (answer.x[n + g :] > 0.5)[at_site]
    again = milp(
        np.zeros(columns),
        integrality=np.zeros(columns),
        bounds=Bounds(low, np.r_[np.where(keeps, most, 0), high[n:]]),
        constraints=held[:2],
    )
    if again.x is None:
        return None, False
    people, placed = flow.people.copy(), flow.placed.copy()
    people[arcs] = np.rint(again.x[:n]).astype(np.int64)
    placed[groups] = np.rint(again.x[n : n + g]).astype(np.int64)
    if (
        not is_possible(net, people, placed)
        or (flow.is_full & (np.bincount(net.arc_site, people, len(net.room)) < net.room)).any()
    ):
        return None, False
    return replace(flow, people=people, placed=placed), bool(answer.status == 0)
