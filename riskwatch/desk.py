"""The desk: a sheet handed in, checked, filed, taken back; a question asked. What the screens and the command line share.

Knows no screen and no command line. One desk per process; it holds the store and what is built once per data version.
"""

import hashlib
import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypedDict, Unpack

import pandas as pd

from riskwatch.geography.boundaries import Boundaries, Joined, join, read_boundaries, tiles
from riskwatch.geography.sun import daylight
from riskwatch.intake.apart import Told, mark_apart, read_apart
from riskwatch.intake.own_headings import in_own_headings, own_headings
from riskwatch.intake.reading import Context, Correction, Reading, SheetReading
from riskwatch.intake.template import template
from riskwatch.model.coordinates import known_system
from riskwatch.model.county import County, county, county_from_text
from riskwatch.model.files import DATA
from riskwatch.model.ledger import ledger
from riskwatch.model.lessons import Lesson, Lessons, lessons
from riskwatch.model.problem import Problem
from riskwatch.model.refusal import Refusal
from riskwatch.model.reporting import period_of, periods_before
from riskwatch.model.roles import may
from riskwatch.model.township import Township, Townships, townships
from riskwatch.store.advice import Decision, decide_advice
from riskwatch.store.exchange import exchange, settle
from riskwatch.store.filing import (
    Accepted,
    Effect,
    Incoming,
    IncomingSheet,
    NilReport,
    Turn,
    WaitingRow,
    accept,
    effect_of_undo,
    effects_of,
    explain,
    redo,
    rows_of_unit,
    state_nil,
    undo,
)
from riskwatch.store.learning import Likenesses, alike, decide_same, lessons_of, teach, unteach
from riskwatch.store.question import Question, question
from riskwatch.store.store import ZONE, Look, Store, now

log = logging.getLogger("riskwatch")
SAMPLE = DATA / "samples" / "yunling"
HOME = DATA / "store"
_OWN_FILE, _SAMPLE_HOME = HOME / "risk.duckdb", HOME / "sample"
_BOUNDARY_FILES = ("boundaries.geojson", "boundaries.zip")
_CHANGES_KEPT = 200
_DAYS_KEPT = 64
PERIODS_SHOWN = 6


@dataclass(frozen=True)
class Landscape:
    """What one data version knows of the county's places."""

    version: str
    townships: Townships
    joined: Joined
    has_boundaries: bool
    lessons: Lessons

    @property
    def boundaries(self) -> Boundaries:
        """The outlines, or tiles where the county has none."""
        return self.joined.boundaries

    @cached_property
    def geojson(self) -> bytes:
        """What is sent to the screen, built once."""
        return self.boundaries.geojson()


@dataclass(frozen=True)
class Trial:
    """A boundary file looked at before it is kept. ``listed_count`` is None where the county has no list to compare with."""

    file_name: str
    content: bytes
    joined: Joined
    listed_count: int | None

    @property
    def matched_count(self) -> int:
        """How many listed townships have an outline in the file; every outline where there is no list."""
        if self.listed_count is None:
            return len(self.joined.boundaries.frame)
        return self.listed_count - len(self.joined.without_polygon)

    @property
    def is_of_another_county(self) -> bool:
        """Tell whether not one listed township has an outline: such a file is never kept."""
        return self.listed_count is not None and self.matched_count == 0

    @property
    def is_doubtful(self) -> bool:
        """Tell whether fewer than half of the listed townships have an outline."""
        return self.listed_count is not None and self.matched_count * 2 < self.listed_count


@dataclass(frozen=True)
class Kept:
    """A former county.toml or boundary file that can be brought back. ``content`` is None for “no boundaries”.

    ``at`` is when it was kept, by ``done_by``; with ``is_before`` when ``done_by`` put another in its place.
    """

    what: str
    at: datetime
    is_before: bool
    done_by: str
    file_name: str
    content: bytes | None


@dataclass(frozen=True)
class Filed:
    """What one file says of one ledger, unit and day, filed or about to be."""

    incoming: Incoming
    sheets: tuple[SheetReading, ...]
    accepted: Accepted | None = None
    effect: Effect | None = None


class Filing(TypedDict, total=False):
    """How a reading is filed; ``reporting_unit`` is for the sheets that name none."""

    mode: str
    sent_by: str
    reporting_unit: str
    reason: str


