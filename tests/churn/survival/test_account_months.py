from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn.definitions import LossDefinition
from kamlab.churn.survival import AccountMonths, account_months, lifetimes, months_now
from kamlab.errors import NotEnoughDataError


def test_months_under_observation_by_hand(three) -> None:
    """From the month after the fourth order (2024-03) to the last full month seen."""
    months = account_months(three)
    assert isinstance(months, AccountMonths)
    spans = months.table.groupby("account_id")["month"].agg(["min", "max", "size"])
    assert (spans["min"] == pd.Timestamp("2024-04-01")).all()
    # a stop shows up to 2025-03-29: March is not seen whole
    assert spans.loc["K", "max"] == pd.Timestamp("2025-02-01")
    assert spans.loc["L", "max"] == pd.Timestamp("2024-12-01")
    assert spans["size"].to_dict() == {"K": 11, "L": 9, "S": 11}
    lost = months.table[months.table["lost"]]
    assert lost["account_id"].tolist() == ["L"]
    assert lost["month"].tolist() == [pd.Timestamp("2024-12-01")]
    assert months.features == ("tenure", "order_trend")
    assert months.words.startswith(
        "3 accounts over 31 account-months, 1 lost: 3.23 % a month. Not in the books: "
    )


def test_a_month_not_seen_whole_carries_no_loss(three) -> None:
    """On 2025-04-03 L's loss of 2024-12-31 has just shown, and December is over."""
    table = account_months(three.as_of("2025-04-03")).table
    assert table["lost"].sum() == 1
    table = account_months(three.as_of("2025-04-02")).table
    assert table["lost"].sum() == 0
    assert table["month"].max() < pd.Timestamp("2024-12-31")


def test_every_loss_falls_into_an_accounts_last_month(polar) -> None:
    table = account_months(polar).table
    last = table.groupby("account_id")["month"].transform("max")
    assert (table.loc[table["lost"], "month"] == last[table["lost"]]).all()
    assert table.groupby("account_id")["lost"].sum().max() == 1
    assert not table.duplicated(["account_id", "month"]).any()
    lives = lifetimes(polar, clock="watched").table
    counted = table[table["lost"]]["account_id"]
    assert set(counted) <= set(lives.loc[lives["lost"], "account_id"])
    # a loss may lie in the month of the fourth order; hardly any does
    assert len(counted) >= 0.9 * lives["lost"].sum()


def test_another_definition(three) -> None:
    months = account_months(three, LossDefinition(rule="silence", silent_months=4))
    assert months.table["month"].min() == pd.Timestamp("2024-01-01")
    assert "4 months" in months.words


def test_now_are_the_accounts_that_stay(three) -> None:
    now = months_now(three)
    assert now["account_id"].tolist() == ["K", "S"]
    assert now["name"].tolist() == ["K", "S"]
    assert (now["month"] == pd.Timestamp("2025-07-01")).all()
    # on the 15th the signals are those of the last full month
    mid = months_now(three.as_of("2025-06-15"))
    assert (mid["month"] == pd.Timestamp("2025-06-01")).all()


def test_too_short_and_all_lost(three, make_firm, orders) -> None:
    with pytest.raises(NotEnoughDataError, match="too new"):
        account_months(three.as_of("2024-05-31"))
    with pytest.raises(NotEnoughDataError, match="whole month"):
        account_months(three.as_of("2024-07-15"))
    everybody = {"L": orders["L"], "N": ["2025-06-30"]}
    with pytest.raises(NotEnoughDataError, match="nothing left to forecast"):
        months_now(make_firm(everybody))
