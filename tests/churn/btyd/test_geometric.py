from __future__ import annotations

import numpy as np
import pytest
from scipy.special import beta as beta_function
from scipy.special import gamma as gamma_function

from kamlab.churn.btyd.checked import Histories
from kamlab.churn.btyd.geometric import GeometricLikelihood, beginnings

ROWS = np.array(
    [[0, 0, 9], [1, 4, 9], [3, 8.5, 9], [7, 20, 30], [2, 5, 5]], dtype=float
)
WEIGHTS = np.array([3.0, 1, 2, 1, 4])
BOOK = Histories(*ROWS.T, WEIGHTS)
PLACES = [(0.4, 5.0, 0.7, 1.9), (3.0, 0.5, 2.0, 0.6), (0.1, 40.0, 0.05, 30.0)]


def by_the_paper(place: tuple, x: float, last: float, age: float, first: int) -> float:
    """Fader et al. 2005, equation 6; Batislam et al. 2007, as they are printed."""
    r, alpha, a, b = place
    buying = gamma_function(r + x) * alpha**r / gamma_function(r)
    if first:
        stays = beta_function(a, b + x + 1) / beta_function(a, b)
        goes = beta_function(a + 1, b + x) / beta_function(a, b)
    else:
        stays = beta_function(a, b + x) / beta_function(a, b)
        goes = beta_function(a + 1, b + x - 1) / beta_function(a, b) if x else 0.0
    return buying * (
        stays / (alpha + age) ** (r + x) + goes / (alpha + last) ** (r + x)
    )


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("place", PLACES)
def test_value_is_that_of_the_paper(place: tuple, first: int) -> None:
    logs = [np.log(by_the_paper(place, *row, first)) for row in ROWS]
    found = GeometricLikelihood(BOOK, first)(np.array(place)).value
    assert found == pytest.approx(WEIGHTS @ logs, rel=1e-11)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("place", PLACES)
def test_slope_and_curvature_are_those_of_the_value(place: tuple, first: int) -> None:
    likelihood, here = GeometricLikelihood(BOOK, first), np.array(place)
    height = likelihood(here)
    for i, step in enumerate(1e-5 * here * np.eye(4)):
        up, down = likelihood(here + step), likelihood(here - step)
        run = 2 * step[i]
        assert (up.value - down.value) / run == pytest.approx(
            height.slope[i], rel=1e-6, abs=1e-7
        )
        np.testing.assert_allclose(
            (up.slope - down.slope) / run, height.curve[i], rtol=1e-6, atol=1e-6
        )


def test_beginnings_move_with_the_unit_of_time() -> None:
    days = Histories(BOOK.x, 7 * BOOK.last, 7 * BOOK.age, WEIGHTS)
    for week, day in zip(beginnings(BOOK), beginnings(days), strict=True):
        np.testing.assert_allclose(day, week * [1, 7, 1, 1])
