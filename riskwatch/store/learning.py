"""What people taught and decided: learned spellings, and which rows are one thing under two keys. Nothing of it is ever deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from rapidfuzz import fuzz, process

from riskwatch.model.ledger import Near
from riskwatch.model.lessons import Lesson, Lessons, lessons
from riskwatch.model.refusal import Refusal
from riskwatch.model.words import key
from riskwatch.store.filing import Effect, Incoming
from riskwatch.store.question import command
from riskwatch.store.store import Store, now

_MOST_COMPARED = 6_000_000  # about a second, and a table of 24 MB


def lessons_of(store: Store) -> Lessons:
    """Return what this store was taught and not untaught."""
    rows: list[dict[str, Any]] = store.ask("learning/lessons").to_dict("records")  # type: ignore[assignment]
    return lessons(Lesson(row["kind"], row["scope"], row["written"], row["means"]) for row in rows)


def teach(store: Store, taught: Sequence[Lesson], done_by: str) -> None:
    """Keep lessons; a later one about the same writing replaces the earlier."""
    _enter_lessons(store, [(each, each.means) for each in taught], done_by, "taught")


def unteach(store: Store, forgotten: Sequence[Lesson], done_by: str) -> None:
    """Take lessons back: the writing is asked about again."""
    _enter_lessons(store, [(each, None) for each in forgotten], done_by, "untaught")


def _enter_lessons(store: Store, entries: Sequence[tuple[Lesson, str | None]], done_by: str, what: str) -> None:
    if not entries:
        return
    rows = [
        {
            "kind": each.kind,
            "scope": each.scope,
            "written": each.written,
            "means": means,
            "happened_at": now(),
            "done_by": done_by,
        }
        for each, means in entries
    ]
    with store.write() as cursor:
        cursor.register("taught", pa.Table.from_pylist(rows, schema=_LESSON))
        cursor.execute(command("add_lesson"))
        cursor.unregister("taught")
        store.note_change(cursor, what, done_by, rows)


_LESSON = pa.schema(
    [
        *((name, pa.string()) for name in ("kind", "scope", "written", "means")),
        ("happened_at", pa.timestamp("us")),
        ("done_by", pa.string()),
    ]
)
_DECISION = pa.schema(
    [
        *((name, pa.string()) for name in ("ledger", "key", "same_as")),
        ("is_same", pa.bool_()),
        ("happened_at", pa.timestamp("us")),
        ("done_by", pa.string()),
    ]
)


# --- one thing under two keys ---


@dataclass(frozen=True, slots=True)
class Alike:
    """A new row that may be the same thing as another. ``other_upload`` is empty where the other comes in the same file."""

    key: str
    sheet: str
    row: int
    wording: str
    other_key: str
    other_sheet: str
    other_row: int
    other_upload: str
    other_wording: str
    place: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What was found. ``is_whole`` is False where there was too much to compare, so nothing can be said about the rest."""

    pairs: tuple[Alike, ...] = ()
    is_whole: bool = True


def alike(store: Store, incoming: Incoming, effect: Effect) -> Likenesses:
    """Return new rows that may be things the store or the same file has under another key, for a person to decide; the likest first.

    Compared are rows at the same place whose days lie close, by their wording (rapidfuzz). A pair that was decided is not asked again.
    """
    near = incoming.ledger.near
    if near is None or not effect.new:
        return Likenesses()
    coming = _coming(incoming, near, set(effect.new))
    if coming.empty:
        return Likenesses()
    name = incoming.ledger.name
    with store.reader() as cursor:
        cursor.register("coming", pa.table({"place": sorted(set(coming["place"]))}))
        there = cursor.execute(command(f"alike/{name}")).df()
        cursor.unregister("coming")
    decided = store.ask("learning/same_rows", {"ledger": name})
    asked_before = set(zip(decided["key"], decided["same_as"], strict=True))
    present = set(incoming.rows["key"])
    there = there[~there["key"].isin(present)]  # what the same sheet has under both keys, its clerk tells apart
    return _compare(coming, there.assign(upload_id=there["upload_id"].fillna("")), near, asked_before)


