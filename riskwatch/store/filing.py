"""Filing an upload: what it changes, accepting it in one transaction, undoing and redoing it.

Rows are only ever added; nothing here edits or deletes one.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

import duckdb
import pandas as pd
import pyarrow as pa

from riskwatch.model.ledger import Ledger, ledger
from riskwatch.model.refusal import Refusal
from riskwatch.store.question import command
from riskwatch.store.store import Store, now

MODES = {"upsert": "按编号更新", "replace": "整表替换", "append": "追加"}
_CLOSED = frozenset({"closed", "done", "cancelled"})
_ARROW = {
    "number": pa.float64(),
    "share": pa.float64(),
    "longitude": pa.float64(),
    "latitude": pa.float64(),
    "integer": pa.int32(),
    "date": pa.date32(),
    "deadline": pa.date32(),
    "moment": pa.timestamp("us"),
    "flag": pa.bool_(),
    "words": pa.list_(pa.string()),
    "places": pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class IncomingSheet:
    """One sheet of an upload: which columns it had and under which headings."""

    name: str
    header_rows: tuple[int, ...]
    columns: tuple[str, ...]
    headings: Mapping[str, str]
    skipped: Sequence[Mapping[str, object]] = ()


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row that waits until somebody puts it right."""

    sheet: str
    row: int
    contents: Mapping[str, object]
    problems: Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Incoming:
    """What one file says of one ledger, one reporting unit and one day. ``rows`` holds key, source_sheet, source_row, is_noted, raw, extra and the stored columns."""

    ledger: Ledger
    file_name: str
    content: bytes
    sheets: tuple[IncomingSheet, ...]
    rows: Mapping[str, Sequence[object]]
    waiting: tuple[WaitingRow, ...] = ()
    problems: Mapping[str, int] = field(default_factory=dict)
    reporting_unit: str = ""
    sent_by: str = ""
    as_of: date | None = None
    mode: str = "upsert"
    reason: str = ""
    outside: Sequence[tuple[float, float]] = ()
    disagreeing: Sequence[tuple[str, int, str]] = ()  # totals of the sheets that are not ours: sheet, row, what is said
    corrections: Sequence[Mapping[str, object]] = ()  # cells put right on the page
    came_at: datetime | None = None  # when it came in; None is now. Only a sample's sheets, whose days are made up, say another


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row: what it was and what it will be."""

    key: str
    sheet: str
    row: int
    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an upload did and somebody must explain. Sheet and row are None for a row that vanished."""

    kind: str
    key: str | None
    sheet: str | None
    row: int | None
    said: str


@dataclass(frozen=True)
class Effect:
    """What an upload changes, by row: each list holds (sheet, row) in Excel's words; vanished and missing hold keys.

    closed_unproven: closed now and not before, with no evidence of a recheck. disagreeing: totals of the sheet that are not ours.
    missing: an update of most of the unit's last sheet that lacks these; they stay as they are.
    """

    new: tuple[tuple[str, int], ...] = ()
    changed: tuple[tuple[str, int], ...] = ()
    same: tuple[tuple[str, int], ...] = ()
    reopened: tuple[tuple[str, int], ...] = ()
    postponed: tuple[tuple[str, int], ...] = ()
    vanished: tuple[str, ...] = ()
    closed_unproven: tuple[tuple[str, int], ...] = ()
    disagreeing: tuple[tuple[str, int], ...] = ()
    missing: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()

    def counts(self, sheet: str | None = None) -> dict[str, int]:
        """Return the number of rows of each kind, of one sheet or of all. Vanished rows belong to no sheet."""
        kinds = {
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "reopened": self.reopened,
            "postponed": self.postponed,
            "closed_unproven": self.closed_unproven,
            "disagreeing": self.disagreeing,
        }
        counted = {kind: sum(sheet in (None, each[0]) for each in rows) for kind, rows in kinds.items()}
        return counted | {"vanished": len(self.vanished), "missing": len(self.missing)}


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer to an accepted upload. ``is_repeat`` when the same file had been taken before and nothing changed."""

    upload_id: str
    effect: Effect
    is_repeat: bool = False


def arrow_table(incoming: Incoming) -> pa.Table:
    """Return the rows as typed columns, in the order of the ledger's history table but for upload_id."""
    count = len(incoming.rows["key"])
    kinds = {column.name: column.kind for column in incoming.ledger.columns}
    columns: dict[str, pa.Array] = {
        "key": pa.array(incoming.rows["key"], pa.string()),
        "source_sheet": pa.array(incoming.rows["source_sheet"], pa.string()),
        "source_row": pa.array(incoming.rows["source_row"], pa.int32()),
        "place_in_upload": pa.array(range(count), pa.int32()),
        "is_noted": pa.array(incoming.rows["is_noted"], pa.bool_()),
    }
    for name in incoming.ledger.stored:
        kind = _ARROW.get(kinds.get(name, "text"), pa.string())
        columns[name] = pa.array(incoming.rows.get(name, [None] * count), kind)
    for name in ("raw", "extra"):
        texts = [json.dumps(each, ensure_ascii=False, default=str) if each else None for each in incoming.rows[name]]
        columns[name] = pa.array(texts, pa.string())
    return pa.table(columns)


