"""The parts of 防汛指挥: the chain from warnings to people, the points by name, where they go, what is not known, what to say."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from riskwatch.evacuation.assign import Move, Plan
from riskwatch.model.bulletin import bulletins as kinds_of_bulletin
from riskwatch.model.refusal import Refusal
from riskwatch.plan_paper import paper
from riskwatch.planning import Planned, plan, too_far_people, total_line
from riskwatch.store.store import Look, now
from riskwatch.ui import map_view
from riskwatch.ui.answers import answer
from riskwatch.ui.county_map import Line, county_map
from riskwatch.ui.house import desk
from riskwatch.ui.narrowing import township_table
from riskwatch.ui.page import export, grid, in_words, label, table, tall, title_of, words_of
from riskwatch.ui.session import is_signed, look, may_i, operator
from riskwatch.ui.shared import shared

_EXTRA_HOURS = 3
_STATIONS_SHOWN = 6  # longer lists are scrolled
_PLAIN = "#eef3f8"  # the ground of this map says nothing
# Asked beside the page while it judges the points and makes its upper half: first what does not stand on that, then what comes below.
AHEAD = (
    "flood/storm_hours",
    "flood/rain_totals",
    "flood/station_windows",
    "map/townships",
    "flood/warned_chain",
    "flood/unknowns",
    "flood/township_speed",
)
_LISTED = ("name", "township", "risk_level", "people_at_risk", "evacuate_by", "evacuation_site", "decision")


def _words(name: str) -> dict[str, str]:
    """Return the labels of words that only answers use, in their order."""
    return words_of(name, None) or {}


def choose_level() -> str | None:
    """Let the visitor look at the points of one level."""
    chosen: str | None = st.selectbox(
        "看哪些点",
        list(_words("advice_level")),
        index=None,
        placeholder="全部",
        format_func=lambda level: _words("advice_level")[level],
        key="level",
        bind="query-params",
    )
    return chosen


# --- the rain ---


def stations(rows: pd.DataFrame) -> None:
    """Show the stations that reached a limit of the county, and those of which that cannot be told: their hours are asked for."""
    with st.container(border=True):
        pressing = rows[rows["rain_state"] != "below"]
        st.markdown(f"**雨量站对照全县转移标准**　:gray[达到标准或不能判定的 {len(pressing)} 站，共 {len(rows)} 站]")
        if rows.empty:
            st.caption("近两天没有雨量读数。没有读数，不等于没有下雨。")
            return
        asked = pressing[pressing["needs_hourly"]]
        if not asked.empty:
            names, first = asked["station"].tolist(), asked.iloc[0]
            st.info(
                f"**{len(names)} 个站请补报逐小时雨量**：{'、'.join(names[:8])}{'等' if len(names) > 8 else ''}。"
                "读数太长、不全或过时，有的时段不能判定达没达到标准，不能当作没达到。\n\n"
                f"{first['station']}：{first['said']}。",
                icon=":material/edit_note:",
            )
        if not pressing.empty:
            table(
                pressing.drop(columns=["station_key", "needs_hourly"]),
                key="station_windows",
                file_name="雨量站对照标准",
                height=tall(pressing) if len(pressing) <= _STATIONS_SHOWN else 250,
            )


# --- the chain ---


_CHAIN = (
    "township warning_level rain_24h_mm rain_state immediate_count prepare_count people_count confirmed_count without_officer_count "
    "to_evacuate_count evacuated_count not_evacuated_count returned_count newest_updated_at"
).split()


def chain(rows: pd.DataFrame) -> None:
    """Show, township by township, what leads from the warning and the rain to people, and how far the moving is."""
    with st.container(border=True):
        st.markdown("**预警 → 乡镇 → 风险点 → 人 → 转移**")
        if rows.empty:
            st.caption("没有预警，也没有触发的点。")
            return
        told = in_words(rows[_CHAIN])
        told[title_of("newest_updated_at")] = [_short(each) for each in rows["newest_updated_at"]]
        township_table(rows, key="chain", file_name="防汛指挥_乡镇", told=told)


def _short(moment: Any) -> str | None:
    return None if pd.isna(moment) else f"{moment:%d日%H:%M}"


def what_if(extra_mm: float, township: str | None) -> None:
    """Show which points come next if so much more falls: the list to prepare."""
    then = answer("flood/evacuation_advice", township=township, extra_rain_mm=extra_mm, extra_rain_hours=_EXTRA_HOURS)
    today = answer("flood/evacuation_advice", township=township).set_index("key")["level"]
    order = list(_words("advice_level"))
    was = then["key"].map(today)
    worse = then[[order.index(level) < order.index(before) for level, before in zip(then["level"], was, strict=True)]]
    with st.container(border=True):
        title = f"**假如未来 {_EXTRA_HOURS} 小时再下 {extra_mm:g} 毫米**"
        note = "　:gray[这是预备名单，不是预报。]"
        if worse.empty:
            st.markdown(f"{title}：没有新增的点。{note}")
            return
        people = worse["people_at_risk"].sum(min_count=1)
        of_people = "涉及人数没有填报" if pd.isna(people) else f"{people:,.0f} 人"
        st.markdown(f"{title}：新增 {len(worse)} 处，{of_people}。{note}")
        told = _points(worse)
        for name in ("rain_mm", "window_h", "limit_mm"):
            told[title_of(name)] = worse[name].tolist()
        grid(told, key="next", height=tall(worse))
        export(told, file_name="预备名单", key="next_xlsx")


# --- the points ---


def advised(points: pd.DataFrame) -> None:
    """Show the points by name; a chosen one with all its reasons, its officers, and the decision about it."""
    with st.container(border=True):
        st.markdown(f"**风险点（{len(points)} 处）**　:gray[点一行，看全部理由、责任人和确认情况]")
        if points.empty:
            st.caption("没有符合的点。")
            return
        chosen = grid(_points(points), on_select="rerun", selection_mode="single-row", key="advised", height=430)
        rows = chosen["selection"]["rows"]
        if rows and rows[0] < len(points):
            _one(points.iloc[rows[0]])


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return points in words, what is advised first."""
    told = in_words(rows[list(_LISTED)], "flood_risk_point")
    told[title_of("evacuate_by", "flood_risk_point")] = [_short(each) for each in rows["evacuate_by"]]
    told.insert(0, "建议", [label("advice_level", each) for each in rows["level"]])
    return told


