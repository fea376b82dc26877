"""Visitors without a browser: websocket sessions that speak Streamlit's own messages, many at once, in one cheap process.

``python -m benchmarks.visitors ADDRESS --sessions N`` prints one JSON document when all have looked, keeps the sessions open until its
stdin ends, and then closes them. Each visitor does what a browser's page does: opens the socket with its Origin, asks for the page,
keeps the messages that may be kept and says so in the next request, and clicks by sending a widget's new value.
"""

import argparse
import asyncio
import json
import ssl
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_PATIENCE_S = 60


@dataclass
class Looked:
    """What one request brought: how long it took, how many bytes and charts, and what stands on the page."""

    seconds: float = 0.0
    received_bytes: int = 0
    map_bytes: int = 0
    charts: int = 0
    fault: str = ""
    widgets: dict[str, str] = field(default_factory=dict)  # of tabs by their key, of choices by their title
    options: dict[str, list[str]] = field(default_factory=dict)
    tabs: dict[str, list[str]] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)  # of a widget: the part of the page that it belongs to
    says: list[str] = field(default_factory=list)


class Visitor:
    """One session. Its state is what a browser's page keeps: widget values, kept messages, where it is."""

    def __init__(self, address: str, trusted: ssl.SSLContext | None = None) -> None:
        """Stay outside until ``open``. ``trusted`` is for a board behind TLS."""
        self.address = address.rstrip("/")
        self.trusted = trusted
        self.socket: ClientConnection | None = None
        self.kept: dict[str, tuple[int, int]] = {}  # hash of a kept message: is it a chart, of the map
        self.values: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self.page = ""
        self.fragment = ""

    async def open(self) -> Looked:
        """Open the socket and look at the first page; the clock starts before the socket."""
        start = time.perf_counter()
        try:
            self.socket = await connect(
                f"ws{self.address.removeprefix('http')}/_stcore/stream",
                origin=self.address,  # type: ignore[arg-type]
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
                compression=None,
                open_timeout=_PATIENCE_S,
                ping_interval=None,
                ssl=self.trusted,
            )
            return await self._ask(start)
        except Exception as wrong:
            return Looked(time.perf_counter() - start, fault=f"{type(wrong).__name__}: {wrong}")

    async def go(self, path: str) -> Looked:
        """Open another page from the menu, as a click on its link does."""
        self.page, self.values, self.fragment = self.pages[path], {}, ""
        return await self._look()

    async def choose(self, widget: str, value: str, of_fragment: str = "") -> Looked:
        """Give a widget a new value; a widget of a fragment asks for that part of the page alone, as a browser does."""
        self.values[widget], self.fragment = value, of_fragment
        return await self._look()

    async def close(self) -> None:
        """Leave."""
        if self.socket is not None:
            await self.socket.close()

    async def _look(self) -> Looked:
        start = time.perf_counter()
        try:
            return await self._ask(start)
        except Exception as wrong:
            return Looked(time.perf_counter() - start, fault=f"{type(wrong).__name__}: {wrong}")

    async def _ask(self, start: float) -> Looked:
        wanted = BackMsg()
        state = wanted.rerun_script
        state.page_script_hash = self.page
        state.fragment_id = self.fragment
        state.cached_message_hashes.extend(self.kept)
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.locale = "zh-CN"
        state.context_info.url = f"{self.address}/"
        for name, value in self.values.items():
            state.widget_states.widgets.add(id=name, string_value=value)
        assert self.socket is not None
        await self.socket.send(wanted.SerializeToString())
        looked = Looked()
        while True:
            data = await asyncio.wait_for(self.socket.recv(decode=False), _PATIENCE_S)
            looked.received_bytes += len(data)
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished not in (
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
                ):
                    looked.fault = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                looked.seconds = time.perf_counter() - start
                return looked
            self._take(message, len(data), looked)

    def _take(self, message: ForwardMsg, size: int, looked: Looked) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            charts, map_size = self.kept.get(message.ref_hash, (0, 0))
            looked.charts += charts
            looked.map_bytes += size if map_size else 0
            if message.ref_hash not in self.kept:
                looked.fault = "a kept message is meant that was never sent"
        elif kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take_element(message, size, looked)
        elif kind == "delta" and message.delta.add_block.WhichOneof("type") == "tab_container":
            name = message.delta.add_block.id
            looked.widgets[name.rsplit("-", 1)[-1]] = name
            looked.tabs[name.rsplit("-", 1)[-1]] = []
            looked.fragments[name] = message.delta.fragment_id
        elif kind == "delta" and message.delta.add_block.WhichOneof("type") == "tab" and looked.tabs:
            looked.tabs[next(reversed(looked.tabs))].append(message.delta.add_block.tab.label)

    def _take_element(self, message: ForwardMsg, size: int, looked: Looked) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        chart = int(kind == "plotly_chart" and len(element.plotly_chart.spec) > 2)
        of_map = size if kind == "bidi_component" else 0
        looked.charts += chart
        looked.map_bytes += of_map
        if message.metadata.cacheable:
            self.kept[message.hash] = (chart, of_map)
        if kind == "markdown":
            looked.says.append(element.markdown.body)
        if kind == "selectbox":
            looked.widgets[element.selectbox.label] = element.selectbox.id
            looked.options[element.selectbox.label] = list(element.selectbox.options)
            looked.fragments[element.selectbox.id] = message.delta.fragment_id
        if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
            looked.fault = element.exception.message or element.alert.body


