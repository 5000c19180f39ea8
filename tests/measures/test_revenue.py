from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlab.measures import Period, period_of, revenue

LINES = {
    "account_id": ["A", "A", "A", "B"],
    "order_date": ["2025-01-10", "2025-02-10", "2025-03-10", "2025-03-31"],
    "net_amount": [100.0, 40.0, 7.0, 1.0],
    "order_id": ["O1", "O2", None, "O4"],
}


def orders(status: str, status_date: str | None) -> dict[str, object]:
    return {
        "order_id": ["O1", "O2", "O4"],
        "account_id": ["A", "A", "B"],
        "order_date": ["2025-01-10", "2025-02-10", "2025-03-31"],
        "status": ["delivered", status, "open"],
        "status_date": ["2025-01-12", status_date, None],
    }


def by_account(table: pd.DataFrame, column: str = "revenue") -> dict[str, float]:
    return dict(zip(table["account_id"], table[column], strict=True))


def test_mini_by_hand(mini) -> None:
    table = revenue(mini, period_of(mini, 12))
    # orders of 2025 × the amount of an order
    assert by_account(table) == {
        "A": 12 * 3_500,
        "B": 6 * 3_000,
        "C": 12 * 1_000,
        "D": 6 * 1_500,
        "E": 10 * 700,
        "F": 10 * 500,
        "G": 5 * 800,
        "H": 3 * 1_000,
    }
    assert table["revenue"].sum() == 100_000
    assert by_account(table, "order_days")["A"] == 12
    assert by_account(table, "lines")["A"] == 24  # two products an order


def test_mini_whole_history_by_hand(mini) -> None:
    table = revenue(mini, period_of(mini, 0))
    # 2024 adds 12 × 3,500 to A, 6 × 3,000 to B, 12 × 1,000 to C, 10 × 1,500 to F
    assert table["revenue"].sum() == 100_000 + 42_000 + 18_000 + 12_000 + 15_000


@pytest.mark.parametrize("status", ["cancelled", "refused"])
def test_lines_of_orders_not_sold_do_not_count(make_firm, status) -> None:
    firm = make_firm(pd.DataFrame(LINES), orders=orders(status, "2025-03-01"))
    firm = firm.as_of("2025-03-31")
    # A: 100 + 7 (a line without an order); the 40 fell through on 1 March
    assert by_account(revenue(firm, period_of(firm, 12))) == {"A": 107.0, "B": 1.0}


@pytest.mark.parametrize("status", ["open", "delivered"])
def test_lines_of_other_orders_count(make_firm, status) -> None:
    firm = make_firm(pd.DataFrame(LINES), orders=orders(status, "2025-03-01"))
    assert by_account(revenue(firm, period_of(firm, 12)))["A"] == 147.0


def test_an_order_cancelled_later_still_was_revenue_that_evening(make_firm) -> None:
    firm = make_firm(pd.DataFrame(LINES), orders=orders("cancelled", "2025-03-01"))
    before, after = firm.as_of("2025-02-28"), firm.as_of("2025-03-01")
    assert by_account(revenue(before, period_of(before, 12))) == {"A": 140.0}
    assert by_account(revenue(after, period_of(after, 12))) == {"A": 100.0}


def test_credit_notes_lower_revenue_keep_active_but_are_no_order(make_firm) -> None:
    firm = make_firm(
        [
            ("A", "2025-01-10", 100.0),
            ("A", "2025-01-20", -30.0),
            ("B", "2025-01-15", -5.0),
            ("C", "2025-01-31", 0.0),
        ]
    )
    table = revenue(firm, period_of(firm, 12))
    assert by_account(table) == {"A": 70.0, "B": -5.0, "C": 0.0}
    assert by_account(table, "order_days") == {"A": 1, "B": 0, "C": 1}
    assert by_account(table, "lines") == {"A": 2, "B": 1, "C": 1}


def test_the_day_before_the_period_is_out_its_last_day_is_in(make_firm) -> None:
    days = ["2024-12-31", "2025-01-01", "2025-03-31", "2025-04-01"]
    firm = make_firm([("A", day, 10.0**i) for i, day in enumerate(days)])
    table = revenue(firm, Period(date(2024, 12, 31), date(2025, 3, 31)))
    assert by_account(table) == {"A": 110.0}


def test_no_line_in_the_period_gives_no_row(make_firm) -> None:
    firm = make_firm([("A", "2025-01-10", 100.0)])
    table = revenue(firm, Period(date(2025, 1, 10), date(2025, 2, 10)))
    assert table.empty
    assert list(table) == ["account_id", "revenue", "lines", "order_days"]
