from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from kamlab.churn.decision import UpliftModel, effects_out_of_fold, fit_uplift
from kamlab.errors import NotEnoughDataError, RefusedError

FEATURES = ["x", "z", "w"]
BOOSTING = GradientBoostingClassifier(
    n_estimators=40, min_samples_leaf=50, subsample=0.5, random_state=1
)


def spread(frame: pd.DataFrame, found: np.ndarray) -> float:
    return float(np.corrcoef(frame["true_effect"], found)[0, 1])


@pytest.mark.parametrize(
    "learner, base, least",
    [
        ("T", None, 0.95),
        ("T", BOOSTING, 0.85),
        ("S", BOOSTING, 0.85),
    ],
    ids=["T logistic", "T boosting", "S boosting"],
)
def test_known_effects_are_found_again(trial, learner, base, least: float) -> None:
    model = fit_uplift(trial(4000, 1), FEATURES, learner=learner, base=base)
    new = trial(3000, 2)  # other accounts
    found = model.effect(new)
    assert spread(new, found) > least
    assert np.abs(found - new["true_effect"]).mean() < 0.08
    assert found.mean() == pytest.approx(new["true_effect"].mean(), abs=0.02)


def test_one_logistic_model_for_both_has_one_effect_for_all(trial) -> None:
    """The S-learner's trap: without interactions nobody is a sleeping dog."""
    frame = trial(4000, 1)
    found = fit_uplift(frame, FEATURES, learner="S").effect(frame)
    assert len(set(np.sign(found))) == 1 and spread(frame, found) < 0.5


def test_risks_and_counts(trial) -> None:
    frame = trial(2000, 3)
    model = fit_uplift(frame, FEATURES)
    assert isinstance(model, UpliftModel)
    without, with_ = model.risks(frame)
    assert without - with_ == pytest.approx(model.effect(frame))
    assert sum(model.rows) == 2000 and sum(model.losses) == frame["lost"].sum()


def test_blanks_are_no_obstacle(trial) -> None:
    frame = trial(2000, 3)
    frame.loc[::3, "w"] = np.nan
    assert np.isfinite(fit_uplift(frame, FEATURES).effect(frame)).all()


def test_out_of_fold_an_account_is_never_judged_by_itself(trial) -> None:
    """A base that remembers every account gives itself away inside, not outside."""
    from sklearn.tree import DecisionTreeClassifier

    frame = trial(800, 4, strength=0.0)
    deep = DecisionTreeClassifier(random_state=1)
    twice = pd.concat([frame, frame], ignore_index=True)  # two slices an account
    label = twice["lost"].to_numpy(float)
    sign = np.where(twice["treated"], -1.0, 1.0)
    inside = fit_uplift(twice, FEATURES, base=deep).effect(twice)
    outside = effects_out_of_fold(twice, FEATURES, base=deep)
    assert np.corrcoef(inside, sign * label)[0, 1] > 0.4
    assert abs(np.corrcoef(outside, sign * label)[0, 1]) < 0.15
    assert (outside[:800] == outside[800:]).all()


def test_too_few_losses_are_counted_aloud(trial) -> None:
    with pytest.raises(NotEnoughDataError, match=r"at least 10 losses.* of \d+ acc"):
        fit_uplift(trial(40, 1), FEATURES)


@pytest.mark.parametrize(
    "features, more, why",
    [
        ([], {}, "at least one feature"),
        (["y"], {}, "lacks the column y"),
        (FEATURES, {"treated": "called"}, "lacks the column called"),
        (FEATURES, {"learner": "X"}, "learner = 'X' cannot be"),
    ],
)
def test_bad_input_is_named(trial, features, more, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        fit_uplift(trial(100, 1), features, **more)


def test_bad_folds_are_refused(trial) -> None:
    with pytest.raises(RefusedError, match="folds = 1 cannot be"):
        effects_out_of_fold(trial(200, 1), FEATURES, folds=1)
