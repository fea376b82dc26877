"""Parts of a page that are shown again alone: a choice made in one costs that part and not what stands around it."""

from collections.abc import Callable
from functools import wraps

import streamlit as st

from riskwatch.ui.session import settle_role
from riskwatch.ui.turns import turn


def part(show: Callable[..., None]) -> Callable[..., None]:
    """Make what ``show`` shows a part. Shown alone it waits for its turn, as a page does."""

    @st.fragment
    @wraps(show)
    def shown(*given: object) -> None:
        with turn():
            settle_role()
            show(*given)

    return shown
