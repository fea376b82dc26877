"""Is every number on the screen the number of its rows?"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from riskwatch.desk import Desk
from riskwatch.model.indicator import Indicator, indicators
from riskwatch.store.question import question
from riskwatch.ui.number_rows import kept


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_store: Path) -> Iterator[Desk]:
    """The sample county."""
    desk = Desk(shutil.copytree(sample_store, tmp_path_factory.mktemp("sample") / "store"))
    yield desk
    desk.store.close()


def _taken(about: Indicator, rows: pd.DataFrame) -> float | None:
    """Take from the rows what the number says it is."""
    of = [pd.to_numeric(rows[name], errors="coerce") for name in about.rows.of] if about.rows.take != "count" else []
    if about.rows.take == "count":
        return len(rows)
    if about.rows.take == "share":
        ((name, values),) = about.rows.met.items()
        return None if rows.empty else rows[name].isin(values).sum() / len(rows)
    if about.rows.take == "ratio":
        return None if not of[1].sum() else of[0].sum() / of[1].sum()
    if not of[0].notna().any():
        return None
    return {"sum": of[0].sum(), "mean": of[0].mean(), "median": of[0].median(), "max": of[0].max()}[about.rows.take]


@pytest.mark.parametrize("township", [None, "石门镇", "青溪镇"])
@pytest.mark.parametrize("about", indicators(), ids=lambda each: each.name)
def test_a_number_is_the_number_of_its_rows(sample: Desk, about: Indicator, township: str | None) -> None:
    narrowed = {"township": township} if township else {}
    said = sample.ask(about.asks, narrowed)[about.column].iloc[0]
    found = _taken(about, kept(about, sample.ask(about.rows.ask, {**about.rows.params, **narrowed})))
    if pd.isna(said):
        assert found in (None, 0)
    else:
        assert found == pytest.approx(float(said), abs=0.051 if about.rows.take == "max" else 1e-6)


def test_every_number_can_be_narrowed_to_a_township() -> None:
    assert [each.name for each in indicators() if "township" not in question(each.asks).params] == []
    assert [each.name for each in indicators() if "township" not in question(each.rows.ask).params] == []
