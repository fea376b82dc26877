"""What did this county teach the reading of its sheets, and is all of it right?"""

import pandas as pd
import streamlit as st

from riskwatch.model.ledger import EXTRA, ledger
from riskwatch.model.lessons import Lesson
from riskwatch.model.vocabulary import vocabulary
from riskwatch.ui.answers import answer
from riskwatch.ui.house import desk
from riskwatch.ui.page import grid
from riskwatch.ui.session import is_signed, operator, require

require("keep the county")
st.title("学到的写法")
st.caption(
    "报送人员在“数据上报”里答过的问题都在这里：列名、写法、地名是什么，哪些行是同一件。以后的表照此读；撤回后会重新问，已经入库的不变。"
)

# What does the data say?
taught = answer("learning/lessons", seen=None)
same = answer("learning/same_rows", seen=None, ledger=None)


def _means(kind: str, scope: str, means: str) -> str:
    if kind == "heading":
        return ledger(scope).column(means).title if means and means != EXTRA else "不用，原样保留"
    return vocabulary(scope).label_of(means) if kind == "word" else means or "不是乡镇，原样保留"


def _scope(kind: str, scope: str) -> str:
    return {"heading": lambda: ledger(scope).title, "word": lambda: vocabulary(scope).title}.get(kind, lambda: "")()


# Show it: what was taught, then which rows are one thing; each can be taken back.
by = operator()
st.subheader(f"列名、写法和地名（{len(taught)} 条）")
if taught.empty:
    st.info("还没有教过。上报时遇到不认识的列名、写法、地名，会在那里问一次。", icon=":material/school:")
else:
    rows = list(taught.itertuples(index=False))
    chosen = grid(
        pd.DataFrame(
            {
                "哪一类": [{"heading": "列名", "word": "写法", "place": "地名"}[row.kind] for row in rows],
                "用在": [_scope(row.kind, row.scope) for row in rows],
                "表里写的": [row.written for row in rows],
                "认作": [_means(row.kind, row.scope, row.means) for row in rows],
                "谁教的": [row.done_by or "未注明" for row in rows],
                "什么时候": taught["happened_at"].dt.strftime("%Y-%m-%d %H:%M"),
            }
        ),
        on_select="rerun",
        selection_mode="multi-row",
        key="lessons",
        height="content" if len(rows) <= 15 else 560,
    )
    picked = [rows[place] for place in chosen.selection.rows if place < len(rows)]
    if st.button(f"撤回选中的 {len(picked)} 条", icon=":material/undo:", disabled=not picked) and is_signed(by):
        desk().unteach([Lesson(row.kind, row.scope, row.written, row.means) for row in picked], by)
        st.rerun()
st.subheader(f"是不是同一件（{len(same)} 对）")
if same.empty:
    st.info("还没有判断过。上报时新增的行和已有的很像，会在那里问。", icon=":material/content_copy:")
else:
    pairs = list(same.itertuples(index=False))
    chosen = grid(
        pd.DataFrame(
            {
                "台账": [ledger(row.ledger).title for row in pairs],
                "这一行": [row.key for row in pairs],
                "那一行": [row.same_as for row in pairs],
                "判断": ["同一件，按那一行计" if row.is_same else "两件事" for row in pairs],
                "谁判断的": [row.done_by or "未注明" for row in pairs],
                "什么时候": same["happened_at"].dt.strftime("%Y-%m-%d %H:%M"),
            }
        ),
        on_select="rerun",
        selection_mode="multi-row",
        key="pairs",
        height="content" if len(pairs) <= 15 else 560,
    )
    decided = [pairs[place] for place in chosen.selection.rows if place < len(pairs)]
    if st.button(f"撤回选中的 {len(decided)} 对", icon=":material/undo:", disabled=not decided) and is_signed(by):
        for row in decided:
            desk().decide_same(row.ledger, [(row.key, row.same_as, None)], by)
        st.rerun()