class Desk:
    """A store with its county. Its state is the open store and the landscape of the latest data version."""

    def __init__(self, folder: Path) -> None:
        """Open the store in ``folder``."""
        self.store = Store(folder)
        settle(self.store)
        # What is wrong with the county's own files, edited by hand: told to the keeper, and the board goes on without them.
        self._faults: dict[str, Refusal] = {}
        self._landscape: Landscape | None = None
        self._outlines: tuple[tuple[bytes, str, str], Boundaries] | None = None  # the boundary file as last read
        self._joined: tuple[Boundaries, Townships, Joined] | None = None
        self._surveying = threading.Lock()
        self._valued: dict[date | datetime | None, tuple[County, datetime, dict[str, object]]] = {}

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self.store.folder

    @property
    def version(self) -> str:
        """The data version: the key of everything that is kept."""
        return self.store.version

    @cached_property
    def county(self) -> County:
        """The county of this store, its own county.toml first; where that is wrong, the last one that was good."""
        try:
            found = county_of(self.folder)
        except Refusal as refused:
            last_good = self._last_good_county()
            serves = "上一次正确的设置" if last_good else "作战图自带的设置"
            self._tell("county", Refusal(f"县设置文件有误，现在用的是{serves}：{refused.says}", refused.fix))
            return last_good or county(DATA / "county.toml")
        self._faults.pop("county", None)
        return found

    def _last_good_county(self) -> County | None:
        for each in self._former_counties():
            try:
                return county_from_text((each.content or b"").decode())
            except Refusal:
                continue
        return None

    def _tell(self, what: str, fault: Refusal) -> None:
        if str(self._faults.get(what)) != str(fault):
            log.warning("%s", fault)
        self._faults[what] = fault

    @property
    def faults(self) -> tuple[Refusal, ...]:
        """What is wrong with the county's own files, for the keeper; empty when all is well."""
        _ = self.county, self.landscape  # reading them finds the faults
        return tuple(self._faults.values())

    @property
    def today(self) -> date:
        """The county's day; a sample county's stands still."""
        return self.county.today or now().date()

    def hour_of_sample(self, day: date) -> datetime:
        """Return when a sheet of the sample came in: in the afternoon of its day, and not after the sample's own now.

        Sheets of one day came one after the other.
        """
        hour = min(datetime.combine(day, time(17)), datetime.combine(self.today, self.county.clock or time(23, 59)))
        return hour + timedelta(seconds=len(self.store.ask("uploads/uploads")) - 120)

    # --- places ---

    @property
    def landscape(self) -> Landscape:
        """The townships and outlines, built once per data version."""
        with self._surveying:
            if self._landscape is None or self._landscape.version != self.version:
                self._landscape = self._survey()
            return self._landscape

    def _survey(self) -> Landscape:
        try:
            found = self._surveyed(self.county, self._own_boundaries(self.county))
        except Refusal as refused:
            self._tell("boundaries", Refusal(f"本县的边界文件有误，现在用等大方格代替：{refused.says}", refused.fix))
            return self._surveyed(self.county, None)
        self._faults.pop("boundaries", None)
        return found

    def _surveyed(self, home: County, own: Boundaries | None) -> Landscape:
        version = self.version
        taught = lessons_of(self.store)
        listed = self._listed_townships(home, own, taught)
        known = listed or townships(
            (Township(name, code) for name, code in zip(own.frame["name"], own.frame["code"], strict=True)) if own else (),
            home.name,
            taught.places,
        )
        # What a list has resolved is kept by the list itself: the same list is not kept once per version.
        if self._landscape and self._landscape.townships == known:
            known = self._landscape.townships
        if own:
            if self._joined is None or self._joined[0] is not own or self._joined[1] is not known:
                self._joined = own, known, join(own, known)
            return Landscape(version, known, self._joined[2], has_boundaries=True, lessons=taught)
        names = known.names or tuple(self.store.ask("places/township_names")["township"])
        return Landscape(version, known, Joined(tiles(names), (), ()), has_boundaries=False, lessons=taught)

    def _boundary_file(self) -> Path | None:
        return next((self.folder / name for name in _BOUNDARY_FILES if (self.folder / name).exists()), None)

    def _own_boundaries(self, home: County) -> Boundaries | None:
        path = self._boundary_file()
        if path is None:
            return None
        wanted = path.read_bytes(), path.name, home.crs
        if self._outlines is None or self._outlines[0] != wanted:
            self._outlines = wanted, read_boundaries(*wanted)
        return self._outlines[1]

    def _listed_townships(self, home: County, own: Boundaries | None, taught: Lessons | None = None) -> Townships | None:
        rows = self.store.ask("places/townships")
        if rows.empty:
            return None
        # A list may hold several counties: the county's own code, else that of its boundaries, tells which rows are ours.
        prefixes = {str(code)[:6] for code in own.frame["code"] if code} if own else set()
        code = home.code or (prefixes.pop() if len(prefixes) == 1 else "")
        if code and rows["division_code"].fillna("").str.startswith(code).any():
            rows = rows[rows["division_code"].fillna("").str.startswith(code)]
        entries = (
            Township(str(row.name), row.division_code if isinstance(row.division_code, str) else None, _aliases(row.aliases))
            for row in rows.itertuples(index=False)
        )
        return townships(entries, home.name, taught.places if taught else None)

    def try_boundaries(self, content: bytes, file_name: str) -> Trial:
        """Look at a boundary file and keep nothing. Raises Refusal when it cannot be used."""
        found = read_boundaries(content, file_name, self.county.crs)
        listed = self._listed_townships(self.county, found)
        joined = self._surveyed(self.county, found).joined
        return Trial(file_name, content, joined, len(listed.names) if listed else None)

    def set_boundaries(self, content: bytes, file_name: str, done_by: str = "", *, allow_few: bool = False) -> Joined:
        """Keep a boundary file as the county's own.

        Raises Refusal, and changes nothing, when it cannot be used, when not one listed township has an outline in it,
        or when fewer than half have one and the person did not say that this is meant (``allow_few``).
        """
        trial = self.try_boundaries(content, file_name)
        if trial.is_of_another_county:
            raise Refusal(
                f"“{file_name}”里的 {len(trial.joined.boundaries.frame)} 个边界没有一个对得上乡镇名录，没有导入。",
                "核对是不是本县的文件；乡镇改过名的，先在乡镇名录的别名里写上边界文件里的名称。",
            )
        if trial.is_doubtful and not allow_few:
            raise Refusal(
                f"名录里 {trial.listed_count} 个乡镇，“{file_name}”只对得上 {trial.matched_count} 个，不到一半，没有导入。",
                "核对是不是本县的文件；确实只有这些的，勾选“仍然使用”后再导入。",
            )
        sha256 = self.store.keep_original(content)
        name = "boundaries.zip" if content[:4] == b"PK\x03\x04" else "boundaries.geojson"
        details = {"file": file_name, "sha256": sha256, "polygons": len(trial.joined.boundaries.frame)}
        self._exchange_boundaries({name: content}, details, done_by, trial.joined.boundaries)
        return self.landscape.joined

    def drop_boundaries(self, done_by: str = "") -> None:
        """Go back to tiles: the county has no boundaries any more. The former file can be brought back."""
        self._exchange_boundaries({}, {"file": "", "sha256": None, "polygons": 0}, done_by, None)

    def _exchange_boundaries(
        self, kept: Mapping[str, bytes], details: Mapping[str, object], done_by: str, outline: Boundaries | None
    ) -> None:
        former = self._boundary_file()
        before = self.store.keep_original(former.read_bytes()) if former else None
        with self._surveying:  # no landscape is built from half an exchange
            exchange(
                self.store,
                {name: kept.get(name) for name in _BOUNDARY_FILES},
                what="boundaries",
                done_by=done_by,
                details={**details, "before": before, "before_file": former.name if former else ""},
                outside=lambda: self._points_outside(outline),
            )

    def _points_outside(self, outline: Boundaries | None) -> list[tuple[float, float]]:
        """Return which coordinates lie outside: it depends on the outline and on the rows, not on the day."""
        pairs = self.store.ask("history/points")
        return _outside(outline, list(zip(pairs["longitude"], pairs["latitude"], strict=True))) if outline else []

    def former_settings(self, what: str) -> list[Kept]:
        """Return what stood before: county.toml texts ("county") or boundary files ("boundaries"), the newest first."""
        return self._former_counties() if what == "county" else self._former_boundaries()

    def _changes(self, what: str) -> list[tuple[datetime, str, dict[str, Any]]]:
        found = self.store.ask("history/settings", {"what": what, "most": _CHANGES_KEPT})
        return [
            (pd.Timestamp(at).to_pydatetime(), str(by or ""), json.loads(details or "null") or {})
            for at, by, details in zip(found["happened_at"], found["done_by"], found["details"], strict=True)
        ]

    def _former_counties(self) -> list[Kept]:
        own = self.folder / "county.toml"
        now_kept = own.read_bytes() if own.exists() else b""
        kept: dict[bytes, Kept] = {}
        changes = self._changes("county")
        for is_before, name in ((False, "after"), (True, "before")):
            for at, by, details in changes:
                content = (details.get(name) or "").encode()
                if content and content != now_kept and content not in kept:
                    kept[content] = Kept("county", at, is_before, by, "county.toml", content)
        return sorted(kept.values(), key=lambda each: each.at, reverse=True)

    def _former_boundaries(self) -> list[Kept]:
        path = self._boundary_file()
        now_kept = hashlib.sha256(path.read_bytes()).hexdigest() if path else None
        kept: dict[str | None, Kept] = {}
        changes = self._changes("boundaries")
        for is_before, names in ((False, ("sha256", "file")), (True, ("before", "before_file"))):
            for at, by, details in changes:
                if names[0] not in details:
                    continue
                sha256, file_name = (details.get(name) for name in names)
                original = self.store.original(sha256) if sha256 else None
                if sha256 != now_kept and sha256 not in kept and (original is None or original.exists()):
                    content = original.read_bytes() if original else None
                    kept[sha256] = Kept("boundaries", at, is_before, by, file_name or "", content)
        return sorted(kept.values(), key=lambda each: each.at, reverse=True)

    # --- sheets ---

    def context(self, as_of: date | None = None, corrections: Sequence[Correction] = (), coordinates: str = "") -> Context:
        """Return what the reader must know of this county."""
        landscape = self.landscape
        test = landscape.boundaries.outline if landscape.has_boundaries else None
        day = max(self.today, now().date())
        return Context(
            county=self.county,
            today=day,
            townships=landscape.townships,
            as_of=as_of,
            is_outside=test,
            lessons=landscape.lessons,
            corrections=tuple(corrections),
            coordinates=known_system(coordinates),
            is_at_home=landscape.boundaries.homes if landscape.has_boundaries else None,
        )

    def check(
        self,
        content: bytes,
        file_name: str,
        *,
        ledger: str | None = None,
        as_of: date | None = None,
        corrections: Sequence[Correction] = (),
        coordinates: str = "",
        told: Told | None = None,
    ) -> Reading:
        """Read and judge a file, in a process of its own; writes nothing. Raises Refusal for what is not a workbook.

        ``told`` hears how far it is, a few times a second, and may raise to stop it.
        """
        return read_apart(content, file_name, self.context(as_of, corrections, coordinates), only=ledger, told=told)

    # --- what people teach and decide ---

    def teach(self, taught: Sequence[Lesson], done_by: str = "") -> None:
        """Keep what a heading, a word or a place means; the next sheet is read so without asking."""
        teach(self.store, taught, done_by)

    def unteach(self, forgotten: Sequence[Lesson], done_by: str = "") -> None:
        """Take lessons back."""
        unteach(self.store, forgotten, done_by)

    def decide_same(self, ledger: str, decisions: Sequence[tuple[str, str, bool | None]], done_by: str = "") -> None:
        """Keep whether rows under two keys are one thing: (key, other key, same?); the other key stands for both."""
        decide_same(self.store, ledger, decisions, done_by)

    def explain(self, upload_id: str, done_by: str, reason: str) -> None:
        """Give the reason for what an upload did."""
        explain(self.store, upload_id, done_by, reason)

    def state_nil(
        self, unit: str, ledger: str, day: date, *, done_by: str = "", note: str = "", is_withdrawn: bool = False
    ) -> None:
        """State 零报告: the unit has nothing to report of a ledger for the period of a day; or take it back.

        Raises Refusal for a unit that the list does not have and a ledger that the calendar does not ask for.
        """
        reports = [each for each in self.county.reports if each.ledger == ledger]
        report = next((each for each in reports if unit in each.units), next((each for each in reports if not each.units), None))
        if report is None:
            raise Refusal("这种台账没有排报送日历。", "管理员在“设置”的县设置里加一段 [[report]]。")
        period = period_of(report, day)
        due = self.ask("uploads/reporting", look=Look(as_of=day))
        of_period = (due["ledger"] == ledger) & (pd.to_datetime(due["period_start"]).dt.date == period.start)
        units = set(due.loc[of_period, "unit"])
        if unit not in units:
            raise Refusal(f"“{unit or '（空）'}”这一期不用报这种台账。", "写报送单位名录里的全称；名录缺的，先上报新的名录。")
        state_nil(self.store, NilReport(unit, ledger, period.start, period.end, note, is_withdrawn), done_by)

    def decide_advice(self, point_key: str, is_confirmed: bool, avoidance: str | None, why: str, done_by: str) -> None:
        """Confirm or reject the advice that stands on a point now; what it says now is kept with the decision.

        Raises Refusal for a point that is not in the list, and without a reason, a name or, where confirmed, a 避让.
        """
        advice = self.ask("flood/evacuation_advice")
        found = advice[advice["key"] == point_key]
        if found.empty:
            raise Refusal("风险点台账里没有这个点，或已经核销。", "回到名单，重新选一个点。")
        decided_at = self.defaults()["moment"]
        assert isinstance(decided_at, datetime)
        decide_advice(
            self.store,
            Decision(
                point_key,
                is_confirmed,
                avoidance,
                why,
                decided_at,
                done_by,
                str(found["level"].iloc[0]),
                tuple(str(each) for each in found["reasons"].iloc[0]),
                tuple(int(each) for each in found["graveness"].iloc[0]),
            ),
        )

    def alike(self, filed: Filed) -> Likenesses:
        """Return new rows that may be things which the store or the same file has under another key."""
        return alike(self.store, filed.incoming, filed.effect) if filed.effect else Likenesses()

    def set_county(self, text: str, done_by: str = "") -> None:
        """Keep a new county.toml as the county's own. Raises Refusal, and keeps the old one, when it is wrong.

        What every page needs of it is built first, so that nothing is kept that a page would die of.
        """
        text = text.replace("\r\n", "\n")
        tried = county_from_text(text)
        if not any(may(role, "keep the county") for role in tried.access.values()):
            raise Refusal(
                "这样保存后，谁都不能再打开设置。",
                'loopback_role 和 network_role 至少有一个写 "keeper"，例如 loopback_role = "keeper"。',
            )
        defaults_of(tried)
        outline = self._boundaries_under(tried)
        self._surveyed(tried, outline)
        own = self.folder / "county.toml"
        before = own.read_text("utf-8", errors="replace") if own.exists() else ""
        moves = outline is not None and tried.crs != self.county.crs
        try:
            with self._surveying:
                exchange(
                    self.store,
                    {"county.toml": text.encode()},
                    what="county",
                    done_by=done_by,
                    details={"before": before, "after": text},
                    outside=(lambda: self._points_outside(outline)) if moves else None,
                    put=self._forget_county,
                )
        finally:
            self._forget_county()

    def _boundaries_under(self, tried: County) -> Boundaries | None:
        """Return the outlines as another county.toml reads them. Raises Refusal when it breaks what can be read now."""
        try:
            return self._own_boundaries(tried)
        except Refusal as refused:
            if not self.landscape.has_boundaries:
                return None  # they cannot be read now either: the keeper may put one thing right after the other
            raise Refusal(f"按这个设置读不了本县现在的边界：{refused.says}", refused.fix) from refused

    def _forget_county(self) -> None:
        self.__dict__.pop("county", None)

    def preview(self, reading: Reading, content: bytes, **options: Unpack[Filing]) -> tuple[Filed, ...]:
        """Return what accepting would change, upload by upload; writes nothing."""
        parts = self._parts(reading, content, **options)
        effects = effects_of(self.store, [each.incoming for each in parts])
        return tuple(replace(each, effect=effect) for each, effect in zip(parts, effects, strict=True))

    def load(
        self, reading: Reading, content: bytes, *, came_at: Callable[[date], datetime] | None = None, **options: Unpack[Filing]
    ) -> tuple[Filed, ...]:
        """File a reading, all of it or nothing: one upload for each ledger, reporting unit and day.

        Options: mode, sent_by, reason, and reporting_unit for the sheets that name none; a sheet that names its own keeps it.
        ``came_at`` tells from its day when a made-up sheet came in; a real one comes in now. Raises Refusal for rows that wait where
        the county takes whole sheets only.
        """
        if not any(sheet.rows for sheet in reading.taken):
            raise Refusal(f"“{reading.file}”里还没有数据。", "从表头下面一行填起再报；没有要报的，在上报记录里报“零报告”。")
        waiting = sum(sheet.count("waiting") for sheet in reading.taken)
        if waiting and self.county.partial == "whole":
            raise Refusal(
                f"“{reading.file}”有 {waiting} 行要改，本县规定整份都对才收，库里什么都没有变。", "按标出的问题改好这些行再报。"
            )
        parts = self._parts(reading, content, **options)
        if came_at:
            parts = [
                replace(each, incoming=replace(each.incoming, came_at=came_at(each.incoming.as_of or self.today)))
                for each in parts
            ]
        filed = accept(self.store, [each.incoming for each in parts]) if parts else ()
        return tuple(replace(each, accepted=done, effect=done.effect) for each, done in zip(parts, filed, strict=True))

    def _parts(
        self,
        reading: Reading,
        content: bytes,
        reporting_unit: str = "",
        mode: str = "upsert",
        sent_by: str = "",
        reason: str = "",
    ) -> list[Filed]:
        """Return the uploads that a file makes, the latest day last: it has the last word in the store too."""
        named = {each.reporting_unit for each in reading.sheets if each.reporting_unit}
        unit = reporting_unit.strip() or (named.pop() if len(named) == 1 else "")
        # A sheet without a day counts from the latest that its file names, else from today; a sample county's today stands still.
        days = (each.as_of for each in reading.sheets if each.as_of)
        day = max(days, default=min(self.today, now().date()))
        parts: dict[tuple[str, str, date], list[SheetReading]] = {}
        for sheet in reading.taken:
            assert sheet.ledger is not None
            parts.setdefault((sheet.ledger.name, sheet.reporting_unit or unit, sheet.as_of or day), []).append(sheet)
        return [
            self._incoming(reading, content, tuple(sheets), of_unit, as_of, mode, sent_by, reason)
            for (_, of_unit, as_of), sheets in sorted(parts.items(), key=lambda part: part[0][2])
        ]

    def _incoming(
        self,
        reading: Reading,
        content: bytes,
        sheets: tuple[SheetReading, ...],
        unit: str,
        as_of: date,
        mode: str = "upsert",
        sent_by: str = "",
        reason: str = "",
    ) -> Filed:
        kind = sheets[0].ledger
        assert kind is not None
        rows: dict[str, list[object]] = {name: [] for name in ("key", "source_sheet", "source_row", "is_noted", "raw", "extra")}
        rows |= {name: [] for name in kind.stored if any(name in each.values for each in sheets)}
        waiting: list[WaitingRow] = []
        for sheet in sheets:
            kept = [place for place, verdict in enumerate(sheet.verdicts) if verdict != "waiting"]
            rows["key"] += [sheet.keys[place] for place in kept]
            rows["source_sheet"] += [sheet.sheet] * len(kept)
            rows["source_row"] += [sheet.rows[place] for place in kept]
            rows["is_noted"] += [sheet.verdicts[place] == "noted" for place in kept]
            rows["raw"] += [sheet.raws[place] for place in kept]
            rows["extra"] += [sheet.extras[place] for place in kept]
            for name in rows.keys() - {"key", "source_sheet", "source_row", "is_noted", "raw", "extra"}:
                column = sheet.values.get(name)
                rows[name] += [None] * len(kept) if column is None else [column[place] for place in kept]
            waiting += _waiting_rows(sheet)
        counted: dict[str, int] = {}
        for sheet in sheets:
            for each in sheet.problems:
                counted[each.code] = counted.get(each.code, 0) + 1
        filed_sheets = tuple(
            IncomingSheet(
                each.sheet,
                each.header_rows,
                tuple(each.values),
                {name: source.header for name, source in each.columns.items()},
                tuple({"row": skipped.row, "why": skipped.why} for skipped in each.skipped),
            )
            for each in sheets
        )
        landscape = self.landscape
        points = list(zip(rows.get("longitude", []), rows.get("latitude", []), strict=True))
        outside = _outside(landscape.boundaries, points) if landscape.has_boundaries else []
        names = {sheet.sheet for sheet in sheets}
        incoming = Incoming(
            ledger=kind,
            file_name=reading.file,
            content=content,
            sheets=filed_sheets,
            rows=rows,
            waiting=tuple(waiting),
            problems=counted,
            reporting_unit=unit,
            sent_by=sent_by,
            as_of=as_of,
            mode=mode,
            reason=reason,
            outside=outside,
            disagreeing=_disagreeing(sheets),
            corrections=[asdict(each) for each in reading.corrections if each.sheet in names],
        )
        return Filed(incoming, sheets)

    def own_sheet(self, upload_id: str) -> tuple[str, bytes]:
        """Return the rows of an upload's unit and ledger as they count now, in that upload's own headings: file name and .xlsx.

        Names and phones are in it. Raises Refusal when there is no such upload or its original is gone.
        """
        upload = self._upload(upload_id)
        reading = self.check(self._original(upload), upload["file_name"], ledger=upload["ledger"])
        sheets = [each for each in reading.taken if each.reporting_unit in (upload["reporting_unit"], "")]
        if not sheets:
            raise Refusal(f"“{upload['file_name']}”的表头现在读不出来了。", "用模板填报。")
        kind = sheets[0].ledger
        assert kind is not None
        headings = own_headings(sheets[0])
        rows = rows_of_unit(self.store, kind.name, upload["reporting_unit"])
        content = in_own_headings(kind, headings, rows, unit=upload["reporting_unit"], as_of=self.today)
        return f"{upload['reporting_unit'] or self.county.name}_{kind.title}_{self.today:%Y%m%d}.xlsx", content

    def waiting_sheet(self, upload_id: str) -> tuple[str, bytes]:
        """Return the rows of an upload that wait, in its own headings and with their faults marked: file name and .xlsx.

        Names and phones are in it. Raises Refusal when there is no such upload, its original is gone or no row waits.
        """
        upload = self._upload(upload_id)
        rows = self.ask("uploads/waiting_rows", {"upload_id": upload_id})
        if rows.empty:
            raise Refusal("这次上报没有待改的行。", "不用再报。")
        waiting: dict[str, set[int]] = {}
        for sheet, row in zip(rows["source_sheet"], rows["source_row"], strict=True):
            waiting.setdefault(str(sheet), set()).add(int(row))
        content = self._original(upload)
        reading = self.check(content, upload["file_name"], ledger=upload["ledger"], as_of=upload["as_of"].date())
        made = mark_apart(content, upload["file_name"], reading, now(), waiting=waiting)
        return f"{Path(upload['file_name']).stem}（待改{len(rows)}行）.xlsx", made

    def _upload(self, upload_id: str) -> Any:
        uploads = self.ask("uploads/uploads")
        found = uploads[uploads["upload_id"] == upload_id]
        if found.empty:
            raise Refusal(f"没有编号为“{upload_id}”的上报。", "用 history 查看上报编号。")
        return found.iloc[0]

    def _original(self, upload: Any) -> bytes:
        original = self.store.original(upload["sha256"])
        if not original.exists():
            raise Refusal(f"“{upload['file_name']}”的原件不在库里。", "从备份里找回 originals 文件夹。")
        return original.read_bytes()

    def template(self, ledger_name: str) -> tuple[str, bytes]:
        """Return the template of a ledger with this county's townships: file name and .xlsx."""
        kind = ledger(ledger_name)
        return f"{kind.title}（模板）.xlsx", template(kind, self.landscape.townships.names)

    def effect_of_undo(self, upload_id: str) -> Turn:
        """Return what taking an upload back would change; writes nothing."""
        return effect_of_undo(self.store, upload_id)

    def undo(self, upload_id: str, done_by: str = "", reason: str = "") -> None:
        """Take an upload back."""
        undo(self.store, upload_id, done_by, reason)

    def redo(self, upload_id: str, done_by: str = "", reason: str = "") -> None:
        """Let an undone upload count again."""
        redo(self.store, upload_id, done_by, reason)

    # --- questions ---

    def ask(
        self, name: str, params: Mapping[str, object] | None = None, *, look: Look | None = None, sees_persons: bool = True
    ) -> pd.DataFrame:
        """Return the answer to a question; parameters not given take the county's values."""
        asked = question(name)
        return self.store.ask(name, self.filled(asked, params, look), look=look, sees_persons=sees_persons)

    def filled(self, asked: Question, params: Mapping[str, object] | None = None, look: Look | None = None) -> dict[str, object]:
        """Return every parameter of a question: given, else the county's, else NULL (which narrows nothing)."""
        given = dict(params or {})
        unknown = set(given) - set(asked.params)
        if unknown:
            raise Refusal(f"“{asked.name}”没有参数“{'、'.join(sorted(unknown))}”。", "用 questions 查看它的参数。")
        defaults = self._defaults(look.as_of if look and look.as_of else None)
        if "sunset_at" in asked.params:
            defaults["sunset_at"] = self._sunset(given.get("moment") or defaults["moment"])
        return {name: given[name] if name in given else defaults.get(name) for name in asked.params}

    def defaults(self, look: Look | None = None) -> dict[str, object]:
        """Return the county's values by parameter name."""
        found = self._defaults(look.as_of if look and look.as_of else None)
        return found | {"sunset_at": self._sunset(found["moment"])}

    def _defaults(self, seen: date | datetime | None) -> dict[str, object]:
        """Return the county's values as of a day or moment, worked out once in each minute; a county.toml kept anew is a new one."""
        home, minute = self.county, now().replace(second=0, microsecond=0)
        kept = self._valued.get(seen)
        if kept is None or kept[0] is not home or kept[1] != minute:
            if len(self._valued) >= _DAYS_KEPT:
                self._valued.clear()
            kept = self._valued[seen] = (home, minute, defaults_of(home, seen))
        return dict(kept[2])

    def _sunset(self, seen: object) -> datetime | None:
        """Return the sunset of a moment's day; before sunrise that of the evening before: it is dark, and has been since then.

        None where neither county.toml nor boundaries say where the county lies.
        """
        try:
            moment = pd.Timestamp(str(seen)).to_pydatetime()
        except ValueError:
            return None  # the store says of a parameter what is wrong with it
        longitude, latitude = self.county.longitude, self.county.latitude
        if longitude is None or latitude is None:
            landscape = self.landscape
            if not landscape.has_boundaries:
                return None
            longitude, latitude = landscape.boundaries.middle
        light = daylight(longitude, latitude, moment.date(), ZONE)
        if light and moment < light[0]:
            light = daylight(longitude, latitude, moment.date() - timedelta(days=1), ZONE)
        return light[1] if light else None


