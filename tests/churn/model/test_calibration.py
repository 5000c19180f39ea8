from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.model import calibration_table, recalibration
from kamlab.churn.wilson import wilson


def expit(x):
    return 1 / (1 + np.exp(-x))


@pytest.fixture(scope="module")
def right():
    """40,000 slices whose score is their true risk."""
    rng = np.random.default_rng(11)
    odds = rng.normal(-2, 1, 40_000)
    return rng.random(40_000) < expit(odds), odds


def test_true_risks_have_slope_one_and_intercept_zero(right) -> None:
    lost, odds = right
    found = recalibration(lost, expit(odds))
    assert found["calibration_slope"].value == pytest.approx(1, abs=0.04)
    assert found["calibration_intercept"].value == pytest.approx(0, abs=0.08)
    assert found["calibration_in_the_large"].value == pytest.approx(0, abs=0.04)
    for name, truth in (("calibration_slope", 1), ("calibration_in_the_large", 0)):
        assert found[name].low < truth < found[name].high


def test_scores_bent_on_purpose_are_bent_back(right) -> None:
    """Told log-odds 2·o + .7: the slope is a half, the line takes −.35 off."""
    lost, odds = right
    found = recalibration(lost, expit(2 * odds + 0.7))
    assert found["calibration_slope"].value == pytest.approx(0.5, abs=0.02)
    assert found["calibration_intercept"].value == pytest.approx(-0.35, abs=0.04)
    shifted = recalibration(lost, expit(odds + 0.7))
    assert shifted["calibration_in_the_large"].value == pytest.approx(-0.7, abs=0.04)


def test_expected_losses_are_the_real_ones_after_the_shift(rng) -> None:
    odds = rng.normal(size=500)
    lost = rng.random(500) < 0.2
    shift = recalibration(lost, expit(odds))["calibration_in_the_large"].value
    assert expit(odds + shift).sum() == pytest.approx(lost.sum(), abs=1e-6)


def test_slope_interval_is_that_of_a_bootstrap_over_accounts(rng) -> None:
    accounts = np.repeat(np.arange(300), 3)
    odds = np.repeat(rng.normal(-1, 1.2, 300), 3)
    lost = np.repeat(rng.random(300) < expit(odds[::3]), 3)
    found = recalibration(lost, expit(odds), accounts)["calibration_slope"]
    slopes = []
    for _ in range(150):
        drawn = rng.integers(0, 300, 300)
        rows = (drawn[:, None] * 3 + np.arange(3)).ravel()
        slopes.append(recalibration(lost[rows], expit(odds[rows])))
    spread = np.std([s["calibration_slope"].value for s in slopes])
    assert (found.high - found.low) / 2 / 1.645 == pytest.approx(spread, rel=0.2)


@pytest.mark.parametrize(
    "lost, score",
    [
        ([False] * 4, [0.1, 0.2, 0.3, 0.4]),
        ([True, False, True, False], [0.2] * 4),
        ([False, False, True, True], [0.1, 0.2, 0.3, 0.4]),
    ],
    ids=["nobody lost", "all told the same", "told apart completely"],
)
def test_undefined_slopes_are_blank(lost, score) -> None:
    assert (
        recalibration(np.array(lost), np.array(score))["calibration_slope"].value
        is None
    )


def test_certain_scores_do_no_harm() -> None:
    found = recalibration(
        np.array([True, False, True, False]), np.array([1.0, 0, 0, 1])
    )
    assert np.isfinite(found["calibration_slope"].value)


def test_table_counts_by_hand() -> None:
    lost = np.array([False, True, False, True, True, False])
    score = np.array([0.05, 0.1, 0.2, 0.6, 0.5, 0.95])
    accounts = np.array([1, 1, 2, 3, 4, 5])
    table = calibration_table(lost, score, accounts, bins=[0.1, 0.5, 0.9])
    assert table["n"].tolist() == [1, 2, 2, 1]
    assert table["lost"].tolist() == [0, 1, 2, 0]
    assert table["accounts"].tolist() == [1, 2, 2, 1]
    assert table["predicted"].tolist() == pytest.approx([0.05, 0.15, 0.55, 0.95])
    assert table["from"].tolist() == [0, 0.1, 0.5, 0.9]
    low, high = wilson(0.5, 2)
    assert (table["low"][1], table["high"][1]) == (low, high)


def test_an_account_seen_often_counts_once_in_the_interval() -> None:
    lost, score = np.array([True] * 30 + [False] * 30), np.full(60, 0.5)
    once = calibration_table(lost, score, np.arange(60) // 6)
    assert once["accounts"].tolist() == [10]
    assert once["low"][0] == wilson(0.5, 10)[0]


def test_groups_keep_twenty_rows_and_lose_none(rng) -> None:
    score = rng.random(130)
    table = calibration_table(rng.random(130) < score, score)
    assert len(table) == 6 and table["n"].min() >= 20 and table["n"].sum() == 130
    assert len(calibration_table(rng.random(15) < 0.5, rng.random(15))) == 1
