"""The wall's picture: everything that the screen in the command room shows, as one plain document, made once for all screens.

Personal data are masked here as for every display. A block that fails says so and takes no other with it.
"""

import hashlib
import importlib
import json
import logging
import math
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import pandas as pd

from riskwatch import __version__
from riskwatch.desk import Desk
from riskwatch.figures.look import on_dark
from riskwatch.model.indicator import indicator
from riskwatch.model.ledger import ledger
from riskwatch.model.once import Once
from riskwatch.model.refusal import Refusal
from riskwatch.model.wall import Block, Scene, wall
from riskwatch.store.question import question
from riskwatch.store.store import data_hash
from riskwatch.ui import map_view
from riskwatch.ui.house import desk
from riskwatch.ui.page import TONE_WORDS, in_words, label, shown, words_of

log = logging.getLogger("riskwatch")
_PLAIN = "#c9d6e2"
_URGENT = ("red", "orange")
_MOST = 512  # pictures of one moment: every township, dark and light
_pictures: Once[tuple[bytes, str, bool]] = Once(_MOST)
_standing: tuple[object, ...] = ()


def picture(township: str, theme: str, page: str) -> tuple[bytes, str]:
    """Return the picture of now as JSON and its tag, for one township (or "" for the county) and theme, dark or light.

    ``page`` is the hash of the page's own files: a screen that holds an older page loads itself anew. Raises Refusal for a township that
    the county does not know.
    """
    global _standing
    home = desk()
    moment = home.defaults()["moment"]
    assert isinstance(moment, datetime)
    standing = (home.version, str(home.folder), moment, page)
    if standing != _standing:
        _pictures.forget()
        _standing = standing
    key = (*standing, township, theme == "light")
    # Fifty screens that ask at once wait for one picture.
    content, tag, is_whole = _pictures.get(key, lambda: _picture(township, moment, is_dark=theme != "light", page=page))
    if not is_whole:
        _pictures.drop(key)  # what failed is tried again with the next look
    return content, tag


def _picture(township: str, moment: datetime, *, is_dark: bool, page: str) -> tuple[bytes, str, bool]:
    if township and township not in set(desk().ask("places/township_names")["township"]):
        raise Refusal(f"没有“{township}”这个乡镇。", "核对网址里的 township，或去掉它看全县。")
    built = _Building(desk(), township or None, moment, is_dark=is_dark)
    found = built.whole() | {"build": f"{__version__}-{data_hash()}-{page}"}
    # The moment alone makes no new picture: a screen reckons on from the one that it has.
    said = json.dumps({**found, "moment": ""}, ensure_ascii=False, sort_keys=True)
    content = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    return content, hashlib.sha256(said.encode()).hexdigest()[:16], not built.has_failed


