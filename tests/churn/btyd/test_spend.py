from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.btyd import GammaGammaFit, fit_gamma_gamma
from kamlab.churn.btyd.spend import _Likelihood
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError

# rounded as printed by Fader & Hardie 2013, note 25
PRINTED = GammaGammaFit({"p": 6.25, "q": 3.74, "gamma": 15.44}, 0.0, {}, 946, 0.0, ())


def drawn(accounts: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 12, accounts).astype(float)
    rate = rng.gamma(4.0, 1 / 15.0, accounts)
    return x, rng.gamma(6.0 * x) / rate / x


def test_published_parameters_from_the_raw_log(cdnow_histories) -> None:
    fit = fit_gamma_gamma(cdnow_histories["frequency"], cdnow_histories["mean_value"])
    assert fit.n == 946 and fit.warnings == ()
    found = [fit.parameters[name] for name in ("p", "q", "gamma")]
    np.testing.assert_allclose(found, [6.25, 3.74, 15.44], atol=0.005)
    assert fit.log_likelihood == pytest.approx(-4055.9177, abs=0.0005)  # CLVTools
    assert fit.correlation == pytest.approx(0.11, abs=0.005)


def test_published_values_of_the_first_accounts(cdnow_histories) -> None:
    first = cdnow_histories.iloc[:10]
    found = PRINTED.expected_value(first["frequency"], first["mean_value"])
    published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    np.testing.assert_allclose(found, published, atol=0.1)
    assert found[5] == pytest.approx(71.47, abs=0.005)


def test_between_its_own_mean_and_that_of_all() -> None:
    assert PRINTED.population_mean == pytest.approx(35.219, abs=5e-4)
    few, some, many = PRINTED.expected_value([1, 10, 10_000], [100.0] * 3)
    assert 35.2 < few < some < many < 100.01
    assert many == pytest.approx(100, abs=0.1)
    nothing = PRINTED.expected_value([0, 0], [np.nan, 0.0])
    np.testing.assert_allclose(nothing, PRINTED.population_mean)


def test_slope_is_that_of_the_value() -> None:
    likelihood, here = _Likelihood(*drawn(50)), np.array([2.0, 1.5, 9.0])
    slope = likelihood(here).slope
    for i, step in enumerate(1e-5 * here * np.eye(3)):
        rise = likelihood(here + step).value - likelihood(here - step).value
        assert rise / (2 * step[i]) == pytest.approx(slope[i], rel=1e-6)


def test_known_parameters_are_found_again_in_any_currency() -> None:
    x, mean = drawn(4000)
    fit, cents = fit_gamma_gamma(x, mean), fit_gamma_gamma(x, 100 * mean)
    for name, true in {"p": 6.0, "q": 4.0, "gamma": 15.0}.items():
        error = fit.standard_errors[name]
        assert error < 0.2 * true and abs(fit.parameters[name] - true) < 3 * error
        times = 100 if name == "gamma" else 1
        assert cents.parameters[name] == pytest.approx(
            times * fit.parameters[name], rel=1e-5
        )


def test_frequency_linked_to_value_is_told() -> None:
    x, mean = drawn(400)
    fit = fit_gamma_gamma(x, mean * x**1.5)
    assert any("have larger orders" in text for text in fit.warnings)
    fit = fit_gamma_gamma(np.full(400, 3), mean)
    assert np.isnan(fit.correlation)


def test_values_that_hardly_differ_run_away() -> None:
    rng = np.random.default_rng(4)
    x = np.full(200, 5.0)
    fit = fit_gamma_gamma(x, rng.gamma(50.0, 1 / 50, 200))
    assert any("ran away" in text for text in fit.warnings), fit


def test_a_mean_without_bound_is_no_number() -> None:
    wild = GammaGammaFit({"p": 2.0, "q": 0.9, "gamma": 5.0}, 0.0, {}, 50, 0.0, ())
    with pytest.raises(UndefinedError, match=r"q is 0\.90"):
        wild.expected_value([0], [0])
    assert np.isfinite(wild.expected_value([3], [10.0])).all()


@pytest.mark.parametrize(
    ("x", "mean", "words"),
    [
        ([1, 2], [3.0], "frequency has 2 numbers and mean_value 1"),
        ([1, 2], [3.0, -1.0], "for 1 of 2 accounts .*first in row 1"),
        ([1, 2], [np.nan, 1.0], "blank, 0 or negative"),
        ([1.5, 2], [3.0, 1.0], "whole numbers"),
        (["x", 2], [3.0, 1.0], "no number"),
        ([1, 2], ["3 EUR", 1.0], "mean_value holds something that is no number"),
    ],
)
def test_bad_input(x: list, mean: list, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        fit_gamma_gamma(x, mean)


def test_too_few_or_all_alike() -> None:
    with pytest.raises(NotEnoughDataError, match="3 accounts have a repeat"):
        fit_gamma_gamma([0, 1, 1, 1], [0, 2, 3, 4])
    with pytest.raises(NotEnoughDataError, match="same mean value"):
        fit_gamma_gamma(np.ones(50), np.full(50, 9.0))
