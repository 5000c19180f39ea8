from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.churn.signals import SIGNALS, missing_signals, signals
from kamlab.company import Company
from kamlab.measures import coverage, rhythm

LINES_ONLY = {
    "days_silent",
    "gap_ratio",
    "orders_month",
    "orders_change",
    "revenue_month",
    "revenue_change",
    "revenue_change_year",
    "tenure",
}


@pytest.fixture(scope="module")
def eight(mini) -> pd.DataFrame:
    return signals(mini.as_of("2025-12-31")).set_index("account_id")


def test_the_eight_accounts_by_hand(mini, eight) -> None:
    # A orders 3,500 on the 16th of every month and did so last year
    a = eight.loc["A"]
    assert a["orders_month"] == 1.0
    assert a["orders_change"] == 0.0
    assert a["revenue_month"] == 3_500.0
    assert a["revenue_change"] == a["revenue_change_year"] == 0.0
    assert a["coverage"] == 0.5
    assert a["wallet_share"] == pytest.approx(42_000 / 60_000)
    # F: 3 × 500 against 3 × 1,500 in the same months of last year
    assert eight.loc["F", "revenue_change_year"] == pytest.approx(-2 / 3)
    # its relation began in 2025, so last year tells nothing
    assert pd.isna(eight.loc["D", "revenue_change_year"])
    assert eight.loc["A", "tenure"] == (365 * 7 + 1) / 365  # 2020 and 2024 have 366


def test_rhythm_and_coverage_are_those_of_the_measures(mini, eight) -> None:
    firm = mini.as_of("2025-12-31")
    table = rhythm(firm).set_index("account_id").loc[eight.index]
    assert (eight["days_silent"] == table["days_silent"]).all()
    pd.testing.assert_series_equal(eight["gap_ratio"], table["gap_ratio"])
    table = coverage(firm).set_index("account_id").loc[eight.index]
    pd.testing.assert_series_equal(eight["coverage"], table["coverage"])


def test_a_whole_company_shows_all_signals(eight) -> None:
    polar = kamlab.load("polar")
    assert missing_signals(polar).empty
    table = signals(polar)
    assert list(table) == ["account_id", "cut_off", *SIGNALS]
    assert table[list(SIGNALS)].notna().any().all()


def test_at_risk_is_who_ordered_within_a_year(make_firm) -> None:
    days = {"A": ["2024-12-31"], "B": ["2025-01-01"], "C": ["2025-12-31"]}
    table = signals(make_firm(days))
    assert table["account_id"].tolist() == ["B", "C"]


def test_order_lines_alone_are_enough(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01", "2025-12-31"]})
    table = signals(firm)
    assert set(table) == {"account_id", "cut_off", *LINES_ONLY}
    missing = missing_signals(firm).set_index("signal")["reason"]
    assert set(missing.index) == set(SIGNALS) - LINES_ONLY
    assert missing["products"].endswith("order_lines has no column sku.")
    assert missing["late_share"] == "Three has no table orders."


def test_a_missing_column_takes_only_its_signals(polar_tables) -> None:
    tables = dict(polar_tables)
    tables["tickets"] = tables["tickets"].drop(columns="closed")
    del tables["competitor_offers"]
    firm = Company.from_tables(tables, name="Polar Supply")
    missing = missing_signals(firm)
    gone = {"unresolved_share", "recovery_days", "offers", "price_gap"}
    assert set(missing["signal"]) == gone
    table = signals(firm)
    assert set(SIGNALS) - set(table) == gone
    whole = signals(kamlab.load("polar"))
    pd.testing.assert_frame_equal(table, whole[list(table)], check_exact=True)


def test_a_young_account_has_no_change_yet(make_firm) -> None:
    firm = make_firm(
        {"A": ["2025-07-01", "2025-12-01"], "B": ["2025-06-30", "2025-12-31"]}
    )
    table = signals(firm).set_index("account_id")
    assert pd.isna(table.loc["A", "orders_change"])
    assert table.loc["B", "orders_change"] == 1 / 3


def test_a_silent_account_with_a_year_of_nothing_else(make_firm) -> None:
    firm = make_firm({"A": ["2024-06-30", "2025-02-01"], "B": ["2025-12-31"]})
    row = signals(firm).set_index("account_id").loc["A"]
    assert (row["revenue_month"], row["orders_month"]) == (0.0, 0.0)
    assert row["days_silent"] == 333.0
    assert pd.isna(row["revenue_change"])


@pytest.fixture(scope="module")
def polar_tables() -> dict[str, pd.DataFrame]:
    polar = kamlab.load("polar")
    return {name: polar.frame(name) for name in polar.tables}
