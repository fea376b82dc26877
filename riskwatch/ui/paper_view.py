"""Where there is no sheet: a template to be filled in, or a rainfall bulletin that is pasted."""

import streamlit as st

from riskwatch.intake.bulletin import as_sheet, read_bulletin
from riskwatch.model.ledger import ledgers
from riskwatch.store.store import now
from riskwatch.ui import house
from riskwatch.ui.checking import HandedIn, as_handed_in


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


def pasted_bulletin() -> list[HandedIn]:
    """Let a rainfall bulletin be pasted, and return its readings as a sheet. Raises Refusal for a text without any."""
    with st.expander("只有一段雨情通报？粘贴文字", icon=":material/content_paste:"):
        text = st.text_area(
            "雨情通报",
            key="bulletin",
            max_chars=5000,
            placeholder="例如：6月21日14时至22时雨情通报（单位：毫米）：太和乡86.7、吐祥镇83.4、羊市镇79.6……",
        )
        st.caption("读出站名、时段和雨量，和表格一样核对、预览、入库；不认识的地名会问。")
    return [as_handed_in(*as_sheet(read_bulletin(text, now())))] if text and text.strip() else []
