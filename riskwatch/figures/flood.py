"""Charts about flood points, rain, shelter, patrols and evacuation: one function per question, named as it."""

import pandas as pd
import plotly.graph_objects as go

from riskwatch.figures.look import INK, LEVEL, LINE, PALE, QUIET, figure
from riskwatch.model.files import DATA, read_toml
from riskwatch.model.vocabulary import vocabulary

_WIDE_ENOUGH = pd.Timedelta(hours=5)
_RISK_COLORS = {"extreme": LEVEL["red"], "high": LEVEL["orange"], "general": LEVEL["yellow"], "low": LEVEL["blue"]}
_RAIN_COLORS = {"immediate": LEVEL["red"], "prepare": LEVEL["orange"], "unknown": LEVEL["grey"], "below": PALE}
_UNKNOWN = {
    "shape": "/",
    "fgcolor": "#5f6f7e",
    "bgcolor": "#e3e8ed",
    "fillmode": "replace",
}  # the grey hatch of what is not known


def _told(answer: pd.DataFrame, column: str, labels: dict[str, str] | None = None) -> list[str]:
    return [(labels or {}).get(value, value) if isinstance(value, str) else "未填" for value in answer[column]]


def _known(answer: pd.DataFrame, column: str) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in answer[column]]


def _people(count: float | None, unknown: int) -> str:
    said = "人数不明" if count is None else f"{count:,.0f} 人"
    return f"{said}（另 {unknown} 处人数不明）" if unknown and count is not None else said


def _points_and_people(answer: pd.DataFrame, names: list[str], colors: list[str]) -> go.Figure:
    """People as bars, with points, households and what is unknown written beside them."""
    people = _known(answer, "people_count")
    says = [
        f"{points:,} 处 · {_people(count, unknown)}"
        for points, count, unknown in zip(answer["point_count"], people, answer["unknown_people_count"], strict=True)
    ]
    return figure(
        go.Bar(
            y=names, x=people, orientation="h", marker_color=colors, text=says, textposition="auto", cliponaxis=False,
            insidetextfont={"color": "#ffffff"}, hovertemplate="%{y}：%{text}<extra></extra>",
        ),
        height=max(200, 70 + 32 * len(names)),
        x_title="受威胁人数（人）",
        yaxis={"autorange": "reversed", "ticksuffix": " "},
        showlegend=False,
        margin={"t": 8},
    )  # fmt: skip


def points_by_risk_level(answer: pd.DataFrame) -> go.Figure:
    """People at risk by level, in the level's colour with its word on the axis."""
    colors = [_RISK_COLORS.get(code, LEVEL["grey"]) for code in answer["risk_level"]]
    made = _points_and_people(answer, _told(answer, "risk_level", vocabulary("risk_level").labels), colors)
    # White on yellow cannot be read: every text stands outside its bar.
    made.update_traces(textposition="outside")
    made.update_xaxes(range=[0, _room(answer["people_count"], 1.45)])
    return made


def points_by_hazard_type(answer: pd.DataFrame) -> go.Figure:
    """People at risk by kind of hazard."""
    made = _points_and_people(answer, _told(answer, "hazard_type", vocabulary("hazard_type").labels), [QUIET] * len(answer))
    made.update_traces(textposition="outside")
    made.update_xaxes(range=[0, _room(answer["people_count"], 1.45)])
    return made


def _room(values: pd.Series, factor: float) -> float:
    """Return an axis end that leaves room for the text beside the longest bar."""
    most = values.max() if len(values) else None
    return float(most) * factor if most is not None and most == most and most > 0 else 1.0


def _ticks(most: float) -> dict[str, object]:
    """Return an axis's ticks for counts from zero to ``most``: round ones, six at most."""
    steps = (lead * 10**zeros for zeros in range(10) for lead in (1, 2, 5))
    step = next(step for step in steps if pd.isna(most) or step * 5 >= most)
    return {"tickmode": "linear", "tick0": 0, "dtick": step}


