"""Where to: people of the points at 立即转移 and the sites that are open, from the desk to an assignment and its words.

It asks three questions, lets ``evacuation`` work the assignment out and says it; it writes nothing into the store.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from riskwatch.desk import Desk
from riskwatch.evacuation.assign import Leaving, Move, Plan, Shelter, assign
from riskwatch.model.plan_words import plan_words
from riskwatch.model.refusal import Refusal
from riskwatch.store.store import Look

ADVICE, SITES, MOVED = "flood/evacuation_advice", "flood/plan_sites", "flood/moved_points"
ROAD_FILE = "road_distance.csv"
_ROAD_COLUMNS = ("point_code", "site_code", "km")
_NAMED = 20  # names in one sentence; the rest is counted


@dataclass(frozen=True)
class Planned:
    """A plan with what stands beside it: its moment, the rows that its points and sites come from, what must be said."""

    plan: Plan
    moment: datetime
    points: Mapping[str, Mapping[str, Any]]  # by key, with officers and phones (masked for those who may not see persons)
    sites: Mapping[str, Mapping[str, Any]]
    notes: tuple[str, ...]
    at_most_km: float | None = None  # how far people are sent at most; None without a cap


def plan(
    desk: Desk, look: Look | None = None, *, sees_persons: bool = True, ask: Callable[[str], pd.DataFrame] | None = None
) -> Planned:
    """Return who should go where at a moment. Raises Refusal only for a road table that cannot be read.

    ``ask`` gives the answers where a screen already holds them, as of the same moment and for the same eyes.
    """
    ask = ask or partial(desk.ask, look=look, sees_persons=sees_persons)
    advised = ask(ADVICE)
    pressing = _rows(advised[advised["level"] == "immediate"])
    advice = [row for row in pressing if row["decision"] != "rejected"]
    # Whoever stays by a decision of people needs no place, but their danger area is one all the same.
    staying = [row for row in pressing if row["decision"] == "rejected"]
    listed = _rows(ask(SITES))
    here = [row for row in listed if not row["is_vanished"]]
    radius = desk.county.threshold("danger_radius_km")
    at_most = desk.county.threshold("move_at_most_km") or None
    reports = _rows(ask(MOVED))
    moved = {
        row["point_key"]: _whole(row["away_count"]) for row in reports if row["point_key"] is not None and row["is_of_this_storm"]
    }
    road = road_table(desk.folder)
    found = _assigned(
        (
            *(_leaving(row, moved.get(row["key"])) for row in advice),
            *(replace(_leaving(row, 0), people=0, vulnerable=0) for row in staying),
        ),
        tuple(_shelter(row) for row in listed),
        radius,
        tuple(road.items()) if road is not None else None,
        at_most,
    )
    beside = {
        **_beside_reports(reports, advice),
        "occupied_unknown": [
            row["name"] for row in here if row["state"] == "open" and row["capacity"] and row["free_capacity"] is None
        ],
        "state_unknown": [row["name"] for row in here if row["state"] is None],
        "vanished": [row["name"] for row in listed if row["is_vanished"]],
        "rejected": [row["name"] for row in staying],
    }
    moment = desk.defaults(look)["moment"]
    assert isinstance(moment, datetime)
    notes = _notes(found, beside, radius, at_most) if pressing else ()
    return Planned(found, moment, _by_key(advice), _by_key(listed), notes, at_most)


@lru_cache(maxsize=16)
def _assigned(
    leaving: tuple[Leaving, ...],
    shelters: tuple[Shelter, ...],
    danger_radius_km: float,
    road: tuple[tuple[tuple[str, str], float], ...] | None,
    at_most_km: float | None,
) -> Plan:
    """Return the assignment, worked out anew only where a point, a site or a distance has changed."""
    return assign(
        leaving,
        shelters,
        danger_radius_km=danger_radius_km,
        road=None if road is None else dict(road),
        at_most_km=at_most_km,
    )


def road_table(folder: Path) -> dict[tuple[str, str], float] | None:
    """Return the road distances that lie in the store folder, None without any. Raises Refusal for what is no such table."""
    path = folder / ROAD_FILE
    if not path.is_file():
        return None
    cure = "第一行写 point_code,site_code,km，下面每行写点位编号、安置点编号和公里数，存成 UTF-8 的 CSV。"
    try:
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
        if not set(_ROAD_COLUMNS) <= set(reader.fieldnames or ()):
            raise Refusal(f"道路距离表 {ROAD_FILE} 的表头不对。", cure)
        table = {}
        for number, row in enumerate(reader, start=2):
            km = float(row["km"])
            if not 0 <= km < 10_000:
                raise ValueError(number)
            table[(row["point_code"].strip(), row["site_code"].strip())] = km
    except (ValueError, TypeError, AttributeError, UnicodeDecodeError, csv.Error) as wrong:
        raise Refusal(f"道路距离表 {ROAD_FILE} 有读不出来的行。", cure) from wrong
    return table


def _rows(answer: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values; every absent value is None."""
    names = [str(name) for name in answer]
    return [dict(zip(names, values, strict=True)) for values in zip(*(_plain(answer[name]) for name in names), strict=True)]