def defaults_of(home: County, seen: date | datetime | None = None) -> dict[str, object]:
    """Return a county's values by parameter name, as of a day or moment; None is the county's own now."""
    today = home.today or now().date()
    seen = seen or today
    day = seen.date() if isinstance(seen, datetime) else seen
    defaults: dict[str, object] = {each.name: each.value for each in home.thresholds.values()}
    defaults |= {"as_of": day, "moment": seen if isinstance(seen, datetime) else _moment_of(home, day, today)}
    rain = [
        {"window_h": each.window_h, "prepare_mm": each.prepare_mm, "immediate_mm": each.immediate_mm}
        for each in home.rain_thresholds
    ]
    bands = [{"window_h": each.window_h, "name": each.name, "from_mm": each.from_mm} for each in home.rain_bands]
    defaults |= {"county_rain_thresholds": json.dumps(rain), "county_rain_bands": json.dumps(bands, ensure_ascii=False)}
    defaults["reporting_periods"] = json.dumps(_reporting_periods(home, day), ensure_ascii=False)
    if home.flood_season:
        defaults["season_start"] = home.flood_season.counts_from(day)
    return defaults


def _reporting_periods(home: County, day: date) -> list[dict[str, object]]:
    """Return the periods of the reporting calendar up to a day: a sheet counts for the period whose due day comes next."""
    return [
        {
            "ledger": report.ledger,
            "start": str(period.start),
            "end": str(period.end),
            "from": str(period.start + timedelta(days=report.due_days)),
            "due_on": str(period.due_on),
            "units": list(report.units),
        }
        for report in home.reports
        for period in periods_before(report, day, PERIODS_SHOWN)
    ]


