"""The bundled data sets give the figures that lessons and hand-made answers rest on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

DATASETS = Path(__file__).parents[2] / "datasets"
MINI = DATASETS / "mini"


@pytest.fixture(scope="module")
def books() -> pd.DataFrame:
    """The eight accounts of ``mini`` in calendar 2025, with plain pandas."""
    lines = pd.read_csv(MINI / "order_lines.csv", parse_dates=["order_date"])
    year = lines[lines["order_date"].dt.year == 2025]
    sums = year.groupby("account_id")[["net_amount", "cost_amount"]].sum()
    costs = pd.read_csv(MINI / "account_costs.csv")
    service = costs.groupby("account_id")["amount"].sum()
    return pd.DataFrame(
        {
            "revenue": sums["net_amount"],
            "margin": sums["net_amount"] - sums["cost_amount"],
            "contribution": sums["net_amount"] - sums["cost_amount"] - service,
        }
    )


def test_mini_carries_the_given_revenue_and_cost_to_serve(books: pd.DataFrame) -> None:
    assert books["revenue"].tolist() == [42e3, 18e3, 12e3, 9e3, 7e3, 5e3, 4e3, 3e3]
    rates = (books["margin"] / books["revenue"]).round(9).tolist()
    assert rates == [0.10, 0.30, 0.35, 0.40, 0.45, 0.50, 0.20, 0.15]
    service = (books["margin"] - books["contribution"]).round(9).tolist()
    assert service == [3000, 1000, 900, 400, 350, 200, 1600, 1050]


@pytest.mark.parametrize(
    ("criterion", "key"),
    [("revenue", "ABC"), ("margin", "ABCDEF"), ("contribution", "BCDEF")],
)
def test_mini_key_accounts(books: pd.DataFrame, criterion: str, key: str) -> None:
    shares = books[criterion] / books[criterion].sum()
    assert "".join(shares.index[shares > 0.10]) == key


def test_mini_concentration_and_whale(books: pd.DataFrame) -> None:
    shares = books["revenue"] / books["revenue"].sum()
    hhi = (shares**2).sum()
    assert (round(hhi, 4), round(1 / hhi, 2)) == (0.2412, 4.15)
    ordered = books["contribution"].sort_values(ascending=False)
    whale = (ordered.cumsum() / ordered.sum()).reset_index(drop=True)
    assert (round(whale.max(), 3), whale.idxmax() + 1) == (1.089, 6)


def test_mini_receivables_by_hand() -> None:
    invoices = pd.read_csv(MINI / "invoices.csv")
    open_ = invoices[invoices["paid"].isna()]
    # A 7,000 · B 3,000 · C 1,000 · E 700 · F 500 · G 800 · H 1,000
    assert open_["amount"].sum() == 14_000
    assert open_.loc[open_["due"] < "2025-12-31", "amount"].sum() == 5_300
    assert invoices["amount"].sum() == 99_000  # C's order of 31 December: no invoice


def test_vacancies_give_the_published_pay_figures() -> None:
    ads = pd.read_csv(DATASETS / "vacancies.csv")
    midpoints = (ads["low"] + ads["high"]) / 2
    assert midpoints.median() == 102.5
    assert round(midpoints.mean(), 1) == 105.3
    assert (ads["low"].min(), ads["high"].max()) == (50, 250)
    assert midpoints.isna().sum() == 6
    given = ads["midpoint"].notna()
    assert (ads["midpoint"] == midpoints)[given].all()
    assert (~given).sum() > 6  # some must be worked out


def test_old_crm_export_is_dirty_in_the_ways_the_exercise_needs() -> None:
    contacts = pd.read_csv(DATASETS / "old_crm_export.csv", dtype=str)
    assert len(contacts) == 60
    private = ["birthday", "family", "hobbies", "health", "religion", "politics"]
    assert contacts[private].notna().any().all()
    assert contacts["work_email"].dropna().str.endswith(".example").all()
    assert contacts["notes"].str.contains("ill with|Sabbath").any()
    assert contacts["work_email"].dropna().duplicated().any()