def points_by_township(answer: pd.DataFrame) -> go.Figure:
    """People at risk by township, stacked by level of risk."""
    labels = vocabulary("risk_level").labels
    names = _told(answer, "township")
    parts = [
        ("extreme", labels["extreme"]),
        ("high", labels["high"]),
        ("general", labels["general"]),
        ("low", labels["low"]),
        ("other", "未填等级"),
    ]
    return figure(
        *(
            go.Bar(
                y=names, x=_known(answer, f"{code}_people_count"), name=word, orientation="h",
                marker_color=_RISK_COLORS.get(code, LEVEL["grey"]), hovertemplate=f"%{{y}}：{word} %{{x:,}} 人<extra></extra>",
            )
            for code, word in parts
            if answer[f"{code}_people_count"].notna().any()
        ),
        height=max(240, 80 + 23 * len(names)),
        x_title="受威胁人数（人）",
        barmode="stack",
        yaxis={"autorange": "reversed", "ticksuffix": " "},
    )  # fmt: skip


def sites_by_state(answer: pd.DataFrame) -> go.Figure:
    """Sites by state: 指定 is paler than 已启用, since it is not open."""
    labels = vocabulary("site_state").labels
    colors = {"full": INK, "open": LINE, "designated": PALE, "closed": "#e3e8ed"}
    columns = (_known(answer, f"{name}_count") for name in ("site", "capacity", "occupied", "unknown_capacity"))
    says = [
        f"{sites:,.0f} 处 · " + ("容量不明" if room is None else f"可容纳 {room:,.0f} 人")
        + ("" if taken is None else f" · 已安置 {taken:,.0f} 人")
        + (f" · {unknown:.0f} 处容量不明" if unknown else "")
        for sites, room, taken, unknown in zip(*columns, strict=True)
    ]  # fmt: skip
    return figure(
        go.Bar(
            y=_told(answer, "state", labels), x=answer["site_count"].tolist(), orientation="h",
            marker_color=[colors.get(code, LEVEL["grey"]) for code in answer["state"]],
            text=says, textposition="outside", cliponaxis=False, hovertemplate="%{y}：%{text}<extra></extra>",
        ),
        height=max(190, 70 + 34 * len(answer)),
        x_title="安置点（处）",
        xaxis={"range": [0, _room(answer["site_count"], 2.7)]},
        yaxis={"autorange": "reversed", "ticksuffix": " "},
        showlegend=False,
        margin={"t": 8},
    )  # fmt: skip


def shelter_gap_by_township(answer: pd.DataFrame) -> go.Figure:
    """People of 极高 and 高 risk beside the places taken and free; the shortage written in red with its word."""
    names = _told(answer, "township")
    need, taken, free, gap = (_known(answer, f"{name}_count") for name in ("people_at_risk", "occupied", "free_capacity", "gap"))
    says = [
        "人数不明" if people is None else "安置点未报" if short is None else f"缺口 {short:,.0f} 人" if short > 0 else ""
        for people, short in zip(need, gap, strict=True)
    ]  # fmt: skip
    unknown = [f" · {count} 处容量不明" if count else "" for count in answer["unknown_capacity_count"]]
    return figure(
        go.Bar(
            y=names, x=need, name="高风险受威胁人数", orientation="h", offsetgroup="need", marker_color=QUIET,
            text=says, textposition="outside", textfont={"color": [LEVEL["red"] if short else QUIET for short in gap], "size": 12}, constraintext="none", cliponaxis=False,
            hovertemplate="%{y}：极高、高风险点 %{x:,} 人<extra></extra>",
        ),
        go.Bar(
            y=names, x=taken, name="已安置", orientation="h", offsetgroup="places", marker_color=LINE,
            hovertemplate="%{y}：已安置 %{x:,} 人<extra></extra>",
        ),
        go.Bar(
            y=names, x=free, base=[each or 0 for each in taken], name="空余容量", orientation="h", offsetgroup="places", marker_color=PALE,
            customdata=unknown, hovertemplate="%{y}：空余 %{x:,} 人%{customdata}<extra></extra>",
        ),
        height=max(260, 80 + 27 * len(names)),
        margin={"r": 76},
        x_title="人",
        barmode="group",
        bargap=0.25,
        yaxis={"autorange": "reversed", "ticksuffix": " "},
    )  # fmt: skip