def _coming(incoming: Incoming, near: Near, new: set[tuple[str, int]]) -> pd.DataFrame:
    rows = incoming.rows
    count = len(rows["key"])
    blank: list[object] = [None] * count
    columns = [rows.get(name, blank) for name in near.place]
    frame = pd.DataFrame(
        {
            "key": rows["key"],
            "source_sheet": rows["source_sheet"],
            "source_row": rows["source_row"],
            "place": [next((each for each in parts if each is not None), None) for parts in zip(*columns, strict=True)],
            "wording": list(rows.get(near.text, blank)),
            "happened_on": pd.to_datetime(pd.Series(list(rows.get(near.day or "", blank)), dtype="object"), errors="coerce"),
        }
    )
    is_new = [(sheet, row) in new for sheet, row in zip(rows["source_sheet"], rows["source_row"], strict=True)]
    return frame[pd.Series(is_new) & frame["place"].notna() & frame["wording"].notna()]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it is compared: its wording without spaces and signs, and its day as a number (NaN where it has none)."""

    key: str
    sheet: str
    row: int
    wording: str
    heard: str
    day: float
    upload: str = ""


def _by_place(rows: pd.DataFrame) -> dict[str, list[_Row]]:
    days = pd.to_datetime(rows["happened_on"], errors="coerce")
    numbers = ((days - pd.Timestamp(0)) / pd.Timedelta(days=1)).tolist()
    uploads = rows["upload_id"].fillna("").tolist() if "upload_id" in rows else [""] * len(rows)
    found: dict[str, list[_Row]] = {}
    told = (rows[name].tolist() for name in ("place", "key", "source_sheet", "source_row", "wording"))
    for place, key_, sheet, row, wording, day, upload in zip(*told, numbers, uploads, strict=True):
        found.setdefault(str(place), []).append(_Row(key_, sheet, int(row), wording, key(wording), float(day), upload))
    return found


def _compare(coming: pd.DataFrame, there: pd.DataFrame, near: Near, asked: set[tuple[str, str]]) -> Likenesses:
    """Compare each new row with those at its place that stand already, and with the new ones before it."""
    pairs: list[Alike] = []
    compared, is_whole = 0, True
    standing = _by_place(there)
    for place, new in _by_place(coming).items():
        others = [*standing.get(place, ()), *new]
        if len(others) == 1:
            continue
        if compared + len(new) * len(others) > _MOST_COMPARED:
            is_whole = False
            continue
        compared += len(new) * len(others)
        pairs += _pairs_at(place, new, others, near, asked)
    return Likenesses(tuple(sorted(pairs, key=lambda each: -each.likeness)), is_whole)


def _pairs_at(place: str, new: list[_Row], others: list[_Row], near: Near, asked: set[tuple[str, str]]) -> list[Alike]:
    """Return the pairs at one place. ``others``: what stands there, then the new rows themselves in the same order."""
    texts = [each.heard for each in new], [each.heard for each in others]
    likeness = process.cdist(*texts, scorer=fuzz.ratio, score_cutoff=near.alike * 100, dtype=np.float32)
    before = len(others) - len(new)
    found = []
    for row_no, other_no in zip(*(each.tolist() for each in np.nonzero(likeness)), strict=True):
        row, other = new[row_no], others[other_no]
        if other_no >= before + row_no:
            continue  # itself, or a later one that is compared with it in its turn
        if near.day and abs(row.day - other.day) > near.within_days:
            continue  # an unknown day is near to every day
        if (row.key, other.key) not in asked and (other.key, row.key) not in asked:
            found.append(
                Alike(
                    key=row.key,
                    sheet=row.sheet,
                    row=row.row,
                    wording=row.wording,
                    other_key=other.key,
                    other_sheet=other.sheet,
                    other_row=other.row,
                    other_upload=other.upload,
                    other_wording=other.wording,
                    place=place,
                    likeness=float(likeness[row_no, other_no]) / 100,
                )
            )
    return found


def decide_same(store: Store, ledger_name: str, decisions: Sequence[tuple[str, str, bool | None]], done_by: str) -> None:
    """Keep a person's decisions, each (key, other key, same?): the other key stands for both; None takes a decision back.

    Raises Refusal when two keys would stand for each other.
    """
    with store.write() as cursor:
        stands = dict(cursor.execute(command("same_rows"), {"ledger": ledger_name}).fetchall())
        entries = []
        for one, other, is_same in decisions:
            root = stands.get(other, other) if is_same else other
            if is_same and root == one:
                raise Refusal("这两条已经判为同一件。", "刷新页面后再看。")
            moved = [each for each, to in stands.items() if to == one] if is_same else []
            for each in (one, *moved):
                entries.append({"ledger": ledger_name, "key": each, "same_as": root, "is_same": is_same})
                if is_same:
                    stands[each] = root
        rows = [{**each, "happened_at": now(), "done_by": done_by} for each in entries]
        cursor.register("decision", pa.Table.from_pylist(rows, schema=_DECISION))
        cursor.execute(command("decide_same"))
        cursor.unregister("decision")
        cursor.execute(command(f"refresh/{ledger_name}"))
        store.note_change(cursor, "same_row", done_by, rows)
