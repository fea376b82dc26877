"""Who is looking, at which day, and what they may do."""

import ipaddress
from datetime import date, datetime

import streamlit as st

from riskwatch.model.refusal import Refusal
from riskwatch.model.roles import may
from riskwatch.store.store import Look
from riskwatch.ui.house import desk

ROLE_TITLES = {"viewer": "浏览", "clerk": "报送", "leader": "领导", "keeper": "管理", "display": "大屏"}


def role() -> str:
    """Return the visitor's role. Until accounts exist it follows from the address the board is bound to."""
    access = desk().county.access
    return access["loopback_role"] if _is_loopback(str(st.get_option("server.address") or "")) else access["network_role"]


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
