"""Where does one row come from: which uploads touched it, and what did each change?"""

import streamlit as st

from riskwatch.model.ledger import ledger, ledgers
from riskwatch.model.refusal import Refusal
from riskwatch.ui.answers import answer
from riskwatch.ui.house import desk
from riskwatch.ui.origin import changes_between, contents_table
from riskwatch.ui.session import may_i, require, seen_day

require("look")

# What are we looking at?
name, key = st.query_params.get("ledger", ""), st.query_params.get("key", "")
if name not in {each.name for each in ledgers()} or not key:
    raise Refusal("没有说看哪一条。", "从台账或清单里点一行进来。")
st.title("一条台账的来历")

# What does the data say?
versions = answer(f"history/{name}", seen=None, key=key)
counts = answer(f"ledgers/{name}", key=key)
if versions.empty:
    raise Refusal("没有找到这一条。", "它可能在另一个库里；从台账重新查找。")

# Show it: the row as it counts on the day looked at, then every upload that touched it.
st.subheader(f"{ledger(name).title}　{key if not key.startswith('~') else ''}")
if counts.empty:
    st.warning(
        f"{seen_day():%Y年%m月%d日} 这一条不计：那天还没有报来，或者报来它的上报已经撤销。", icon=":material/remove_circle:"
    )
else:
    row = counts.iloc[0]
    source = versions[versions["upload_id"] == row["upload_id"]].iloc[0]
    st.markdown(
        f"现在的内容来自 **{source['file_name']}** 的工作表 **{row['source_sheet']}** 第 **{row['source_row']}** 行，{source['accepted_at']:%Y年%m月%d日 %H:%M} 由 **{source['sent_by'] or '未注明'}** 报送。"
    )
    if row["is_vanished"]:
        st.warning(f"{row['reporting_unit'] or '填报单位'}最新的整表里已经没有这一条。", icon=":material/help:")
    contents_table(row, versions, name)
    if not may_i("see persons"):
        st.caption("您的权限看不到个人信息和原文。")
st.subheader(f"历次上报（{len(versions)} 次）")
for place, (_, version) in enumerate(versions.iterrows()):
    undone = "（已撤销）" if version["is_undone"] else ""
    with st.expander(
        f"{version['as_of']:%Y年%m月%d日}　{version['file_name']}　{version['source_sheet']} 第 {version['source_row']} 行{undone}",
        expanded=place == 0,
    ):
        st.caption(
            f"{version['accepted_at']:%Y-%m-%d %H:%M} 收到；填报单位：{version['reporting_unit'] or '未注明'}；报送人：{version['sent_by'] or '未注明'}；上报编号：{version['upload_id']}"
        )
        if may_i("see persons"):
            older = versions.iloc[place + 1] if place + 1 < len(versions) else None
            changes_between(older, version, name)
        if may_i("download an original"):
            st.download_button(
                "下载原件",
                data=lambda sha=version["sha256"]: desk().store.original(sha).read_bytes(),
                file_name=version["file_name"],
                key=f"original_{place}",
                on_click="ignore",
                icon=":material/download:",
            )