class _Rehearsed(Exception):
    """Raised to take a rehearsal back."""


def effects_of(store: Store, parts: Sequence[Incoming]) -> tuple[Effect, ...]:
    """Return what accepting the parts of one file would change now, each after those before it. Writes nothing."""
    told: list[Effect] = []
    if not any(_meets(part, parts[:place]) for place, part in enumerate(parts)):
        with store.reader() as cursor:
            return tuple(_effect(cursor, part, arrow_table(part)) for part in parts)
    # Only the store can tell what one part leaves for the next: file them, look, and roll back.
    with suppress(_Rehearsed), store.write() as cursor:
        told += [each.effect for each in _file(cursor, parts, "")]
        raise _Rehearsed
    return tuple(told)


def accept(store: Store, parts: Sequence[Incoming]) -> tuple[Accepted, ...]:
    """File the parts of one file in one transaction, one upload each.

    The same part again is answered with its upload and changes nothing, unless more of its rows can be taken than then.
    Raises Refusal for an unknown mode.
    """
    for part in parts:
        if part.mode not in MODES:
            raise Refusal(f"没有“{part.mode}”这种导入方式。", "从 upsert、replace、append 中选一种。")
    sha256 = store.keep_original(parts[0].content)
    with store.write() as cursor:
        return tuple(_file(cursor, parts, sha256))


def _file(cursor: duckdb.DuckDBPyConnection, parts: Sequence[Incoming], sha256: str) -> list[Accepted]:
    """File each part after those before it; without a hash it is a rehearsal, and no part was there before."""
    filed: list[Accepted] = []
    behind: dict[str, list[str] | None] = {}  # ledgers whose _now does not yet hold what came in, and of which keys; None for all
    moment = datetime.min
    for place, part in enumerate(parts):
        name = part.ledger.name
        rows = arrow_table(part)
        known = _same_file(cursor, part, rows, sha256)
        if known is not None:
            filed.append(Accepted(known, Effect(), is_repeat=True))
            continue
        if name in behind and _meets(part, parts[:place]):
            _refresh(cursor, name, behind.pop(name))
        effect = _effect(cursor, part, rows)
        moment = max(
            part.came_at or now(), moment + timedelta(microseconds=1)
        )  # of two parts for one day the later one has the last word
        upload_id = f"{moment:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        _enter(cursor, part, effect, upload_id, sha256, moment)
        _add_rows(cursor, part, rows, upload_id)
        add_outside_points(cursor, part.outside)
        so_far = behind.get(name, [])
        if so_far is None or _touches_others(part.ledger, part.mode):
            behind[name] = None
        else:
            behind[name] = so_far + rows["key"].to_pylist()
        filed.append(Accepted(upload_id, effect))
    for name, keys in behind.items():
        _refresh(cursor, name, keys)
    return filed


