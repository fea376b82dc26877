"""Sheets that the board hands out to be filled in."""

import streamlit as st

from riskwatch.model.ledger import ledgers
from riskwatch.ui import house


def template_button() -> None:
    """Offer the template of a ledger."""
    titles = {each.name: each.title for each in ledgers()}
    with (
        st.expander("没有现成的表？下载模板填", icon=":material/description:"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        chosen = st.selectbox("台账种类", list(titles), format_func=lambda name: titles[name], key="template_of", width=420)
        st.download_button(
            "下载模板",
            data=lambda: house.template(chosen),
            file_name=f"{titles[chosen]}（模板）.xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
