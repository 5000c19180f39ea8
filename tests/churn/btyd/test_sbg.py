from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.churn.btyd import SbgFit, fit_sbg
from kamlab.churn.btyd.sbg import _Likelihood
from kamlab.errors import NotEnoughDataError, RefusedError

# cohorts and parameters of Fader & Hardie 2007
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.mark.parametrize(
    ("cohort", "alpha", "beta", "top"),
    [
        (REGULAR, 0.70408, 1.18204, -1680.2652),
        (HIGH_END, 0.66809, 3.80609, -1611.1581),
    ],
)
def test_published_cohorts(
    cohort: list[int], alpha: float, beta: float, top: float
) -> None:
    fit = fit_sbg(cohort)
    assert fit.alpha == pytest.approx(alpha, abs=6e-6)
    assert fit.beta == pytest.approx(beta, abs=6e-6)
    assert fit.log_likelihood == pytest.approx(top, abs=6e-5)
    assert (fit.n, fit.renewals, fit.warnings) == (1000, 7, ())


def test_published_projection() -> None:
    found = np.round(fit_sbg(REGULAR).survivors(range(1, 13)))
    assert found.tolist() == [
        627,
        474,
        388,
        332,
        292,
        262,
        239,
        220,
        204,
        191,
        180,
        170,
    ]


def test_four_renewals_tell_the_next_three() -> None:
    """The plain baseline, the mean share that renews, projects far too few."""
    fit = fit_sbg(REGULAR[:5])
    mean = (REGULAR[4] / REGULAR[0]) ** (1 / 4)
    plain = REGULAR[4] * mean ** np.arange(1, 4)
    model = fit.survivors([5, 6, 7])
    actual = np.array(REGULAR[5:])
    assert np.abs(model - actual).max() < 12
    assert np.abs(plain - actual).max() > 60


POSITIVE = st.floats(0.05, 50)


@given(alpha=POSITIVE, beta=POSITIVE)
def test_survival_is_the_product_of_the_renewals(alpha: float, beta: float) -> None:
    fit = SbgFit(alpha, beta, 0.0, {}, 100, 3, ())
    rates = fit.retention(range(1, 9))
    np.testing.assert_allclose(
        fit.survival(range(9)), np.cumprod([1.0, *rates]), rtol=1e-9
    )
    assert (np.diff(rates) > 0).all()
    assert rates[0] == pytest.approx(beta / (alpha + beta))


def test_slope_is_that_of_the_value() -> None:
    likelihood, here = _Likelihood(np.array([3.0, 2, 1, 5]), 7.0), np.array([0.6, 1.8])
    slope = likelihood(here).slope
    for i, step in enumerate(1e-5 * here * np.eye(2)):
        rise = likelihood(here + step).value - likelihood(here - step).value
        assert rise / (2 * step[i]) == pytest.approx(slope[i], rel=1e-6)


def test_known_parameters_are_found_again() -> None:
    rng = np.random.default_rng(8)
    ends = rng.geometric(rng.beta(0.8, 2.0, 5000))
    fit = fit_sbg([int((ends > t).sum()) for t in range(8)])
    assert abs(fit.alpha - 0.8) < 3 * fit.standard_errors["alpha"] < 0.3
    assert abs(fit.beta - 2.0) < 3 * fit.standard_errors["beta"] < 0.7


def test_contracts_all_alike_are_told() -> None:
    (text,) = fit_sbg([1000, 500, 250, 125, 62, 31]).warnings
    assert "look all alike" in text
    texts = fit_sbg([1000, 500, 500]).warnings
    assert "never" in texts[0] and "2 renewals" in texts[1]


@pytest.mark.parametrize(
    ("survivors", "words"),
    [
        ([100, 80, 90], "rises from 80 to 90 at renewal 2"),
        ([100, 80.5, 70], "whole numbers"),
        ([100, -1, -2], "whole numbers"),
        (["many", 80, 70], "no number"),
        ([100, np.nan, 70], "blank"),
    ],
)
def test_bad_input(survivors: list, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        fit_sbg(survivors)


@pytest.mark.parametrize(
    "survivors", [[], [100], [100, 50], [100, 99, 95], [100, 100, 100], [100, 0, 0]]
)
def test_too_little(survivors: list) -> None:
    with pytest.raises(NotEnoughDataError, match="at least 2 renewals"):
        fit_sbg(survivors)


def test_renewals_are_counted() -> None:
    fit = fit_sbg(REGULAR)
    for question, t in ((fit.retention, 0), (fit.survival, -1), (fit.survivors, 0.5)):
        with pytest.raises(RefusedError, match="whole numbers"):
            question(t)
    assert fit.survival(0)[0] == 1
