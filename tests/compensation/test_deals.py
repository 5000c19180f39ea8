"""Deals before and after each period."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company
from kamlab.compensation.deals import deal_steps
from kamlab.compensation.measured import measured
from kamlab.compensation.periods import pay_periods, quota_rows


def test_a_deal_is_followed_through_the_year(handed_over: Company) -> None:
    periods = pay_periods(quota_rows(handed_over), "K1", 2025)
    steps = deal_steps(measured(handed_over, periods).lines, "K1")
    assert steps.to_numpy().tolist() == [
        [0, "O1", 0.0, 100.0],
        [1, "O4", 0.0, 400.0],
        [2, "O4", 400.0, 300.0],
        [3, "O5", 0.0, 30.0],
    ]


def test_a_deal_stays_with_who_made_it() -> None:
    lines = pd.DataFrame(
        {
            "deal": ["x", "x", "y"],
            "order_date": pd.to_datetime(["2025-01-05", "2025-05-05", "2024-01-01"]),
            "net_amount": [100.0, -40.0, 7.0],
            "kam_id": ["K1", "K2", "K1"],
            "number": [0, 1, -1],
        }
    )
    assert deal_steps(lines, "K1").to_numpy().tolist() == [
        [0, "x", 0.0, 100.0],
        [1, "x", 100.0, 60.0],
    ]
    assert deal_steps(lines, "K2").empty
