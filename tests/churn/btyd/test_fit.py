from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.btyd import Btyd, BtydFit, fit_btyd
from kamlab.churn.btyd.checked import histories
from kamlab.churn.btyd.geometric import GeometricLikelihood
from kamlab.churn.btyd.model import NAMES
from kamlab.churn.btyd.pareto import ParetoLikelihood
from kamlab.errors import NotEnoughDataError, RefusedError

# parameters to three decimals and log-likelihood as published: Fader, Hardie & Lee
# 2005 (bg_nbd, pareto_nbd); the tests of lifetimes against BTYDplus (mbg_nbd)
PUBLISHED = {
    "bg_nbd": ((0.243, 4.414, 0.793, 2.426), -9582.4),
    "mbg_nbd": ((0.525, 6.183, 0.891, 1.614), -9582.13),
    "pareto_nbd": ((0.553, 10.578, 0.606, 11.669), -9595.0),
}


def likelihood_at(model: str, place: tuple, book: tuple) -> float:
    grouped = histories(*book)
    if model == "pareto_nbd":
        return ParetoLikelihood(grouped)(np.array(place)).value
    return GeometricLikelihood(grouped, int(model == "mbg_nbd"))(np.array(place)).value


@pytest.mark.parametrize("model", PUBLISHED)
def test_published_parameters_from_the_raw_log(model: str, cdnow_book) -> None:
    place, top = PUBLISHED[model]
    fit = fit_btyd(model, *cdnow_book)
    assert fit.n == 2357 and fit.histories == 1016 and fit.warnings == ()
    found = [fit.parameters[name] for name in NAMES[model]]
    np.testing.assert_allclose(found, place, atol=5.1e-4)
    assert fit.log_likelihood == pytest.approx(top, abs=0.05)
    # never worse than the published optimum, on the same data
    assert fit.log_likelihood >= likelihood_at(model, place, cdnow_book) - 1e-9


def test_published_standard_errors(cdnow_book) -> None:
    fit = fit_btyd("pareto_nbd", *cdnow_book)
    published = {"r": 0.0476264, "alpha": 0.8427222, "s": 0.1872594, "beta": 6.2105448}
    for name, error in published.items():  # CLVTools, test_correctness_pnbd
        assert fit.standard_errors[name] == pytest.approx(error, rel=2e-4)


def test_published_purchases_of_a_new_account(cdnow_book) -> None:
    fit = fit_btyd("bg_nbd", *cdnow_book)
    times = [0.1429, 1, 3, 31.8571, 32, 78]
    published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    np.testing.assert_allclose(fit.expected_new(times), published, atol=5e-4)


@pytest.mark.parametrize("model", PUBLISHED)
def test_another_unit_moves_the_parameters_and_no_prediction(
    model: str, bought
) -> None:
    place = (0.8, 40.0, 0.9, 2.5 if model != "pareto_nbd" else 150.0)
    x, last, age = bought(model, place, 600, seed=4)
    days, weeks = fit_btyd(model, x, last, age), fit_btyd(model, x, last / 7, age / 7)
    for name, value in weeks.parameters.items():
        times = 7 if name in ("alpha", "beta") else 1
        assert days.parameters[name] == pytest.approx(times * value, rel=1e-5)
        errors = weeks.standard_errors[name], days.standard_errors[name]
        assert errors[1] == pytest.approx(times * errors[0], rel=1e-4)
    # one density of time a purchase, hence the constant between the likelihoods
    constant = x.sum() * np.log(7)
    assert weeks.log_likelihood == pytest.approx(days.log_likelihood + constant)
    np.testing.assert_allclose(
        days.expected_purchases(70, x, last, age),
        weeks.expected_purchases(10, x, last / 7, age / 7),
        rtol=1e-5,
    )


TRUTH = {
    "bg_nbd": (0.6, 30.0, 0.8, 2.5),
    "mbg_nbd": (0.9, 30.0, 0.8, 2.5),
    "pareto_nbd": (0.9, 30.0, 0.9, 200.0),
}


