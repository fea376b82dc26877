"""Serve a store in this very process, so that it can be counted what the store is asked: ``python -m tests.served_in_process STORE SHEET``.

Prints one JSON document: how often the store was asked when a visitor opened 总览 after the start, and after a sheet was accepted.
A process of its own, since Streamlit's server is one for the life of a process.
"""

import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import uvicorn

from benchmarks.visitors import Visitor
from riskwatch.store.store import Store

asked: Counter[str] = Counter()


def count() -> None:
    """Count every question from now on."""
    real = Store.ask

    def counting(self: Store, name: str, *args: Any, **options: Any) -> object:
        asked[name] += 1
        return real(self, name, *args, **options)

    Store.ask = counting  # type: ignore[assignment, method-assign]


async def look(address: str) -> dict[str, object]:
    """Return what a visitor's looks asked of the store: at 总览, at 安全生产, at one township's there."""
    found: dict[str, object] = {}
    visitor = Visitor(address)
    for name in ("总览", "安全生产", "乡镇"):
        asked.clear()
        if name == "总览":
            looked = await visitor.open()
        elif name == "安全生产":
            looked = await visitor.go("hazards")
        else:
            title = "乡镇（街道）"
            choice = looked.widgets[title]
            looked = await visitor.choose(choice, looked.options[title][3], looked.fragments[choice])
        assert not looked.fault, looked.fault
        assert looked.charts
        found[name] = dict(asked)
    await visitor.close()
    return found


async def run(sheet: Path) -> dict[str, object]:
    """Serve, look, accept a sheet, look again."""
    from app import app
    from riskwatch.ui import house, warming

    warming._REST_SHARE = 0.0  # nobody else is here
    # What the board asks by itself in the background is not the first visitor's: it begins after that visit.
    visited, keep_warm = asyncio.Event(), warming.keep_warm

    async def keep_warm_later() -> None:
        await visited.wait()
        await keep_warm()

    warming.keep_warm = keep_warm_later

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    visitor = Visitor(address)
    asked.clear()
    assert not (await visitor.open()).fault
    at_start = {"总览": dict(asked)}
    await visitor.close()
    visited.set()

    desk = house.desk()
    before = desk.version
    content = sheet.read_bytes()
    await asyncio.to_thread(lambda: desk.load(desk.check(content, sheet.name), content, sent_by="王芳"))
    assert desk.version != before
    while not warming.is_warm(desk.version):
        await asyncio.sleep(0.1)
    after = await look(address)
    server.should_exit = True
    await serving
    return {"at start": at_start, "after an accept": after, "sessions left": len(warming.session.first_looks)}


if __name__ == "__main__":
    os.environ["RISKWATCH_STORE"] = sys.argv[1]
    count()
    sys.stdout.write(json.dumps(asyncio.run(run(Path(sys.argv[2]))), ensure_ascii=False) + "\n")
