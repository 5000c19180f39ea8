from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.signals import HealthWeights, fitted_weights, weights_beside
from kamlab.errors import NotEnoughDataError, RefusedError

TWO = HealthWeights(
    **dict.fromkeys(HealthWeights.model_fields, 0.0)
    | {"gap_ratio": 0.6, "coverage": 0.2}
)


@pytest.fixture(scope="module")
def past() -> pd.DataFrame:
    """3,000 slices of 300 accounts; loss follows silence, 3, and coverage, 1."""
    rng = np.random.default_rng(7)
    n = 3000
    silence, cover = rng.random(n), rng.random(n)
    risk = 1 / (1 + np.exp(-(-2.5 + 3 * silence + 1 * cover)))
    return pd.DataFrame(
        {
            "account_id": [f"A{i % 300}" for i in range(n)],
            "gap_ratio": 1 + 2 * silence,
            "coverage": 0.7 - 0.5 * cover,
            "late_share": rng.random(n),
            "lost": rng.random(n) < risk,
        }
    )


def test_the_past_gives_its_weights_back(past) -> None:
    table = fitted_weights(past, TWO).set_index("signal")
    truth = pd.Series({"gap_ratio": 3.0, "coverage": 1.0})
    assert ((table["low"] <= truth) & (truth <= table["high"])).all()
    assert table["weight"].to_dict() == pytest.approx(truth.to_dict(), abs=0.35)
    assert (table["accounts"] == 300).all()
    beside = weights_beside(TWO, table.reset_index())
    assert beside["signal"].tolist() == ["gap_ratio", "coverage"]
    assert beside["hand"].tolist() == pytest.approx([0.75, 0.25])
    assert beside["fitted"].tolist() == pytest.approx([0.75, 0.25], abs=0.06)
    assert beside["agrees"].all()


def test_beside_by_hand() -> None:
    fitted = pd.Series({"gap_ratio": 3.0, "coverage": -1.0, "tenure": 9.0})
    table = weights_beside(TWO, fitted).set_index("signal")
    assert table["fitted"].to_dict() == {"gap_ratio": 0.75, "coverage": -0.25}
    assert table["difference"].tolist() == pytest.approx([0.0, -0.5])
    assert table["agrees"].tolist() == [True, False]
    assert table.loc["coverage", "scale"].startswith("healthy at 0.7")


def test_a_model_on_the_signals_as_they_are_is_turned_towards_risk() -> None:
    weights = pd.DataFrame(
        {"feature": ["gap_ratio", "coverage", "tenure"], "weight": [1.0, -1.0, 5.0]}
    )
    table = weights_beside(TWO, weights).set_index("signal")
    assert table["fitted"].to_dict() == {"gap_ratio": 0.5, "coverage": 0.5}


def test_a_signal_that_was_not_fitted_is_blank() -> None:
    table = weights_beside(TWO, pd.Series({"gap_ratio": 1.0})).set_index("signal")
    assert pd.isna(table.loc["coverage", "agrees"])
    assert np.isnan(table.loc["coverage", "fitted"])
    assert table.loc["gap_ratio", "fitted"] == 1.0


def test_what_cannot_be_fitted_is_said(past) -> None:
    few = past.assign(lost=past["account_id"].isin([f"A{i}" for i in range(9)]))
    with pytest.raises(NotEnoughDataError, match=r"10 accounts.* here are 9 and 291"):
        fitted_weights(few, TWO)
    for lost, words in ((False, "here are 0 and 300"), (True, "here are 300 and 0")):
        with pytest.raises(NotEnoughDataError, match=words):
            fitted_weights(past.assign(lost=lost), TWO)
    with pytest.raises(RefusedError, match="the column lost"):
        fitted_weights(past.drop(columns="lost"), TWO)
    with pytest.raises(RefusedError, match="None of the signals"):
        fitted_weights(past[["account_id", "lost"]], TWO)
    with pytest.raises(RefusedError, match="no fitted weight other than 0"):
        weights_beside(TWO, pd.Series({"tenure": 1.0}))
    with pytest.raises(RefusedError, match="draws must be 1 or more"):
        fitted_weights(past, TWO, draws=0)


def test_rows_in_another_order_fit_the_same(past) -> None:
    mixed = past.sample(frac=1, random_state=1)
    one, two = fitted_weights(past, TWO, draws=2), fitted_weights(mixed, TWO, draws=2)
    pd.testing.assert_frame_equal(one, two, rtol=1e-3)