def _one(point: Any) -> None:
    st.markdown(f"**{point['name']}**（{point['township'] or '乡镇不明'}）：{label('advice_level', point['level'])}")
    for reason in point["reasons"]:
        st.markdown(f"- {reason}")
    if isinstance(point["cannot_tell"], str):
        st.markdown(f"- :gray[{point['cannot_tell']}]")
    people = "不明" if pd.isna(point["people_at_risk"]) else f"{point['people_at_risk']:.0f} 人"
    by = (
        "最迟转移时间不明"
        if pd.isna(point["evacuate_by"])
        else f"最迟 {point['evacuate_by']:%m月%d日%H:%M} 转移（{point['evacuate_by_why']}）"
    )
    st.caption(f"受威胁 {people} · {by} · 预案安置点 {point['evacuation_site'] or '没有填'}")
    st.caption(
        " · ".join(
            f"{title} {point[f'{name}_officer'] or '没有填'} {point[f'{name}_phone'] or ''}".rstrip()
            for name, title in (("administrative", "行政责任人"), ("monitoring", "监测责任人"), ("evacuation", "转移责任人"))
        )
    )
    if isinstance(point["decision"], str):
        avoidance = label("avoidance", point["avoidance"]) if isinstance(point["avoidance"], str) else ""
        st.info(
            f"{label('decision', point['decision'])}{avoidance}：{point['decided_by']}，{point['decided_at']:%m月%d日%H:%M}。{point['decided_why']}"
        )
    if point["level"] in ("immediate", "prepare") and may_i("decide on advice") and look() is None:
        _decide(point)


def _decide(point: Any) -> None:
    with st.form(f"decide_{point['key']}", border=False):
        is_confirmed = st.radio(
            "会商结论", (True, False), format_func={True: "确认转移", False: "不转移"}.get, horizontal=True, index=None
        )
        avoidance = st.radio("属于哪种避让", list(_words("avoidance")), format_func=_words("avoidance").get, horizontal=True)
        why = st.text_input("依据（必填）", max_chars=300)
        by = operator()
        is_wanted = st.form_submit_button("记下结论", icon=":material/gavel:")
    if not is_wanted or not is_signed(by):
        return
    if is_confirmed is None:
        st.error("**还没有选会商结论。** 选“确认转移”或“不转移”，再点一次。")
        return
    try:
        desk().decide_advice(point["key"], is_confirmed, avoidance if is_confirmed else None, " ".join((why or "").split()), by)
    except Refusal as refused:
        st.error(f"**{refused.says}** {refused.fix}")
        return
    st.rerun()


# --- where to ---


def planned() -> Planned:
    """Return who should go where at the moment looked at; worked out once per data version and masking."""
    seen = look()
    moment = desk().defaults(seen)["moment"]
    return _planned(desk().version, str(desk().folder), moment, seen, may_i("see persons"))


@shared(most=16)
def _planned(version: str, folder: str, moment: object, seen: Look | None, sees_persons: bool) -> Planned:
    return plan(desk(), seen, sees_persons=sees_persons, ask=answer)


