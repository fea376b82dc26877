"""Taking an upload back, or letting it count again: what changes, who does it and why, then the deed."""

from typing import Any

import streamlit as st

from riskwatch.model.ledger import ledger
from riskwatch.model.refusal import Refusal
from riskwatch.ui.house import desk
from riskwatch.ui.session import is_signed, operator

_OPEN = "turning"


def turn_button(upload: Any) -> None:
    """Offer to undo an upload that counts, or to redo one that does not; a dialog asks before anything changes."""
    deed = "恢复" if upload["is_undone"] else "撤销"
    icon = ":material/redo:" if upload["is_undone"] else ":material/undo:"
    # The dialog stays open over reruns until it is done or dismissed, so what it asks can be answered in any order.
    if st.button(f"{deed}这次上报", icon=icon):
        st.session_state[_OPEN] = upload["upload_id"]
    if st.session_state.get(_OPEN) == upload["upload_id"]:
        st.dialog(f"{deed}这次上报", on_dismiss=_close)(_ask)(upload, deed)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _ask(upload: Any, deed: str) -> None:
    st.markdown(f"**{upload['file_name']}**，{upload['accepted_at']:%Y-%m-%d %H:%M} 由 {upload['sent_by'] or '未注明'} 报送")
    st.info(_effect(upload), icon=":material/info:")
    with st.form("turn", border=False):
        by = operator()
        reason = " ".join(st.text_input("原因（必填）", max_chars=200, placeholder="例如：报错了文件").split())
        is_wanted = st.form_submit_button(f"确认{deed}", type="primary")
    if not is_wanted or not is_signed(by):
        return
    if not reason:
        st.error(f"**还没有写原因。** 写上为什么{deed}，再点一次“确认{deed}”。")
        return
    try:
        (desk().redo if upload["is_undone"] else desk().undo)(upload["upload_id"], by, reason)
    except Refusal as refused:
        st.error(f"**{refused.says}** {refused.fix}")
        return
    _close()
    st.rerun()


def _effect(upload: Any) -> str:
    title = ledger(upload["ledger"]).title
    if upload["is_undone"]:
        return f"恢复后，{title}重新计入这次上报的 {upload['row_count']:,} 行。"
    effect = desk().effect_of_undo(upload["upload_id"])
    parts = [
        f"{count:,} 条{what}"
        for count, what in (
            (effect.leaving, "不再出现"),
            (effect.returning, "退回到更早一次上报的内容"),
            (effect.reappearing, "标为“消失”的重新出现"),
        )
        if count
    ]
    if not parts:
        return f"撤销后，{title}没有行会变：后来的上报已经更新过这些行。"
    return f"撤销后，{title}有 {'，'.join(parts)}。原件和记录都留着，撤销后还能恢复。"
