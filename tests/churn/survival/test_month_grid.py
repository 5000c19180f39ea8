from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kamlab.churn.survival.month_grid import grid_of, looked_back


def test_grid_ends_with_the_month_to_come(three) -> None:
    ids = pd.Series(["K", "L"])
    whole = grid_of(three, ids)
    assert str(whole.months[0].date()) == "2023-12-01"
    assert str(whole.months[-1].date()) == "2025-07-01"
    # on the 29th June is not over: the last full month is May
    assert (
        str(grid_of(three.as_of("2025-06-29"), ids).months[-1].date()) == "2025-06-01"
    )


def test_events_outside_the_grid_fall_away(three) -> None:
    grid = grid_of(three, pd.Series(["K", "L"]))
    accounts = pd.Series(["L", "L", "Z", "K", "K"])
    days = pd.to_datetime(
        pd.Series(["2024-01-31", "2024-01-01", "2024-01-01", None, "2022-01-01"])
    )
    counts = grid.count(accounts, days)
    assert counts.sum() == 2 and counts[1, 1] == 2
    weighted = grid.count(accounts, days, pd.Series([0.5, 2.0, 9.0, 9.0, 9.0]))
    assert weighted[1, 1] == 2.5


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.integers(1, 24))
def test_looking_back_by_brute_force(counts, months) -> None:
    found = looked_back(np.array([counts], dtype=float), months)[0]
    by_hand = [sum(counts[max(0, i - months) : i]) for i in range(len(counts))]
    assert found.tolist() == by_hand