def map_of(found: Planned, township: str | None) -> None:
    """Draw the points, the sites and an arrow for each move."""
    moves = [each for each in found.plan.moves if township in (None, each.point.township, each.site.township)]
    lines = [line for each in moves if (line := _line(each)) is not None]
    names = ("flood_points", "sites")
    with st.container(border=True):
        st.markdown("**转移安置图**　:gray[箭头是测算的去向，粗细是人数]")
        areas = [replace(each, color=_PLAIN) for each in map_view.areas(answer("map/townships"), "combined")]
        county_map(areas, map_view.layers(names), lines=lines, key="moves_map", height=520)
        map_view.layer_legend(names)


def _line(move: Move) -> Line | None:
    """Return the arrow of a move; None where one of its ends has no coordinates."""
    (x1, y1), (x2, y2) = ((each.longitude, each.latitude) for each in (move.point, move.site))
    if x1 is None or y1 is None or x2 is None or y2 is None:
        return None
    far = f"，{move.distance_km:.1f} 公里" if move.distance_km is not None else ""
    width = min(6.0, 1.2 + move.people / 60)
    return Line((x1, y1), (x2, y2), width, f"{move.point.name} → {move.site.name}", f"{move.people} 人{far}")


def where_to(found: Planned, township: str | None) -> None:
    """Show the assignment, the gap by township, what to open next, and what the assignment could not know."""
    said = found.plan
    with st.container(border=True):
        st.markdown(f"**转移安置方案（建议）**　{total_line(found)}")
        moves = [each for each in said.moves if township in (None, each.point.township, each.site.township)]
        if moves:
            grid(
                pd.DataFrame(
                    [
                        {
                            "乡镇": each.point.township,
                            "风险点": each.point.name,
                            "安置点": each.site.name,
                            "人数": each.people,
                            "距离（公里）": None if each.distance_km is None else round(each.distance_km, 1),
                            "预案安置点": "是" if each.is_plan_site else "",
                        }
                        for each in moves
                    ]
                ),
                height=tall(moves),
            )
        left, right = st.columns(2)
        with left:
            _gap(found)
        with right:
            _open_next(said)
        for note in found.notes:
            st.caption(note)
        st.download_button(
            "导出转移安置方案",
            data=lambda: paper(found, desk().county.name, now()),
            file_name=f"转移安置方案_{found.moment:%Y%m%d%H%M}.xlsx",
            on_click="ignore",
            icon=":material/download:",
        )


def _gap(found: Planned) -> None:
    said, far = found.plan, too_far_people(found.plan)
    if not said.gap:
        st.markdown("安置缺口：没有。" if said.people else "现在没有要安排的人。")
        return
    st.markdown("**安置缺口**")
    told = pd.DataFrame([{"乡镇": each.township or "乡镇不明", "缺口（人）": each.people} for each in said.gap])
    if far:
        told[f"其中最近的安置点超过 {found.at_most_km:g} 公里（人）"] = [far.get(each.township, 0) for each in said.gap]
    grid(told, height=tall(said.gap))


def _open_next(said: Plan) -> None:
    if not said.open_next:
        return
    st.markdown("**建议先启用（指定、还没有启用的）**")
    grid(
        pd.DataFrame(
            [
                {
                    "安置点": each.site.name,
                    "乡镇": each.site.township,
                    "可接（人）": each.people,
                    "平均距离（公里）": None if each.distance_km is None else round(each.distance_km, 1),
                }
                for each in said.open_next
            ]
        ),
        height=tall(said.open_next),
    )
    if said.gap_when_opened:
        st.caption(f"全部启用后仍缺 {said.gap_when_opened:,} 人的位置。")


# --- what is not known, what to say ---


def unknowns(rows: pd.DataFrame) -> None:
    """Show what nobody knows, aloud: it is neither nought nor safe."""
    with st.container(border=True):
        st.markdown("**不知道的**　:gray[没有报，不等于没有，也不等于安全]")
        table(rows, key="unknowns", file_name="防汛未知项", height="content")


def bulletins() -> None:
    """Show the bulletins in their fixed patterns, to be copied; every figure is a question's."""
    with st.container(border=True):
        st.markdown("**通报文字（可复制）**")
        for each in kinds_of_bulletin().values():
            facts: dict[str, Any] = {"moment": f"{desk().defaults(look())['moment']:%m月%d日%H时%M分}"}
            for asked in each.asks:
                row = answer(asked).iloc[0].to_dict()
                facts |= {str(name): None if pd.isna(value) else value for name, value in row.items()}
            st.caption(each.title)
            st.code(each.filled(facts), language=None, wrap_lines=True)