def _moment_of(home: County, day: date, today: date) -> datetime:
    """Return the moment that a day's questions are asked at: the end of a past day, this minute for today.

    What holds tonight is not over yet: a warning until 20:00 is in force at 14:00. A sample's clock stands still with its day.
    """
    if day != today:
        return datetime.combine(day, time(23, 59, 59))
    if home.today is None:
        return now().replace(second=0, microsecond=0)
    return datetime.combine(day, home.clock or time(23, 59, 59))


def _outside(outline: Boundaries, points: Sequence[tuple[object, object]]) -> list[tuple[float, float]]:
    """Return which points lie outside the county by more than 2 km."""
    known = sorted({(float(x), float(y)) for x, y in points if x is not None and y is not None})  # type: ignore[arg-type]
    return [point for point, is_outside in zip(known, outline.are_outside(known), strict=True) if is_outside]


def _aliases(written: object) -> tuple[str, ...]:
    if not isinstance(written, str):
        return ()
    for separator in "，,；;/ \n":
        written = written.replace(separator, "、")
    return tuple(part.strip() for part in written.split("、") if part.strip())


def _disagreeing(sheets: Sequence[SheetReading]) -> list[tuple[str, int, str]]:
    """Return the totals that sheets state and that are not ours: sheet, row, what is said; all of one row together."""
    told: dict[tuple[str, int], list[str]] = {}
    for sheet in sheets:
        for each in sheet.problems:
            if each.code == "total_disagrees":
                told.setdefault((sheet.sheet, each.row or 0), []).append(each.says)
    return [(sheet, row, "".join(says)) for (sheet, row), says in told.items()]


