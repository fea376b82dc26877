"""The rows behind one number: which filters narrow it, which rows it counts, and how to say so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from riskwatch.model.indicator import Indicator
from riskwatch.store.question import question
from riskwatch.ui.answers import answer, count_of
from riskwatch.ui.page import EXPORTED, FILTERS, SHOWN, choose_township, choose_word, title_of, words_of


@dataclass(frozen=True)
class Narrowing:
    """What the visitor narrows the rows to. Not every filter of the rows is one of the number's own question."""

    params: Mapping[str, str]
    for_the_number: Mapping[str, str]
    words: str

    @property
    def reach_the_number(self) -> bool:
        """Whether the number itself can be asked so narrowed."""
        return self.for_the_number.keys() == {name for name, value in self.params.items() if value is not None}


@dataclass(frozen=True)
class Counted:
    """The first rows, how many there are in all, and what gives those that are exported."""

    first: pd.DataFrame
    total: int
    whole: Callable[[], pd.DataFrame]
    columns: tuple[str, ...]
    says: str


def narrowing(about: Indicator) -> Narrowing:
    """Offer the filters that the rows know, and return what is chosen; groups come in by the address alone."""
    asked, params, words = question(about.rows.ask).params, {}, []
    open_to = [name for name in FILTERS if name in asked and name not in about.rows.params]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name in open_to:
            if name == "township":
                params[name] = choose_township()
            elif about.rows.ledger and words_of(name, about.rows.ledger):
                params[name] = choose_word(name, about.rows.ledger)
            elif written := st.query_params.get(name):
                params[name] = written
                words.append(f"{title_of(name, about.rows.ledger or None)} {written}")
    chosen = {name: value for name, value in params.items() if value is not None}
    own = question(about.asks).params
    return Narrowing(chosen, {name: value for name, value in chosen.items() if name in own}, "、".join(words))


def counted(about: Indicator, given: Narrowing) -> Counted:
    """Return the rows that the number counts, those that fail a share first."""
    made = about.rows
    params: dict[str, Any] = {**made.params, **given.params}
    if "most" not in question(made.ask).params:
        rows = kept(about, answer(made.ask, **params))
        return Counted(rows, len(rows), lambda: rows, columns_of(about, rows), says(about))
    first = answer(made.ask, most=SHOWN, **params)
    total = len(first) if len(first) < SHOWN else count_of(made.ask, **params)
    return Counted(first, total, lambda: answer(made.ask, most=EXPORTED, **params), columns_of(about, first), says(about))


def kept(about: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Return which of the rows count."""
    made = about.rows
    for name, values in made.among.items():
        rows = rows[rows[name].isin(values) | (rows[name].isna() if "" in values else False)]
    if made.take in ("count", "ratio"):
        rows = rows.dropna(subset=list(made.of))
    return rows


def columns_of(about: Indicator, rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns to show: first what the row is, then what the number is taken of, then the rest that is filled."""
    shown = [name for name in rows.columns if name != "key" and rows[name].notna().any()]
    told = [name for name in shown if name in (*about.rows.of, *about.rows.met)]
    return (*shown[:1], *told, *(name for name in shown[1:] if name not in told))


def says(about: Indicator) -> str:
    """Return in words how the number follows from the rows below."""
    made = about.rows
    of = [title_of(name, made.ledger or None) for name in made.of]
    if made.take == "share" and "is_met" in made.met:
        return "下面是分母里的全部行，“计入”为否的排在前面；这个数是“是”所占的比例。"
    if made.take == "share":
        ((name, values),) = made.met.items()
        labels = words_of(name, made.ledger or None) or {"True": "是", "False": "否"}
        met = "、".join(labels.get(str(each), str(each)) for each in values)
        return f"下面是分母里的全部行；“{title_of(name, made.ledger or None)}”为{met}的是分子。"
    forms: dict[str, Callable[[], str]] = {
        "count": lambda: "下面一行计一个。",
        "sum": lambda: f"下面各行“{of[0]}”相加。",
        "mean": lambda: f"下面各行“{of[0]}”的平均。",
        "median": lambda: f"下面各行“{of[0]}”的中位数。",
        "max": lambda: f"下面各行“{of[0]}”中最大的。",
        "ratio": lambda: f"下面各行“{of[0]}”之和 ÷ “{of[1]}”之和。",
    }
    return forms[made.take]()
