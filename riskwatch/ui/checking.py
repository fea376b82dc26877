"""Files handed in on the page, checked with progress and a way to stop; each checked once per content, options and data version."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from riskwatch.desk import Filed, Filing
from riskwatch.intake.apart import Progress
from riskwatch.intake.bundle import unbundle
from riskwatch.intake.reading import Correction, Reading
from riskwatch.model.lessons import Lesson
from riskwatch.model.refusal import Refusal
from riskwatch.store.learning import Likenesses
from riskwatch.ui import house

_KEPT = 12
_PREVIEWS_KEPT = 3
_TOLD_AFTER_S = 1.0


@dataclass(frozen=True)
class HandedIn:
    """One sheet file, alone or out of a zip."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Options:
    """How files are to be read and filed, the same for all that are handed in together."""

    only: str | None = None
    as_of: date | None = None
    mode: str = "upsert"
    reporting_unit: str = ""
    coordinates: str = ""
    sent_by: str = field(default="", compare=False)

    def filing(self, reason: str = "") -> Filing:
        """Return what filing wants to know."""
        return {"mode": self.mode, "sent_by": self.sent_by, "reporting_unit": self.reporting_unit, "reason": reason}


def as_handed_in(name: str, content: bytes) -> HandedIn:
    """Return a sheet with the hash that it is known by."""
    return HandedIn(name, content, hashlib.sha256(content).hexdigest())


def handed_in(files: Sequence[Any]) -> tuple[list[HandedIn], list[Refusal]]:
    """Return the sheets of uploaded files, zips unpacked, each content once; and what could not be unpacked."""
    found: dict[str, HandedIn] = {}
    refused: list[Refusal] = []
    for file in files:
        try:
            for name, content in unbundle(file.getvalue(), file.name):
                each = as_handed_in(name, content)
                found.setdefault(each.sha256, each)
        except Refusal as refusal:
            refused.append(refusal)
    return list(found.values()), refused


def corrections_of(file: HandedIn) -> dict[tuple[str, int, str], Correction]:
    """Return the cells of a file that were put right on the page, by sheet, row and column; may be changed."""
    kept: dict[str, dict[tuple[str, int, str], Correction]] = st.session_state.setdefault("corrections", {})
    return kept.setdefault(file.sha256, {})


def pending_lessons() -> list[Lesson]:
    """Return what was taught while the county has no store of its own yet; kept with the first upload. May be changed."""
    pending: list[Lesson] = st.session_state.setdefault("pending_lessons", [])
    return pending


def checked_all(files: Sequence[HandedIn], options: Options) -> list[Reading | Refusal | None]:
    """Check every file; None for one that was stopped. Past a second it shows rows, share and time left, and can be stopped."""
    kept: dict[Any, Reading | Refusal] = st.session_state.setdefault("checked", {})
    stopped: set[Any] = st.session_state.setdefault("stopped", set())
    marks = [_mark(file, options) for file in files]
    waiting = [mark for mark in marks if mark not in kept and mark not in stopped]
    if waiting:
        with st.container(border=True):
            bar = st.progress(0.0, text="正在核对…")
            st.button("停止核对", icon=":material/stop_circle:", on_click=stopped.update, args=(set(waiting),))
            for number, (file, mark) in enumerate(zip(files, marks, strict=True)):
                if mark in waiting:
                    kept[mark] = _checked(file, options, _Meter(bar, file.name, number, len(files)))
        _forget_old(kept, marks)
        st.rerun()  # the bar and its button go, what was found comes
    return [kept.get(mark) for mark in marks]


def previewed(file: HandedIn, reading: Reading, options: Options) -> list[tuple[Filed, Likenesses]]:
    """Return what accepting would change and which new rows may be known already; once per content, options and data version."""
    kept: dict[Any, list[tuple[Filed, Likenesses]]] = st.session_state.setdefault("previewed", {})
    mark = (*_mark(file, options), options.mode, options.reporting_unit)
    if mark not in kept:
        desk = house.desk_to_write()
        kept[mark] = [(each, desk.alike(each)) for each in desk.preview(reading, file.content, **options.filing())]
        for old in list(kept)[:-_PREVIEWS_KEPT]:
            del kept[old]
    return kept[mark]


def check_again(files: Sequence[HandedIn], options: Options) -> None:
    """Take back that these files were stopped."""
    st.session_state.setdefault("stopped", set()).difference_update({_mark(file, options) for file in files})


def _mark(file: HandedIn, options: Options) -> tuple[object, ...]:
    version = house.desk_to_write().version if house.has_own_store() else ""
    return (
        file.sha256,
        file.name,
        options.only,
        options.as_of,
        options.coordinates,
        version,
        tuple(corrections_of(file).values()),
        tuple(pending_lessons()),
    )


def _forget_old(kept: dict[Any, Any], wanted: Sequence[Any]) -> None:
    """Readings are large: only the latest are kept, and those that the page shows now."""
    for mark in [mark for mark in kept if mark not in wanted][: max(0, len(kept) - _KEPT)]:
        del kept[mark]


@dataclass
class _Meter:
    """Tells the page how far it is; nothing is shown of what takes less than a second."""

    bar: Any
    name: str
    number: int
    count: int

    def __call__(self, progress: Progress) -> None:
        if progress.elapsed_s < _TOLD_AFTER_S:
            return
        left = progress.left_s
        rows = f"，{int(progress.rows * progress.share):,} / {progress.rows:,} 行" if progress.rows else ""
        time = f"，大约还要 {max(1, round(left))} 秒" if left is not None else ""
        which = f"（第 {self.number + 1} 个，共 {self.count} 个）" if self.count > 1 else ""
        self.bar.progress(min(progress.share, 1.0), text=f"正在核对 {self.name}{which}{rows}{time}")


def _checked(file: HandedIn, options: Options, meter: _Meter) -> Reading | Refusal:
    try:
        return house.check(
            file.content,
            file.name,
            ledger=options.only,
            as_of=options.as_of,
            corrections=tuple(corrections_of(file).values()),
            coordinates=options.coordinates,
            taught=tuple(pending_lessons()),
            told=meter,
        )
    except Refusal as refused:
        return refused