def _touches_others(kind: Ledger, mode: str) -> bool:
    """Tell whether an upload may change rows whose keys it does not name: a full snapshot lets them vanish.

    Of ledgers without a time of their own all rows are drawn: some lie in the order of their keys, in some rows stand for one another.
    """
    return kind.own_time is None or mode == "replace"


def _refresh(cursor: duckdb.DuckDBPyConnection, ledger_name: str, keys: list[str] | None) -> None:
    """Bring a ledger's ``_now`` up to date: the rows of some keys, or all, which costs less than most of them."""
    if keys is None or len(keys) * 2 > cursor.table(f"{ledger_name}_now").shape[0]:
        cursor.execute(command(f"refresh/{ledger_name}"))
        return
    cursor.register("touched", pa.table({"key": pa.array(keys, pa.string())}))
    cursor.execute(command(f"refresh_touched/{ledger_name}"))
    cursor.unregister("touched")


def _same_file(cursor: duckdb.DuckDBPyConnection, part: Incoming, rows: pa.Table, sha256: str) -> str | None:
    """Return the upload that the same sheets of the same bytes made before for the same unit, or None."""
    known = {
        "sha256": sha256,
        "ledger": part.ledger.name,
        "reporting_unit": part.reporting_unit,
        "sheets": [sheet.name for sheet in part.sheets],
        "row_count": rows.num_rows,
        "corrections": _json(list(part.corrections)),
    }
    same = cursor.execute(command("find_same_file"), known).fetchone()
    return same[0] if same else None


def _meets(part: Incoming, earlier: Sequence[Incoming]) -> bool:
    """Tell whether what ``part`` changes may depend on an earlier part: a shared key, or a full snapshot."""
    alike = [each for each in earlier if each.ledger.name == part.ledger.name]
    keys = set(part.rows["key"]) if alike else set()
    return any("replace" in (part.mode, each.mode) or not keys.isdisjoint(each.rows["key"]) for each in alike)


def add_outside_points(cursor: duckdb.DuckDBPyConnection, points: Sequence[tuple[float, float]], *, anew: bool = False) -> None:
    """Remember coordinates that lie outside the county; ``anew`` forgets the earlier ones, for a new outline."""
    if anew:
        cursor.execute(command("forget_outside_points"))
    _append(cursor, "outside_point", [{"longitude": x, "latitude": y} for x, y in points])


def _effect(cursor: duckdb.DuckDBPyConnection, incoming: Incoming, rows: pa.Table) -> Effect:
    name = incoming.ledger.name
    tables = {"ledger_now": f"{name}_now", "reporting_unit": incoming.reporting_unit}
    rows = _under_one_key(cursor, name, rows)
    cursor.register("coming", rows.select(["key"]))
    before = cursor.execute(command("rows_before"), {"ledger_now": f"{name}_now"}).df()
    vanished: list[str] = []
    missing: list[str] = []
    if incoming.mode == "replace":
        vanished = [row[0] for row in cursor.execute(command("rows_about_to_vanish"), tables).fetchall()]
    elif incoming.mode == "upsert" and incoming.ledger.own_time is None and incoming.reporting_unit:
        missing = [row[0] for row in cursor.execute(command("rows_missing"), {"ledger": name, **tables}).fetchall()]
    cursor.unregister("coming")
    effect = _compare(incoming, rows, before)
    effect = replace(effect, vanished=tuple(vanished), missing=tuple(missing))
    return replace(
        effect, disagreeing=tuple((sheet, row) for sheet, row, _ in incoming.disagreeing), findings=_findings(incoming, effect)
    )


def _under_one_key(cursor: duckdb.DuckDBPyConnection, ledger_name: str, rows: pa.Table) -> pa.Table:
    """Give rows that a person judged to be the same as another the other's key, as the store does when it counts."""
    same = dict(cursor.execute(command("same_rows"), {"ledger": ledger_name}).fetchall())
    if not same:
        return rows
    keys = [same.get(key, key) for key in rows["key"].to_pylist()]
    return rows.set_column(rows.schema.get_field_index("key"), "key", pa.array(keys, pa.string()))


