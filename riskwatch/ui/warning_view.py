"""The warnings in force, each with its word beside its colour."""

import pandas as pd
import streamlit as st

from riskwatch.ui.page import label, level_badge


def warnings_in_force(warnings: pd.DataFrame) -> None:
    """Show every warning in force: level, kind, issuer, until when and where."""
    with st.container(border=True):
        st.markdown(f"**当前有效预警（{len(warnings)} 条）**")
        if warnings.empty:
            st.caption("台账里没有当前有效的预警。")
        for row in warnings.to_dict("records"):
            word = f"{label('kind', row['kind'], 'warning')}{label('level', row['level'], 'warning')}"
            where = "、".join(row["townships"]) if hasattr(row["townships"], "__iter__") else "全县"
            assumed = "（未写止期，按 24 小时推定）" if row["is_end_assumed"] else ""
            st.markdown(
                f"{level_badge(row['level'], word)} {row['issuer']}　{row['issued_at']:%m月%d日%H:%M} 发布，"
                f"有效至 {row['in_force_until']:%m月%d日%H:%M}{assumed}　:gray[{where}]"
            )
