from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.model import ChurnModel, fit_model
from kamlab.errors import MissingPartError

FEATURES = ["late", "contacts", "noise"]
DIRECTIONS = {"late": 1, "contacts": -1}


@pytest.fixture(scope="module")
def gaps(book):
    """The book with a tenth of the contacts unknown."""
    hole = np.random.default_rng(1).random(len(book)) < 0.1
    return book.assign(contacts=book["contacts"].mask(hole))


@pytest.fixture(scope="module")
def logit(gaps) -> ChurnModel:
    return fit_model(gaps, FEATURES, "logit", DIRECTIONS)


def test_contributions_add_up_to_the_score(logit, gaps) -> None:
    typical = pd.DataFrame([logit.typical])
    whole = logit.log_odds(typical)[0] + logit.contributions(gaps).sum(axis=1)
    np.testing.assert_allclose(whole, logit.log_odds(gaps), atol=1e-9)
    np.testing.assert_allclose(1 / (1 + np.exp(-whole)), logit.score(gaps), atol=1e-9)


def test_a_contribution_is_weight_times_value_minus_typical(logit, gaps) -> None:
    weights = logit.weights().set_index("feature")
    off = gaps["late"] - logit.typical["late"]
    parts = logit.contributions(gaps)["late"]
    np.testing.assert_allclose(parts, weights.loc["late", "per_unit"] * off, atol=1e-9)


def test_weights_are_scikit_learns_own(logit) -> None:
    coefficients = logit.fitted[-1].coef_[0][:3]
    found = logit.weights().set_index("feature").loc[FEATURES]
    scale = logit.fitted[1].scale_[:3]
    np.testing.assert_allclose(found["per_unit"], coefficients / scale, rtol=1e-6)
    assert found["weight"]["late"] == pytest.approx(coefficients[0], rel=1e-6)
    assert found["unknown"]["contacts"] == pytest.approx(0.1, abs=0.03)


def test_weights_are_held_against_what_was_expected(gaps) -> None:
    model = fit_model(gaps, FEATURES, "logit", {"late": -1, "contacts": -1})
    agrees = model.weights().set_index("feature")["agrees"]
    assert not agrees["late"] and agrees["contacts"] and agrees["noise"] is pd.NA


def test_boosting_tells_contributions_too(gaps) -> None:
    model = fit_model(gaps, ["late", "contacts"], "boosting", DIRECTIONS)
    parts = model.contributions(gaps)
    assert (parts["late"][gaps["late"] > 0.4] > 0).all()
    weights = model.weights().set_index("feature")["weight"]
    assert weights["late"] > 0 > weights["contacts"]


def test_scoring_needs_the_same_signals(logit, gaps) -> None:
    with pytest.raises(MissingPartError, match="looks at 'late', which is not"):
        logit.score(gaps.drop(columns="late"))
    with pytest.raises(MissingPartError, match="cannot be scored: it holds"):
        logit.score(gaps.assign(late="often"))
    assert logit.score(gaps.head(0)).shape == (0,)


def test_a_single_account_and_a_wholly_unknown_one_are_scored(logit) -> None:
    unknown = pd.DataFrame({name: [np.nan] for name in FEATURES})
    assert 0 < logit.score(unknown)[0] < 1
