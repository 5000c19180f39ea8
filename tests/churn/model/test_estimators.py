from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.churn.model import ModelSettings
from kamlab.churn.model.estimators import bent, estimator, log_odds, trained

NUMBERS = st.floats(-1e9, 1e9)


@given(NUMBERS, NUMBERS)
def test_bending_keeps_the_order_and_the_sign(one, two) -> None:
    low, high = bent(np.array(sorted([one, two])))
    assert low <= high
    assert bent(np.array([-one]))[0] == pytest.approx(-bent(np.array([one]))[0])


def test_bending_by_hand() -> None:
    found = bent(np.array([0.0, np.e - 1, 1 - np.e, np.nan]))
    np.testing.assert_allclose(found, [0, 1, -1, np.nan])


@pytest.mark.parametrize("kind", ["logit", "boosting"])
def test_small_and_large_are_fitted_alike(kind, monkeypatch, rng) -> None:
    """One thread or all of them: the same model."""
    values, lost = rng.normal(size=(400, 2)), rng.random(400) < 0.3

    def scores():
        fresh = estimator(kind, ["a", "b"], None, ModelSettings(rounds=20))
        return log_odds(trained(fresh, values, lost), values)

    one = scores()
    monkeypatch.setattr("kamlab.churn.model.estimators.ONE_THREAD_ROWS", 10)
    np.testing.assert_allclose(scores(), one, rtol=1e-9)


def test_nothing_stops_early() -> None:
    assert not estimator("boosting", ["a"], None, ModelSettings()).early_stopping
