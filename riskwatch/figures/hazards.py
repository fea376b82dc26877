"""Charts about hazards: one function per question, named as it."""

import pandas as pd
import plotly.graph_objects as go

from riskwatch.figures.look import INK, LEVEL, LINE, PALE, QUIET, figure


def weeks(answer: pd.DataFrame) -> go.Figure:
    """清零曲线: found and closed per week as bars, open as the line that has to come down."""
    on = answer["week_end_on"].tolist()
    return figure(
        go.Bar(x=on, y=answer["found_count"].tolist(), name="当周发现", marker_color=PALE, hovertemplate="%{y} 条"),
        go.Bar(x=on, y=answer["closed_count"].tolist(), name="当周销号", marker_color=QUIET, hovertemplate="%{y} 条"),
        go.Scatter(
            x=on, y=answer["open_count"].tolist(), name="未销号", line={"color": LINE, "width": 3}, hovertemplate="%{y} 条"
        ),
        go.Scatter(
            x=on,
            y=answer["overdue_count"].tolist(),
            name="其中超期",
            line={"color": INK, "width": 2, "dash": "dot"},
            hovertemplate="%{y} 条",
        ),
        y_title="条",
        barmode="group",
        hovermode="x unified",
        xaxis={"tickformat": "%m月%d日", "hoverformat": "%Y年%m月%d日止的一周"},
    )


def _stacked(answer: pd.DataFrame, names: list[str], height: int | None = None) -> go.Figure:
    """Open hazards by group, overdue apart; the group with most on top."""
    on_time = (answer["open_count"] - answer["overdue_count"]).tolist()
    return figure(
        go.Bar(
            y=names,
            x=answer["overdue_count"].tolist(),
            name="超期",
            orientation="h",
            marker_color=INK,
            hovertemplate="%{y}：超期 %{x} 条<extra></extra>",
        ),
        go.Bar(
            y=names,
            x=on_time,
            name="未到期或期限不明",
            orientation="h",
            marker_color=PALE,
            hovertemplate="%{y}：%{x} 条<extra></extra>",
        ),
        height=height or max(220, 60 + 26 * len(names)),
        x_title="未销号（条）",
        barmode="stack",
        yaxis={"autorange": "reversed", "ticksuffix": " "},
    )


def _named(answer: pd.DataFrame, column: str) -> list[str]:
    return [value if isinstance(value, str) else "未填" for value in answer[column]]


def townships(answer: pd.DataFrame) -> go.Figure:
    """Open and overdue by township."""
    return _stacked(answer, _named(answer, "township"))


def industries(answer: pd.DataFrame) -> go.Figure:
    """Open and overdue by industry: the fifteen with most overdue."""
    worst = answer.head(15)
    return _stacked(worst, _named(worst, "industry"))


def units(answer: pd.DataFrame) -> go.Figure:
    """Open and overdue by unit: the fifteen with most overdue."""
    worst = answer.head(15)
    return _stacked(worst, _named(worst, "unit"))


def sources(answer: pd.DataFrame, *, labels: tuple[tuple[str, str], ...] = ()) -> go.Figure:
    """Open and overdue by how they were found."""
    told = dict(labels)
    return _stacked(answer, [told.get(name, name) for name in _named(answer, "source")])


def age_bands(rows: pd.DataFrame) -> go.Figure:
    """Open hazards by age, or by days overdue; 重大 apart."""
    bands = rows["band"].tolist()
    general = (rows["hazard_count"] - rows["major_count"]).tolist()
    return figure(
        go.Bar(x=bands, y=general, name="一般", marker_color=[PALE if band != "不明" else LEVEL["grey"] for band in bands], hovertemplate="%{x}：一般 %{y} 条<extra></extra>"),
        go.Bar(x=bands, y=rows["major_count"].tolist(), name="重大", marker_color=LEVEL["red"], hovertemplate="%{x}：重大 %{y} 条<extra></extra>"),
        y_title="条",
        barmode="stack",
        xaxis={"type": "category"},
    )  # fmt: skip
