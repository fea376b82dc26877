"""Reaching the running board: the store folder holds its loopback address and key while it serves.

Nothing but this machine can be reached: the address is always loopback.
"""

import json
import os
import urllib.error
import urllib.request
from pathlib import Path

from riskwatch.counter import Done
from riskwatch.desk import store_to_read, store_to_write
from riskwatch.model.refusal import Refusal

PATH = "/_riskwatch/command"  # no page has such an address: docs/deploy's nginx site closes it to everybody
_CARD = "board.json"
_NEEDS_NO_STORE = frozenset({"questions", "display"})


def announce(folder: Path, port: int, key: str) -> None:
    """Write where the board listens into the store folder, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _CARD
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as card:
        json.dump({"port": port, "key": key, "pid": os.getpid()}, card)


def withdraw(folder: Path) -> None:
    """Take the address back when the board stops."""
    (folder / _CARD).unlink(missing_ok=True)


def perform(wanted: dict[str, object]) -> Done | None:
    """Let the running board do it; None when no board serves this store."""
    if wanted["deed"] in _NEEDS_NO_STORE:
        return None
    for folder in dict.fromkeys((store_to_write(), store_to_read())):
        card = _card(folder)
        if card is None:
            continue
        done = _post(card, wanted)
        if done is not None:
            return done
    return None


def _card(folder: Path) -> dict[str, object] | None:
    try:
        found: dict[str, object] = json.loads((folder / _CARD).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _post(card: dict[str, object], wanted: dict[str, object]) -> Done | None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{int(str(card['port']))}{PATH}",
        data=json.dumps(wanted, ensure_ascii=False, default=str).encode(),
        headers={"content-type": "application/json", "x-riskwatch-key": str(card["key"])},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=600) as answer:
            found = json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        refused.close()
        if refused.code in (403, 404):
            return None  # another program listens there now: the card was left behind
        raise Refusal("作战图没有完成这个命令。", "查看作战图的日志后再试。") from refused
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None  # the card was left behind by a board that did not stop cleanly
    return Done(found["status"], found["document"], found["text"], found["csv"], found.get("aside", ""), found.get("made", ""))
