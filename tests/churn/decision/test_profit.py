"""Published and recomputed values (Verbraken et al. 2013; EMP-PY, empulse)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.stats import beta as beta_law

from kamlab.churn.decision import ExpectedProfit, expected_maximum_profit
from kamlab.errors import RefusedError, UndefinedError

V8 = ([0, 1, 0, 1, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9])
V20 = (
    [0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0],
    [.1, .8, .7, .3, .55, .45, .2, .9, .05, .6, .35, .4, .15, .25, .65, .5, .12, .33,
     .22, .08],
)  # fmt: skip
HALF = [0] * 50 + [1] * 50


@pytest.mark.parametrize(
    "case, value, share, fixed",
    [
        (V8, 23.8755934183, 0.8743700763, (23.875, 0.875, 0.2)),
        (V20, 15.1542731174, 0.4467599687, (15.15, 0.45, 0.4)),
    ],
)
def test_published_vectors(case, value: float, share: float, fixed) -> None:
    found = expected_maximum_profit(*case)
    assert found.value == pytest.approx(value, abs=1e-6)
    assert found.share == pytest.approx(share, abs=1e-6)
    assert found.threshold == fixed[2]
    mpc = (found.fixed_value, found.fixed_share, found.fixed_threshold)
    assert mpc == pytest.approx(fixed, abs=1e-9)


def test_perfect_scores_have_a_closed_form() -> None:
    found = expected_maximum_profit(HALF, HALF)
    assert found.value == pytest.approx(0.5 * (200 * 0.3 * 0.95 - 1), abs=1e-6)
    assert found.share == pytest.approx(0.5, abs=1e-6)
    assert found.threshold == 1


@pytest.mark.parametrize(
    "score",
    [[1 - y for y in HALF], [0, 1] * 50, [7] * 100],
    ids=["inverted", "half right", "constant"],
)
def test_a_useless_score_targets_everyone(score: list[int]) -> None:
    found = expected_maximum_profit(HALF, score)
    assert found.value == pytest.approx(22.5007912245, abs=1e-6)
    assert found.share == pytest.approx(0.9991601, abs=1e-6)
    assert found.fixed_share == 1


def by_quadrature(lost, score, value, incentive, cost, a: float, b: float) -> float:
    """Integrate the best threshold's profit over the Beta density, by brute force."""
    lost, score, value, incentive, cost = (
        np.asarray(x, float) for x in (lost, score, value, incentive, cost)
    )
    cuts = [np.inf, *np.unique(score)]

    def best(g: float) -> float:
        gain = np.where(lost, g * (value - incentive), -incentive) - cost
        return max(gain[score >= cut].sum() for cut in cuts) / len(lost)

    points = np.linspace(0, 1, 41)
    return sum(
        quad(lambda g: best(g) * beta_law.pdf(g, a, b), low, high, limit=200)[0]
        for low, high in pairwise(points)
    )


def test_own_values_and_costs_against_quadrature(rng) -> None:
    n = 30
    lost, score = rng.random(n) < 0.4, np.round(rng.random(n), 1)
    value, offer = rng.lognormal(5, 1, n), rng.uniform(0, 60, n)
    cost = rng.uniform(0, 5, n)
    found = expected_maximum_profit(
        lost, score, value=value, incentive=offer, contact_cost=cost, alpha=3, beta=5
    )
    expected = by_quadrature(lost, score, value, offer, cost, 3, 5)
    assert found.value == pytest.approx(expected, abs=1e-5)


def test_the_same_value_for_all_is_the_formula_with_one_value() -> None:
    each = expected_maximum_profit(
        *V20, value=[200.0] * 20, incentive=[10.0] * 20, contact_cost=[1.0] * 20
    )
    assert each == expected_maximum_profit(*V20)


def test_who_is_contacted_pays_for_every_account_of_the_base() -> None:
    """Accounts nobody would target halve the value per account."""
    alone = expected_maximum_profit(HALF, HALF)
    among = expected_maximum_profit([*HALF, *[0] * 100], [*HALF, *[-1] * 100])
    assert among.value == pytest.approx(alone.value / 2, abs=1e-9)


def test_too_dear_an_action_targets_nobody() -> None:
    found = expected_maximum_profit(*V8, value=10, incentive=12)
    assert (found.value, found.share, found.threshold) == (0, 0, None)
    assert found.fixed_threshold is None
    assert "pays to target nobody of 8 accounts" in found.sentence("EUR")


def test_the_sentence_holds_share_threshold_and_money() -> None:
    text = expected_maximum_profit(*V20).sentence("EUR")
    assert "Targeting the 45 %" in text and "from 0.400 on" in text
    assert "15.15 EUR per account of the base (n = 20, 6 lost)" in text


cases = st.integers(2, 25).flatmap(
    lambda n: st.tuples(
        st.lists(st.booleans(), min_size=n, max_size=n).filter(
            lambda lost: 0 < sum(lost) < len(lost)
        ),
        st.lists(st.integers(0, 9), min_size=n, max_size=n),
    )
)


def same(one: ExpectedProfit, two: ExpectedProfit, times: float = 1.0) -> None:
    assert_allclose(
        [two.value, two.fixed_value],
        [one.value * times, one.fixed_value * times],
        rtol=1e-9,
        atol=1e-9 * times,
    )
    assert two.share == pytest.approx(one.share, abs=1e-9)


@given(cases)
def test_only_the_ranking_counts(case) -> None:
    lost, score = case
    same(
        expected_maximum_profit(lost, score),
        expected_maximum_profit(lost, np.exp(np.asarray(score) / 3) - 5),
    )


@given(cases, st.floats(0.01, 1000))
def test_money_in_another_unit_gives_profit_in_that_unit(case, times: float) -> None:
    one = expected_maximum_profit(*case)
    money = {"value": 200 * times, "incentive": 10 * times, "contact_cost": times}
    same(one, expected_maximum_profit(*case, **money), times)


@given(cases)
def test_never_below_nothing_and_never_below_one_threshold(case) -> None:
    found = expected_maximum_profit(*case)
    assert found.value >= found.fixed_value - 1e-9 and found.fixed_value >= 0
    assert 0 <= found.share <= 1


@pytest.mark.parametrize(
    "lost, score, more, error, why",
    [
        ([0, 0], [1, 2], {}, UndefinedError, "not one account was lost"),
        ([1, 1], [1, 2], {}, UndefinedError, "every account was lost"),
        ([0, 1], ["a", 2], {}, RefusedError, "score must be numbers"),
        (["no", "yes"], [1, 2], {}, RefusedError, "lost must be numbers"),
        ([0, 1], [1, 2, 3], {}, RefusedError, "3 figures for 2 accounts"),
        ([0, 1], [1, 2], {"contact_cost": -1}, RefusedError, "0 or more"),
        ([0, 1], [1, 2], {"incentive": [1, -1]}, RefusedError, "place 2 holds -1"),
        ([0, 1], [1, 2], {"alpha": 0}, RefusedError, "alpha = 0 cannot be"),
        ([0, 1], [1, 2], {"value": "much"}, RefusedError, "'much' is none"),
    ],
)
def test_what_cannot_be_computed_says_why(lost, score, more, error, why: str) -> None:
    with pytest.raises(error, match=why):
        expected_maximum_profit(lost, score, **more)
