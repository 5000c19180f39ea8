from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlab.churn.signals import SIGNALS, signals, slices
from kamlab.errors import NotEnoughDataError, RefusedError


def test_three_accounts_by_hand(three) -> None:
    table = slices(three, cut_offs=4, horizon=3)
    seen = {
        (row.cut_off.strftime("%m"), row.account_id): (int(row.days_silent), row.lost)
        for row in table.itertuples()
    }
    assert seen == {
        ("12", "K"): (0, False),
        ("12", "L"): (0, True),
        ("12", "S"): (31, False),
        ("01", "K"): (0, False),
        ("01", "L"): (31, True),
        ("01", "S"): (62, False),
        ("02", "K"): (0, False),
        ("02", "L"): (59, True),
        ("02", "S"): (90, False),
        ("03", "K"): (0, False),
        ("03", "L"): (90, True),
        ("03", "S"): (16, False),
    }


def test_a_slice_is_what_was_seen_that_evening(three) -> None:
    table = slices(three, cut_offs=4, horizon=3)
    for day, rows in table.groupby("cut_off"):
        then = signals(three.as_of(day.date()))
        now = rows.drop(columns="lost").reset_index(drop=True)
        pd.testing.assert_frame_equal(now, then, check_exact=True)


def test_days_can_be_named(three) -> None:
    by_number = slices(three, cut_offs=2, horizon=3)
    days = [date(2025, 3, 31), "2025-02-28"]
    pd.testing.assert_frame_equal(slices(three, cut_offs=days, horizon=3), by_number)


@pytest.mark.parametrize(
    ("day", "lost"),
    [
        ("2025-02-28", True),  # on the cut-off: before, not after it
        ("2025-03-01", False),
        ("2025-08-31", False),  # the last day of the horizon
        ("2025-09-01", True),
    ],
)
def test_the_label_looks_strictly_after(make_firm, day, lost) -> None:
    firm = make_firm({"A": ["2024-06-01", day], "K": ["2024-06-01", "2025-09-30"]})
    table = slices(firm, cut_offs=["2025-02-28"], horizon=6).set_index("account_id")
    assert table.loc["A", "lost"] == lost


def test_columns_are_floats_and_the_label_a_flag(three) -> None:
    table = slices(three, cut_offs=2, horizon=3)
    assert list(table)[:2] == ["account_id", "cut_off"]
    features = [name for name in table if name in SIGNALS]
    assert list(table)[2:] == [*features, "lost"]
    assert (table[features].dtypes == "float64").all()
    assert table["lost"].dtype == bool
    assert table["cut_off"].dtype == "datetime64[us]"


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (
            {"cut_offs": ["2023-12-30"]},
            RefusedError,
            "no orders up to 2023-12-30; its first order is of 2023-12-31",
        ),
        (
            {"cut_offs": ["2025-01-31"], "horizon": 6},
            RefusedError,
            "end on 2025-07-31, but .* only up to 2025-06-30.*up to 2024-12-31",
        ),
        ({"cut_offs": ["2026-01-31"]}, RefusedError, "Choose a cut-off up to"),
        ({"cut_offs": ["soon"]}, RefusedError, "'soon' is not a day"),
        ({"cut_offs": []}, RefusedError, "No cut-off was given"),
        ({"cut_offs": 0}, RefusedError, "cut_offs must be a whole number, 1 to"),
        ({"cut_offs": 2.5}, RefusedError, "cut_offs must be a whole number"),
        ({"horizon": 0}, RefusedError, "horizon must be a whole number, 1 to"),
        ({"horizon": "six"}, RefusedError, "horizon must be a whole number"),
        (
            {"horizon": 24},
            NotEnoughDataError,
            "24 months after it; Three has orders from 2023-12-31 to 2025-06-30",
        ),
    ],
)
def test_what_cannot_be_sliced_is_said(three, given, error, words) -> None:
    with pytest.raises(error, match=words):
        slices(three, **given)


def test_one_date_is_too_little(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01"], "B": ["2025-01-01"]})
    with pytest.raises(NotEnoughDataError, match="6 months of orders before"):
        slices(firm)
    assert len(signals(firm)) == 2


def test_a_cut_off_long_after_the_last_order_is_refused(three) -> None:
    with pytest.raises(RefusedError, match="everybody would look lost"):
        slices(three.as_of("2026-06-30"))
    slices(three.as_of("2025-07-31"), cut_offs=1, horizon=3)
