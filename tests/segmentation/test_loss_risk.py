from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.errors import RefusedError
from kamlab.measures import Period
from kamlab.segmentation import Worth, joint_losses


def book(amounts: list[float]) -> Worth:
    ids = [f"A{i:02}" for i in range(len(amounts))]
    table = pd.DataFrame({"account_id": ids, "name": ids, "revenue": amounts})
    period = Period(
        pd.Timestamp("2024-12-31").date(), pd.Timestamp("2025-12-31").date()
    )
    return Worth(table, "revenue", period, "EUR", (), ())


amounts_and_chances = st.lists(
    st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1)), min_size=1, max_size=25
)


@settings(max_examples=60, deadline=None)
@given(amounts_and_chances, st.integers(0, 1000))
def test_the_mean_is_the_sum_of_probability_times_value(pairs, seed) -> None:
    amounts, chances = map(list, zip(*pairs, strict=True))
    worth = book(amounts)
    given_ = pd.Series(chances, index=worth.table["account_id"])
    risk = joint_losses(worth, given_, draws=500, seed=seed)
    expected = float(np.dot(amounts, chances))
    assert risk.expected["revenue"] == pytest.approx(expected, abs=1e-6)
    # every account's fates are spread evenly, so it misses by one draw at most
    slack = sum(map(abs, amounts)) / 500 + 1e-6
    assert risk.draws["revenue"].mean() == pytest.approx(expected, abs=slack)


def test_the_spread_is_that_of_independent_fates() -> None:
    amounts = [500.0, 300.0, 200.0, 100.0, 50.0]
    risk = joint_losses(book(amounts), 0.2, draws=40_000)
    spread = np.sqrt(0.2 * 0.8 * np.square(amounts).sum())
    assert risk.draws["revenue"].std() == pytest.approx(spread, rel=0.02)
    # five accounts, 0.8 ** 5: nobody leaves
    assert (risk.draws["accounts"] == 0).mean() == pytest.approx(0.8**5, abs=0.01)


def test_certain_and_impossible_losses() -> None:
    worth = book([60.0, 40.0])
    assert set(joint_losses(worth, 0.0, draws=50).draws["revenue"]) == {0}
    assert set(joint_losses(worth, 1.0, draws=50).draws["revenue"]) == {100}


def test_same_fates_for_every_question(mini, tell) -> None:
    """A higher chance never saves an account; other accounts do not matter."""
    what, _, _ = tell(mini)
    low = joint_losses(what, 0.10, draws=800, seed=3)
    high = joint_losses(what, 0.15, draws=800, seed=3)
    assert (high.draws["revenue"] >= low.draws["revenue"]).all()
    mixed = dataclasses.replace(what, table=what.table.sample(frac=1, random_state=2))
    again = joint_losses(mixed, 0.10, draws=800, seed=3)
    assert again.draws["revenue"].tolist() == pytest.approx(low.draws["revenue"])
    without = dataclasses.replace(what, table=what.table.iloc[1:])
    rest = joint_losses(without, 0.10, draws=800, seed=3).draws["revenue"]
    gone = low.draws["revenue"] - rest
    assert set(gone.round(6)) == {0, 42_000}
    other = joint_losses(what, 0.10, draws=800, seed=4)
    assert not np.allclose(other.draws["revenue"], low.draws["revenue"])


def test_accounts_stand_in_the_order_of_their_risk(mini, tell) -> None:
    what, _, _ = tell(mini)
    chances = pd.Series(0.1, index=what.table["account_id"])
    chances["G"] = 0.9
    risk = joint_losses(what, chances, draws=100)
    assert risk.accounts["account_id"].iloc[0] == "B"
    assert risk.accounts["account_id"].iloc[-1] == "G"  # losing it saves money
    assert risk.accounts["at_risk_revenue"].sum() == pytest.approx(
        risk.expected["revenue"]
    )
    assert risk.at("revenue", 0.5) <= risk.at("revenue", 0.9)


@pytest.mark.parametrize("wrong", [1.2, -0.1, float("nan")])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(RefusedError, match="probability to leave of A00, A01"):
        joint_losses(book([1.0, 2.0]), wrong)


def test_an_account_without_a_probability_is_named() -> None:
    with pytest.raises(RefusedError, match="of A01 is missing"):
        joint_losses(book([1.0, 2.0]), pd.Series({"A00": 0.5}))
