from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from kamlab.errors import NotEnoughDataError
from kamlab.measures import erosion
from kamlab.measures.erosion import erosion_months, erosion_on
from kamlab.measures.evenings import Evenings

START = ("S", "2024-01-31", 1.0)


def row_of(firm, account: str = "A", **kwargs) -> dict:
    return erosion(firm, **kwargs).set_index("account_id").loc[account].to_dict()


def test_mini_by_hand(mini) -> None:
    table = erosion(mini).set_index("account_id")
    # October to December: A 3 × 3,500 in both years; F 3 × 500 against 3 × 1,500;
    # C has four orders now, that of 31 December included, and had three
    assert table.loc["A"].to_dict() == {
        "revenue_now": 10_500.0,
        "revenue_last_year": 10_500.0,
        "drop": 0.0,
        "eroding": False,
    }
    assert table.loc["F", "drop"] == pytest.approx(2 / 3)
    assert table.loc["C", "drop"] == pytest.approx(-1 / 3)
    assert table.index[table["eroding"]].tolist() == ["F"]
    assert table.index.tolist() == ["A", "B", "C", "F"]  # the others are new


@pytest.mark.parametrize(
    ("now", "partial_drop", "eroding"),
    [
        (500.0, 0.5, False),  # half is not less than half
        (499.99, 0.5, True),
        (300.0, 0.7, False),  # (1 − 0.7) × 1,000 is 300.00000000000006 in floats
        (299.99, 0.7, True),
        (0.0, 0.5, True),
        (-50.0, 0.5, True),
    ],
)
def test_erosion_begins_below_the_limit(make_firm, now, partial_drop, eroding) -> None:
    firm = make_firm(
        [
            START,
            ("A", "2024-11-15", 1_000.0),
            ("A", "2025-11-15", now),
            ("S", "2025-12-31", 1.0),
        ]
    )
    row = row_of(firm, partial_drop=partial_drop)
    assert row["eroding"] == eroding
    assert row["drop"] == pytest.approx(1 - now / 1_000)


def test_an_account_that_stopped_buying_has_lost_all(make_firm) -> None:
    lines = [START, ("A", "2024-11-15", 10.0), ("S", "2025-12-31", 1.0)]
    row = row_of(make_firm(lines))
    assert (row["revenue_now"], row["drop"], row["eroding"]) == (0.0, 1.0, True)


@pytest.mark.parametrize("last_year", [0.0, -10.0])
def test_nothing_or_less_last_year_is_left_out(make_firm, last_year) -> None:
    firm = make_firm(
        [
            START,
            ("A", "2024-11-15", last_year),
            ("A", "2025-11-15", 5.0),
            ("S", "2025-12-31", 1.0),
        ]
    )
    assert erosion(firm).empty
    assert list(erosion(firm)) == [
        "account_id",
        "revenue_now",
        "revenue_last_year",
        "drop",
        "eroding",
    ]


def test_the_window_takes_the_same_days_a_year_ago(make_firm) -> None:
    lines = [
        START,
        ("A", "2024-11-28", 1.0),  # the day before
        ("A", "2024-11-29", 2.0),
        ("A", "2025-02-28", 4.0),
        ("A", "2025-03-01", 8.0),  # the day after
        ("A", "2025-11-30", 16.0),  # month ends belong together
        ("A", "2025-12-01", 32.0),
        ("A", "2026-02-28", 64.0),
    ]
    row = row_of(make_firm(lines))
    assert (row["revenue_now"], row["revenue_last_year"]) == (96.0, 4.0)


@pytest.mark.parametrize(("first", "enough"), [("2024-10-31", True), ("2024-11-01", 0)])
def test_it_needs_orders_in_the_first_of_last_years_months(
    make_firm, first, enough
) -> None:
    firm = make_firm([("A", first, 10.0), ("A", "2025-12-31", 10.0)])
    if enough:
        assert len(erosion(firm)) == 1
    else:
        with pytest.raises(NotEnoughDataError, match=r"15 months.*2024-11-01"):
            erosion(firm)


def test_a_longer_window_needs_a_longer_history(mini) -> None:
    assert len(erosion(mini, window=12)) == 4  # orders since January 2024
    with pytest.raises(NotEnoughDataError, match="25 months"):
        erosion(mini, window=13)


@pytest.mark.parametrize("window", [3, 7])
def test_many_evenings_in_one_query(polar, window: int) -> None:
    days = [date(2023, 11, 30), date(2024, 8, 31), date(2025, 2, 28)]
    evenings = Evenings(polar, days, erosion_months(window))
    table = erosion_on(evenings, window, 0.4)
    assert set(table["cut_off"].dt.date) == set(days[1:])  # the first is too early
    for day in days[1:]:
        rows = table[table["cut_off"] == pd.Timestamp(day)].drop(columns="cut_off")
        alone = erosion(polar.as_of(day), window, 0.4)
        alone = alone[rows.columns]
        assert_frame_equal(rows.reset_index(drop=True), alone, check_dtype=False)
