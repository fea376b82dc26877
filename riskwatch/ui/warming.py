"""The board looks at its own pages first: at start and after each change of the data, so that no visitor pays for the first look.

It looks as a visitor does, through Streamlit's own session, so that whatever a page asks, draws and prepares is there afterwards and no
list of questions has to be kept beside the pages. What fails is logged; visitors are served all the same.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from anyio import to_thread
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import ClientContext, SessionClient

from riskwatch.model.roles import deeds, may
from riskwatch.ui import house, session
from riskwatch.ui.map_data import LAYERS, geometry_json, points_json
from riskwatch.ui.menu import SCREENS
from riskwatch.ui.shared import forget_all

log = logging.getLogger("riskwatch")
_warm_version = ""
_WATCH_S = 0.5
_PATIENCE_S = 120.0
_REST_SHARE = 0.5  # of the time that a look took: visitors come first
_SECTIONS = ("全局", "专题")
# Pages that leaders narrow to one township: of each township they are looked at too.
_BY_TOWNSHIP = ("hazards", "township")


@dataclass(frozen=True)
class First:
    """One look: which page, narrowed to what, with which role."""

    page: str
    role: str
    township: str = ""

    @property
    def query(self) -> str:
        """What stands in the address."""
        return urlencode({"township": self.township}) if self.township else ""


def roles() -> tuple[str, ...]:
    """Return one role for each masking that visitors may have, that of those who can reach the board's own port first."""
    mine = session.role_of(is_here=session.is_only_reached_from_here())
    others = (session.role_of(is_here=False), *sorted(deeds()["look"]))
    first_of = {may(role, "see persons"): role for role in reversed((mine, *others))}
    return tuple(dict.fromkeys((mine, *first_of.values())))


def looks() -> Iterator[First]:
    """Yield what is looked at, the most wanted first: 总览, the other main pages, then those of each township.

    One role is enough for the last: nearly all that they ask and draw is the same for every masking.
    """
    stems = [
        "" if screen.is_home else screen.path.stem
        for screen in SCREENS
        if screen.section in _SECTIONS and screen.is_listed and screen.path.exists()
    ]
    for role in roles():
        yield First("", role)
    for role in roles():
        yield from (First(stem, role) for stem in stems if stem)
    for name in house.desk().landscape.townships.names:
        yield from (First(stem, roles()[0], name) for stem in _BY_TOWNSHIP)


class _Inside(SessionClient):
    """A visitor without a socket: hears when the page is whole."""

    def __init__(self) -> None:
        self.is_whole = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        if msg.WhichOneof("type") == "script_finished":
            self.is_whole.set()

    @property
    def client_context(self) -> ClientContext | None:
        return None


async def look(first: First) -> None:
    """Look at one page as a visitor of that role and leave. Runs on the server's loop; the page itself runs in its own thread."""
    runtime, client = Runtime.instance(), _Inside()
    wanted = BackMsg()
    wanted.rerun_script.page_name = first.page
    wanted.rerun_script.query_string = first.query
    session_id = runtime.connect_session(client, user_info={})
    session.first_looks[session_id] = first.role
    try:
        runtime.handle_backmsg(session_id, wanted)
        await asyncio.wait_for(client.is_whole.wait(), _PATIENCE_S)
    finally:
        runtime.close_session(session_id)
        session.first_looks.pop(session_id, None)


def _standing() -> tuple[str, str, date]:
    """Return what answers depend on: which store, which version of its data, which day."""
    desk = house.desk()
    return str(desk.folder), desk.version, desk.today


def is_warm(version: str) -> bool:
    """Tell whether every main page of a data version has been looked at."""
    return version == _warm_version


async def warm_overview() -> None:
    """Look at 总览 with the role of most visitors: what the server does before it lets anybody in."""
    await _quietly(First("", roles()[0]))


async def keep_warm() -> None:
    """Look at every main page anew whenever the data change, for as long as the server runs."""
    seen: tuple[str, str, date] | None = None
    while True:
        try:
            standing = await to_thread.run_sync(_standing)
            if standing != seen:
                if seen is not None:
                    forget_all()
                await _warm(standing)
                seen = standing
        except Exception:
            log.exception("warming up failed; visitors are served all the same")
        await asyncio.sleep(_WATCH_S)


async def _warm(standing: tuple[str, str, date]) -> None:
    global _warm_version
    start = time.monotonic()
    await to_thread.run_sync(geometry_json, standing[1])
    count = 0
    for first in await to_thread.run_sync(lambda: list(looks())):
        if await to_thread.run_sync(_standing) != standing:
            return  # the next change is there already: what is looked at now would be old
        began = time.monotonic()
        await _quietly(first)
        count += 1
        await asyncio.sleep(_REST_SHARE * (time.monotonic() - began))
        if first.page == "map":
            for layer in LAYERS:
                await to_thread.run_sync(points_json, layer, standing[1], "")
    _warm_version = standing[1]
    log.info("warmed up %d looks in %.1f s, data version %s", count, time.monotonic() - start, standing[1])


async def _quietly(first: First) -> None:
    try:
        await look(first)
    except Exception:
        log.exception("the first look at %s failed; visitors are served all the same", first)
