from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.model import BackTest, ModelSettings, auc, back_test, hold_out_test
from kamlab.churn.model.estimators import estimator
from kamlab.churn.model.examine import examine
from kamlab.churn.model.folds import account_folds
from kamlab.errors import MissingPartError, NotEnoughDataError

FEATURES = ["late", "contacts", "noise"]
DIRECTIONS = {"late": 1, "contacts": -1}


@pytest.fixture(scope="module")
def tried(book) -> BackTest:
    return back_test(book, FEATURES, "logit", DIRECTIONS, horizon=3)


def test_every_later_slice_is_scored_once(tried, book) -> None:
    later = book[book["cut_off"] > book["cut_off"].min()]
    keys = ["account_id", "cut_off", "lost"]
    pd.testing.assert_frame_equal(
        tried.scores[keys].sort_values(keys, ignore_index=True),
        later[keys].sort_values(keys, ignore_index=True),
        check_dtype=False,
    )
    assert tried.score.min() > 0 and tried.score.max() < 1
    assert tried.events == later.loc[later["lost"], "account_id"].nunique()


def test_trials_say_what_was_trained_on(tried, book) -> None:
    days = sorted(book["cut_off"].unique())
    assert tried.trials["cut_off"].tolist() == days
    assert tried.trials["skipped"].iloc[0].startswith("no earlier slice")
    counts = [int((book["cut_off"] < day).sum()) for day in days]
    assert tried.trials["trained_on"].tolist() == counts


def test_a_score_is_that_of_scikit_learn_by_hand(tried, book) -> None:
    data = examine(book, FEATURES)
    group = account_folds(data, 5, 1)
    day = book["cut_off"].max()
    train = np.flatnonzero((book["cut_off"] < day) & (group != 2))
    mine = np.flatnonzero((book["cut_off"] == day) & (group == 2))
    fitted = estimator("logit", FEATURES, None, ModelSettings()).fit(
        data.values[train], data.lost[train]
    )
    expected = fitted.predict_proba(data.values[mine])[:, 1]
    scores = tried.scores.set_index(["account_id", "cut_off"])["score"]
    found = scores[
        list(zip(book["account_id"][mine], book["cut_off"][mine], strict=True))
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_a_longer_horizon_trains_on_older_slices_only(book) -> None:
    found = back_test(book, ["late"], horizon=6).trials
    assert found["trained_on"].tolist()[:2] == [0, 0]
    days = book["cut_off"]
    third = (days == days.min()).sum()
    assert found["trained_on"].iloc[2] == third


def test_what_comes_later_changes_nothing(book) -> None:
    """The signals and labels after a cut-off, and on it the labels, scrambled."""
    day = sorted(book["cut_off"].unique())[2]
    scrambled = book.copy()
    later = scrambled["cut_off"] > day
    rng = np.random.default_rng(1)
    scrambled.loc[later, FEATURES] = rng.normal(size=(later.sum(), 3))

    def scores(frame):
        found = back_test(frame, FEATURES, horizon=3, apart=False).scores
        return found.loc[found["cut_off"] <= day, "score"].to_numpy()

    assert (scores(book) == scores(scrambled)).all()


def test_a_model_that_remembers_accounts_gains_nothing_from_it(make) -> None:
    """A number per account with its own chance: known again, it would tell."""
    rng = np.random.default_rng(3)
    rows = [
        (f"A{k}", day, float(k), own > 0.5)
        for k, own in enumerate(rng.random(120))
        for day in pd.date_range("2024-03-31", periods=3, freq="QE")
    ]
    frame = pd.DataFrame(rows, columns=["account_id", "cut_off", "number", "lost"])
    loose = ModelSettings(folds=3, events_per_signal_boosting=1.0)

    def auc_of(apart):
        found = back_test(
            frame, ["number"], "boosting", horizon=3, apart=apart, settings=loose
        )
        return auc(found.lost, found.score, found.accounts).value

    assert auc_of(apart=True) < 0.6 < 0.7 < auc_of(apart=False)


def test_the_baseline_stands_beside(book) -> None:
    found = back_test(book, FEATURES, horizon=3, baseline="gap_ratio")
    assert found.data.features == ("late", "contacts", "noise")
    plain = back_test(book, ["gap_ratio"], "recency", horizon=3)
    np.testing.assert_allclose(found.scores["baseline"], plain.scores["score"])
    assert plain.scores["baseline"].equals(plain.scores["score"].rename("baseline"))
    none = back_test(book, FEATURES, horizon=3, baseline="")
    assert none.baseline == "" and none.scores["baseline"].isna().all()
    missing = back_test(book.drop(columns="gap_ratio"), FEATURES, horizon=3)
    assert missing.baseline == ""
    with pytest.raises(MissingPartError, match="baseline cannot be 'flat': it is 1"):
        back_test(book.assign(flat=1.0), FEATURES, horizon=3, baseline="flat")


def test_one_date_cannot_roll_but_accounts_can_be_held_out(make) -> None:
    one = make(600, cut_offs=1)
    with pytest.raises(NotEnoughDataError, match="All slices are of 2024-03-31"):
        back_test(one, FEATURES, horizon=3)
    found = hold_out_test(one, FEATURES)
    assert len(found.scores) == 600 and found.horizon is None
    dateless = one.drop(columns="cut_off")
    with pytest.raises(MissingPartError, match="needs the column 'cut_off'"):
        back_test(dateless, FEATURES, horizon=3)
    again = hold_out_test(dateless, FEATURES)
    np.testing.assert_array_equal(again.score, found.score)
    assert again.scores["cut_off"].isna().all()


def test_too_little_before_a_cut_off_skips_it_and_before_all_refuses(make) -> None:
    small = make(150, cut_offs=5, seed=8)
    found = back_test(small, FEATURES, horizon=3)
    skipped = found.trials[found.trials["skipped"] != ""]
    assert len(skipped) > 1 and skipped["skipped"].str.contains("allow").any()
    assert (skipped["tested_on"] == 0).all()
    with pytest.raises(NotEnoughDataError, match="None of 5 cut-offs could be tested"):
        back_test(small, FEATURES, horizon=24)
    with pytest.raises(NotEnoughDataError, match="one of 5 groups of accounts"):
        hold_out_test(make(60, cut_offs=1), FEATURES)


def test_cross_validated_shrinkage_runs_inside_each_training(book) -> None:
    chosen = ModelSettings(penalty="cross_validated", folds=2)
    found = back_test(book, FEATURES, horizon=3, settings=chosen)
    assert len(found.scores) > 500
