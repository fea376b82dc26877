"""Charts about the environmental inspection: tasks and complaint cases. One function per question, named as it."""

import pandas as pd
import plotly.graph_objects as go

from riskwatch.figures.look import INK, LEVEL, LINE, PALE, QUIET, figure
from riskwatch.model.vocabulary import vocabulary

_TASK_PARTS = (
    ("lagging_count", "滞后", INK),
    ("not_started_count", "未启动", "#b59b7a"),
    ("on_schedule_count", "序时推进", "#8fb2c9"),
    ("done_count", "已完成", PALE),
    ("unknown_count", "状态不明", LEVEL["grey"]),
)
_CASE_PARTS = (
    ("case_open_count", "未办结", INK),
    ("case_interim_count", "阶段性办结", "#8fb2c9"),
    ("case_closed_count", "已办结", PALE),
)


def _told(answer: pd.DataFrame, column: str, labels: dict[str, str] | None = None) -> list[str]:
    return [(labels or {}).get(value, value) if isinstance(value, str) else "未填" for value in answer[column]]


def _stacked(
    answer: pd.DataFrame, names: list[str], parts: tuple[tuple[str, str, str], ...], unit: str, x_title: str
) -> go.Figure:
    """Rows of stacked bars, what presses most at the left; the sum at the end."""
    made = figure(
        *(
            go.Bar(
                y=names, x=answer[column].tolist(), name=word, orientation="h", marker_color=color,
                hovertemplate=f"%{{y}}：{word} %{{x:,}} {unit}<extra></extra>",
            )
            for column, word, color in parts
            if column != "unknown_count" or answer[column].any()
        ),
        height=max(200, 84 + 26 * len(names)),
        x_title=x_title,
        barmode="stack",
        yaxis={"autorange": "reversed", "ticksuffix": " "},
    )  # fmt: skip
    for name, total in zip(names, answer[[column for column, _, _ in parts]].sum(axis=1), strict=True):
        made.add_annotation(x=total, y=name, text=f"{total:,}", showarrow=False, xanchor="left", xshift=4, font={"color": QUIET})
    return made


def tasks_by_round(answer: pd.DataFrame) -> go.Figure:
    """Tasks by round of inspection and state."""
    return _stacked(answer, _told(answer, "round"), _TASK_PARTS, "项", "整改任务（项）")


def tasks_by_category(answer: pd.DataFrame) -> go.Figure:
    """Tasks by kind of finding and state."""
    return _stacked(answer, _told(answer, "category", vocabulary("task_category").labels), _TASK_PARTS, "项", "整改任务（项）")


def tasks_by_owner_unit(answer: pd.DataFrame) -> go.Figure:
    """Tasks by unit and state: the twenty with most behind."""
    worst = answer.head(20)
    return _stacked(worst, _told(worst, "owner_unit"), _TASK_PARTS, "项", "整改任务（项）")


def tasks_by_township(answer: pd.DataFrame) -> go.Figure:
    """Tasks by township and state."""
    return _stacked(answer, _told(answer, "township"), _TASK_PARTS, "项", "整改任务（项）")


def tasks_by_due_month(answer: pd.DataFrame) -> go.Figure:
    """Tasks by the month that they are due in; those without a deadline last."""
    months = ["无明确<br>期限" if pd.isna(month) else f"{month.month}月<br>{month:%Y年}" for month in answer["due_month"]]
    return figure(
        *(
            go.Bar(
                x=months,
                y=answer[column].tolist(),
                name=word,
                marker_color=color,
                hovertemplate=f"%{{x}}到期：{word} %{{y:,}} 项<extra></extra>",
            )
            for column, word, color in _TASK_PARTS
            if column != "unknown_count" or answer[column].any()
        ),
        y_title="整改任务（项）",
        barmode="stack",
        xaxis={"type": "category"},
    )


