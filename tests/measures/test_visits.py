from __future__ import annotations

from datetime import date

import pytest

from kamlab.errors import MissingPartError
from kamlab.measures.evenings import Evenings
from kamlab.measures.visits import visits

LINES = [("A", "2025-01-01", 1.0), ("A", "2025-12-31", 1.0)]


def made(*rows: tuple) -> dict[str, list]:
    return {
        "activity_id": [f"V{i}" for i in range(len(rows))],
        "account_id": ["A"] * len(rows),
        "date": [row[0] for row in rows],
        "kind": [row[1] for row in rows],
    }


def test_visits_and_calls_are_counted_apart(make_firm) -> None:
    rows = made(
        ("2025-12-31", "visit"),
        ("2025-10-01", "visit"),
        ("2025-10-01", "call"),
        ("2025-09-30", "visit"),
        ("2025-07-01", "call"),
        ("2025-06-30", "call"),
        ("2025-12-01", "review"),
        ("2025-12-02", None),
    )
    firm = make_firm(LINES, activities=rows)
    row = visits(Evenings(firm)).iloc[0]
    assert row[["visits_now", "visits_before"]].tolist() == [2, 1]
    assert row[["calls_now", "calls_before"]].tolist() == [1, 1]
    then = visits(Evenings(firm, [date(2025, 9, 30)])).iloc[0]
    assert then[["visits_now", "calls_now", "calls_before"]].tolist() == [1, 1, 1]


def test_activities_of_unknown_kind_are_refused(make_firm) -> None:
    rows = made(("2025-12-31", "visit"))
    del rows["kind"]
    with pytest.raises(MissingPartError, match="no column kind"):
        visits(Evenings(make_firm(LINES, activities=rows)))
