from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.errors import UndefinedError
from kamlab.segmentation import (
    cumulative,
    effective_accounts,
    gini,
    hhi,
    smallest_part_for,
    top_count,
    top_share,
)

AMOUNTS = st.lists(
    st.decimals(0, 10**7, places=2).map(float), min_size=1, max_size=40
).filter(lambda values: sum(values) > 0)


@pytest.mark.parametrize(
    "shares, points",
    [
        # U.S. Department of Justice and Investopedia, worked examples, 0–10,000
        ([40, 30, 20, 10], 3000),
        ([10, 9, 12, 15, 12, 11, 15, 16], 1296),
        ([25, 20, 15, 10, 9, 8, 7, 6], 1580),
        ([45, 15, 10, 8, 7, 6, 5, 4], 2540),
        ([30, 30, 20, 20], 2600),
    ],
)
def test_hhi_of_published_cases(shares: list[float], points: float) -> None:
    assert hhi(pd.Series(shares)) * 10_000 == pytest.approx(points, abs=1e-9)


def test_effective_accounts_of_equal_ones_is_their_number() -> None:
    assert effective_accounts(pd.Series([7.0] * 12)) == pytest.approx(12)
    assert effective_accounts(pd.Series([7.0, 0.0])) == 1


@pytest.mark.parametrize(
    "values, expected",
    [([1, 2, 3, 4, 10], 0.4), ([5, 5, 5], 0.0), ([0, 0, 0, 9], 0.75), ([3], 0.0)],
)
def test_gini_of_small_cases(values: list[float], expected: float) -> None:
    assert gini(pd.Series(values)) == pytest.approx(expected, abs=1e-12)


def test_gini_of_closed_forms() -> None:
    """Quantiles of three laws: lognormal 2Φ(σ/√2) − 1, exponential ½, Pareto 80/20."""
    from scipy import stats

    middle = (np.arange(100_000) + 0.5) / 100_000
    lognormal = pd.Series(stats.lognorm(s=1).ppf(middle))
    exponential = pd.Series(stats.expon.ppf(middle))
    assert gini(lognormal) == pytest.approx(0.520500, abs=5e-4)
    assert gini(exponential) == pytest.approx(0.5, abs=5e-4)


def test_pareto_law_of_80_20() -> None:
    alpha = math.log(5) / math.log(4)
    # share of the largest part p is p ** (1 − 1/α): cut it into 100,000 equal slices
    edges = np.linspace(0, 1, 100_001) ** (1 - 1 / alpha)
    values = pd.Series(np.diff(edges))
    assert top_share(values) == pytest.approx(0.8, abs=1e-9)
    assert smallest_part_for(values) == pytest.approx(0.2, abs=1e-4)
    assert gini(values) == pytest.approx(0.756471, abs=1e-5)


@given(AMOUNTS)
def test_index_lies_between_equal_and_one(values: list[float]) -> None:
    amounts = pd.Series(values)
    n = len(values)
    assert 1 / n - 1e-9 <= hhi(amounts) <= 1 + 1e-9
    assert 1 - 1e-9 <= effective_accounts(amounts) <= n + 1e-9
    assert -1e-9 <= gini(amounts) <= (n - 1) / n + 1e-9
    assert top_count(n) / n - 1e-9 <= top_share(amounts) <= 1 + 1e-9


@given(AMOUNTS, st.integers(0, 1000))
def test_order_and_scale_do_not_matter(values: list[float], seed: int) -> None:
    amounts = pd.Series(values)
    mixed = amounts.sample(frac=1, random_state=seed) * 4
    for figure in (hhi, gini, top_share):
        assert figure(mixed) == pytest.approx(figure(amounts), rel=1e-9, abs=1e-12)


@given(AMOUNTS)
def test_at_most_9_4_and_1_accounts_exceed_the_thresholds(values: list[float]) -> None:
    """Exercise 2.3: arithmetic, whatever the company."""
    shares = pd.Series(values) / sum(values)
    most = [(shares > limit + 1e-12).sum() for limit in (0.10, 0.20, 0.70)]
    assert most[0] <= 9
    assert most[1] <= 4
    assert most[2] <= 1


def test_9_4_and_1_are_reached() -> None:
    for n, limit in ((9, 0.10), (4, 0.20), (1, 0.70)):
        assert (pd.Series([1.0] * n) / n > limit).sum() == n


@pytest.mark.parametrize("figure", [hhi, effective_accounts, gini])
def test_one_negative_account_makes_it_undefined(figure) -> None:
    with pytest.raises(UndefinedError, match="undefined: 1 account is negative"):
        figure(pd.Series([10.0, -1.0]))
    with pytest.raises(UndefinedError, match="undefined: 2 accounts are negative"):
        figure(pd.Series([10.0, -1.0, -2.0]))


@pytest.mark.parametrize("figure", [hhi, gini, top_share, smallest_part_for])
def test_a_total_of_zero_makes_it_undefined(figure) -> None:
    with pytest.raises(UndefinedError, match="total is 0"):
        figure(pd.Series([0.0, 0.0]))


@pytest.mark.parametrize(
    "n, expected", [(1, 1), (4, 1), (5, 1), (6, 2), (8, 2), (10, 2), (120, 24)]
)
def test_top_fifth_is_rounded_up(n: int, expected: int) -> None:
    assert top_count(n) == expected


def test_cumulative_climbs_above_the_total_and_falls_back() -> None:
    curve = cumulative(pd.Series([-20.0, 60.0, 60.0], index=["x", "y", "z"]))
    assert curve.index.tolist() == ["y", "z", "x"]  # ties keep their order
    assert curve["rank"].tolist() == [1, 2, 3]
    assert curve["cumulative_share"].tolist() == pytest.approx([0.6, 1.2, 1.0])


def test_cumulative_of_a_negative_total_is_undefined() -> None:
    with pytest.raises(UndefinedError, match="not above 0"):
        cumulative(pd.Series([10.0, -30.0]))


def test_smallest_part_counts_the_account_that_reaches_it_exactly() -> None:
    assert smallest_part_for(pd.Series([50.0, 30.0, 10.0, 10.0])) == 0.5
    assert smallest_part_for(pd.Series([50.0, 29.0, 11.0, 10.0])) == 0.75