def tasks_closed_by_month(answer: pd.DataFrame) -> go.Figure:
    """Tasks closed by month as bars, and altogether as a line."""
    months = [f"{month.month}月<br>{month:%Y年}" for month in answer["closed_month"]]
    return figure(
        go.Bar(x=months, y=answer["closed_count"].tolist(), name="当月销号", marker_color=PALE, hovertemplate="%{x}：%{y} 项<extra></extra>"),
        go.Scatter(
            x=months, y=answer["closed_total_count"].tolist(), name="累计销号", mode="lines+markers", line={"color": LINE, "width": 3},
            hovertemplate="到%{x}底：%{y} 项<extra></extra>",
        ),
        y_title="整改任务（项）",
        xaxis={"type": "category"},
    )  # fmt: skip


def tasks(answer: pd.DataFrame) -> go.Figure:
    """Progress against the share of time gone, task by task; a missing progress says so."""
    names = [f"{finding[:16]}…" if len(finding) > 17 else finding for finding in _told(answer, "finding")]
    return against_plan(names, answer)


def against_plan(names: list[str], answer: pd.DataFrame) -> go.Figure:
    """Draw progress as a bar and the planned share as a mark. Two rows of one name stay two rows."""
    rows = [str(place) for place in range(len(answer))]
    done, planned = (
        [None if pd.isna(value) else value * 100 for value in answer[column]] for column in ("progress_share", "planned_share")
    )
    is_behind = [hint == "behind" for hint in answer["hint"]]
    return figure(
        *(
            go.Bar(
                y=rows, x=[value if behind is wanted else None for value, behind in zip(done, is_behind, strict=True)], name=word, orientation="h",
                marker_color=color, customdata=names, text=[None if value != 0 else "0%" for value in done], textposition="outside",
                hovertemplate="%{customdata}：实际 %{x:.0f}%<extra></extra>",
            )
            for wanted, word, color in ((True, "实际（测算滞后）", INK), (False, "实际", PALE))
        ),
        go.Scatter(
            y=rows, x=planned, name="序时（按时间折算）", mode="markers", customdata=names,
            marker={"symbol": "line-ns", "size": 16, "line": {"color": LINE, "width": 3}}, hovertemplate="%{customdata}：序时 %{x:.0f}%<extra></extra>",
        ),
        go.Scatter(
            y=[row for row, share in zip(rows, done, strict=True) if share is None], x=[0] * done.count(None), mode="text", text=["进度未填"] * done.count(None),
            textposition="middle right", textfont={"color": QUIET}, showlegend=False, hoverinfo="skip",
        ),
        height=max(220, 84 + 26 * len(rows)),
        x_title="进度（%）",
        barmode="overlay",
        xaxis={"range": [0, 104]},
        yaxis={"autorange": "reversed", "tickmode": "array", "tickvals": rows, "ticktext": [f"{name} " for name in names], "type": "category"},
    )  # fmt: skip


def cases_by_pollution_type(answer: pd.DataFrame) -> go.Figure:
    """Mentions of each kind of pollution by state of the case."""
    return _stacked(
        answer,
        _told(answer, "pollution_types", vocabulary("pollution_type").labels),
        _CASE_PARTS,
        "件",
        "提到这一类型的信访件（件）",
    )


def cases_by_township(answer: pd.DataFrame) -> go.Figure:
    """Cases by township and state."""
    return _stacked(answer, _told(answer, "township"), _CASE_PARTS, "件", "信访件（件）")


def cases_by_substantiated(answer: pd.DataFrame) -> go.Figure:
    """Cases by whether they were found to be true, and state."""
    return _stacked(answer, _told(answer, "substantiated", vocabulary("substantiated").labels), _CASE_PARTS, "件", "信访件（件）")


def cases_by_day(answer: pd.DataFrame) -> go.Figure:
    """Cases received and closed so far; between the lines lies what is still in hand."""
    days = answer["day"].tolist()
    return figure(
        go.Scatter(x=days, y=answer["closed_total_count"].tolist(), name="累计办结", line={"color": LINE, "width": 3}, hovertemplate="%{y} 件"),
        go.Scatter(
            x=days, y=answer["received_total_count"].tolist(), name="累计交办", line={"color": INK, "width": 2}, fill="tonexty", fillcolor="rgba(195,206,216,.45)",
            hovertemplate="%{y} 件",
        ),
        y_title="信访件（件）",
        hovermode="x unified",
        xaxis={"tickformat": "%m月%d日", "hoverformat": "%Y年%m月%d日"},
    )  # fmt: skip
