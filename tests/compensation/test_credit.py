"""Whose sale it was."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation.credit import NOBODY, credited_lines, holder_on, holders
from kamlab.errors import MissingPartError
from kamlab.measures import period_of, revenue

from .conftest import history, lines


def test_the_holder_of_the_day_gets_the_line(handed_over: Company) -> None:
    found = credited_lines(handed_over, holders(handed_over))
    assert dict(zip(found["deal"], found["kam_id"], strict=False)) == {
        "O0": "K1",
        "O1": "K1",
        "O2": "K2",
        "O3": NOBODY,
        "O4": "K1",
        "O5": "K1",
    }


def test_days_before_the_first_holder_are_nobodys(handed_over: Company) -> None:
    days = pd.DataFrame(
        {
            "account_id": ["A", "A", "C", "Z"],
            "day": pd.to_datetime(
                ["2023-12-31", "2025-02-14", None, "2025-01-01"]
            ).astype("datetime64[us]"),
        }
    )
    assert holder_on(days, holders(handed_over), "day").tolist() == [
        NOBODY,
        "K1",
        NOBODY,
        NOBODY,
    ]


def test_a_change_of_rating_is_no_change_of_hands(mini: Company) -> None:
    firm = Company.from_tables(
        {
            "order_lines": lines(("A", "2025-01-01", 1.0, "O1", 0.5)),
            "account_history": history(
                ("A", "2024-01-01", "K1"),
                ("A", "2024-06-01", "K1"),
                ("A", "2024-07-01", None),
                ("A", "2024-08-01", "K1"),
            ),
        },
        name="Rated",
    )
    held = holders(firm)
    assert held["kam_id"].fillna("-").tolist() == ["K1", "-", "K1"]
    assert [str(day.date()) for day in held["until"]] == [
        "2024-06-30",
        "2024-07-31",
        "2025-01-01",
    ]


def test_credited_lines_are_the_lines_of_revenue(tiny: Company, mini: Company) -> None:
    for firm in (tiny, mini):
        found = credited_lines(firm, holders(firm))
        sums = found.groupby("account_id")["net_amount"].sum()
        expected = revenue(firm, period_of(firm, 0)).set_index("account_id")["revenue"]
        pd.testing.assert_series_equal(sums, expected, check_names=False)


def test_without_order_numbers_a_deal_is_an_accounts_day() -> None:
    table = lines(
        ("A", "2025-01-01", 1.0, "x", 0.5),
        ("A", "2025-01-01", 2.0, "x", 0.5),
        ("A", "2025-01-02", 4.0, "x", 0.5),
    ).drop(columns="order_id")
    firm = Company.from_tables(
        {"order_lines": table, "account_history": history(("A", "2024-01-01", "K1"))},
        name="Plain",
    )
    found = credited_lines(firm, holders(firm))
    assert found.groupby("deal")["net_amount"].sum().to_dict() == {
        "A on 2025-01-01": 3.0,
        "A on 2025-01-02": 4.0,
    }


def test_without_kams_it_says_so() -> None:
    firm = Company.from_tables(
        {"order_lines": lines(("A", "2025-01-01", 1.0, "O1", 0.5))}, name="Lines"
    )
    with pytest.raises(MissingPartError, match="Lines has no table account_history"):
        holders(firm)
