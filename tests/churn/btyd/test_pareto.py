from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import gammaln, hyp2f1

from kamlab.churn.btyd import Btyd
from kamlab.churn.btyd.checked import Histories
from kamlab.churn.btyd.pareto import ParetoLikelihood, active_share, beginnings

ROWS = np.array(
    [[0, 0, 9], [1, 4, 9], [3, 8.5, 9], [7, 20, 30], [2, 5, 5]], dtype=float
)
WEIGHTS = np.array([3.0, 1, 2, 1, 4])
BOOK = Histories(*ROWS.T, WEIGHTS)
PLACES = [(0.4, 5.0, 0.7, 19.0), (3.0, 0.5, 2.0, 0.6), (0.1, 4.0, 0.05, 1.0)]


def solved_form(place: tuple, x: float, last: float, age: float) -> float:
    """Fader & Hardie 2005 (note on deriving the Pareto/NBD), the solved likelihood."""
    r, alpha, s, beta = place
    far, near = max(alpha, beta), abs(alpha - beta)
    second = s + 1 if alpha >= beta else r + x

    def part(time: float) -> float:
        z = near / (far + time)
        return hyp2f1(r + s + x, second, r + s + x + 1, z) / (far + time) ** (r + s + x)

    active = 1 / ((alpha + age) ** (r + x) * (beta + age) ** s)
    left = s / (r + s + x) * (part(last) - part(age))
    logs = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return float(logs + np.log(active + left))


@pytest.mark.parametrize("place", PLACES)
def test_value_is_that_of_the_solved_form(place: tuple) -> None:
    logs = [solved_form(place, *row) for row in ROWS]
    found = ParetoLikelihood(BOOK)(np.array(place)).value
    assert found == pytest.approx(WEIGHTS @ logs, rel=1e-10)


@pytest.mark.parametrize("place", PLACES)
def test_slope_is_that_of_the_value(place: tuple) -> None:
    likelihood, here = ParetoLikelihood(BOOK), np.array(place)
    slope = likelihood(here).slope
    for i, step in enumerate(1e-5 * here * np.eye(4)):
        rise = likelihood(here + step).value - likelihood(here - step).value
        assert rise / (2 * step[i]) == pytest.approx(slope[i], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("place", [(0.5, 50, 0.6, 1e-5), (0.5, 1e-5, 0.6, 50)])
@pytest.mark.parametrize("x", [0, 2])
def test_rates_of_another_order_of_magnitude(place: tuple, x: int) -> None:
    r, alpha, s, beta = place
    last, age = 0.001 * x, 40.0

    def left(u: float) -> float:
        tau = np.exp(u)
        return tau * (alpha + tau) ** -(r + x) * (beta + tau) ** -(s + 1)

    # from 1e-14 on, for there is next to nothing between 0 and it
    edges = np.linspace(np.log(max(last, 1e-14)), np.log(age), 30)
    gone = s * sum(quad(left, *pair)[0] for pair in pairwise(edges))
    stays = (alpha + age) ** -(r + x) * (beta + age) ** -s
    found = active_share(*map(np.atleast_1d, (place, x, last, age)))
    assert found[0] == pytest.approx(stays / (stays + gone), rel=1e-7)


def test_books_larger_than_a_block_add_up() -> None:
    many = Histories(
        *(np.tile(v, 1000) for v in (BOOK.x, BOOK.last, BOOK.age, WEIGHTS))
    )
    one, all_ = ParetoLikelihood(BOOK), ParetoLikelihood(many)
    place = np.array(PLACES[0])
    assert all_(place).value == pytest.approx(1000 * one(place).value)
    np.testing.assert_allclose(all_(place).slope, 1000 * one(place).slope)
    assert len(active_share(place, many.x, many.last, many.age)) == 5000


def test_frequent_buyers_do_not_run_over() -> None:
    # the case on which the solved form fails: CLVTools, test of numerical stability
    x = np.array([221.0, 254, 161, 204])
    last = np.array([103.42857, 97.14286, 94.71429, 98.57143])
    age = np.array([103.57143, 97.28571, 98, 99.42857])
    share = active_share(np.array([0.5143, 2.8845, 0.2856, 14.1087]), x, last, age)
    assert np.isfinite(share).all() and ((share > 0) & (share < 1)).all()
    # three bought a day ago, one has been silent for five times its usual gap
    assert (share[[0, 1, 3]] > 0.99).all() and 0.7 < share[2] < 0.8


def test_very_long_silence_of_a_frequent_buyer() -> None:
    model = Btyd("pareto_nbd", {"r": 0.5, "alpha": 3.0, "s": 0.3, "beta": 14.0})
    assert model.p_alive(5000, 10, 1e6)[0] == pytest.approx(0, abs=1e-300)
    assert model.p_alive(0, 0, 0)[0] == 1


def test_beginnings_move_with_the_unit_of_time() -> None:
    days = Histories(BOOK.x, 7 * BOOK.last, 7 * BOOK.age, WEIGHTS)
    for week, day in zip(beginnings(BOOK), beginnings(days), strict=True):
        np.testing.assert_allclose(day, week * [1, 7, 1, 7])