def _findings(incoming: Incoming, effect: Effect) -> tuple[Finding, ...]:
    """Return what somebody must explain, told with what it was and what it is."""
    key_of = {(change.sheet, change.row): change.key for change in effect.changes}
    told = {
        (change.sheet, change.row, change.field): f"{_told(change.before)} → {_told(change.after)}" for change in effect.changes
    }
    found = [
        Finding(kind, key_of.get((sheet, row)), sheet, row, told.get((sheet, row, column), ""))
        for kind, places, column in (
            ("closed_unproven", effect.closed_unproven, "status"),
            ("reopened", effect.reopened, "status"),
            ("postponed", effect.postponed, "due_on"),
        )
        for sheet, row in places
    ]
    found += [Finding("vanished", key, None, None, "") for key in effect.vanished]
    found += [Finding("disagreeing", None, sheet, row, says) for sheet, row, says in incoming.disagreeing]
    return tuple(found)


def _told(value: object) -> str:
    return "（空）" if value is None else str(value)


def _compare(incoming: Incoming, rows: pa.Table, before: pd.DataFrame) -> Effect:
    """Compare row by row what the store has under a key with what comes in under it; of a key that comes twice the last counts."""
    all_keys = rows["key"].to_pylist()
    at = list(zip(rows["source_sheet"].to_pylist(), rows["source_row"].to_pylist(), strict=True))
    there = set(before["key"])
    counting = sorted({key: number for number, key in enumerate(all_keys)}.values())
    met = pa.array([number for number in counting if all_keys[number] in there], pa.int64())
    after = rows.take(met).to_pandas(date_as_object=True)
    known = before.set_index("key").reindex(after["key"])
    keys = after["key"].tolist()
    places = list(zip(after["source_sheet"].tolist(), after["source_row"].tolist(), strict=True))
    present = {name for sheet in incoming.sheets for name in sheet.columns}
    changes: list[Change] = []
    closed: list[int] = []
    reopened: list[int] = []
    postponed: list[int] = []
    for name in (column.name for column in incoming.ledger.columns if column.name in present):
        old, new = known[name].tolist(), after[name].tolist()
        for place in range(len(places)):
            if old[place] is new[place] or (was := _plain(old[place])) == (will := _plain(new[place])):
                continue
            changes.append(Change(keys[place], *places[place], name, was, will))
            if name == "status":
                if was in _CLOSED and will is not None and will not in _CLOSED:
                    reopened.append(place)
                if will == "closed" and was not in _CLOSED:
                    closed.append(place)
            if name == "due_on" and isinstance(was, date) and isinstance(will, date) and will > was:
                postponed.append(place)
    place_of = {at: place for place, at in enumerate(places)}
    changed = {place_of[change.sheet, change.row] for change in changes}
    unproven = [
        place for place in closed if incoming.ledger.evidence and not _has_evidence(incoming.ledger, place, known, after, present)
    ]
    return Effect(
        new=tuple(at[number] for number in counting if all_keys[number] not in there),
        changed=tuple(places[place] for place in sorted(changed)),
        same=tuple(places[place] for place in range(len(places)) if place not in changed),
        reopened=tuple(places[place] for place in reopened),
        postponed=tuple(places[place] for place in postponed if place not in reopened),  # a new cycle has its own deadline
        closed_unproven=tuple(places[place] for place in unproven),
        changes=tuple(changes),
    )


def _has_evidence(kind: Ledger, place: int, known: pd.DataFrame, after: pd.DataFrame, present: set[str]) -> bool:
    """Tell whether any column of evidence is filled: as it comes in, or as it stands where the sheet lacks the column."""
    return any(_plain((after if name in present else known)[name].iloc[place]) is not None for name in kind.evidence)