def _waiting_rows(sheet: SheetReading) -> list[WaitingRow]:
    problems: dict[int, list[Problem]] = {}
    for each in sheet.problems:
        if each.row is not None:
            problems.setdefault(each.row, []).append(each)
    waiting = []
    for place, verdict in enumerate(sheet.verdicts):
        if verdict == "waiting":
            row = sheet.rows[place]
            contents = {name: column[place] for name, column in sheet.values.items() if column[place] is not None}
            contents |= sheet.raws[place] | sheet.extras[place]
            faults = [
                {"code": each.code, "column": each.column, "says": each.says, "fix": each.fix} for each in problems.get(row, [])
            ]
            waiting.append(WaitingRow(sheet.sheet, row, contents, faults))
    return waiting


# --- which store ---


def county_of(folder: Path) -> County:
    """Return the county of a store folder: its own county.toml, else the one in data/. Raises Refusal when it is wrong."""
    own = folder / "county.toml"
    return county(own if own.exists() else DATA / "county.toml")


def county_or_default(folder: Path) -> County:
    """Return the county of a folder whose store is not opened: the one in data/ where its own county.toml is wrong."""
    try:
        return county_of(folder)
    except Refusal:
        return county(DATA / "county.toml")


def named_store() -> Path | None:
    """Return the store folder that RISKWATCH_STORE names, or None."""
    named = os.environ.get("RISKWATCH_STORE", "").strip()
    return _folder(named) if named else None


