"""Display links: who may open the wall without an account. A file beside the store, so that it outlives restarts and restores.

Only the hash of a token is kept; the link is told once. Whatever stands in front of the board later (a login gate) asks
``is_open`` and lets such a visitor see the wall and nothing else.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from riskwatch.model.refusal import Refusal

FILE = "displays.json"
PATH = "/wall"  # what a display link opens: this address and what lies below it


@dataclass(frozen=True, slots=True)
class Display:
    """One screen: its name, the hash of its token, when it was let in, and when it was shut out again."""

    name: str
    token_sha256: str
    added_at: str
    closed_at: str = ""


def displays(folder: Path) -> tuple[Display, ...]:
    """Return every display link that was ever given. Raises Refusal for a file that cannot be read: nobody is let in then."""
    path = folder / FILE
    try:
        return tuple(Display(**each) for each in json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError) as wrong:
        raise Refusal(f"大屏名单“{path.name}”读不出来。", "从备份恢复这个文件，或删掉它后重新添加大屏。") from wrong


def add(folder: Path, name: str, at: datetime) -> str:
    """Let a screen in and return its token, which is told only now. Raises Refusal for a name that is blank or taken."""
    name = " ".join(name.split())
    if not name:
        raise Refusal("大屏还没有名称。", "写上名称，例如：display add 指挥大厅。")
    known = displays(folder)
    if any(each.name == name and not each.closed_at for each in known):
        raise Refusal(f"已经有叫“{name}”的大屏。", "换一个名称，或先用 display close 停用它。")
    token = secrets.token_urlsafe(32)
    _keep(folder, (*known, Display(name, _hash(token), at.isoformat(timespec="seconds"))))
    return token


def close(folder: Path, name: str, at: datetime) -> None:
    """Shut a screen out. Raises Refusal when no open one has this name."""
    known = displays(folder)
    if not any(each.name == name and not each.closed_at for each in known):
        raise Refusal(f"没有叫“{name}”的大屏在用。", "用 display list 查看名称。")
    closed = at.isoformat(timespec="seconds")
    _keep(folder, [replace(each, closed_at=closed) if each.name == name and not each.closed_at else each for each in known])


def is_open(folder: Path, token: str) -> bool:
    """Tell whether a token opens the wall."""
    given = _hash(token)
    return any(secrets.compare_digest(each.token_sha256, given) for each in displays(folder) if not each.closed_at)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _keep(folder: Path, known: Sequence[Display]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{FILE}.part"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(each) for each in known], file, ensure_ascii=False, indent=1)
    part.replace(folder / FILE)