def _plain(column: "pd.Series[Any]") -> list[Any]:
    return [None if is_absent else value for value, is_absent in zip(column.tolist(), column.isna().tolist(), strict=True)]


def _by_key(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(row["key"]): row for row in rows}


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _real(value: Any) -> float | None:
    return None if value is None else float(value)


def _leaving(row: Mapping[str, Any], moved: int | None) -> Leaving:
    return Leaving(
        row["point_code"],
        str(row["key"]),
        str(row["name"] or row["point_code"] or row["key"]),
        row["township"],
        row["risk_level"],
        _whole(row["people_at_risk"]),
        _whole(row["vulnerable_people"]),
        row["evacuation_site"],
        _real(row["longitude"]),
        _real(row["latitude"]),
        moved,
    )


def _shelter(row: Mapping[str, Any]) -> Shelter:
    """Return the site; one that is full, closed, vanished or in an unknown state has no room, but a plan may still name it."""
    takes_people = row["state"] in ("open", "designated") and not row["is_vanished"]
    return Shelter(
        row["site_code"],
        str(row["key"]),
        str(row["name"] or row["site_code"] or row["key"]),
        row["township"],
        _whole(row["usable"]) if takes_people else 0,
        row["state"] == "open",
        _real(row["longitude"]),
        _real(row["latitude"]),
    )


# --- what it says ---


def _beside_reports(reports: Sequence[Mapping[str, Any]], advice: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[str]]:
    """Return the points whose reports of moving could not be counted: no figure, too old, or of no point of the list."""
    leaving = {row["key"] for row in advice}
    ours = [row for row in reports if row["point_key"] in leaving]
    name = "point_name"
    return {
        "moved_unknown": [row[name] for row in ours if row["is_of_this_storm"] and row["away_count"] is None],
        "moved_before": [row[name] for row in ours if not row["is_of_this_storm"] and row["away_count"] != 0],
        "moved_unmatched": [row[name] for row in reports if row["point_key"] is None and row["is_of_this_storm"]],
    }


