from __future__ import annotations

from datetime import date

import pytest

from kamlab.errors import MissingPartError
from kamlab.measures.evenings import Evenings
from kamlab.measures.lateness import lateness

LINES = [("A", "2025-01-01", 1.0), ("A", "2025-12-31", 1.0)]


def orders(*rows: tuple) -> dict[str, list]:
    names = ["promised", "delivered", "status"]
    table = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    table["order_id"] = [f"O{i}" for i in range(len(rows))]
    table["account_id"] = ["A"] * len(rows)
    table["order_date"] = ["2025-06-01"] * len(rows)
    return table


def row_of(firm, day: date | None = None) -> dict:
    table = lateness(Evenings(firm, [day] if day else None))
    return table.drop(columns=["cut_off", "account_id"]).iloc[0].to_dict()


def test_a_promise_counts_in_the_months_it_was_due(make_firm) -> None:
    firm = make_firm(
        LINES,
        orders=orders(
            ("2025-12-31", "2025-12-31", "delivered"),  # on its day: in time
            ("2025-10-01", "2025-10-02", "delivered"),  # late
            ("2025-11-01", None, "open"),  # not there yet: late
            ("2025-11-02", None, "cancelled"),  # does not count
            ("2025-12-01", "2025-11-28", "delivered"),
            ("2025-09-30", "2025-10-05", "delivered"),  # due before, late
            ("2025-07-01", "2025-07-01", "delivered"),
            ("2025-06-30", "2025-07-09", "delivered"),  # too long ago
            ("2026-01-02", None, "open"),  # not due yet
        ),
    )
    assert row_of(firm) == {
        "promised_now": 4,
        "promised_before": 2,
        "late_now": 0.5,
        "late_before": 0.5,
    }


def test_a_delivery_is_known_on_its_day(make_firm) -> None:
    made = orders(("2025-11-01", "2025-11-05", "delivered"))
    firm = make_firm(LINES, orders=made)
    assert row_of(firm, date(2025, 10, 31))["promised_now"] == 0
    assert row_of(firm, date(2025, 11, 1))["late_now"] == 1.0
    assert row_of(firm, date(2025, 11, 5))["late_now"] == 1.0


def test_nothing_due_is_blank(make_firm) -> None:
    firm = make_firm(LINES, orders=orders(("2025-02-01", "2025-02-01", "delivered")))
    row = row_of(firm)
    assert row["promised_now"] == row["promised_before"] == 0
    assert row["late_now"] != row["late_now"]  # not a number


def test_orders_without_a_promise_are_refused(make_firm) -> None:
    made = orders(("2025-11-01", "2025-11-05", "delivered"))
    del made["promised"]
    with pytest.raises(MissingPartError, match="no column promised"):
        lateness(Evenings(make_firm(LINES, orders=made)))
