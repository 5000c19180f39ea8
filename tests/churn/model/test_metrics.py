from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import brier_score_loss

from kamlab.churn.model import ModelSettings, back_test, model_figures
from kamlab.churn.model.back_test import BackTest
from kamlab.churn.model.examine import examine
from kamlab.churn.wilson import wilson
from kamlab.errors import NotEnoughDataError

FEATURES = ["late", "contacts", "noise"]


def tried_with(scores: pd.DataFrame) -> BackTest:
    """A test whose scores are given."""
    frame = scores.assign(x=np.arange(len(scores), dtype=float))
    scores = scores.assign(fold=0)
    if "baseline" not in scores:
        scores["baseline"] = np.nan
    known = "x" if scores["baseline"].notna().any() else ""
    trials = pd.DataFrame({"cut_off": scores["cut_off"].unique(), "skipped": ""})
    data = examine(frame, ["x"])
    return BackTest("logit", data, scores, trials, known, 3, ModelSettings())


@pytest.fixture(scope="module")
def by_hand() -> BackTest:
    """Two cut-offs of ten accounts; score 1.0 … .1, lost: places 1, 2, 5 and 1, 8."""
    lost = np.zeros(20, dtype=bool)
    lost[[0, 1, 4, 10, 17]] = True
    return tried_with(
        pd.DataFrame(
            {
                "account_id": [f"A{k % 10}" for k in range(20)],
                "cut_off": pd.to_datetime(["2024-03-31"] * 10 + ["2024-06-30"] * 10),
                "score": np.tile(np.arange(10, 0, -1) / 10, 2),
                "lost": lost,
            }
        )
    )


def test_figures_by_hand(by_hand) -> None:
    found = model_figures(by_hand, capacity=4)
    value = {name: figure.value for name, figure in found.items()}
    assert value["loss_rate"] == 0.25
    # the tenth of each cut-off is its first account: both lost, against a quarter
    assert value["top_decile_lift"] == pytest.approx(4.0)
    assert value["precision_at_capacity"] == pytest.approx(3 / 8)
    assert value["recall_at_capacity"] == pytest.approx(3 / 5)
    assert value["brier_base_rate"] == pytest.approx(0.25 * 0.75)
    assert found["precision_at_capacity"].n == 8 and found["recall_at_capacity"].n == 5
    assert value["events"] == 4 and found["events"].n == 10
    brier = brier_score_loss(by_hand.lost, by_hand.score)
    assert value["brier"] == pytest.approx(brier)
    assert value["brier_skill"] == pytest.approx(1 - brier / 0.1875)


def test_brier_is_its_closed_form() -> None:
    """All told p: rate·(1 − p)² + (1 − rate)·p²; at p = rate it is rate·(1 − rate)."""
    lost = np.arange(200) < 50
    frame = pd.DataFrame(
        {
            "account_id": [f"A{k}" for k in range(200)],
            "cut_off": pd.Timestamp("2024-03-31"),
            "lost": lost,
        }
    )
    told = model_figures(tried_with(frame.assign(score=0.4)))
    assert told["brier"].value == pytest.approx(0.25 * 0.36 + 0.75 * 0.16)
    right = model_figures(tried_with(frame.assign(score=0.25)))
    assert right["brier"].value == pytest.approx(right["brier_base_rate"].value)
    assert right["brier_skill"].value == pytest.approx(0)
    assert right["calibration_slope"].value is None
    # equal scores share the places: the chosen are as good as any
    assert right["top_decile_lift"].value == pytest.approx(1)
    assert right["precision_at_capacity"].value == pytest.approx(0.25)


def test_every_interval_holds_its_value_and_rows_may_be_shuffled(book) -> None:
    tried = back_test(book, FEATURES, horizon=3)
    found = model_figures(tried)
    for name, figure in found.items():
        if name != "events":
            assert figure.low <= figure.value <= figure.high, name
    mixed = back_test(book.sample(frac=1, random_state=3), FEATURES, horizon=3)
    for name, figure in model_figures(mixed).items():
        assert figure.value == pytest.approx(found[name].value, abs=1e-9), name


def test_the_model_beats_the_baseline_where_the_baseline_knows_nothing(book) -> None:
    blind = book.assign(gap_ratio=np.random.default_rng(1).random(len(book)))
    found = model_figures(back_test(blind, FEATURES, horizon=3))
    assert found["auc_gain"].low > 0
    gain = found["auc"].value - found["auc_baseline"].value
    assert found["auc_gain"].value == pytest.approx(gain)
    assert found["brier"].value < found["brier_baseline"].value
    assert found["top_decile_lift"].value > found["top_decile_lift_baseline"].value


def test_without_a_baseline_none_is_shown(book) -> None:
    found = model_figures(back_test(book, FEATURES, horizon=3, baseline=""))
    assert not [name for name in found if "baseline" in name or "gain" in name]


def test_a_list_that_is_always_right_is_not_certain(by_hand) -> None:
    found = model_figures(by_hand, capacity=1)["precision_at_capacity"]
    low, high = wilson(1.0, 1)  # twice the same account
    assert (found.value, found.low, found.high) == (1, low, high)


def test_a_team_that_can_visit_all_sees_the_rate(by_hand) -> None:
    found = model_figures(by_hand, capacity=50)
    assert found["precision_at_capacity"].value == found["loss_rate"].value
    assert found["recall_at_capacity"].value == 1


@pytest.mark.parametrize("lost, word", [(True, "all"), (False, "none")])
def test_one_kind_alone_says_nothing(by_hand, lost, word) -> None:
    with pytest.raises(NotEnoughDataError, match=f"Of 20 tested slices {word} were"):
        model_figures(tried_with(by_hand.scores.assign(lost=lost)))