def _notes(found: Plan, beside: Mapping[str, Sequence[str]], radius: float, at_most_km: float | None) -> tuple[str, ...]:
    named: dict[str, Sequence[str]] = {
        "unknown": [each.name for each in found.unknown],
        "too_far": [each.point.name for each in found.too_far if each.nearest_km is not None],
        "full_within": [each.point.name for each in found.too_far if each.nearest_km is None],
        "in_danger": [each.name for each in found.in_danger],
        "without_room": [each.name for each in found.without_room],
        **beside,
        "unplaced_sites": [each.name for each in found.unplaced_sites],
        "unplaced_points": [each.name for each in found.unplaced_points],
        "plan_site_unlisted": [each.name for each in found.plan_site_unlisted],
    }
    sentences = plan_words().notes
    said = [sentences["moved"].format(count=found.moved_count, people=found.moved)] if found.moved else []
    said += [
        sentences[what].format(count=len(names), names=_listed(names), radius=f"{radius:g}", cap=f"{at_most_km or 0:g}")
        for what, names in named.items()
        if names
    ]
    if found.road_missing_count:
        said.append(sentences["road_missing"].format(count=found.road_missing_count))
    if not (found.is_proved and found.is_least_split):
        said.append(sentences["split_not_proved" if found.is_proved else "not_proved"])
    return tuple(said)


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def as_document(planned: Planned) -> dict[str, object]:
    """Return the plan for ``plan --json``; codes fall back to the name where there is none."""
    found = planned.plan
    return {
        "as_of": planned.moment.isoformat(sep=" "),
        "notice": plan_words().notice,
        "distance": found.distance,
        "people": found.people,
        "placed": found.placed,
        "moves": [
            {
                "point_code": each.point.code or each.point.name,
                "site_code": each.site.code or each.site.name,
                "people": each.people,
                "distance_km": each.distance_km,
                "is_plan_site": each.is_plan_site,
                "is_by_road": each.is_by_road,
                "point": each.point.name,
                "site": each.site.name,
                "township": each.point.township,
            }
            for each in found.moves
        ],
        "gap": [{"township": each.township, "people": each.people} for each in found.gap],
        "person_km": found.person_km,
        "split_points": found.split_count,
        "open_next": [
            {
                "site_code": each.site.code or each.site.name,
                "site": each.site.name,
                "township": each.site.township,
                "people": each.people,
                "distance_km": each.distance_km,
            }
            for each in found.open_next
        ],
        "gap_when_opened": found.gap_when_opened,
        "moved": found.moved,
        "at_most_km": planned.at_most_km,
        "too_far": [
            {
                "point_code": each.point.code or each.point.name,
                "point": each.point.name,
                "township": each.point.township,
                "people": each.people,
                "nearest_km": each.nearest_km,
            }
            for each in found.too_far
        ],
        "unknown": [
            {"point_code": each.code or each.name, "point": each.name, "township": each.township} for each in found.unknown
        ],
        "notes": list(planned.notes),
        "is_proved": found.is_proved and found.is_least_split,
    }


def as_text(planned: Planned) -> str:
    """Return the plan for people."""
    found, words = planned.plan, plan_words()
    if not planned.points:
        return "\n".join([total_line(planned), *planned.notes])
    lines = [words.notice, total_line(planned)]
    for township, moves in by_township(found.moves).items():
        lines.append(township or words.no_township)
        lines += [
            "  "
            + words.move.format(
                point=each.point.name,
                site=each.site.name,
                people=each.people,
                distance=_far(each.distance_km),
                plan=words.plan_site if each.is_plan_site else "",
            )
            for each in moves
        ]
    far = too_far_people(found)
    lines += [
        (words.gap_too_far if each.township in far else words.gap).format(
            township=each.township or words.no_township,
            people=each.people,
            far=far.get(each.township),
            cap=f"{planned.at_most_km or 0:g}",
        )
        for each in found.gap
    ]
    lines += open_next_lines(found)
    return "\n".join([*lines, *planned.notes])


def total_line(planned: Planned) -> str:
    """Return the whole plan in one sentence."""
    found, words = planned.plan, plan_words()
    if not planned.points:
        return words.nobody_left if planned.notes else words.nobody
    return words.total.format(
        people=found.people,
        placed=found.placed,
        gap=found.people - found.placed,
        distance=words.road if found.distance == "road" else words.great_circle,
        person_km=f"{found.person_km:.1f}",
        split=found.split_count,
    )


def too_far_people(found: Plan) -> dict[str | None, int]:
    """Return by township how many of the gap have every site that may take anybody beyond the cap on distance."""
    far: dict[str | None, int] = {}
    for each in found.too_far:
        if each.nearest_km is not None:
            far[each.point.township] = far.get(each.point.township, 0) + each.people
    return far


def open_next_lines(found: Plan) -> list[str]:
    """Return what to open next, and what is short even then, in sentences."""
    words = plan_words()
    lines = [
        words.open_next.format(
            site=each.site.name,
            township=each.site.township or words.no_township,
            people=each.people,
            distance=_far(each.distance_km),
        )
        for each in found.open_next
    ]
    if found.gap_when_opened:
        lines.append(words.gap_when_opened.format(people=found.gap_when_opened))
    return lines


def _far(km: float | None) -> str:
    return plan_words().unknown_distance if km is None else f"{km:.1f} 公里"


def by_township(moves: Sequence[Move]) -> dict[str | None, list[Move]]:
    """Return the moves by the township that people leave, in the order of names; those without one last."""
    found: dict[str | None, list[Move]] = {}
    for each in sorted(moves, key=lambda each: (each.point.township is None, each.point.township or "", each.point.key)):
        found.setdefault(each.point.township, []).append(each)
    return found
