"""Does an exported table say what the ledger says, and can none of its texts become a formula?"""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from riskwatch.ui import house
from riskwatch.ui.page import as_xlsx


def test_texts_are_exported_as_they_are_and_never_as_formulas(empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKWATCH_STORE", str(empty_store))
    told = pd.DataFrame(
        {"隐患描述": ["=1+1", "-电线私拉", "+86 13800000000", "@甲", "平常的字", None], "条数": [1, 2, 3, 4, 5, 6]}
    )
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(told, "隐患清单")))
    house.keeper.close()
    rows = list(book["明细"].iter_rows(min_row=4))
    assert [row[0].value for row in rows] == ["=1+1", "-电线私拉", "+86 13800000000", "@甲", "平常的字", None]
    assert [row[0].data_type for row in rows[:5]] == ["s"] * 5
    assert [bool(row[0].quotePrefix) for row in rows[:5]] == [True, True, True, True, False]
    assert [row[1].value for row in rows] == [1, 2, 3, 4, 5, 6]
