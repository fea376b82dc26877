"""What runs for each visitor: the menu by role, the sample's banner, and failures in plain words."""

import sys
from copy import copy
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # `streamlit run` puts the script's own folder first, not the root
    sys.path.insert(0, str(ROOT))

from riskwatch.desk import named_store  # noqa: E402
from riskwatch.ui import serving  # noqa: E402
from riskwatch.ui.house import desk  # noqa: E402
from riskwatch.ui.menu import ALWAYS_NOW, is_looked_at, pages  # noqa: E402
from riskwatch.ui.page import style  # noqa: E402
from riskwatch.ui.part import part  # noqa: E402
from riskwatch.ui.session import ROLE_TITLES, keep_the_day, look, may_i, role, seen_words, settle_role  # noqa: E402
from riskwatch.ui.turns import turn  # noqa: E402

_AFTER_SAMPLE = {True: "首次上报本县数据后自动换成本县的库。", False: "这是一个试用库，上报和撤销只在这里生效。"}


def main() -> None:
    """Show the page that the visitor chose, among those that the role may open."""
    st.set_page_config(page_title=serving.TITLE, page_icon=str(Path(__file__).parent / "static" / "favicon.png"), layout="wide")
    if not serving.is_in_front():
        st.error("请用 streamlit run app.py 启动作战图。")
        st.stop()
    with turn() as mine:
        settle_role()
        style()
        chosen = st.navigation(pages(may_i), position="sidebar", expanded=True)
        if not is_looked_at(chosen.url_path):
            mine.pass_on()  # handing a sheet in takes as long as it takes, and holds nobody up
        show(chosen)


def show(chosen: st.Page) -> None:
    """Show the frame of every page, and the page in it."""
    county = desk().county
    with st.sidebar:
        st.markdown(f"**{county.name}**")
        st.caption(f"身份：{ROLE_TITLES[role()]}")
    if county.is_sample:
        st.html(
            f'<div class="sample-bar"><b>示例数据</b>　{county.name}为虚构县，日期固定在 {desk().today:%Y年%m月%d日}。{_AFTER_SAMPLE[named_store() is None]}</div>'
        )
    if may_i("keep the county"):
        for fault in desk().faults:
            st.error(f"**{fault.says}** {fault.fix}", icon=":material/build:")
    keep_the_day(chosen.url_path)
    try:
        seen = look()
        if seen and chosen.url_path not in ALWAYS_NOW:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.warning(f"正在看 {seen_words()} 的情况，不是现在。", icon=":material/history:")
                if st.button("回到现在", icon=":material/today:"):
                    del st.query_params["as_of"]
                    st.rerun()
    except Exception as error:
        serving.in_plain_words(error)
        return
    # What is chosen on a page that only shows leaves the frame as it is; handing in and keeping may change it.
    (part(run) if is_looked_at(chosen.url_path) else run)(chosen)


def run(chosen: st.Page) -> None:
    """Run a page's script; every failure of it ends here, in words. Streamlit's own stops are no Exception."""
    try:
        copy(chosen).run()  # Streamlit lets a page run once, and a part is run again
    except Exception as error:
        serving.in_plain_words(error)


main()
