"""Shared deals, double credit and accounts that changed hands."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.compensation import credited_deals, credited_results, pay
from kamlab.compensation.rules import HandOver
from kamlab.errors import RefusedError

from .conftest import a_commission, a_plan

DEALS = pd.DataFrame(
    {
        "kam_id": ["A", "A", "B"],
        "period": ["2025-01-10", "2025-02-10", "2025-02-20"],
        "deal": ["D1", "D2", "D3"],
        "account_id": ["X", "X", "Y"],
        "amount": [1000.0, 500.0, 200.0],
    }
)


def splits(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["deal", "kam_id", "credit"])


def test_a_split_shares_what_double_credit_pays_twice() -> None:
    shared = credited_deals(a_plan(), DEALS, splits(("D1", "A", 0.6), ("D1", "B", 0.4)))
    table = credited_results(shared)
    assert table["revenue"].tolist() == [600.0, 500.0, 400.0, 200.0]
    assert table["revenue"].sum() == DEALS["amount"].sum()
    twice = splits(("D1", "A", 1.0), ("D1", "B", 1.0))
    with pytest.raises(RefusedError, match=r"deal D1 sum to 2; .* double_credit: true"):
        credited_deals(a_plan(), DEALS, twice)
    table = credited_results(credited_deals(a_plan(double_credit=True), DEALS, twice))
    assert table["revenue"].sum() == DEALS["amount"].sum() + 1000
    assert table["largest_deal"].tolist() == [1000.0, 500.0, 1000.0, 200.0]
    with pytest.raises(RefusedError, match=r"sum to 0\.5"):
        credited_deals(a_plan(double_credit=True), DEALS, splits(("D1", "A", 0.5)))


def test_a_hand_over_shares_the_credit_for_some_months() -> None:
    plan = a_plan(hand_over=HandOver(months=1, former_share=0.25))
    handed = pd.DataFrame(
        {"account_id": ["X"], "from_kam": ["Z"], "day": ["2025-01-15"]}
    )
    found = credited_deals(plan, DEALS, handed_over=handed)
    assert found.loc[found["deal"] == "D2", ["kam_id", "credit"]].values.tolist() == [
        ["A", 0.75],
        ["Z", 0.25],
    ]
    sums = found.groupby("deal")["credit"].sum()
    assert (sums == 1).all()


def test_credited_deals_are_paid() -> None:
    table = credited_results(credited_deals(a_plan(), DEALS))
    paid = pay(a_commission("flat", (0, 0.1)), table)
    assert paid.totals()["variable"].tolist() == [150.0, 20.0]


def test_columns_are_named() -> None:
    with pytest.raises(RefusedError, match="splits have no column 'credit'"):
        credited_deals(a_plan(), DEALS, splits().rename(columns={"credit": "share"}))