class _Building:
    """One picture while it is made: the desk, whom it is for, and the answers so far."""

    def __init__(self, home: Desk, township: str | None, moment: datetime, *, is_dark: bool) -> None:
        self.home = home
        self.township = township
        self.moment = moment
        self.is_dark = is_dark
        self.has_failed = False
        self.answers: dict[tuple[object, ...], pd.DataFrame] = {}

    def ask(self, name: str, **params: object) -> pd.DataFrame:
        """Return an answer as a display may see it, narrowed to the township where the question can be."""
        if self.township and "township" in question(name).params:
            params["township"] = self.township
        key = (name, *sorted(params.items()))
        if key not in self.answers:
            self.answers[key] = self.home.ask(name, params, sees_persons=False)
        return self.answers[key]

    def whole(self) -> dict[str, Any]:
        times = self.ask("uploads/data_times", moment=self.moment)
        self.data_at = dict(zip(times["ledger"], times["data_at"], strict=True))
        county = self.home.county
        return {
            "county": county.name,
            "is_sample": county.is_sample,
            "is_live": county.today is None,
            "township": self.township or "",
            "version": self.home.version,
            "moment": _written(self.moment),
            "pace": {name: getattr(wall(), name) for name in ("dwell_seconds", "alarm_minutes", "reload_hours")},
            "duty": self._or_failed(self._duty),
            "warnings": self._or_failed(self._warnings),
            "countdowns": self._countdowns(),
            "ticker": self._or_failed(self._ticker),
            "alarms": {kind: self._or_failed(make) for kind, make in self._alarms().items()},
            "geometry": f"wall/geometry.json?v={quote(self.home.version)}",
            "aspect": round(math.cos(math.radians(self.home.landscape.boundaries.middle[1])), 4)
            if self.home.landscape.has_boundaries
            else 1.0,
            "scenes": [self._scene(each) for each in wall().scenes],
        }

    def _or_failed(self, make: Callable[[], Any]) -> Any:
        """Return what ``make`` makes; None where it fails: the screen keeps what it had and says so."""
        try:
            return make()
        except Exception:  # one part must not take the picture down; the log has the trace
            log.exception("a part of the wall failed")
            self.has_failed = True
            return None

    # --- the frame ---

    def _duty(self) -> list[dict[str, str]]:
        rows = self.ask("wall/on_duty").to_dict("records")
        return [{"post": str(row["post"]), "name": str(row["name"]), "unit": _text(row["unit"])} for row in rows]

    def _warnings(self) -> list[dict[str, str]]:
        rows = self.ask("flood/warnings_in_force").to_dict("records")
        return [
            {
                "level": str(row["level"]),
                "says": f"{label('kind', row['kind'], 'warning')}{label('level', row['level'], 'warning')}预警",
                "until": f"{row['in_force_until']:%d日%H:%M}止",
            }
            for row in rows
        ]

    def _countdowns(self) -> list[dict[str, object]]:
        today = self.home.today
        events = sorted(self.home.county.events, key=lambda each: each.on)
        return [{"name": each.name, "days": (each.on - today).days} for each in events if each.on >= today]

    def _ticker(self) -> dict[str, object]:
        rows = self.ask("wall/longest_overdue", most=10)
        kinds = words_of("kind_overdue", None) or {}
        return {
            "total": int(rows["total_count"].iloc[0]) if len(rows) else 0,
            "items": [
                f"超期 {row['overdue_days']} 天　{kinds.get(row['kind_overdue'], '')}　{_short(row['matter'], 34)}　{_text(row['unit']) or '没有责任单位'}"
                for row in rows.to_dict("records")
            ],
        }

    def _alarms(self) -> dict[str, Callable[[], list[dict[str, str]]]]:
        """Return, by kind, how its red items are found, each with a name that stays: the screen tells those that it has not seen."""
        return {"warning": self._red_warnings, "advice": self._points_to_leave, "major": self._overdue_majors}

    def _red_warnings(self) -> list[dict[str, str]]:
        rows = self.ask("flood/warnings_in_force").to_dict("records")
        return [
            _alarm(
                f"warning {row['key']}",
                "flood",
                f"{label('kind', row['kind'], 'warning')}{label('level', row['level'], 'warning')}预警",
            )
            for row in rows
            if row["level"] in _URGENT
        ]

    def _points_to_leave(self) -> list[dict[str, str]]:
        rows = self.ask("flood/evacuation_advice", level="immediate").to_dict("records")
        return [
            _alarm(
                f"advice {row['key']}",
                "flood",
                f"立即转移（建议）：{_text(row['name'])}（{_text(row['township']) or '乡镇不明'}）",
            )
            for row in rows
        ]

    def _overdue_majors(self) -> list[dict[str, str]]:
        rows = self.ask("hazards/hazards", state="overdue", severity="major", most=200).to_dict("records")
        return [
            _alarm(f"major {row['key']}", "safety", f"重大隐患超期：{_short(_text(row['site']) or row['description'], 24)}")
            for row in rows
        ]

    # --- scenes ---

    def _scene(self, scene: Scene) -> dict[str, Any]:
        pressing = self._or_failed(lambda: self._value(scene.presses_by)) if scene.presses_by else None
        return {
            "name": scene.name,
            "title": scene.title,
            "is_pressing": bool(pressing),
            "blocks": [self._block(each) for each in scene.blocks],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        about = block.about
        source = about.fresh_by or about.rows.ledger
        told: dict[str, Any] = {
            "area": block.area,
            "kind": block.kind,
            "title": block.title or about.title,
            "hours": about.fresh_hours,
            "source": ledger(source).short,
            "at": _written(self.data_at[source]) if source in self.data_at else None,
        }
        if told["at"] is None:
            return told | {"state": "unreported", "says": f"{ledger(source).title}还没有上报"}
        try:
            show: Callable[[Block], dict[str, Any]] = getattr(self, f"_{block.kind}")
            return told | show(block)
        except Exception:  # as above: told on the block itself
            log.exception("a block of the wall failed: %s", told["title"])
            self.has_failed = True
            return told | {"state": "failed", "says": "这一块没有算出来，请管理员查看日志"}

    def _value(self, name: str) -> Any:
        about = indicator(name)
        return self._cell(about.asks, about.column)

    def _cell(self, asks: str, column: str) -> Any:
        value = self.ask(asks)[column].iloc[0]
        return None if pd.isna(value) else value

    def _number(self, block: Block) -> dict[str, Any]:
        about = block.about
        value = self._value(about.name)
        if value is None:
            return {"state": "unknown", "says": "没有填报，算不出来"}
        level = about.level_of(float(value))
        text = shown(about, value)
        digits, unit = (text[: -len(about.unit)].strip(), about.unit) if about.unit and text.endswith(about.unit) else (text, "")
        if about.prefix and (prefix := self._cell(about.asks, about.prefix)):
            unit = f"{unit}（{prefix}）"
        badge = (
            {"tone": level.tone, "says": f"{TONE_WORDS[level.tone]}·{level.name}"} if level and level.tone in TONE_WORDS else None
        )
        return {"state": "known", "value": digits, "unit": unit, "level": badge}

    def _chart(self, block: Block) -> dict[str, Any]:
        rows = self.ask(block.ask, **block.params)
        if rows.empty:
            return {"state": "empty", "says": "没有可画的数据"}
        module, _, name = block.figure.partition(".")
        draw = getattr(importlib.import_module(f"riskwatch.figures.{module}"), name)
        figure = json.loads(draw(rows.head(block.most) if block.most else rows).to_json())
        return {"state": "known", "figure": on_dark(figure) if self.is_dark else figure}

    def _list(self, block: Block) -> dict[str, Any]:
        rows = self.ask(block.ask, **block.params)
        if block.among:
            rows = rows[rows[block.among]]
        if rows.empty:
            return {"state": "empty", "says": block.none}
        told = in_words(rows.head(block.most)[list(block.columns)], block.of_ledger)
        return {
            "state": "known",
            "total": int(rows[block.of_count].iloc[0]) if block.of_count else len(rows),
            "head": list(told.columns),
            "rows": [[_cell(value) for value in row] for row in told.itertuples(index=False)],
        }

    def _map(self, block: Block) -> dict[str, Any]:
        numbers = self.ask("map/townships")
        areas = map_view.areas(numbers, "combined")
        about = map_view.rules()["combined"]
        legend = (
            []
            if block.is_plain
            else [[about["colors"][tone], f"{TONE_WORDS[tone]}·{word}"] for tone, word in about["words"].items()]
        )
        titles = map_view.layer_titles()
        layers = map_view.layers(block.layers)
        return {
            "state": "known",
            "areas": [{"name": each.name, "color": _PLAIN if block.is_plain else each.color} for each in areas],
            "layers": [
                asdict(each) | {"address": f"wall/points/{each.name}.json?v={quote(self.home.version)}&day={self.home.today}"}
                for each in layers
            ],
            "legend": legend,
            "points": [
                {
                    "title": titles[each.name],
                    "symbol": each.symbol,
                    "levels": map_view.layer_levels(each.name),
                }
                for each in layers
            ],
        }

    def _townships(self, block: Block) -> dict[str, Any]:
        found = []
        for row in self.ask("map/townships").to_dict("records"):
            tone, reasons = map_view.combined_level({str(name): value for name, value in row.items()})
            if tone in _URGENT and self.township in (None, row["township"]):
                found.append((_URGENT.index(tone), tone, str(row["township"]), reasons[0]))
        if not found:
            return {"state": "empty", "says": block.none}
        found.sort(key=lambda each: each[0])
        words = map_view.rules()["combined"]["words"]
        return {
            "state": "known",
            "total": len(found),
            "head": ["乡镇", "等级", "主要原因"],
            "rows": [
                [name, {"tone": tone, "says": f"{TONE_WORDS[tone]}·{words[tone]}"}, reason.partition("（")[0]]
                for _, tone, name, reason in found[: block.most]
            ],
        }


def _alarm(name: str, scene: str, says: str) -> dict[str, str]:
    return {"id": name, "scene": scene, "says": says}


def _written(moment: Any) -> str:
    return pd.Timestamp(moment).isoformat(timespec="seconds")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _short(value: Any, most: int) -> str:
    text = " ".join(_text(value).split()) or "没有写明"
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cell(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return "不明"
    if isinstance(value, datetime):
        return f"{value:%d日%H:%M}"
    if isinstance(value, date):
        return f"{value:%m月%d日}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else " ".join(str(value).split())
