"""Charts about remediation projects: one function per question, named as it."""

import pandas as pd
import plotly.graph_objects as go

from riskwatch.figures.environment import against_plan
from riskwatch.figures.look import INK, LINE, PALE, QUIET, figure
from riskwatch.model.vocabulary import vocabulary


def _told(answer: pd.DataFrame, column: str, labels: dict[str, str] | None = None) -> list[str]:
    return [(labels or {}).get(value, value) if isinstance(value, str) else "未填" for value in answer[column]]


def _known(answer: pd.DataFrame, column: str) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in answer[column]]


def projects(answer: pd.DataFrame) -> go.Figure:
    """形象进度 against the share of planned time gone, project by project; overdue ones say for how long."""
    names = [
        f"{name.removesuffix('项目')}" + ("" if pd.isna(days) else f"（逾期{days:.0f}天）")
        for name, days in zip(answer["name"], answer["overdue_days"], strict=True)
    ]
    return against_plan(names, answer)


def by_stage(answer: pd.DataFrame) -> go.Figure:
    """Projects by stage, overdue apart."""
    stages = _told(answer, "stage", vocabulary("stage").labels)
    in_time = (answer["project_count"] - answer["project_overdue_count"]).tolist()
    return figure(
        go.Bar(
            x=stages,
            y=answer["project_overdue_count"].tolist(),
            name="逾期",
            marker_color=INK,
            hovertemplate="%{x}：逾期 %{y} 个<extra></extra>",
        ),
        go.Bar(x=stages, y=in_time, name="未逾期或已完工", marker_color=PALE, hovertemplate="%{x}：%{y} 个<extra></extra>"),
        y_title="项目（个）",
        barmode="stack",
        xaxis={"type": "category"},
        yaxis={"dtick": 5},
    )


def by_kind(answer: pd.DataFrame, *, measure: str = "funds") -> go.Figure:
    """Money or acceptance by kind of work."""
    return _funds(answer, _told(answer, "kind")) if measure == "funds" else _acceptance(answer, _told(answer, "kind"))


def by_township(answer: pd.DataFrame, *, measure: str = "funds") -> go.Figure:
    """Money or acceptance by township."""
    return _funds(answer, _told(answer, "township")) if measure == "funds" else _acceptance(answer, _told(answer, "township"))


def _grouped(names: list[str], parts: list[tuple[str, list[float | None], str]], x_title: str, unit: str) -> go.Figure:
    return figure(
        *(
            go.Bar(
                y=names, x=values, name=word, orientation="h", marker_color=color, text=[_said(value) for value in values], textposition="outside", textfont={"size": 12}, constraintext="none", cliponaxis=False,
                hovertemplate=f"%{{y}}：{word} %{{x:,}} {unit}<extra></extra>",
            )
            for word, values, color in parts
        ),
        height=max(240, 84 + 17 * len(parts) * len(names)),
        x_title=x_title,
        barmode="group",
        bargap=0.25,
        yaxis={"autorange": "reversed", "ticksuffix": " "},
    )  # fmt: skip


def _said(value: float | None) -> str:
    """Return a number as the chart says it; what is not reported says so."""
    return "未填" if value is None else f"{value:,.0f}"


def _funds(answer: pd.DataFrame, names: list[str]) -> go.Figure:
    parts = [
        ("总投资", _known(answer, "investment_wan"), PALE),
        ("到位", _known(answer, "in_place_wan"), "#8fb2c9"),
        ("拨付", _known(answer, "paid_wan"), LINE),
    ]
    return _grouped(names, parts, "资金（万元）", "万元")


def _acceptance(answer: pd.DataFrame, names: list[str]) -> go.Figure:
    parts = [
        ("全部", _known(answer, "project_count"), PALE),
        ("完工", _known(answer, "finished_count"), "#8fb2c9"),
        ("初验", _known(answer, "preliminary_count"), QUIET),
        ("终验", _known(answer, "final_count"), LINE),
    ]
    return _grouped(names, parts, "项目（个）", "个")
