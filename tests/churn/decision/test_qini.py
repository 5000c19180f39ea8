from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.decision import Qini, qini, uplift_table
from kamlab.churn.decision.qini import newcombe
from kamlab.errors import NotEnoughDataError, RefusedError


def test_the_true_order_beats_a_blind_one(trial) -> None:
    frame = trial(3000, 1)
    found = qini(frame["lost"], frame["treated"], frame["true_effect"])
    assert isinstance(found, Qini) and found.low > 0
    assert found.low < found.value < found.high
    assert "beats a blind one" in found.sentence() and "n = 3,000" in found.sentence()
    turned = qini(frame["lost"], frame["treated"], -frame["true_effect"])
    assert turned.high < 0 and "worse than a blind one" in turned.sentence()
    blind = qini(frame["lost"], frame["treated"], frame["w"])
    assert "cannot be told from a blind one" in blind.sentence()


def test_the_curve_by_hand() -> None:
    """Ten with and ten without the action, in pairs; the first five pairs respond."""
    lost = np.array([0, 1] * 5 + [1, 1] * 5)
    treated = np.array([1, 0] * 10)
    effect = np.repeat(np.arange(10, 0, -1), 2)
    found = qini(lost, treated, effect)
    # per account with the action: 1/10 saved by each of the first five, then none
    expected = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    assert found.curve["saved"].tolist() == pytest.approx(expected)
    assert found.curve["blind"].iloc[-1] == pytest.approx(0.5)
    # trapezoids: 0.125 under the rise, 0.25 under the flat part, less the triangle
    assert found.value == pytest.approx(0.125 + 0.25 - 0.25)


def test_one_score_for_all_is_blind(trial) -> None:
    frame = trial(500, 1)
    assert qini(frame["lost"], frame["treated"], np.zeros(500)).value == 0


def test_rows_of_one_account_count_as_one(trial) -> None:
    """Every account written down four times tells nothing new."""
    frame = trial(400, 5)
    four = pd.concat([frame] * 4, ignore_index=True)
    once = qini(frame["lost"], frame["treated"], frame["true_effect"])
    naive = qini(four["lost"], four["treated"], four["true_effect"])
    right = qini(four["lost"], four["treated"], four["true_effect"], four["account_id"])
    assert right.value == pytest.approx(once.value)
    assert naive.high - naive.low < 0.7 * (right.high - right.low)
    assert right.high - right.low == pytest.approx(once.high - once.low, rel=0.25)


def test_groups_show_what_the_action_did(trial) -> None:
    frame = trial(4000, 1)
    table = uplift_table(frame["lost"], frame["treated"], frame["true_effect"])
    assert table["accounts"].sum() == 4000 and len(table) == 5
    assert table["predicted"].is_monotonic_decreasing
    assert table["observed"].iloc[0] > 0.2 and table["observed"].iloc[-1] < -0.2
    hit = (table["low"] <= table["predicted"]) & (table["predicted"] <= table["high"])
    assert hit.sum() >= 4
    difference = table["lost_without"] - table["lost_with"]
    assert table["observed"].tolist() == pytest.approx(difference.tolist())


@pytest.mark.parametrize(
    "first, second, interval",
    [((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090))],
)
def test_newcombe_1998_table_ii(first, second, interval) -> None:
    groups = [np.arange(n) < k for k, n in (first, second)]
    assert newcombe(*groups, level=0.95) == pytest.approx(interval, abs=5e-5)


def test_bad_input_is_named(trial) -> None:
    frame = trial(60, 1)
    gone, arm, effect = frame["lost"], frame["treated"], frame["true_effect"]
    with pytest.raises(NotEnoughDataError, match="10 accounts in each arm"):
        qini(gone, np.zeros(60), effect)
    with pytest.raises(NotEnoughDataError, match="0 lost"):
        uplift_table(np.zeros(60), arm, effect)
    with pytest.raises(NotEnoughDataError, match="Group 1 of 10 has nobody without"):
        uplift_table(gone, effect.rank() > 40, effect, groups=10)
    with pytest.raises(RefusedError, match="2 accounts named for 60 rows"):
        qini(gone, arm, effect, ["A", "B"])
    with pytest.raises(RefusedError, match="groups = 1 cannot be"):
        uplift_table(gone, arm, effect, groups=1)
