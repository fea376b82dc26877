"""What the map fetches by address: outlines and points of one data version, built once and kept."""

import json
from datetime import date

import pandas as pd
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from riskwatch.store.store import Look
from riskwatch.ui.house import desk
from riskwatch.ui.session import day_or_moment
from riskwatch.ui.shared import shared

LAYERS = {
    "hazards": "map/hazard_points",
    "flood_points": "map/flood_points",
    "sites": "map/site_points",
    "projects": "map/project_points",
}
_MOST_POINTS = 3000
FOREVER = {"cache-control": "private, max-age=31536000, immutable"}  # of an address that changes with what lies there
_SHOWN = ["longitude", "latitude", "level", "key", "title", "detail"]


@shared(most=4)
def geometry_json(version: str) -> bytes:
    """Return the township outlines as GeoJSON, at most 300 KB."""
    return desk().landscape.geojson


def points_json(layer: str, version: str, day: str) -> bytes | None:
    """Return one layer's points, the most urgent first, at most 3,000; None for an unknown layer or day."""
    if layer not in LAYERS:
        return None
    try:
        seen = day_or_moment(day) if day else None
    except ValueError:
        return None
    return _points(layer, desk().version, str(desk().folder), seen, desk().today)


@shared(most=64)
def _points(layer: str, version: str, folder: str, day: date | None, today: date) -> bytes:
    rows = desk().ask(LAYERS[layer], look=Look(as_of=day) if day else None, sees_persons=False)
    shown = rows.head(_MOST_POINTS)
    found = shown[_SHOWN].astype(object).where(shown[_SHOWN].notna(), None).to_numpy().tolist()
    return json.dumps({"points": found, "total": len(rows)}, ensure_ascii=False, separators=(",", ":")).encode()


def points_drawn(rows: pd.DataFrame) -> int:
    """Return how many of these points the map draws."""
    return min(len(rows), _MOST_POINTS)


async def geometry(request: Request) -> Response:
    """Send the township outlines of a data version; the address changes with it, so the browser keeps them."""
    content = await to_thread.run_sync(geometry_json, request.query_params.get("v", ""))
    return Response(content, media_type="application/json", headers=FOREVER)


async def points(request: Request) -> Response:
    """Send one layer of points of a data version and day."""
    query = request.query_params
    content = await to_thread.run_sync(points_json, request.path_params["layer"], query.get("v", ""), query.get("as_of", ""))
    if content is None:
        return PlainTextResponse("没有这个图层。", 404)
    return Response(content, media_type="application/json", headers=FOREVER)
