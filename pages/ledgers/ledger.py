"""What does a ledger hold, today or on any past day?"""

import streamlit as st

from riskwatch.model.ledger import ledger, ledgers
from riskwatch.ui.answers import count_of
from riskwatch.ui.page import choose_township, heading, listing, nothing_yet
from riskwatch.ui.session import may_i, require, seen_day, today

require("look")
titles = {each.name: each.title for each in ledgers()}

# What are we looking at?
with st.container(horizontal=True, vertical_alignment="bottom"):
    name = st.selectbox(
        "台账", list(titles), index=list(titles).index("hazard"), format_func=titles.get, key="ledger", bind="query-params"
    )
    township = choose_township()
    # Whoever may not see persons may not look them up either: a search would tell whether a name or number is there.
    search = may_i("see persons") and st.text_input(
        "查找", key="search", placeholder="编号、单位、描述里的任何文字", bind="query-params"
    )
    day = st.date_input("看哪一天", seen_day(), max_value=max(today(), seen_day()), format="YYYY-MM-DD")
if day != seen_day():
    st.query_params["as_of"] = day.isoformat()
    if day == today():
        del st.query_params["as_of"]
    st.rerun()
heading(ledger(name).title, name)

# What does the data say?
narrowed = {"township": township, "search": search or None}
if not count_of(f"ledgers/{name}", **narrowed):
    if search or township:
        st.info("没有符合的行。", icon=":material/search_off:")
        st.stop()
    nothing_yet(name)

# Show it.
listing(
    f"ledgers/{name}", key="rows", of_ledger=name, file_name=ledger(name).title, height=620, without=("upload_id",), **narrowed
)
