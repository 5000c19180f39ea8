from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta as beta_distribution

from kamlab.churn.btyd.predictions import (
    count_probability,
    purchases_leaving_after_one,
    purchases_leaving_any_time,
)


def by_integral(t: float, shape: float, rate: float, a: float, b: float) -> float:
    """The mean of (1 - exp(-lambda p t)) / p, over lambda by hand, over p by sums."""
    edges = beta_distribution.ppf(np.linspace(0, 1, 9), a, b)

    def weighed(p: float) -> float:
        each = -np.expm1(-shape * np.log1p(p * t / rate)) / p
        return float(each * beta_distribution.pdf(p, a, b))

    return sum(quad(weighed, *ends, limit=200)[0] for ends in pairwise(edges))


@pytest.mark.parametrize("a", [1.3, 0.9999, 1.0, 1.001, 1.0021, 3.0])
@pytest.mark.parametrize("b", [2.0, 60.0])
def test_closed_form_is_the_mean_over_the_probability_to_leave(
    a: float, b: float
) -> None:
    found = purchases_leaving_after_one(30.0, 2.5, 4.0, a, b)
    assert float(found) == pytest.approx(by_integral(30.0, 2.5, 4.0, a, b), rel=1e-6)


def test_no_leap_where_the_form_is_changed() -> None:
    # at a + b = 1 + LOW, at the edges of what is interpolated, and at the cap
    for at, go in [((0.6, 0.45), 1), ((1.002, 2.0), 0), ((0.998, 2.0), 0)]:
        ends = []
        for shift in (-1e-9, 1e-9):
            pair = list(at)
            pair[go] += shift
            ends.append(float(purchases_leaving_after_one(20.0, 0.5, 4.0, *pair)))
        assert ends[0] == pytest.approx(ends[1], rel=1e-6)
    just, beyond = (
        float(purchases_leaving_after_one(20.0, k, k / 2, 0.8, 2.0)) for k in (9e3, 9e6)
    )
    assert just == pytest.approx(beyond, rel=1e-3)


def test_sum_of_one_has_no_pole() -> None:
    found = purchases_leaving_after_one(20.0, 0.5, 4.0, 0.4, [0.6, 0.6 + 1e-7])
    assert found[0] == pytest.approx(found[1], rel=1e-6)


POSITIVE = st.floats(0.05, 50)


@given(t=POSITIVE, shape=POSITIVE, rate=POSITIVE, a=POSITIVE, b=POSITIVE)
def test_bounds(t: float, shape: float, rate: float, a: float, b: float) -> None:
    """Never below 0, never more than without leaving, and more in a longer time."""
    one, two = purchases_leaving_after_one([t, 2 * t], shape, rate, a, b)
    assert -1e-9 <= one <= shape / rate * t * (1 + 1e-9)
    assert two >= one * (1 - 1e-9)
    one, two = purchases_leaving_any_time([t, 2 * t], shape, rate, a, b)
    assert 0 <= one <= shape / rate * t * (1 + 1e-9)
    assert two >= one * (1 - 1e-9)


def test_leaving_any_time_by_integral_and_at_one() -> None:
    r, alpha, beta = 0.5, 10.0, 12.0
    for s in (0.4, 1.0, 2.5):
        still = quad(lambda u, s=s: (beta / (beta + u)) ** s, 0, 30)[0]
        found = purchases_leaving_any_time(30, r, alpha, s, beta)
        assert float(found) == pytest.approx(r / alpha * still, rel=1e-9)


@pytest.mark.parametrize("first", [0, 1])
def test_probabilities_add_up_and_have_the_mean(first: int) -> None:
    place, counts = (0.8, 4.0, 0.9, 2.0), np.arange(4000)
    chances = count_probability(counts, 30.0, place, first)
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    stays = place[3] / (place[2] + place[3]) if first else 1.0
    mean = stays * purchases_leaving_after_one(30.0, 0.8, 4.0, 0.9, 2.0 + first)
    assert chances @ counts == pytest.approx(float(mean), rel=1e-8)
    start = count_probability([0, 1], 0.0, place, first)
    np.testing.assert_allclose(start, [1, 0], atol=1e-12)
