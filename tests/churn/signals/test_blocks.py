from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.signals.blocks import price_column_signals, relative_change
from kamlab.churn.signals.table import BLOCKS
from kamlab.measures.evenings import Evenings


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        (50.0, 100.0, -0.5),
        (100.0, 100.0, 0.0),
        (0.0, 100.0, -1.0),
        (-20.0, 100.0, -1.0),  # more sent back than bought
        (900.0, 100.0, 1.0),
        (5.0, 0.0, np.nan),
        (5.0, -1.0, np.nan),
        (np.nan, 3.0, np.nan),
    ],
)
def test_change_against_before(now, before, change) -> None:
    found = relative_change(pd.Series([now]), pd.Series([before]))
    np.testing.assert_allclose(found, [change])


def test_a_change_is_against_what_was_known_three_months_earlier(make_firm) -> None:
    history = {
        "account_id": ["A", "A"],
        "valid_from": pd.to_datetime(["2024-12-01", "2025-03-10"]),
        "price_column": [3, 1],
    }
    firm = make_firm({"A": ["2025-01-31", "2025-12-31"]}, account_history=history)
    days = [date(2025, 4, 29), date(2025, 4, 30), date(2025, 7, 31)]
    table = price_column_signals(Evenings(firm, days))
    assert table["price_column"].tolist() == [1, 1, 1]
    # three months before the first day nothing was known of the company yet
    np.testing.assert_array_equal(table["price_column_change"], [np.nan, -2.0, 0.0])
    alone = price_column_signals(Evenings(firm, days[1:2]))
    assert alone["price_column_change"].tolist() == [-2.0]
    first = price_column_signals(Evenings(firm, days[:1]))
    assert first["price_column_change"].isna().all()


def test_no_signal_is_worked_out_twice() -> None:
    names = [name for block in BLOCKS.values() for name in block]
    assert len(names) == len(set(names))