async def crowd(address: str, sessions: int, *, held: Callable[[], Awaitable[None]] | None = None) -> dict[str, list[Looked]]:
    """Let so many visitors do each step at once, and one alone at the end; ``held`` is awaited before the sessions close.

    The steps: open 总览; look at another list of its 红色事项; open 安全生产; choose a township there, each visitor another.
    """
    visitors = [Visitor(address) for _ in range(sessions + 1)]
    *many, alone = visitors
    steps = {"open": await asyncio.gather(*(each.open() for each in many))}
    inside = [(each, looked) for each, looked in zip(many, steps["open"], strict=True) if not looked.fault]
    steps["list"] = await asyncio.gather(*(_other_list(each, looked) for each, looked in inside))
    steps["page"] = await asyncio.gather(*(each.go("hazards") for each, _ in inside))
    places = [(each, looked) for (each, _), looked in zip(inside, steps["page"], strict=True) if not looked.fault]
    steps["township"] = await asyncio.gather(*(_township(each, looked, place) for place, (each, looked) in enumerate(places)))
    if held:
        await held()
    steps["alone"] = [await alone.open()]
    steps["alone again"] = [await _other_list(alone, steps["alone"][0])]
    for each in visitors:
        await each.close()
    return steps


async def _other_list(visitor: Visitor, looked: Looked) -> Looked:
    tabs = looked.widgets["red"]
    return await visitor.choose(tabs, looked.tabs["red"][1], looked.fragments[tabs])


async def _township(visitor: Visitor, looked: Looked, place: int) -> Looked:
    title = "乡镇（街道）"
    choice, places = looked.widgets[title], looked.options[title]
    return await visitor.choose(choice, places[place % len(places)], looked.fragments[choice])


def told(steps: dict[str, list[Looked]]) -> dict[str, object]:
    """Return the steps as plain values."""
    return {
        name: {
            "seconds": sorted(each.seconds for each in looked if not each.fault),
            "bytes": [each.received_bytes for each in looked if not each.fault],
            "map_bytes": [each.map_bytes for each in looked if not each.fault],
            "charts": [each.charts for each in looked if not each.fault],
            "faults": [each.fault for each in looked if each.fault],
        }
        for name, looked in steps.items()
    }


def main() -> int:
    """Send the crowd, tell when it stands on the page, wait for stdin to end, and print what was seen."""
    cli = argparse.ArgumentParser(prog="python -m benchmarks.visitors")
    cli.add_argument("address")
    cli.add_argument("--sessions", type=int, default=50)
    args = cli.parse_args()
    if urlsplit(args.address).scheme not in ("http", "https"):
        cli.error("an address begins with http:// or https://")
    with urllib.request.urlopen(f"{args.address}/healthz", timeout=_PATIENCE_S):
        pass

    async def held() -> None:
        sys.stdout.write("held\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)

    sys.stdout.write(json.dumps(told(asyncio.run(crowd(args.address, args.sessions, held=held)))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
