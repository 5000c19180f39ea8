from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.decision import action_gain, best_points, merit, profit_curve
from kamlab.errors import NotEnoughDataError, RefusedError


@pytest.fixture
def three() -> pd.DataFrame:
    """The accounts P, Q and R of exercise 8.5."""
    return pd.DataFrame(
        {
            "account": list("PQR"),
            "probability": [0.6, 0.3, 0.1],
            "effect": [0.05, 0.20, 0.05],
            "true_effect": [0.05, 0.20, 0.05],
            "value": [200, 300, 900],
            "cost": [20, 20, 20],
        }
    )


def test_exercise_8_5(three: pd.DataFrame) -> None:
    gain = action_gain(three["effect"], three["value"], three["cost"])
    assert gain.tolist() == pytest.approx([-10, 40, 25])


@pytest.mark.parametrize("by, first", [("risk", "P"), ("value", "P"), ("uplift", "Q")])
def test_each_rule_has_its_own_first(three: pd.DataFrame, by: str, first: str) -> None:
    assert three["account"][merit(three, by).idxmax()] == first


def test_the_curve_by_hand(three: pd.DataFrame) -> None:
    curve = profit_curve(three).set_index("rule")["profit"]
    assert curve["risk"].tolist() == pytest.approx([0, -10, 30, 55])  # P, Q, R
    assert curve["value"].tolist() == pytest.approx([0, -10, 30, 55])  # 120, 90, 90
    assert curve["uplift"].tolist() == pytest.approx([0, 40, 65, 55])
    assert curve["true"].tolist() == pytest.approx([0, 40, 65, 55])
    best = best_points(profit_curve(three)).set_index("rule")
    assert best["targeted"].to_dict() == {"risk": 3, "value": 3, "uplift": 2, "true": 2}
    assert best["share"]["true"] == pytest.approx(2 / 3)


def test_no_rule_beats_the_truth_and_all_end_alike(rng) -> None:
    n = 50
    table = pd.DataFrame(
        {
            "probability": rng.random(n),
            "value": rng.normal(100, 80, n),
            "cost": rng.uniform(0, 10, n),
            "effect": rng.normal(0, 0.1, n),
            "true_effect": rng.normal(0, 0.1, n),
        }
    )
    wide = profit_curve(table).pivot(index="targeted", columns="rule", values="profit")
    assert (wide.sub(wide["true"], axis=0) <= 1e-9).all(axis=None)
    assert np.ptp(wide.iloc[-1]) < 1e-9 and (wide.iloc[0] == 0).all()


def test_bad_input_is_named(three: pd.DataFrame) -> None:
    with pytest.raises(RefusedError, match="did you mean 'uplift'"):
        merit(three, "upliff")
    with pytest.raises(RefusedError, match="lacks the column effect"):
        merit(three.drop(columns="effect"), "uplift")
    with pytest.raises(RefusedError, match="place 1 holds 5"):
        action_gain([5, 0.1], [1, 1])
    with pytest.raises(RefusedError, match="cost must be 0 or more"):
        action_gain([0.5, 0.1], [1, 1], [1, -1])
    with pytest.raises(NotEnoughDataError, match="no account to target"):
        profit_curve(three.head(0))
