from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.simulation.events import events, names_of


def of(firm: Company, lane: str) -> list[tuple[str, str, float]]:
    table = events(firm).table
    mine = table[table["lane"] == lane]
    days = mine["day"].dt.strftime("%m-%d")
    return list(zip(mine["account_id"], days, mine["size"], strict=True))


def test_what_happened_by_hand() -> None:
    """One order an account and day; void orders and credit notes are none."""
    frames = {
        "order_lines": pd.DataFrame(
            [
                ("A", "2025-01-02", 10.0, "O1"),
                ("A", "2025-01-02", 5.0, "O1"),
                ("A", "2025-01-09", -3.0, "O1"),
                ("B", "2025-01-03", 7.0, "O2"),
                ("B", "2025-02-01", 9.0, "O3"),
            ],
            columns=["account_id", "order_date", "net_amount", "order_id"],
        ).assign(order_date=lambda t: pd.to_datetime(t["order_date"])),
        "orders": pd.DataFrame(
            {
                "order_id": ["O1", "O2", "O3"],
                "account_id": ["A", "B", "B"],
                "order_date": pd.to_datetime(
                    ["2025-01-02", "2025-01-03", "2025-02-01"]
                ),
                "promised": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-02-04"]),
                "delivered": pd.to_datetime(["2025-01-08", None, "2025-02-04"]),
                "status": ["delivered", "cancelled", "delivered"],
            }
        ),
        "activities": pd.DataFrame(
            {
                "activity_id": ["V1", "V2"],
                "account_id": ["A", "A"],
                "date": pd.to_datetime(["2025-01-20", "2025-01-21"]),
                "kind": ["visit", "call"],
            }
        ),
    }
    firm = Company.from_tables(frames, name="Hand")
    assert of(firm, "orders") == [("A", "01-02", 15.0), ("B", "02-01", 9.0)]
    assert of(firm, "late") == [("A", "01-08", 3.0)]
    assert of(firm, "visits") == [("A", "01-20", 1.0)]
    assert events(firm).missing == ("tickets",)
    assert events(firm).lanes == ["orders", "late", "visits"]


def test_nothing_after_the_cut_off_is_an_event(tiny: Company) -> None:
    early = events(tiny.as_of("2024-02-25"))
    assert early.table["day"].max() <= pd.Timestamp("2024-02-25")
    assert len(early.table) < len(events(tiny).table)


@pytest.mark.parametrize("name, shown", [("Nord", "Nord"), (None, "A"), (" ", "A")])
def test_an_account_without_a_name_goes_by_its_id(name: str | None, shown: str) -> None:
    lines = pd.DataFrame(
        {
            "account_id": ["A", "B"],
            "order_date": pd.to_datetime(["2025-01-01"] * 2),
            "net_amount": [1.0, 1.0],
        }
    )
    accounts = pd.DataFrame({"account_id": ["A", "B"], "name": [name, "Other"]})
    firm = Company.from_tables(
        {"order_lines": lines, "accounts": accounts}, name="Named"
    )
    assert names_of(firm)["A"] == shown
    bare = Company.from_tables({"order_lines": lines}, name="Bare")
    assert list(names_of(bare)) == ["A", "B"]
