"""What is one number made of: which rows, by what 口径, after which source?"""

import streamlit as st

from riskwatch.model.indicator import indicator, indicators
from riskwatch.model.refusal import Refusal
from riskwatch.ui.answers import answer
from riskwatch.ui.number_rows import counted, narrowing
from riskwatch.ui.page import heading, number, table
from riskwatch.ui.session import require

require("look")

# What are we looking at?
name = st.query_params.get("of", "")
if name not in {each.name for each in indicators()}:
    raise Refusal("没有说看哪个数。", "从总览或专题页点一个数的名称进来。")
about = indicator(name)
heading(about.title, *([about.rows.ledger] if about.rows.ledger else ["flood_risk_point", "evacuation_site"]))
given = narrowing(about)

# What does the data say?
rows = counted(about, given)

# Show it: the number, how it is made, its rows.
left, right = st.columns([1, 3])
with left:
    if given.reach_the_number:
        number(name, answer(about.asks, **given.for_the_number), leads_on=False)
    else:
        st.metric(f"{about.title}：{given.words}", f"{rows.total:,} 行", border=True)
with right, st.container(border=True):
    st.markdown(f"**口径**　{about.basis}")
    st.caption(f"依据：{about.source}。{rows.says}")
if rows.first.empty:
    st.info("没有这样的行。", icon=":material/inbox:")
    st.stop()
table(
    rows.first,
    key="counted",
    of_ledger=about.rows.ledger or None,
    file_name=about.title,
    height=560,
    columns=rows.columns,
    total=rows.total,
    whole=rows.whole,
    leads_to=None if about.rows.ledger else ("people_at_high_risk", "township"),
)
