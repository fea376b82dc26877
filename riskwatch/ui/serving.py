"""Routes, headers, the localised index page, start and stop of the server."""

import asyncio
import gc
import logging
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riskwatch import __version__, remote
from riskwatch.counter import Done, as_json, perform
from riskwatch.desk import store_to_write
from riskwatch.model.refusal import Refusal
from riskwatch.ui import house, warming
from riskwatch.ui.map_data import geometry, geometry_json, points
from riskwatch.ui.session import is_forwarded
from riskwatch.ui.wall_routes import wall_routes

log = logging.getLogger("riskwatch")
TITLE = "安全环保攻坚作战图"
# Set by the lifespan: the visitor's script refuses to run without the server in front of it.
in_front = False
_key = ""

# The guarantee that nothing leaves the machine, kept by the browser itself.
_POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss: blob: data:; worker-src 'self' blob:; frame-ancestors 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_INLINE_SCRIPT = re.compile(rb"<script>\s*window\.prerenderReady = false\s*</script>")


def is_in_front() -> bool:
    """Tell whether the server stands in front of the visitor's script."""
    return in_front


async def healthz(request: Request) -> JSONResponse:
    """Answer a watchdog: alive, with which data version, and whether its pages have all been looked at before any visitor."""
    version = house.desk().version
    return JSONResponse({"ok": True, "version": __version__, "data_version": version, "warm": warming.is_warm(version)})


async def command(request: Request) -> Response:
    """Perform a command of the command line inside the board; loopback and the store's key only."""
    peer = request.client.host if request.client else ""
    given = request.headers.get("x-riskwatch-key", "")
    is_from_here = peer in ("127.0.0.1", "::1") and not is_forwarded(request.headers)
    if not is_from_here or not _key or not secrets.compare_digest(given, _key):
        return PlainTextResponse("拒绝", 403)
    wanted = await request.json()
    try:
        done = await to_thread.run_sync(perform, wanted, house.keeper)
    except Refusal as refused:
        done = Done(2, {"refused": {"says": refused.says, "fix": refused.fix}}, f"{refused.says}{refused.fix}")
    return Response(as_json(done), media_type="application/json")


def routes() -> list[BaseRoute]:
    """Return the server's own routes."""
    return [
        Route("/healthz", healthz),
        Route("/map/geometry.json", geometry),
        Route("/map/points/{layer}.json", points),
        Route(remote.PATH, command, methods=["POST"]),
        *wall_routes(),
    ]


class Safety:
    """Security headers on every answer, no foreign page on the websocket, and the index page in Chinese."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and not _same_origin(scope):
            await send({"type": "websocket.close", "code": 4403})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _wants_page(scope):
            # The index page is rewritten, so it must come unzipped.
            scope = dict(scope, headers=[pair for pair in scope["headers"] if pair[0] != b"accept-encoding"])
        await self.app(scope, receive, _Rewriter(send))


class _Rewriter:
    """Passes an answer on with our headers; holds back an index page until it is whole and puts it into Chinese."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.held: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(pair for pair in _HEADERS if pair[0] not in names)]
            kind = dict(message["headers"]).get(b"content-type", b"")
            if kind.startswith(b"text/html") and message["status"] == 200:
                self.held = message
                return
        elif self.held is not None:
            if message["type"] == "http.response.pathsend":
                self.body = Path(message["path"]).read_bytes()
            else:
                self.body += message.get("body", b"")
                if message.get("more_body"):
                    return
            await self._send_page()
            return
        await self.send(message)

    async def _send_page(self) -> None:
        assert self.held is not None
        body = in_chinese(self.body)
        dropped = (b"content-length", b"etag", b"last-modified")
        kept = [pair for pair in self.held["headers"] if pair[0].lower() not in dropped]
        held, self.held = dict(self.held, headers=[*kept, (b"content-length", str(len(body)).encode())]), None
        await self.send(held)
        await self.send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=8)
def in_chinese(page: bytes) -> bytes:
    """Return Streamlit's index page in Chinese, with our dictionary, without its one inline script."""
    if b'<div id="root">' not in page:
        return page
    page = page.replace(b'<html lang="en">', b'<html lang="zh-CN">')
    page = _INLINE_SCRIPT.sub(b"", page)
    script = '<script src="./app/static/zh.js"></script>'
    page = page.replace(b"<title>Streamlit</title>", f"<title>{TITLE}</title>{script}{_early()}".encode())
    return page.replace(b"You need to enable JavaScript to run this app.", "请启用浏览器的脚本功能后再打开。".encode())


def _early() -> str:
    """Return links that let the browser fetch and compile charts, tables and the map while the first answer is on its way."""
    scripts = Path(st.__file__).parent / "static" / "static" / "js"
    chunks = [
        f"./static/js/{path.name}"
        for kind in ("PlotlyChart", "DataFrame", "BidiComponent")
        for path in sorted(scripts.glob(f"{kind}.*.js"))
    ]
    return "".join(
        f'<link rel="modulepreload" data-early href="{address}">'
        for address in [*chunks, "./app/static/vendor/echarts.esm.min.mjs"]
    )


def _wants_page(scope: Scope) -> bool:
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


def _same_origin(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    return not origin or origin.split("://")[-1] == headers.get(b"host", b"").decode("latin-1")


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the store, warm up, freeze what stays for good, announce the board to the command line."""
    global in_front, _key
    in_front = True
    desk = await to_thread.run_sync(house.desk)
    await to_thread.run_sync(geometry_json, desk.version)
    await warming.warm_overview()
    gc.collect()
    # Streamlit collects garbage after every rerun; what is frozen here is not looked at again (docs/decisions.md).
    gc.freeze()
    _key = secrets.token_urlsafe(32)
    # The county's first own upload starts its store while the sample is still shown: both folders tell the address.
    folders = {desk.folder, store_to_write()}
    for folder in folders:
        remote.announce(folder, int(st.get_option("server.port")), _key)
    log.info("%s ready, data version %s", desk.county.name, desk.version)
    warmer = asyncio.create_task(warming.keep_warm())
    try:
        yield {}
    finally:
        warmer.cancel()
        for folder in folders:
            remote.withdraw(folder)


def on_script_error(error: Exception) -> bool:
    """Tell the visitor in plain words; the log keeps the trace."""
    in_plain_words(error)
    return True


def in_plain_words(error: BaseException) -> None:
    """Show a failure: a Refusal with its cure, anything else with a number that finds it in the log."""
    if isinstance(error, Refusal):
        st.warning(f"**{error.says}** {error.fix}", icon=":material/info:")
        return
    number = secrets.token_hex(4)
    log.error("failure %s", number, exc_info=error)
    st.error(f"系统出错了，数据没有受影响。请把编号 **{number}** 告诉管理员。", icon=":material/error:")
