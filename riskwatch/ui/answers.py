"""Answers and drawn figures, kept per question, data version, parameters and masking; never by time."""

import json
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from types import EllipsisType
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.io import to_json

from riskwatch.store.masking import masked
from riskwatch.store.question import question
from riskwatch.store.store import Look
from riskwatch.ui.house import desk
from riskwatch.ui.session import look, may_i
from riskwatch.ui.shared import shared

_ANSWERS_KEPT = 1024
_FIGURES_KEPT = 512
_beside = ThreadPoolExecutor(1, "beside")  # one question of many runs on one core; two cores are what a small office server has


def answer(name: str, *, seen: Look | EllipsisType | None = ..., **params: Any) -> pd.DataFrame:
    """Return the answer to a question as of the day looked at; do not change it, others share it.

    ``seen`` asks of another day than the visitor's; None is now.
    """
    return _answer(*_wanted(name, look() if isinstance(seen, EllipsisType) else seen, params))


def ask_ahead(*names: str, **params: Any) -> None:
    """Begin to answer questions beside the page that goes on: when it comes to ask them, their answers are there or on their way.

    A parameter is given to the questions that have it. What fails here fails again where the page asks.
    """
    for name in names:
        wanted = _wanted(name, look(), {each: value for each, value in params.items() if each in question(name).params})
        if not _answer.has(wanted):
            _beside.submit(_answer, *wanted)


def _wanted(name: str, seen: Look | None, params: dict[str, Any]) -> tuple[Hashable, ...]:
    home = desk()
    # The county's own values stand in the key too: at midnight the day changes while the data version does not.
    filled = home.filled(question(name), params, seen)
    return name, home.version, str(home.folder), tuple(filled.items()), seen, may_i("see persons")


@shared(most=_ANSWERS_KEPT)
def _answer(
    name: str, version: str, folder: str, params: tuple[tuple[str, object], ...], seen: Look | None, sees_persons: bool
) -> pd.DataFrame:
    if not sees_persons:
        # Asked once for every masking; where nothing is hidden it is the same table, and so are the figures drawn of it.
        return masked(_answer(name, version, folder, params, seen, True), question(name).sql)
    return desk().store.ask(name, dict(params), look=seen)


def count_of(name: str, **params: object) -> int:
    """Return how many rows ``answer`` would hold."""
    home, seen = desk(), look()
    return _count(name, home.version, str(home.folder), tuple(home.filled(question(name), params, seen).items()), seen)


@shared(most=_ANSWERS_KEPT)
def _count(name: str, version: str, folder: str, params: tuple[tuple[str, object], ...], seen: Look | None) -> int:
    return desk().store.count(name, dict(params), look=seen)


class Drawn(go.Figure):
    """A figure that has been turned into what is sent once, and is sent as it is from then on."""

    def __init__(self, figure: go.Figure) -> None:
        """Keep the figure's plain form and nothing else: a whole figure is large, and costs ten times as much to make."""
        self.__dict__["_sent"] = json.loads(to_json(figure, validate=False))

    def to_dict(self) -> dict[str, Any]:
        """Return the plain form, made once; callers do not change it."""
        sent: dict[str, Any] = self.__dict__["_sent"]
        return sent


def drawn(draw: Callable[..., go.Figure], *tables: pd.DataFrame, **options: object) -> go.Figure:
    """Return ``draw(*tables, **options)``, drawn and turned into what is sent once per tables.

    The tables are answers: as long as the data version stands they are the same objects.
    """
    return _drawn(draw, tuple(Same(each) for each in tables), tuple(sorted(options.items())))


class Same:
    """A table compared by identity: answers are shared, so the same answer is the same object."""

    def __init__(self, table: pd.DataFrame) -> None:
        """Hold the table, so that its identity stays taken."""
        self.table = table

    def __hash__(self) -> int:
        """Hash by identity."""
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        """Equal only when it is the very same table."""
        return isinstance(other, Same) and other.table is self.table


@shared(most=_FIGURES_KEPT)
def _drawn(draw: Callable[..., go.Figure], tables: tuple[Same, ...], options: tuple[tuple[str, object], ...]) -> go.Figure:
    return Drawn(draw(*(each.table for each in tables), **dict(options)))
