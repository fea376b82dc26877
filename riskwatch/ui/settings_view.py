"""Changing the county's own files on the page: a look before anything is kept, and the way back to what stood before."""

import difflib
from collections.abc import Callable

import streamlit as st

from riskwatch.desk import Kept, Trial
from riskwatch.figures.boundaries import outlines
from riskwatch.model.refusal import Refusal
from riskwatch.ui.house import desk
from riskwatch.ui.session import is_signed

_NAMED = 12


def notice() -> None:
    """Say once what was done before the page was drawn anew."""
    said = st.session_state.pop("settings_said", "")
    if said:
        st.success(said, icon=":material/task_alt:")


def change_boundaries(by: str) -> None:
    """Let the keeper choose a file, look at it, and only then use it."""
    turn = st.session_state.setdefault("boundaries_turn", 0)
    file = st.file_uploader(
        "导入乡镇边界（GeoJSON，或把 .shp .dbf .shx .prj 打包成 zip）",
        type=["geojson", "json", "zip"],
        key=f"boundaries_{turn}",
        help="选好文件先看预览，确认后才会使用。",
    )
    if file:
        _look_at(file.getvalue(), file.name, "用它作为本县边界", by, key=f"new_{turn}")
    former = desk().former_settings("boundaries")
    if not former:
        return
    with st.expander(f"以前的边界（{len(former)} 版）", icon=":material/history:"):
        place = _chosen(former, "boundaries", lambda each: each.file_name if each.content is not None else "没有边界，用等大方格")
        if place is None:
            return
        chosen = former[place]
        if chosen.content is not None:
            _look_at(chosen.content, chosen.file_name or "以前的边界", "恢复到这一版", by, key=f"old_{place}")
        elif st.button("恢复到这一版", key="old_tiles", icon=":material/undo:") and is_signed(by):
            _try(lambda: desk().drop_boundaries(by), "已恢复为没有边界，地图用等大方格代替。")


def _look_at(content: bytes, file_name: str, label: str, by: str, *, key: str) -> None:
    try:
        trial = desk().try_boundaries(content, file_name)
    except Refusal as refused:
        st.error(f"**{refused.says}** {refused.fix}", icon=":material/block:")
        return
    with st.container(border=True):
        st.markdown(f"**预览：{file_name}**（还没有使用）")
        _verdict(trial)
        numbers, drawing = st.columns([3, 2])
        with drawing:
            figure = outlines(trial.joined.boundaries.geojson(), strangers=trial.joined.unmatched_polygons)
            st.plotly_chart(
                figure, key=f"outlines_{key}", config={"displayModeBar": False}, theme=None, alt=f"{file_name} 的轮廓"
            )
            if trial.joined.unmatched_polygons:
                st.caption("灰色：名录里没有的边界。")
        with numbers:
            _numbers(trial)
            few = trial.is_doubtful and not trial.is_of_another_county
            is_meant = few and st.checkbox("我核对过，仍然使用", key=f"meant_{key}")
            if trial.is_of_another_county:
                return
            if st.button(label, type="primary", key=f"keep_{key}", disabled=few and not is_meant) and is_signed(by):
                count = len(trial.joined.boundaries.frame)
                _try(
                    lambda: desk().set_boundaries(content, file_name, by, allow_few=is_meant),
                    f"已改用“{file_name}”的 {count} 个乡镇边界。以前的边界可以在“以前的边界”里恢复。",
                )


def _numbers(trial: Trial) -> None:
    joined, found = trial.joined, trial.joined.boundaries
    named = "文件里写明" if found.names_its_crs else "文件里没写，按县设置"
    with st.container(horizontal=True):
        st.metric("边界", f"{len(found.frame)} 个", border=True)
        if trial.listed_count is not None:
            st.metric("对得上名录", f"{trial.matched_count} / {trial.listed_count}", border=True)
            st.metric("名录里没有的边界", f"{len(joined.unmatched_polygons)} 个", border=True)
    st.markdown(f"坐标系：{found.crs}（{named}）  \n性质：{'示意图，非行政界线' if found.is_schematic else '没有写明是示意图'}")
    if trial.listed_count is None:
        st.caption("还没有乡镇名录，边界里的名称就当作名录。")
    for says, names in (("没有边界的乡镇", joined.without_polygon), ("名录里没有的边界", joined.unmatched_polygons)):
        if names:
            st.markdown(f"{says}（{len(names)} 个）：{_some(names)}")


def _verdict(trial: Trial) -> None:
    if trial.is_of_another_county:
        st.error(
            "**没有一个边界对得上乡镇名录，不能使用。** 核对是不是本县的文件；乡镇改过名的，先在乡镇名录的别名里写上边界文件里的名称。",
            icon=":material/block:",
        )
    elif trial.is_doubtful:
        st.warning("**对得上的不到一半。** 核对是不是本县的文件。", icon=":material/warning:")


def _some(names: tuple[str, ...]) -> str:
    return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 个" if len(names) > _NAMED else "")


def change_county(by: str) -> None:
    """Let the keeper edit county.toml, and go back to a former text."""
    path = desk().folder / "county.toml"
    kept = path.read_text("utf-8-sig", errors="replace") if path.exists() else 'name = "本县"\n'
    text = st.text_area("county.toml", kept, height=420, label_visibility="collapsed")
    if st.button("保存县设置", type="primary") and is_signed(by):
        _try(lambda: desk().set_county(text, by), "县设置已保存。以前的内容可以在“以前的县设置”里恢复。")
    former = desk().former_settings("county")
    if not former:
        return
    with st.expander(f"以前的县设置（{len(former)} 版）", icon=":material/history:"):
        place = _chosen(former, "county", lambda each: f"{len((each.content or b'').splitlines())} 行")
        if place is None:
            return
        old = (former[place].content or b"").decode()
        lines = list(difflib.unified_diff(kept.splitlines(), old.splitlines(), lineterm="", n=1))[2:]
        st.caption("恢复后会变的行：减号是现在的，加号是这一版的。")
        st.code("\n".join("…" if line.startswith("@@") else line for line in lines), language="diff", height=260)
        if st.button("恢复到这一版", key=f"old_county_{place}", icon=":material/undo:") and is_signed(by):
            _try(lambda: desk().set_county(old, by), "县设置已恢复到这一版。")


def _chosen(former: list[Kept], what: str, told: Callable[[Kept], str]) -> int | None:
    def label(place: int) -> str:
        each = former[place]
        return f"{each.at:%Y-%m-%d %H:%M} {each.done_by or '未注明'} {'换下的' if each.is_before else '用上的'}：{told(each)}"

    return st.selectbox(
        "选一版", range(len(former)), index=None, format_func=label, placeholder="选一版来看", key=f"former_{what}"
    )


def _try(deed: Callable[[], object], said: str) -> None:
    """Do it and draw the page anew, or say why not."""
    try:
        deed()
    except Refusal as refused:
        st.error(f"**{refused.says}** {refused.fix}", icon=":material/block:")
        return
    st.session_state["settings_said"] = said
    st.session_state["boundaries_turn"] = st.session_state.get("boundaries_turn", 0) + 1
    for name in ("former_boundaries", "former_county"):
        st.session_state.pop(name, None)
    st.rerun()
