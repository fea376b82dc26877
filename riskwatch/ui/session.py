"""Who is looking, at which day, and what they may do."""

import ipaddress
import os
import threading
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from riskwatch.model.refusal import Refusal
from riskwatch.model.roles import may
from riskwatch.store.store import Look
from riskwatch.ui.house import desk

ROLE_TITLES = {"viewer": "浏览", "clerk": "报送", "leader": "领导", "keeper": "管理", "display": "大屏"}


# The board's own first looks after each upload (warming.py): which session looks with which role.
first_looks: dict[str, str] = {}
_known = threading.local()
# What a server in front of the board adds to each request. A visitor who forges one only loses: from afar one may do no more than from here.
_FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host", "Via")


def role() -> str:
    """Return the visitor's role. Until accounts exist it follows from where the visitor sits.

    At this machine: the board is bound to loopback, and nobody stands in between. All others come over the network, through a server
    in front of the board too.
    """
    return getattr(_known, "role", None) or _role()


def settle_role() -> None:
    """Look once, at the start of a run, who is looking: a page asks it a hundred times."""
    _known.role = _role()


def _role() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    if context and context.session_id in first_looks:
        return first_looks[context.session_id]
    return role_of(is_here=is_only_reached_from_here() and not is_forwarded(st.context.headers))


def role_of(*, is_here: bool) -> str:
    """Return the role of those at this machine, or of those who come over the network."""
    return desk().county.access["loopback_role" if is_here else "network_role"]


def is_forwarded(headers: Mapping[str, str]) -> bool:
    """Tell whether a request came through a server in front of the board; nginx behind nginx is one too."""
    return any(name in headers for name in _FORWARDED)


def is_only_reached_from_here() -> bool:
    """Tell whether whoever reaches the board's own port sits at this machine.

    RISKWATCH_BEHIND_PROXY says that a server stands in front that leaves no trace in what it passes on.
    """
    is_hidden = bool(os.environ.get("RISKWATCH_BEHIND_PROXY", "").strip())
    return not is_hidden and _is_loopback(str(st.get_option("server.address") or ""))


@cache
def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False  # no address, or a name: other machines may reach it


def may_i(deed: str) -> bool:
    """Tell whether the visitor may do a deed."""
    return may(role(), deed)


def require(deed: str) -> None:
    """Stop a visitor who may not do this. The first statement of every page."""
    if not may_i(deed):
        raise Refusal("您没有权限打开这一页。", "需要时请联系管理员开通。")


def operator(title: str = "操作人") -> str:
    """Ask who does this, once per visit, and return the name; empty until it is written. Nothing is changed without it.

    Until accounts exist the visitor says so; the name goes into the history beside what was done.
    """
    name = st.text_input(
        f"{title}（必填）",
        key="operator",
        persist_state="session",
        max_chars=30,
        placeholder="写上姓名，会记进记录，本次打开期间都有效",
        width=420,
    )
    return " ".join((name or "").split())


def is_signed(name: str, title: str = "操作人") -> bool:
    """Tell whether the name is there; else say where to write it."""
    if not name:
        st.error(f"**还没有写{title}。** 在“{title}”一栏写上姓名，再点一次。", icon=":material/badge:")
    return bool(name)


def today() -> date:
    """Return the county's day."""
    return desk().today


def look() -> Look | None:
    """Return which past day or moment the visitor looks at (?as_of=2026-05-31, ?as_of=2026-06-25T22:00); None for now."""
    written = st.query_params.get("as_of", "")
    if not written:
        return None
    try:
        return Look(as_of=day_or_moment(written))
    except ValueError as wrong:
        raise Refusal(
            f"网址里的日期“{written}”不对。", "写成 as_of=2026-05-31 或 as_of=2026-05-31T14:00 这样，或去掉它。"
        ) from wrong


def day_or_moment(written: str) -> date:
    """Read what stands in an address. Raises ValueError for what is neither a day nor a moment."""
    return datetime.fromisoformat(written).replace(tzinfo=None) if "T" in written else date.fromisoformat(written)


def seen_words() -> str:
    """Return the day or moment that the page shows, in words."""
    seen = look()
    moment = seen.as_of if seen else None
    return f"{moment:%Y年%m月%d日%H:%M}" if isinstance(moment, datetime) else f"{seen_day():%Y年%m月%d日}"


def keep_the_day(page: str) -> None:
    """Carry the day looked at from page to page: the side menu's links do not."""
    was, st.session_state["page"] = st.session_state.get("page"), page
    if "as_of" in st.query_params:
        st.session_state["day"] = st.query_params["as_of"]
    elif was not in (None, page) and st.session_state.get("day"):
        st.query_params["as_of"] = st.session_state["day"]
    else:
        st.session_state["day"] = None


def seen_day() -> date:
    """Return the day that the page shows."""
    seen = look()
    day = seen.as_of if seen and seen.as_of else today()
    return day.date() if isinstance(day, datetime) else day
