from __future__ import annotations

import pandas as pd

from kamlab.company import Company
from kamlab.measures import order_days
from kamlab.measures.order_values import order_values

LINES = [
    ("A", "2024-01-01", 10.0),
    ("A", "2024-01-01", 5.5),
    ("A", "2024-01-01", -3.0),
    ("A", "2024-02-01", 0.0),
    ("B", "2024-01-05", -7.0),
    ("C", "2024-01-02", 1.0),
]


def test_lines_of_a_day_add_up_and_credit_notes_are_left_out() -> None:
    lines = pd.DataFrame(LINES, columns=["account_id", "order_date", "net_amount"])
    lines["order_date"] = pd.to_datetime(lines["order_date"])
    firm = Company.from_tables({"order_lines": lines}, name="Three")
    table = order_values(firm)
    assert table["account_id"].tolist() == ["A", "A", "C"]
    assert table["amount"].tolist() == [15.5, 0.0, 1.0]
    pd.testing.assert_frame_equal(table[["account_id", "day"]], order_days(firm))


def test_cancelled_orders_do_not_count(tiny) -> None:
    table = order_values(tiny)
    # the order of 2024-03-11 was cancelled three days later
    assert table[table["account_id"] == "A"]["amount"].tolist() == [100.0, 90.0]
