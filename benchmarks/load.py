"""So many visitors open 总览 at the same moment, then click at the same moment. They share the server's cores, as the figures say.

A session counts from opening its socket to the script-finished message with every chart's spec received; the visitors are a process of
their own (``benchmarks/visitors.py``) without browsers. They come twice: to a board that has been up for a while, as on a morning, and
in the very second after an upload was taken back, before anybody has looked at the new data.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

from benchmarks.county import sample
from benchmarks.server import ROOT, serving

_OPEN_S, _CLICK_S, _RSS_MB, _SESSION_MB = 3.0, 1.5, 600.0, 1.0
_MAP_KB, _PAGE_KB = 300.0, 1000.0
_QUIET_S = 5.0
_STEPS = {"open": "open 总览", "list": "another list of 总览", "page": "open 安全生产", "township": "choose a township there"}


def measure(sessions: int) -> list[dict[str, object]]:
    """Return percentiles, failures, memory and bytes. Times and memory have limits at up to 50 visitors; nobody may fail at any number."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        sample(store).store.close()
        with serving(store) as board:
            _wait_until_warm(board.address)
            server = psutil.Process(board.pid)
            before_mb, spent = server.memory_info().rss / 1e6, _cpu(server)
            visitors = _visit(board.address, sessions)
            assert visitors.stdout is not None
            visitors.stdout.readline()
            spent = _cpu(server) - spent
            idle = _cpu(server)
            time.sleep(_QUIET_S)
            idle = (_cpu(server) - idle) / _QUIET_S
            held_mb, client = server.memory_info().rss / 1e6, _cpu(psutil.Process(visitors.pid))
            answer, _ = visitors.communicate("")
            fetched = _fetched(board.address)
            _take_an_upload_back(store)
            anew = json.loads(_visit(board.address, sessions).communicate("")[0].splitlines()[-1])
    seen = json.loads(answer)
    (alone,) = seen["alone"]["bytes"]
    (of_map,) = seen["alone"]["map_bytes"]
    strict = sessions <= 50
    failed = sum(_failed(seen, step, seen["alone"]["charts"][0], sessions) for step in _STEPS)
    rows: list[dict[str, object]] = []
    for step, says in _STEPS.items():
        taken = seen[step]["seconds"]
        limit = (_OPEN_S if step == "open" else _CLICK_S) if strict and step != "page" else None
        rows.append(_row(f"{says}, {sessions} at once, p50", _percentile(taken, 0.5), "s"))
        rows.append(_row(f"{says}, {sessions} at once, p95", _percentile(taken, 0.95), "s", limit))
    return [
        *rows,
        _row("open 总览, one alone", seen["alone"]["seconds"][0], "s"),
        _row("another list of 总览, one alone", seen["alone again"]["seconds"][0], "s"),
        _row(
            f"open 总览 the second after an upload was taken back, {sessions} at once, p95",
            _percentile(anew["open"]["seconds"], 0.95),
            "s",
            _OPEN_S if strict else None,
        ),
        _row("failed", failed + sum(_failed(anew, step, anew["alone"]["charts"][0], sessions) for step in _STEPS), "", 0.0),
        _row("rss_mb of the server with all of them on the page", held_mb, "MB", _RSS_MB if strict else None),
        _row("memory per session, first-time caches counted in", (held_mb - before_mb) / sessions, "MB", _SESSION_MB),
        _row("bytes per session: 总览 over the websocket", alone / 1000, "kB"),
        _row("map of 总览: its message and its outlines", (of_map + fetched) / 1000, "kB", _MAP_KB),
        _row("总览 whole: websocket and outlines", (alone + fetched) / 1000, "kB", _PAGE_KB),
        _row("bytes per session: one click of 总览", seen["alone again"]["bytes"][0] / 1000, "kB"),
        _row("server CPU per request of the four steps", spent * 1000 / sessions / len(_STEPS), "ms"),
        _row("visitors' CPU per request, on the same cores", client * 1000 / sessions / len(_STEPS), "ms"),
        _row("server CPU a second with all of them idle", idle * 1000, "ms", 20.0),
    ]


def _visit(address: str, sessions: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.visitors", address, "--sessions", str(sessions)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait_until_warm(address: str) -> None:
    """Wait until the board has looked at its own pages, as it has a minute after its start."""
    for _ in range(600):
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
            if json.loads(answer.read())["warm"]:
                return
        time.sleep(0.5)


def _take_an_upload_back(store: Path) -> None:
    """Change the data as a keeper does, by the command line, which reaches the running board."""
    own = {"cwd": ROOT, "env": {**os.environ, "RISKWATCH_STORE": str(store)}, "check": True, "capture_output": True, "text": True}
    told = subprocess.run([sys.executable, "-m", "riskwatch", "history", "--json"], **own)  # type: ignore[call-overload]
    last = next(each for each in json.loads(told.stdout)["uploads"] if not each["is_undone"])
    subprocess.run([sys.executable, "-m", "riskwatch", "undo", str(last["upload_id"])], **own)  # type: ignore[call-overload]


def _failed(seen: dict[str, dict[str, list[float]]], step: str, charts: int, sessions: int) -> int:
    """Return how many did not get the page whole: those that fell out, and on 总览 those with another number of charts than one alone."""
    short = sum(each != charts for each in seen[step]["charts"]) if step == "open" else 0
    return short + (sessions - len(seen[step]["seconds"]) if step == "open" else len(seen[step]["faults"]))


def _row(what: str, value: float, unit: str, limit: float | None = None) -> dict[str, object]:
    return {"what": what, "value": float(value), "unit": unit, "limit": limit}


def _percentile(taken: list[float], share: float) -> float:
    """Return the smallest time within which this share was done; endless where nobody was."""
    return taken[max(0, math.ceil(share * len(taken)) - 1)] if taken else math.inf


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _fetched(address: str) -> int:
    """Return the bytes of the outlines that the map fetches, once per data version, as they travel."""
    request = urllib.request.Request(f"{address}/map/geometry.json?v=now", headers={"accept-encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return len(answer.read())