def _rain_bars(answer: pd.DataFrame, names: list[str], heavy_mm: float | None, torrential_mm: float | None) -> go.Figure:
    rain = _known(answer, "rain_24h_mm")
    colors = [
        PALE if mm is None or not _reaches(mm, heavy_mm) else INK if _reaches(mm, torrential_mm) else QUIET for mm in rain
    ]  # fmt: skip
    made = figure(
        go.Bar(
            y=names, x=rain, name="24小时雨量", orientation="h", marker_color=colors, showlegend=False,
            text=["没有读数" if mm is None else f"{mm:,.1f}" for mm in rain], textposition="outside", textfont={"size": 12}, constraintext="none", cliponaxis=False,
            hovertemplate="%{y}：24小时 %{x:,.1f} 毫米<extra></extra>",
        ),
        go.Scatter(
            y=names, x=_known(answer, "rain_1h_mm"), name="最大1小时", mode="markers", marker={"symbol": "diamond", "size": 8, "color": "#ffffff", "line": {"color": INK, "width": 1.5}},
            hovertemplate="%{y}：最大1小时 %{x:,.1f} 毫米<extra></extra>",
        ),
        height=max(240, 110 + 23 * len(names)),
        margin={"t": 56},
        x_title="雨量（毫米）",
        xaxis={"range": [0, _room(answer["rain_24h_mm"], 1.15)]},
        yaxis={"autorange": "reversed", "ticksuffix": " "},
    )  # fmt: skip
    for mm, word in ((heavy_mm, "暴雨"), (torrential_mm, "大暴雨")):
        if mm is not None and mm == mm:
            made.add_vline(
                x=mm,
                line={"color": QUIET, "width": 1, "dash": "dash"},
                annotation={"text": f"{word} {mm:g}", "font": {"size": 12}, "yref": "paper", "y": 1.0, "yanchor": "bottom"},
            )
    return made


def _reaches(mm: float, limit: float | None) -> bool:
    return limit is not None and limit == limit and mm >= limit


def rain_by_township(answer: pd.DataFrame, *, heavy_mm: float | None = None, torrential_mm: float | None = None) -> go.Figure:
    """The most rain in 24 hours and in one hour by township; 暴雨 and 大暴雨 as lines. Silent stations are counted aloud."""
    silent = [f"（{count} 站断报）" if count else "" for count in answer["silent_count"]]
    names = [f"{name}{said}" for name, said in zip(_told(answer, "township"), silent, strict=True)]
    return _rain_bars(answer, names, heavy_mm, torrential_mm)


def rain_by_station(answer: pd.DataFrame, *, heavy_mm: float | None = None, torrential_mm: float | None = None) -> go.Figure:
    """The twenty wettest stations; a silent one says so, its sum is no more than what it sent."""
    wettest = answer.head(20)
    names = [
        f"{name}（断报）" if silent else name
        for name, silent in zip(_told(wettest, "station"), wettest["is_silent"], strict=True)
    ]
    return _rain_bars(wettest, names, heavy_mm, torrential_mm)


def points_by_rain_state(answer: pd.DataFrame) -> go.Figure:
    """Points by what the rain says; what cannot be judged has its own grey hatch."""
    labels = read_toml(DATA / "words.toml")["rain_state"]
    people = _known(answer, "people_count")
    says = [
        f"{points:,} 处 · {_people(count, unknown)}"
        for points, count, unknown in zip(answer["point_count"], people, answer["unknown_people_count"], strict=True)
    ]
    states = answer["rain_state"].tolist()
    return figure(
        go.Bar(
            y=[labels.get(state, state) for state in states], x=answer["point_count"].tolist(), orientation="h",
            marker={
                "color": [_RAIN_COLORS[state] for state in states],
                "pattern": {**_UNKNOWN, "shape": ["/" if state == "unknown" else "" for state in states]},
            },
            text=says, textposition="outside", cliponaxis=False, hovertemplate="%{y}：%{text}<extra></extra>",
        ),
        height=max(200, 70 + 34 * len(states)),
        x_title="风险点（处）",
        xaxis={"range": [0, _room(answer["point_count"], 1.4)]},
        yaxis={"autorange": "reversed", "ticksuffix": " "},
        showlegend=False,
        margin={"t": 8},
    )  # fmt: skip


