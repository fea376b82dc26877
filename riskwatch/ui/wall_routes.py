"""The wall's own addresses: ``/wall`` and what lies below it is all that a display link opens.

No Streamlit session stands behind it: the page asks for a picture every few seconds and keeps the last one. So a restart, a lost
network or an upgrade of the server is nothing but an answer that comes late.
"""

import hashlib
import logging
import mimetypes
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

import plotly
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from riskwatch import displays
from riskwatch.desk import store_to_write
from riskwatch.model.refusal import Refusal
from riskwatch.model.roles import may
from riskwatch.ui import wall
from riskwatch.ui.map_data import FOREVER, geometry, points
from riskwatch.ui.session import is_forwarded, is_only_reached_from_here, role_of

log = logging.getLogger("riskwatch")
_PAGE = Path(__file__).parent / "wall_page"
_ASSETS = {
    "wall.js": _PAGE / "wall.js",
    "wall.css": _PAGE / "wall.css",
    "plotly.min.js": Path(plotly.__file__).parent / "package_data" / "plotly.min.js",
    "echarts.esm.min.mjs": Path(__file__).parent / "static" / "vendor" / "echarts.esm.min.mjs",
}
_NEVER_KEPT = {"cache-control": "no-store"}
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css"}

Handler = Callable[[Request], Awaitable[Response]]


@cache
def page_hash() -> str:
    """Return a hash of the page's own files: a screen that holds others loads itself anew."""
    digest = hashlib.sha256()
    for path in (*sorted(_PAGE.iterdir()), *_ASSETS.values()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _refused(request: Request) -> str:
    """Return why this visitor may not see the wall; "" for who may: a display link, else whoever may look at the board."""
    token = request.headers.get("x-riskwatch-display") or request.query_params.get("display", "")
    if not token:
        role = role_of(is_here=is_only_reached_from_here() and not is_forwarded(request.headers))
        return "" if may(role, "look") else "打开大屏要用大屏链接。请管理员用 display add 添加一个。"
    try:
        is_open = displays.is_open(store_to_write(), token)
    except Refusal as refused:
        log.error("the list of displays cannot be read: %s", refused)
        return f"{refused.says}{refused.fix}"
    return "" if is_open else "这个大屏链接不能用：已经停用，或没有抄全。请管理员用 display add 重新添加。"


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        refused = await to_thread.run_sync(_refused, request)
        if refused:
            return PlainTextResponse(refused, 403, headers=_NEVER_KEPT)
        return await handler(request)

    return guarded


async def page(request: Request) -> Response:
    """Send the page itself."""
    text = (_PAGE / "wall.html").read_text("utf-8").replace("{page}", page_hash())
    # The address holds the link's token: no request of the page tells where it comes from.
    return HTMLResponse(text, headers=_NEVER_KEPT | {"referrer-policy": "no-referrer"})


async def picture(request: Request) -> Response:
    """Send the picture of now, or 304 where the screen has it already."""
    query = request.query_params
    try:
        content, tag = await to_thread.run_sync(wall.picture, query.get("township", ""), query.get("theme", ""), page_hash())
    except Refusal as refused:
        return PlainTextResponse(f"{refused.says}{refused.fix}", 404, headers=_NEVER_KEPT)
    headers = _NEVER_KEPT | {"etag": f'"{tag}"'}
    if request.headers.get("if-none-match") == f'"{tag}"':
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


async def asset(request: Request) -> Response:
    """Send one of the page's files; they hold no data."""
    path = _ASSETS.get(request.path_params["name"])
    if path is None:
        return PlainTextResponse("没有这个文件。", 404)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return FileResponse(path, media_type=kind, headers=FOREVER)


def wall_routes() -> list[BaseRoute]:
    """Return the wall's routes."""
    return [
        Route(displays.PATH, _guarded(page)),
        Route(f"{displays.PATH}/picture.json", _guarded(picture)),
        Route(f"{displays.PATH}/geometry.json", _guarded(geometry)),
        Route(f"{displays.PATH}/points/{{layer}}.json", _guarded(points)),
        Route(f"{displays.PATH}/asset/{{name}}", asset),
    ]
