from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import EarlyWarningSettings, reasons
from kamlab.churn.reasons import every

ROW = {
    "account_id": "A",
    "days_silent": 40,
    "median_gap": 14.0,
    "way": 0.6,
    "drop": 0.2,
    "eroding": False,
}
LINES = {"A": ["2025-06-30"], "B": ["2025-06-30"]}


def told(firm, **row: object) -> str:
    table = pd.DataFrame([ROW | row])
    return reasons(firm, table, EarlyWarningSettings()).iloc[0]


@pytest.fixture
def bare(make_firm):
    return make_firm(LINES)


def test_silence(bare) -> None:
    assert told(bare) == "silent 40 days, usually orders every 14 days"
    said = told(bare, days_silent=1, median_gap=1.0)
    assert said == "silent 1 day, usually orders every day"
    assert every(30.4) == "30 days"


@pytest.mark.parametrize(
    "drop, expected",
    [
        (0.672, "bought 67 % less in the last 3 months than a year ago"),
        (1.0, "bought nothing in the last 3 months, unlike a year ago"),
        (
            1.2,
            "got more credited than billed in the last 3 months, unlike a year ago",
        ),
    ],
)
def test_erosion(bare, drop: float, expected: str) -> None:
    assert told(bare, way=0.1, eroding=True, drop=drop) == expected
    assert told(bare, way=float("nan"), eroding=True, drop=drop) == expected
    assert told(bare, eroding=True, drop=drop).endswith(f"every 14 days; {expected}")


def clue(make_firm, **tables: object) -> str:
    firm = make_firm(LINES, **tables)
    base = "silent 40 days, usually orders every 14 days"
    assert told(firm, account_id="B") == base  # the clue is of A alone
    said = told(firm)
    assert said.startswith(base)
    return said.removeprefix(base)


def days(*texts: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts)))


def test_late_deliveries_of_three_months(make_firm) -> None:
    orders = {
        "order_id": ["1", "2", "3", "4"],
        "account_id": ["A"] * 4,
        "order_date": days("2025-01-01", "2025-05-01", "2025-05-02", "2025-06-28"),
        "promised": days("2025-01-05", "2025-05-05", "2025-05-06", "2025-06-29"),
        "delivered": days("2025-02-05", "2025-05-05", "2025-05-07", None),
    }
    said = clue(make_firm, orders=orders)
    assert said == "; 1 of 2 deliveries late in the last 3 months"
    one = {name: values[2:3] for name, values in orders.items()}
    said = clue(make_firm, orders=one)
    assert said == "; 1 of 1 delivery late in the last 3 months"


def test_open_tickets(make_firm) -> None:
    tickets = {
        "ticket_id": ["1", "2", "3"],
        "account_id": ["A", "A", "B"],
        "opened": days("2025-06-01", "2025-06-02", "2025-06-02"),
        "closed": days(None, "2025-06-05", "2025-06-20"),
    }
    assert clue(make_firm, tickets=tickets) == "; 1 ticket open"


def test_money_overdue(make_firm) -> None:
    invoices = {
        "invoice_id": ["1", "2", "3"],
        "account_id": ["A", "A", "B"],
        "issued": days("2025-04-01", "2025-06-01", "2025-04-01"),
        "due": days("2025-05-01", "2025-07-15", "2025-05-01"),
        "amount": [12_345.0, 999.0, 500.0],
        "paid": days(None, None, "2025-05-20"),
    }
    assert clue(make_firm, invoices=invoices) == "; 12 kEUR overdue"


def test_contacts_who_left_within_six_months(make_firm) -> None:
    contacts = {
        "contact_id": ["1", "2", "3", "4"],
        "account_id": ["A", "A", "A", "B"],
        "joined": days(*["2020-01-01"] * 4),
        "left": days("2025-02-01", "2025-06-01", "2024-06-01", None),
    }
    said = clue(make_firm, contacts=contacts)
    assert said == "; 2 contacts left in the last 6 months"


def test_clues_stand_in_one_order(make_firm) -> None:
    tickets = {
        "ticket_id": ["1"],
        "account_id": ["A"],
        "opened": days("2025-06-01"),
        "closed": days(None),
    }
    contacts = {
        "contact_id": ["1"],
        "account_id": ["A"],
        "joined": days("2020-01-01"),
        "left": days("2025-06-01"),
    }
    said = clue(make_firm, tickets=tickets, contacts=contacts)
    assert said == "; 1 ticket open; 1 contact left in the last 6 months"


def test_nobody_to_explain(bare) -> None:
    empty = pd.DataFrame([ROW]).head(0)
    assert reasons(bare, empty, EarlyWarningSettings()).empty