@pytest.mark.parametrize("model", TRUTH)
def test_known_parameters_are_found_again(model: str, bought) -> None:
    truth = TRUTH[model]
    book = bought(model, truth, 2500, seed=11)
    fit = fit_btyd(model, *book)
    for name, true in zip(NAMES[model], truth, strict=True):
        error = fit.standard_errors[name]
        assert error < 0.7 * true
        assert abs(fit.parameters[name] - true) < 3 * error, name
    assert fit.log_likelihood >= likelihood_at(model, truth, book)


@pytest.mark.slow
@pytest.mark.parametrize("model", TRUTH)
def test_standard_errors_are_as_large_as_the_error(model: str, bought) -> None:
    """Over many books the truth lies within two standard errors as often as said."""
    truth, hits = TRUTH[model], []
    for seed in range(25 if model == "pareto_nbd" else 60):
        fit = fit_btyd(model, *bought(model, truth, 1000, seed=100 + seed))
        # of the logs, whose distribution is closer to a normal one
        for name, true in zip(NAMES[model], truth, strict=True):
            value = fit.parameters[name]
            off = abs(np.log(value / true))
            hits.append(off < 1.96 * fit.standard_errors[name] / value)
    assert 0.88 <= np.mean(hits) <= 0.995


def test_p_alive_is_right_on_average(bought) -> None:
    """Of accounts said to be active with 0.7 about seven in ten buy again one day."""
    book = bought("pareto_nbd", TRUTH["pareto_nbd"], 1500, seed=5)
    fit = fit_btyd("pareto_nbd", *book)
    names = NAMES["pareto_nbd"]
    true = Btyd("pareto_nbd", dict(zip(names, TRUTH["pareto_nbd"], strict=True)))
    np.testing.assert_allclose(fit.p_alive(*book), true.p_alive(*book), atol=0.1)


def test_beats_the_rate_of_before_on_what_was_held_out(cdnow, cdnow_book) -> None:
    from kamlab.churn.btyd import held_out

    table = held_out(fit_btyd("bg_nbd", *cdnow_book), cdnow, "1997-09-30")
    model, plain = (
        np.mean((table[column] - table["actual"]) ** 2)
        for column in ("expected", "at_old_rate")
    )
    assert model < 0.6 * plain


@pytest.mark.parametrize("model", TRUTH)
def test_a_book_that_nobody_leaves_is_told(model: str) -> None:
    rng = np.random.default_rng(3)
    age = rng.integers(100, 200, 200).astype(float)
    x = 1.0 + rng.poisson(rng.gamma(2.0, 0.1, 200) * age)
    last = age * rng.beta(x, 1)
    fit = fit_btyd(model, x, last, age)
    assert any("to have left" in text for text in fit.warnings), fit.warnings
    assert np.isnan(fit.standard_errors[NAMES[model][3]])
    assert fit.standard_errors["r"] == pytest.approx(0.25, abs=0.15)
    assert fit.p_alive(x, last, age).min() > 0.95
    assert np.isfinite(fit.expected_purchases(30, x, last, age)).all()


def test_bad_input_is_refused_before_any_work() -> None:
    with pytest.raises(RefusedError, match="There is no model 'bg-nbd'"):
        fit_btyd("bg-nbd", [1], [1], [2])  # type: ignore[arg-type]
    with pytest.raises(NotEnoughDataError, match="There is no account"):
        fit_btyd("bg_nbd", [], [], [])
    with pytest.raises(NotEnoughDataError, match="Of 500 accounts 0 bought again"):
        fit_btyd("bg_nbd", np.zeros(500), np.zeros(500), np.arange(500))


def test_the_result_cannot_be_changed(bought) -> None:
    fit = fit_btyd("bg_nbd", *bought("bg_nbd", TRUTH["bg_nbd"], 60, seed=1))
    assert isinstance(fit, BtydFit) and isinstance(fit, Btyd)
    with pytest.raises(AttributeError):
        fit.n = 3  # type: ignore[misc]
    assert any("Only 60 accounts" in text for text in fit.warnings)