def three_checks_by_township(answer: pd.DataFrame) -> go.Figure:
    """Share of points checked before, during and after the rain, by township."""
    if answer["three_checks_share"].isna().all():
        made = figure(height=120, xaxis={"visible": False}, yaxis={"visible": False})
        return made.add_annotation(
            text="没有一场雨，或这场雨全县没有三查记录：不是零，是没有报", showarrow=False, font={"color": QUIET, "size": 14}
        )
    phases = vocabulary("phase").labels
    order = ("before", "during", "after")
    shares = [
        [None if pd.isna(row["three_checks_share"]) else row[f"{phase}_count"] / row["point_count"] * 100 for phase in order]
        for _, row in answer.iterrows()
    ]
    counts = [[f"{row[f'{phase}_count']}/{row['point_count']}" for phase in order] for _, row in answer.iterrows()]
    return figure(
        go.Heatmap(
            x=[phases[phase] for phase in order], y=_told(answer, "township"), z=shares, text=counts, texttemplate="%{z:.0f}%（%{text}）",
            zmin=0, zmax=100, colorscale=[[0, "#ffffff"], [1, "#7fa8c4"]], xgap=2, ygap=2, showscale=False,
            hovertemplate="%{y} %{x}：%{text} 处，%{z:.1f}%<extra></extra>",
        ),
        height=max(220, 70 + 23 * len(answer)),
        x_title="已查点数占全部风险点（%）",
        margin={"t": 50},
        xaxis={"side": "top", "showgrid": False},
        yaxis={"autorange": "reversed", "showgrid": False, "ticksuffix": " "},
    )  # fmt: skip


def evacuation_by_township(answer: pd.DataFrame) -> go.Figure:
    """Moved and not yet moved by township; those who went back as a mark."""
    names = _told(answer, "township")
    return figure(
        go.Bar(y=names, x=_known(answer, "evacuated_count"), name="已转移", orientation="h", marker_color=PALE, hovertemplate="%{y}：已转移 %{x:,} 人<extra></extra>"),
        go.Bar(
            y=names, x=_known(answer, "not_evacuated_count"), name="未转移", orientation="h", marker_color=INK,
            text=[f"{count:,.0f}" if count else "" for count in _known(answer, "not_evacuated_count")], textposition="outside", cliponaxis=False,
            hovertemplate="%{y}：未转移 %{x:,} 人<extra></extra>",
        ),
        go.Scatter(
            y=names, x=_known(answer, "returned_count"), name="已返回", mode="markers",
            marker={"symbol": "diamond", "size": 9, "color": "#ffffff", "line": {"color": INK, "width": 1.5}}, hovertemplate="%{y}：已返回 %{x:,} 人<extra></extra>",
        ),
        height=max(220, 80 + 26 * len(names)),
        x_title="人",
        barmode="stack",
        yaxis={"autorange": "reversed", "ticksuffix": " "},
    )  # fmt: skip


