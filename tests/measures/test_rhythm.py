from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from kamlab.measures import loss_confirmed_on, order_days, rhythm


def every(days: int, orders: int, account: str = "A") -> list[tuple[str, str, float]]:
    first = date(2024, 1, 1)
    return [
        (account, str(first + timedelta(days=i * days)), 10.0) for i in range(orders)
    ]


def row_of(firm, account: str = "A") -> dict:
    return rhythm(firm).set_index("account_id").loc[account].to_dict()


def test_mini_by_hand(mini) -> None:
    table = rhythm(mini).set_index("account_id")
    # A orders every 30 days, last on 6 December: 25 days silent, 25 / 30
    a = table.loc["A"]
    assert (a["orders"], a["median_gap"], a["days_silent"]) == (24, 30.0, 25)
    assert a["gap_ratio"] == pytest.approx(25 / 30)
    # G: every 30 days, last on 10 June: 20 + 31 + 31 + 30 + 31 + 30 + 31 = 204 days
    assert table.loc["G", "days_silent"] == 204
    assert table.loc["G", "gap_ratio"] == pytest.approx(6.8)
    # H has three orders: a median gap (122 and 123 days), but too little history
    assert table.loc["H", "median_gap"] == 122.5
    assert pd.isna(table.loc["H", "gap_ratio"])


def test_mini_losses_by_hand(mini) -> None:
    table = rhythm(mini)
    days = loss_confirmed_on(table, 3.0).set_axis(table["account_id"])
    # G: 10 June + max(60, 3 × 30) days; E: 20 December + 3 × 36 = 108 days
    assert days["G"] == pd.Timestamp("2025-09-08")
    assert days["E"] == pd.Timestamp("2026-04-07")
    assert pd.isna(days["H"])
    gone = days <= pd.Timestamp(mini.cut_off)
    assert days.index[gone].tolist() == ["G"]  # exercise 7.1, k = 3


def test_credit_notes_are_no_orders(make_firm) -> None:
    firm = make_firm(
        [
            ("A", "2025-01-01", 10.0),
            ("A", "2025-01-15", -5.0),
            ("A", "2025-01-31", 0.0),  # a free sample was ordered
            ("B", "2025-01-10", -5.0),
        ]
    )
    days = order_days(firm)
    assert days["account_id"].tolist() == ["A", "A"]
    assert days["day"].dt.day.tolist() == [1, 31]


def test_lines_of_one_day_are_one_order_day_in_order(make_firm) -> None:
    lines = [
        ("B", "2025-01-02", 1.0),
        ("A", "2025-01-09", 1.0),
        ("A", "2025-01-02", 1.0),
        ("A", "2025-01-09", 2.0),
        ("A", "2025-01-09", -1.0),
    ]
    days = order_days(make_firm(lines))
    assert days["account_id"].tolist() == ["A", "A", "B"]
    assert days["day"].dt.day.tolist() == [2, 9, 2]


@pytest.mark.parametrize(("orders", "known"), [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1)])
def test_below_four_orders_there_is_too_little_history(
    make_firm, orders, known
) -> None:
    firm = make_firm([*every(10, orders), ("S", "2024-12-31", 1.0)])
    row = row_of(firm)
    assert row["orders"] == orders
    assert pd.notna(row["gap_ratio"]) == known
    assert pd.notna(loss_confirmed_on(rhythm(firm), 3.0).iloc[0]) == known


def test_the_median_gap_is_the_middle_of_the_gaps(make_firm) -> None:
    # gaps 1, 2, 30, 40 days: median (2 + 30) / 2
    days = ["2024-01-01", "2024-01-02", "2024-01-04", "2024-02-03", "2024-03-14"]
    assert row_of(make_firm([("A", day, 1.0) for day in days]))["median_gap"] == 16.0


@pytest.mark.parametrize(
    ("gap", "gap_k", "wait"),
    [
        (7, 3.0, 60),  # the floor
        (20, 3.0, 60),
        (21, 3.0, 63),
        (50, 2.2, 110),  # 2.2 × 50 is 110.00000000000001 in floats
        (41, 1.5, 62),  # 61.5 days: the 62nd must have passed
    ],
)
def test_a_loss_is_confirmed_after_the_longer_wait(make_firm, gap, gap_k, wait) -> None:
    table = rhythm(make_firm(every(gap, 5)))
    confirmed = loss_confirmed_on(table, gap_k).iloc[0]
    assert (confirmed - table["last_order"].iloc[0]).days == wait


def test_a_company_of_credit_notes_has_no_rhythm(make_firm) -> None:
    firm = make_firm([("A", "2025-01-01", -1.0)])
    table = rhythm(firm)
    assert table.empty
    assert loss_confirmed_on(table, 3.0).empty


def test_silence_counts_to_the_cut_off(make_firm) -> None:
    firm = make_firm([*every(10, 4), ("S", "2024-12-31", 1.0)])
    assert row_of(firm.as_of("2024-02-10"))["gap_ratio"] == 1.0  # last on 31 January
    assert row_of(firm.as_of("2024-01-31"))["days_silent"] == 0
