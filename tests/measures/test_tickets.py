from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures.evenings import Evenings
from kamlab.measures.tickets import recovery, tickets

LINES = [("A", "2025-01-01", 1.0), ("A", "2025-12-31", 1.0)]


def made(*rows: tuple) -> dict[str, list]:
    return {
        "ticket_id": [f"T{i}" for i in range(len(rows))],
        "account_id": ["A"] * len(rows),
        "opened": [row[0] for row in rows],
        "closed": [row[1] for row in rows],
    }


def test_tickets_are_counted_by_the_day_they_were_opened(make_firm) -> None:
    rows = made(
        ("2025-10-01", None),
        ("2025-12-31", None),
        ("2025-09-30", "2025-10-02"),
        ("2025-06-30", None),
    )
    row = tickets(Evenings(make_firm(LINES, tickets=rows))).iloc[0]
    assert (row["tickets_now"], row["tickets_before"]) == (2, 1)


def test_two_days_are_in_time_and_three_are_not(make_firm) -> None:
    rows = made(
        ("2025-10-01", "2025-10-03"),  # in time, 2 days
        ("2025-10-01", "2025-10-04"),  # missed, 3 days
        ("2025-12-29", None),  # 2 days ago: missed
        ("2025-12-30", None),  # yesterday: not yet decided
        ("2025-12-31", "2025-12-31"),  # solved at once, 0 days
        ("2025-06-30", None),  # too long ago
    )
    row = recovery(Evenings(make_firm(LINES, tickets=rows))).iloc[0]
    assert row["unresolved"] == 0.5
    assert row["recovery_days"] == pytest.approx(5 / 3)


def test_a_ticket_is_open_until_its_closing_is_known(make_firm) -> None:
    firm = make_firm(LINES, tickets=made(("2025-10-01", "2025-10-09")))
    days = [date(2025, 10, 2), date(2025, 10, 8), date(2025, 10, 9)]
    table = recovery(Evenings(firm, days))
    np.testing.assert_array_equal(table["unresolved"], [np.nan, 1.0, 1.0])
    np.testing.assert_array_equal(table["recovery_days"], [np.nan, np.nan, 8.0])


def test_tickets_that_were_never_closed_by_the_books(make_firm) -> None:
    rows = made(("2025-10-01", None))
    del rows["closed"]
    evenings = Evenings(make_firm(LINES, tickets=rows))
    assert tickets(evenings)["tickets_now"].tolist() == [1]
    with pytest.raises(MissingPartError, match="no column closed"):
        recovery(evenings)