def storm_hours(answer: pd.DataFrame) -> go.Figure:
    """The storm hour by hour: rain as bars, points advised and people to move and moved as lines, the gravest warning as a named band."""
    hours = answer["hour_at"].tolist()
    made = figure(
        go.Bar(
            x=hours, y=_known(answer, "max_rain_mm"), name="最大小时雨量（毫米）", marker_color="#8fb0cd",
            hovertemplate="%{x|%m月%d日%H时}：最大小时雨量 %{y:g} 毫米<extra></extra>",
        ),
        *(
            go.Scatter(
                x=hours, y=_known(answer, column), name=name, yaxis="y2", mode="lines", line={"color": color, "width": 2.5, "dash": dash, "shape": "hv"},
                hovertemplate=f"%{{x|%m月%d日%H时}}：{name} %{{y:,}}<extra></extra>",
            )
            for column, name, color, dash in (
                ("to_evacuate_count", "应转移（人）", INK, "dot"),
                ("evacuated_count", "已转移（人）", LINE, "solid"),
            )
        ),
        go.Scatter(
            x=hours, y=_known(answer, "advised_count"), name="应撤离（建议）（处）", yaxis="y3", mode="lines", line={"color": LEVEL["red"], "width": 2.5, "shape": "hv"},
            hovertemplate="%{x|%m月%d日%H时}：应撤离（建议） %{y:,} 处<extra></extra>",
        ),
        height=340,
        y_title="小时雨量（毫米）",
        yaxis2={"overlaying": "y", "side": "right", "title": {"text": "人数（人）", "font": {"size": 13}}, "rangemode": "tozero", "showgrid": False, **_ticks(answer[["to_evacuate_count", "evacuated_count"]].max().max())},
        yaxis3={
            "overlaying": "y", "side": "right", "anchor": "free", "position": 1, "rangemode": "tozero", "showgrid": False,
            **_ticks(answer["advised_count"].max()),
            "title": {"text": "应撤离（处）", "font": {"size": 13, "color": LEVEL["red"]}}, "tickfont": {"color": LEVEL["red"]},
        },
        xaxis={"tickformat": "%m月%d日\n%H时", "domain": [0, 0.9]},
        margin={"t": 74, "r": 60},
    )  # fmt: skip
    made.update_yaxes(automargin=True)
    made.update_layout(yaxis={"rangemode": "tozero"})
    steps = answer["confirmed_count"].diff().fillna(answer["confirmed_count"])
    confirmed = answer[steps > 0]
    if len(confirmed):
        made.add_scatter(
            x=confirmed["hour_at"].tolist(), y=[0] * len(confirmed), yaxis="y2", name="会商确认", mode="markers",
            marker={"symbol": "diamond", "size": 11, "color": "#7b3fa0"}, text=[f"{each:.0f}" for each in confirmed["confirmed_count"]],
            hovertemplate="%{x|%m月%d日%H时}：已确认 %{text} 处<extra></extra>",
        )  # fmt: skip
    labels = vocabulary("warning_level").labels
    for level, start, end in _bands(answer):
        made.add_vrect(x0=start, x1=end, fillcolor=LEVEL[level], opacity=0.10, line_width=0)
        wide = (end - start) >= _WIDE_ENOUGH
        made.add_annotation(
            x=start + (end - start) / 2 if wide else end, xanchor="center" if wide else "right", y=1, yref="paper", yanchor="bottom",
            showarrow=False, font={"size": 12, "color": INK},
            text=f"{labels[level]}预警" if wide else labels[level][:1],
        )  # fmt: skip
    return made


def _bands(answer: pd.DataFrame) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Return each stretch of hours under one gravest level, with its first and last hour."""
    found: list[tuple[str, pd.Timestamp, pd.Timestamp]] = []
    for hour, level in zip(answer["hour_at"], answer["gravest_level"], strict=True):
        if not isinstance(level, str):
            continue
        begun = hour - pd.Timedelta(hours=1)
        if found and found[-1][0] == level and found[-1][2] == begun:
            found[-1] = (level, found[-1][1], hour)
        else:
            found.append((level, begun, hour))
    return found


def township_speed(answer: pd.DataFrame) -> go.Figure:
    """Minutes from the first trigger to 转移完成 of the townships that are done, and how long it has been for those that are not."""
    shown = answer.assign(bar=answer["minutes"].fillna(answer["open_minutes"]))
    shown = shown[shown["bar"].notna()].sort_values(["bar", "township"])
    return figure(
        *(
            go.Bar(
                y=part["township"].tolist(), x=part["bar"].astype(float).tolist(), name=name, orientation="h", marker_color=color,
                text=[f"{says} {each:,.0f} 分钟" for each in part["bar"]], textposition="outside", cliponaxis=False,
                hovertemplate=f"%{{y}}：{name}，%{{text}}<extra></extra>",
            )
            for part, name, says, color in (
                (shown[shown["minutes"].notna()], "已完成", "用时", LINE),
                (shown[shown["minutes"].isna()], "没有完成", "已过", PALE),
            )
        ),
        height=max(190, 100 + 30 * len(shown)),
        x_title="从触发起（分钟）",
        xaxis={"range": [0, _room(shown["bar"], 1.7)]},
        yaxis={"autorange": "reversed", "ticksuffix": " ", "categoryorder": "array", "categoryarray": shown["township"].tolist()},
        barmode="stack",
        showlegend=True,
    )  # fmt: skip