@cache
def _folder(named: str) -> Path:
    """Return a named folder, the same object each time: a page asks for its store twenty times."""
    return Path(named)


def store_to_read() -> Path:
    """Return the store that questions are asked of: the named one, the county's own, else the sample's."""
    named = named_store()
    if named:
        return named
    return HOME if _OWN_FILE.exists() else _SAMPLE_HOME


def store_to_write() -> Path:
    """Return the store that sheets go to: the county's first own upload starts a clean one."""
    return named_store() or HOME


def check_without_store(
    content: bytes,
    file_name: str,
    *,
    ledger: str | None = None,
    as_of: date | None = None,
    corrections: Sequence[Correction] = (),
    coordinates: str = "",
    taught: Sequence[Lesson] = (),
    told: Told | None = None,
) -> Reading:
    """Read and judge a file where the county has no store yet: the names in the sheet are the list. Writes nothing."""
    home = county_or_default(store_to_write())
    context = Context(
        home,
        now().date(),
        as_of=as_of,
        lessons=lessons(taught),
        corrections=tuple(corrections),
        coordinates=known_system(coordinates),
    )
    return read_apart(content, file_name, context, only=ledger, told=told)


def marked(reading: Reading, content: bytes) -> bytes:
    """Return a file with the faults of its reading marked, as .xlsx: what the clerk gets back. Needs no store."""
    return mark_apart(content, reading.file, reading, now())


