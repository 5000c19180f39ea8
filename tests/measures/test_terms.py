from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures.evenings import Evenings
from kamlab.measures.terms import discounts, price_columns


def test_the_discount_of_both_windows(make_firm) -> None:
    lines = pd.DataFrame(
        {
            "account_id": ["A"] * 5,
            "order_date": [
                *("2025-08-01", "2025-10-01", "2025-12-31", "2025-12-31", "2025-12-31")
            ],
            "net_amount": [80.0, 90.0, 270.0, -100.0, 5.0],
            "list_amount": [100.0, 100.0, 300.0, -100.0, None],
        }
    )
    row = discounts(Evenings(make_firm(lines))).iloc[0]
    assert row["discount_before"] == pytest.approx(0.2)
    assert row["discount_now"] == pytest.approx(0.1)


def test_the_price_column_of_each_evening(make_firm) -> None:
    history = {
        "account_id": ["A", "A"],
        "valid_from": ["2025-01-01", "2025-06-01"],
        "price_column": [3, 2],
    }
    lines = [("A", "2025-01-01", 1.0), ("A", "2025-12-31", 1.0)]
    firm = make_firm(lines, account_history=history)
    days = [date(2025, 5, 31), date(2025, 6, 1)]
    assert price_columns(Evenings(firm, days))["price_column"].tolist() == [3, 2]


def test_without_list_prices_or_columns(make_firm) -> None:
    evenings = Evenings(make_firm([("A", "2025-12-31", 1.0)]))
    with pytest.raises(MissingPartError, match="no column list_amount"):
        discounts(evenings)
    with pytest.raises(MissingPartError, match="no table account_history"):
        price_columns(evenings)


def test_a_window_without_lines_is_blank(make_firm) -> None:
    lines = pd.DataFrame(
        {
            "account_id": ["A"],
            "order_date": ["2025-12-31"],
            "net_amount": [90.0],
            "list_amount": [100.0],
        }
    )
    assert np.isnan(discounts(Evenings(make_firm(lines)))["discount_before"].iloc[0])
