"""Who is looking, at which day, and what they may do."""

import ipaddress
from datetime import date

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


def today() -> date:
    """Return the county's day."""
    return desk().today


def look() -> Look | None:
    """Return which past day the visitor looks at (address: ?as_of=2026-05-31); None for now."""
    written = st.query_params.get("as_of", "")
    if not written:
        return None
    try:
        return Look(as_of=date.fromisoformat(written))
    except ValueError as wrong:
        raise Refusal(f"网址里的日期“{written}”不对。", "写成 as_of=2026-05-31 这样，或去掉它。") from wrong


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
    return seen.as_of if seen and isinstance(seen.as_of, date) else today()