def fill_with_sample(desk: Desk) -> list[str]:
    """Load the sample county's sheets through the same intake as any upload. Returns the files that were loaded.

    The list of townships goes first: it knows the former names that other sheets still use.
    """
    paths = sorted(
        (SAMPLE / "sheets").iterdir(), key=lambda each: ("名录" not in each.name or "乡镇" not in each.name, each.name)
    )
    loaded = []
    for path in paths:
        content = path.read_bytes()
        reading = desk.check(content, path.name)
        if reading.taken:
            desk.load(reading, content, sent_by="示例数据", came_at=desk.hour_of_sample)
            loaded.append(path.name)
    for unit in ("高坪乡", "石笋乡", "柏林乡"):
        desk.state_nil(unit, "hazard", date(2026, 5, 20), done_by="示例数据", note="本月自查没有发现隐患")
    return loaded


def make_sample(folder: Path) -> Desk:
    """Make ``folder`` a trial store: the sample's county.toml, boundaries and sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLE / "county.toml", folder / "county.toml")
    desk = Desk(folder)
    desk.set_boundaries((SAMPLE / "boundaries.geojson").read_bytes(), "boundaries.geojson", "示例数据")
    fill_with_sample(desk)
    return desk


def sheets_as_document(sheets: Sequence[SheetReading], *, with_rows: bool = True) -> list[dict[str, object]]:
    """Return sheets in the shape of ``check --json`` (design: §4)."""
    return [_sheet_document(each, with_rows=with_rows) for each in sheets]


def _sheet_document(sheet: SheetReading, *, with_rows: bool) -> dict[str, object]:
    names = list(sheet.values)
    rows = [
        {
            "row": row,
            "verdict": sheet.verdicts[place],
            "values": {name: sheet.values[name][place] for name in names if sheet.values[name][place] is not None},
        }
        for place, row in enumerate(sheet.rows if with_rows else ())
    ]
    return {
        "sheet": sheet.sheet,
        "ledger": sheet.ledger.name if sheet.ledger else None,
        "header_rows": list(sheet.header_rows),
        "first_row": sheet.first_row,
        "as_of": sheet.as_of,
        "reporting_unit": sheet.reporting_unit,
        "columns": {name: {"header": source.header, "column": source.column} for name, source in sheet.columns.items()},
        "ignored": [{"header": each.header, "column": each.column} for each in sheet.ignored],
        "missing": list(sheet.missing),
        "rows": rows,
        "skipped": [{"row": each.row, "why": each.why} for each in sheet.skipped],
        "problems": [
            {
                "code": each.code,
                "weight": each.weight,
                "row": each.row,
                "column": each.column,
                "field": each.field,
                "found": each.found,
                "says": each.says,
                "fix": each.fix,
            }
            for each in sheet.problems
        ],
    }
