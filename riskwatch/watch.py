"""Watching a shared folder: what is dropped in is loaded, and answered with the marked workbook beside it.

What was done is remembered in the folder, so that a restart loads nothing twice and leaves nothing out.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from riskwatch.intake.bundle import SHEETS

ANSWER = ".核对结果"  # before the ending of an answer's name
JOURNAL = ".作战图看守.json"
Mark = tuple[int, int]


@dataclass(frozen=True)
class Answer:
    """What came of one file: exit status, what a person reads, and the marked workbook where there is one."""

    status: int
    text: str
    marked: bytes = b""


Load = Callable[[Path, str], Answer]  # a file, and the name that it is handed in under


@dataclass
class _Entry:
    """What is remembered of a file: the contents that were loaded, how it went, and the contents of its answer ('' while owed)."""

    sha256: str
    status: int
    answer: str = ""


@dataclass
class Watch:
    """A folder under watch. Its state is what was seen at the last look; what was done is in the folder's journal."""

    folder: Path
    load: Load
    seen: dict[Path, Mark] = field(default_factory=dict)

    def look(self, *, is_last: bool = False) -> list[tuple[Path, Answer]]:
        """Load what is new and at rest: unchanged since the last look, or whatever is there when this is the last one."""
        journal = self._journal()
        here = {path: _mark(path) for path in _sheets_in(self.folder)}
        done: list[tuple[Path, Answer]] = []
        for path, mark in here.items():
            if not is_last and self.seen.get(path) != mark:
                continue
            content = path.read_bytes()
            sha256 = hashlib.sha256(content).hexdigest()
            known = journal.get(path.name)
            if _is_answer(path):
                known = known or self._own_answer(path, sha256, journal)
            if known is not None and known.sha256 == sha256 and known.answer:
                continue
            answer = self.load(path, path.name.replace(ANSWER, ""))
            written = self._write_answer(path, answer)
            is_over_itself = _is_answer(path) and bool(answer.marked)
            journal[path.name] = _Entry(written if written and is_over_itself else sha256, answer.status, written)
            self._keep(journal)
            done.append((path, answer))
        self.seen = {path: _mark(path) for path in here if path.exists()}
        return done

    def _own_answer(self, path: Path, sha256: str, journal: dict[str, _Entry]) -> _Entry | None:
        """Return an entry for an answer that nobody has changed since we wrote it."""
        is_ours = any(each.answer == sha256 for each in journal.values())
        return _Entry(sha256, 0, sha256) if is_ours else None

    def _write_answer(self, path: Path, answer: Answer) -> str:
        """Write the answer beside the file and return the hash of what was written; '' when it could not be (it is open somewhere)."""
        stem = path.stem.removesuffix(ANSWER)
        content = answer.marked or answer.text.encode("utf-8-sig")
        target = path.with_name(f"{stem}{ANSWER}{'.xlsx' if answer.marked else '.txt'}")
        part = target.with_suffix(".part")
        try:
            part.write_bytes(content)
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)
            return ""
        other = target.with_suffix(".txt" if answer.marked else ".xlsx")
        if other != path:
            other.unlink(missing_ok=True)  # the answer to what this file said before
        return hashlib.sha256(content).hexdigest()

    def _journal(self) -> dict[str, _Entry]:
        try:
            kept = json.loads((self.folder / JOURNAL).read_text("utf-8"))
            return {name: _Entry(**entry) for name, entry in kept.items()}
        except (OSError, ValueError, TypeError):
            return {}  # a new folder, or a journal that was cut short: files that the store has are answered as repeats

    def _keep(self, journal: dict[str, _Entry]) -> None:
        part = self.folder / f"{JOURNAL}.part"
        part.write_text(json.dumps({name: asdict(entry) for name, entry in journal.items()}, ensure_ascii=False), "utf-8")
        part.replace(self.folder / JOURNAL)


def _mark(path: Path) -> Mark:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def _is_answer(path: Path) -> bool:
    return path.stem.endswith(ANSWER)


def _sheets_in(folder: Path) -> list[Path]:
    """Return the sheets of a folder; what Excel and WPS keep beside an open file is none."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix.lower() in SHEETS and not path.name.startswith(("~$", "."))
    ]
