from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from kamlab.churn.model.intervals import drawn_again, summed
from kamlab.churn.wilson import wilson


@given(st.integers(1, 400), st.floats(0, 1))
def test_wilson_is_scipys(n, share) -> None:
    count = round(share * n)
    low, high = wilson(count / n, n)
    expected = binomtest(count, n).proportion_ci(0.9, method="wilson")
    assert [low, high] == pytest.approx([expected.low, expected.high], abs=1e-12)


def test_rows_of_an_account_are_added_up() -> None:
    values = np.array([[1.0, 10], [2, 20], [4, 40]])
    assert summed(values, np.array([7, 3, 7])).tolist() == [[2, 20], [5, 50]]


def test_draws_give_the_spread_of_a_mean(rng) -> None:
    sums = np.column_stack([np.ones(400), rng.normal(3, 2, 400)])
    low, high = drawn_again(sums, lambda t: t[:, [1]] / t[:, [0]])
    half = 1.645 * sums[:, 1].std() / 20
    middle = sums[:, 1].mean()
    assert low[0] == pytest.approx(middle - half, abs=0.03)
    assert high[0] == pytest.approx(middle + half, abs=0.03)


def test_large_books_are_drawn_in_blocks(monkeypatch) -> None:
    monkeypatch.setattr("kamlab.churn.model.intervals.BLOCK", 100)
    sums = np.column_stack([np.ones(30), np.arange(30.0)])
    low, high = drawn_again(sums, lambda t: t[:, [1]] / t[:, [0]], draws=50)
    assert 8 < low[0] < 14.5 < high[0] < 21


def test_draws_that_define_nothing_leave_a_blank() -> None:
    low, high = drawn_again(np.ones((5, 1)), lambda t: np.full((len(t), 1), np.nan))
    assert np.isnan([low[0], high[0]]).all()
