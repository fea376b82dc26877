"""Exchanging the county's own files of a store: the file and what is written down about it, both or neither.

While an exchange runs, the former file lies beside the new one as ``<name>.before`` (empty where there was none). When
the process dies in between, the next start looks whether the change was written down, and keeps or puts back accordingly.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from riskwatch.model.refusal import Refusal
from riskwatch.store.filing import add_outside_points
from riskwatch.store.store import Store


def exchange(
    store: Store,
    wanted: Mapping[str, bytes | None],
    *,
    what: str,
    done_by: str,
    details: Mapping[str, object],
    outside: Callable[[], Sequence[tuple[float, float]]] | None = None,
    put: Callable[[], object] = lambda: None,
) -> None:
    """Put files of the store in the place of others (None: take it away) and write it down, in one transaction.

    ``outside`` tells which coordinates lie outside the county from now on; None leaves them. The files change just
    before the commit, so the data version rises only when they are there; ``put`` is called in between, to forget what
    was built of the former ones. Raises Refusal, with every file as before and nothing written down, when a file cannot
    be written.
    """
    kept = {name: None if content is None else hashlib.sha256(content).hexdigest() for name, content in wanted.items()}
    with store.writing:
        try:
            for name, content in wanted.items():
                if content is not None:
                    _write(store.folder / f"{name}.part", content)
            with store.write() as cursor:
                store.note_change(cursor, what, done_by, {**details, "kept": kept})
                if outside is not None:
                    add_outside_points(cursor, outside(), anew=True)
                for name, content in wanted.items():
                    _put(store.folder / name, is_wanted=content is not None)
                put()
        except BaseException as wrong:
            for name in wanted:
                _put_back(store.folder / name)
            if isinstance(wrong, OSError):
                raise Refusal(
                    "文件写不进库的文件夹，什么都没有改变。", "核对磁盘还有空间、文件夹可以写、文件没有被别的程序打开。"
                ) from wrong
            raise
        for name in wanted:
            _before(store.folder / name).unlink(missing_ok=True)


def settle(store: Store) -> None:
    """Finish or take back an exchange that the process did not live to see through."""
    begun = [path.with_name(path.name.removesuffix(".before")) for path in store.folder.glob("*.before")]
    if begun and _is_written_down(store):
        for path in begun:
            _before(path).unlink()
    for path in begun:
        _put_back(path)
    for path in store.folder.glob("*.part"):
        path.unlink()


def _is_written_down(store: Store) -> bool:
    newest = store.ask("history/settings", {"what": None, "most": 1})
    if newest.empty:
        return False
    kept = (json.loads(newest["details"].iloc[0] or "null") or {}).get("kept", {})
    return bool(kept) and all(_hash(store.folder / name) == sha256 for name, sha256 in kept.items())


def _hash(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def _before(path: Path) -> Path:
    return path.with_name(f"{path.name}.before")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())


def _put(path: Path, *, is_wanted: bool) -> None:
    copy = path.with_name(f"{path.name}.before.part")  # a copy cut short by a full disk must not pass for the former file
    _write(copy, path.read_bytes() if path.exists() else b"")
    copy.replace(_before(path))
    if is_wanted:
        path.with_name(f"{path.name}.part").replace(path)
    else:
        path.unlink(missing_ok=True)


def _put_back(path: Path) -> None:
    before = _before(path)
    if before.exists():
        if before.stat().st_size:
            before.replace(path)
        else:
            path.unlink(missing_ok=True)
            before.unlink()
    for ending in (".part", ".before.part"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