def _plain(value: object) -> object:
    """Return a value as Python's own, so that the same value compares equal wherever it comes from."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, pd.Timestamp):
        moment = value.to_pydatetime()
        return moment.date() if moment.time() == datetime.min.time() else moment
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, list | date | str | bool):
        return value
    return None if value != value else value


def _enter(
    cursor: duckdb.DuckDBPyConnection, incoming: Incoming, effect: Effect, upload_id: str, sha256: str, moment: datetime
) -> None:
    counts = effect.counts()
    entry = {
        "upload_id": upload_id,
        "ledger": incoming.ledger.name,
        "file_name": incoming.file_name,
        "sha256": sha256,
        "byte_count": len(incoming.content),
        "reporting_unit": incoming.reporting_unit,
        "sent_by": incoming.sent_by,
        "accepted_at": moment,
        "as_of": incoming.as_of or moment.date(),
        "mode": incoming.mode,
        "reason": incoming.reason,
        "row_count": len(incoming.rows["key"]),
        "noted_count": sum(bool(each) for each in incoming.rows["is_noted"]),
        "waiting_count": len(incoming.waiting),
        **{f"{kind}_count": counts[kind] for kind in ("new", "changed", "same", "reopened", "postponed", "vanished")},
        "problems": _json(incoming.problems),
        "corrections": _json(list(incoming.corrections)),
    }
    _insert(cursor, "entry", [entry], "add_upload")
    cursor.execute(
        command("add_event"),
        {
            "upload_id": upload_id,
            "happened_at": moment,
            "what": "accepted",
            "done_by": incoming.sent_by,
            "reason": incoming.reason,
        },
    )
    sheets: list[dict[str, object]] = [
        {
            "upload_id": upload_id,
            "source_sheet": sheet.name,
            "header_rows": list(sheet.header_rows),
            "columns": sorted(sheet.columns),
            "headings": _json(sheet.headings),
            "skipped": _json(list(sheet.skipped)),
        }
        for sheet in incoming.sheets
    ]
    _append(cursor, "upload_sheet", sheets)
    findings: list[dict[str, object]] = [
        {
            "upload_id": upload_id,
            "ledger": incoming.ledger.name,
            "kind": each.kind,
            "key": each.key,
            "source_sheet": each.sheet,
            "source_row": each.row,
            "said": each.said,
        }
        for each in effect.findings
    ]
    _append(cursor, "finding", findings)
    waiting: list[dict[str, object]] = [
        {
            "upload_id": upload_id,
            "ledger": incoming.ledger.name,
            "source_sheet": row.sheet,
            "source_row": row.row,
            "contents": _json(row.contents),
            "problems": _json(list(row.problems)),
        }
        for row in incoming.waiting
    ]
    _append(cursor, "waiting_row", waiting)


def _insert(cursor: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, object]], statement: str) -> None:
    cursor.register(name, pa.Table.from_pylist(rows))
    cursor.execute(command(statement))
    cursor.unregister(name)


def _append(cursor: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    if rows:
        cursor.from_arrow(pa.Table.from_pylist(rows)).insert_into(table)


def _add_rows(cursor: duckdb.DuckDBPyConnection, incoming: Incoming, rows: pa.Table, upload_id: str) -> None:
    if rows.num_rows:
        with_id = rows.add_column(0, "upload_id", pa.array([upload_id] * rows.num_rows, pa.string()))
        cursor.from_arrow(with_id).insert_into(f"{incoming.ledger.name}_history")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Turn:
    """What undoing an upload changes: rows that go back to an earlier upload, that go, and vanished ones that come again."""

    ledger: str
    returning: int
    leaving: int
    reappearing: int


def effect_of_undo(store: Store, upload_id: str) -> Turn:
    """Return what undoing would change now. Writes nothing. Raises Refusal when there is no such upload."""
    with store.reader() as cursor:
        found = cursor.execute(command("find_upload"), {"upload_id": upload_id}).fetchone()
        if found is None:
            raise _no_upload(upload_id)
        names = {"ledger": found[1], "ledger_now": f"{found[1]}_now", "ledger_history": f"{found[1]}_history"}
        counted = cursor.execute(command("rows_of_upload"), {"upload_id": upload_id, **names}).fetchone()
    assert counted is not None
    return Turn(found[1], counted[0], counted[1], found[3])


def undo(store: Store, upload_id: str, done_by: str = "", reason: str = "") -> None:
    """Take an upload back: its rows count no more. Raises Refusal when there is none or it is undone already."""
    _turn(store, upload_id, done_by, reason, what="undone", wrong_when=True, says="已经撤销过了。")


def redo(store: Store, upload_id: str, done_by: str = "", reason: str = "") -> None:
    """Let an undone upload count again. Raises Refusal when there is none or it counts already."""
    _turn(store, upload_id, done_by, reason, what="redone", wrong_when=False, says="没有被撤销，不用恢复。")


def _no_upload(upload_id: str) -> Refusal:
    return Refusal(f"没有编号为“{upload_id}”的上报。", "用 history 查看上报编号。")


def _turn(store: Store, upload_id: str, done_by: str, reason: str, *, what: str, wrong_when: bool, says: str) -> None:
    with store.write() as cursor:
        found = cursor.execute(command("find_upload"), {"upload_id": upload_id}).fetchone()
        if found is None:
            raise _no_upload(upload_id)
        if found[2] is wrong_when:
            raise Refusal(f"上报“{upload_id}”{says}", "刷新上报记录后再看。")
        event = {"upload_id": upload_id, "happened_at": now(), "what": what, "done_by": done_by, "reason": reason}
        cursor.execute(command("add_event"), event)
        keys = None if _touches_others(ledger(found[1]), found[4]) else _keys_of(cursor, found[1], upload_id)
        _refresh(cursor, found[1], keys)


def _keys_of(cursor: duckdb.DuckDBPyConnection, ledger_name: str, upload_id: str) -> list[str]:
    asked = {"upload_id": upload_id, "ledger_history": f"{ledger_name}_history"}
    return [key for (key,) in cursor.execute(command("keys_of_upload"), asked).fetchall()]


def explain(store: Store, upload_id: str, done_by: str, reason: str) -> None:
    """Give the reason for an upload that came in without one. Raises Refusal when there is none or the reason is empty."""
    if not reason.strip():
        raise Refusal("还没有写说明。", "写上为什么这样改，再点一次。")
    with store.write() as cursor:
        if cursor.execute(command("find_upload"), {"upload_id": upload_id}).fetchone() is None:
            raise _no_upload(upload_id)
        cursor.execute(
            command("explain"), {"upload_id": upload_id, "happened_at": now(), "done_by": done_by, "reason": reason.strip()}
        )
        store.note_change(cursor, "explanation", done_by, {"upload_id": upload_id, "reason": reason.strip()})


@dataclass(frozen=True, slots=True)
class NilReport:
    """零报告: a unit has nothing to report of a ledger for a period."""

    unit: str
    ledger: str
    period_start: date
    period_end: date
    note: str = ""
    is_withdrawn: bool = False


def state_nil(store: Store, statement: NilReport, done_by: str) -> None:
    """Keep a statement of 零报告, or its withdrawal."""
    entry = asdict(statement)
    with store.write() as cursor:
        cursor.execute(command("nil_report"), {**entry, "happened_at": now(), "done_by": done_by})
        store.note_change(cursor, "nil_report", done_by, entry)


def rows_of_unit(store: Store, ledger_name: str, reporting_unit: str) -> list[dict[str, object]]:
    """Return a unit's rows as they count now, as Python's own values; ``extra`` is by heading."""
    with store.reader() as cursor:
        asked = {"ledger_now": f"{ledger_name}_now", "reporting_unit": reporting_unit}
        rows = cursor.execute(command("rows_of_unit"), asked).to_arrow_table().to_pylist()
    return [{**row, "extra": json.loads(row["extra"] or "{}")} for row in rows]
