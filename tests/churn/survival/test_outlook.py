from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from kamlab.churn.survival import (
    HazardModel,
    account_months,
    fit_hazard,
    months_now,
    remaining_life,
    risk_within,
    survival_ahead,
)
from kamlab.errors import NotEnoughDataError, RefusedError


def model(*coefficients: float, features=("late",), spread: float = 0.0) -> HazardModel:
    covariance = spread**2 * np.eye(len(coefficients))
    return HazardModel(tuple(features), np.array(coefficients), covariance, 100, 20, 0)


@pytest.fixture
def now() -> pd.DataFrame:
    return pd.DataFrame(
        {"account_id": ["A", "B", "C"], "late": [0.0, 1.0, np.nan], "name": list("abc")}
    )


def test_a_steady_hazard_by_hand(now) -> None:
    """10 % a month for A: the geometric law."""
    known = model(logit(0.1), logit(0.2) - logit(0.1))
    ahead = survival_ahead(known, now, 12)
    assert ahead[0] == pytest.approx(0.9 ** np.arange(1, 13))
    assert risk_within(known, now, 12)[:2] == pytest.approx([1 - 0.9**12, 1 - 0.8**12])
    table = remaining_life(known, now, 12)
    assert table["hazard"][:2].tolist() == pytest.approx([0.1, 0.2])
    assert table["months_left"][0] == pytest.approx(0.9 * (1 - 0.9**12) / 0.1)
    # no uncertainty of the coefficients: the interval is a point
    assert table["months_low"][0] == pytest.approx(table["months_high"][0])
    assert table.loc[2, ["risk", "risk_low", "months_left"]].isna().all()
    assert table["name"].tolist() == ["a", "b", "c"]


def test_tenure_moves_by_itself() -> None:
    known = model(-3.0, -0.6, features=("tenure",))
    now = pd.DataFrame({"tenure": [2.0]})
    hazards = expit(-3.0 - 0.6 * (2.0 + np.arange(24) / 12))
    assert survival_ahead(known, now, 24)[0] == pytest.approx(np.cumprod(1 - hazards))
    still = survival_ahead(known, now, 24, moving={})
    assert still[0] == pytest.approx((1 - hazards[0]) ** np.arange(1, 25))


def test_intervals_hold_the_figure_and_grow_with_doubt(now) -> None:
    narrow, wide = (
        remaining_life(model(-3.0, 1.0, spread=s), now.head(2), 24) for s in (0.1, 0.5)
    )
    for table in (narrow, wide):
        assert (table["risk_low"] < table["risk"]).all()
        assert (table["risk"] < table["risk_high"]).all()
        assert (table["months_low"] < table["months_left"]).all()
        assert (table["months_left"] < table["months_high"]).all()
    assert (
        wide["risk_high"] - wide["risk_low"] > narrow["risk_high"] - narrow["risk_low"]
    ).all()


@pytest.mark.parametrize("horizon", [0, 121, 3.5, "6", True])
def test_the_horizon_is_a_number_of_months(now, horizon) -> None:
    with pytest.raises(RefusedError, match="whole number of months"):
        risk_within(model(-3.0, 1.0), now, horizon)


def test_nobody_to_look_ahead_for(now) -> None:
    with pytest.raises(NotEnoughDataError, match="no account"):
        remaining_life(model(-3.0, 1.0), now.head(0))
    with pytest.raises(RefusedError, match="late too"):
        risk_within(model(-3.0, 1.0), now[["account_id"]])


def test_on_polar_risk_and_life_go_together(polar) -> None:
    found = account_months(polar)
    fitted = fit_hazard(found.table, ["late_share", "visits", "tenure"])
    table = remaining_life(fitted, months_now(polar), 6)
    assert len(table) > 80 and table["risk"].between(0, 1).all()
    assert table["risk"].corr(table["months_left"]) < -0.9
    assert (table["months_left"] <= 6).all()
