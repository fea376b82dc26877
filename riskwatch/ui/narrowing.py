"""A table of townships that narrows the whole page: a click on a row is the choice of its township."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from riskwatch.ui.page import export, grid, in_words, tall


def township_table(rows: pd.DataFrame, *, key: str, file_name: str, told: pd.DataFrame | None = None) -> None:
    """Show rows of townships, ``told`` on the screen where it is given; a click narrows the page, and all of them can be exported."""
    shown = in_words(rows) if told is None else told
    names = rows["township"].tolist()
    grid(
        shown,
        on_select=partial(_narrow, key, names),
        selection_mode="single-row",
        key=key,
        height=tall(rows),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"共 {len(rows):,} 个乡镇。点行首，整页只看这个乡镇。")
        export(in_words(rows), file_name=file_name, key=f"{key}_xlsx")


def _narrow(key: str, names: Sequence[str | None]) -> None:
    chosen = st.session_state[key]["selection"]["rows"]
    name = names[chosen[0]] if chosen else None
    if isinstance(name, str):
        st.session_state["township"] = name
