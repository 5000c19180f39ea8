from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.btyd.maximise import Height, _Valley, maximise

DRAWN = np.random.default_rng(2).gamma(3.0, 0.5, 400)


def gamma_likelihood(place: np.ndarray) -> Height:
    from scipy.special import digamma, gammaln

    shape, rate = place
    n, total, logs = len(DRAWN), DRAWN.sum(), np.log(DRAWN).sum()
    value = n * (shape * np.log(rate) - gammaln(shape)) + (shape - 1) * logs
    slope = [n * (np.log(rate) - digamma(shape)) + logs, n * shape / rate - total]
    return Height(float(value - rate * total), np.array(slope))


def test_known_case_with_curvature_by_differences() -> None:
    from scipy.special import polygamma
    from scipy.stats import gamma

    peak = maximise(gamma_likelihood, [np.array([1.0, 1.0])], len(DRAWN))
    shape, _, scale = gamma.fit(DRAWN, floc=0)
    np.testing.assert_allclose(peak.parameters, [shape, 1 / scale], rtol=1e-4)
    assert peak.settled
    # the textbook's information of a gamma distribution
    rate, n = 1 / scale, len(DRAWN)
    information = n * np.array(
        [[polygamma(1, shape), -1 / rate], [-1 / rate, shape / rate**2]]
    )
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    found = peak.errors(np.array([True, True]))
    np.testing.assert_allclose(found, errors, rtol=1e-3)
    alone = peak.errors(np.array([True, False]))
    assert alone[0] == pytest.approx(1 / np.sqrt(n * polygamma(1, shape)), rel=1e-3)
    assert np.isnan(alone[1])


def test_no_top_is_no_error_but_not_settled() -> None:
    def endless(place: np.ndarray) -> Height:
        return Height(float(-1e3 / place[0]), 1e3 / place**2)

    peak = maximise(endless, [np.array([1.0]), np.array([2.0])], 1.0)
    assert not peak.settled and peak.parameters[0] > 1e3


def test_the_better_of_two_tops_is_kept() -> None:
    def ever_better(place: np.ndarray) -> Height:
        log = np.log(place[0])
        return Height(float(np.sin(log) + 0.01 * log), (np.cos(log) + 0.01) / place)

    low, high = maximise(ever_better, [np.array([1.0])], 1.0), np.exp(np.pi / 2 + 0.01)
    assert low.parameters[0] == pytest.approx(high, rel=1e-4)


def test_numbers_that_run_over_are_steps_too_far() -> None:
    def narrow(place: np.ndarray) -> Height:
        if place[0] > 3:
            return Height(float("nan"), np.array([np.nan]))
        return Height(-((np.log(place[0]) - 1) ** 2), -2 * (np.log(place) - 1) / place)

    peak = maximise(narrow, [np.array([0.01])], 1.0)
    assert peak.parameters[0] == pytest.approx(np.e, rel=1e-6)


def test_another_beginning_where_the_first_leads_nowhere() -> None:
    def hill(place: np.ndarray) -> Height:
        off = np.log(place[0]) - 3
        value = np.exp(-(off**2))
        return Height(float(value), -2 * off * value / place)

    plain, near = np.array([np.exp(-6.0)]), np.array([np.exp(2.5)])
    assert not maximise(hill, [plain], 1.0).settled
    peak = maximise(hill, [plain, near], 1.0)
    assert peak.settled and peak.parameters[0] == pytest.approx(np.exp(3), rel=1e-6)


def test_known_curvature_is_that_of_the_differences() -> None:
    """Away from the top too, where the slope has a part in the curvature by logs."""

    def known(place: np.ndarray) -> Height:
        shape, rate = place
        n = len(DRAWN)
        from scipy.special import polygamma

        curve = n * np.array(
            [[-polygamma(1, shape), 1 / rate], [1 / rate, -shape / rate**2]]
        )
        return gamma_likelihood(place)._replace(curve=curve)

    logs, start = np.log([1.3, 4.0]), np.ones(2)
    one, two = (
        _Valley(which, start, 7.0).curve(logs) for which in (known, gamma_likelihood)
    )
    np.testing.assert_allclose(one, two, rtol=1e-6)
