"""What the KAMs achieved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.company.importing import import_recipe
from kamlab.compensation.credit import NOBODY
from kamlab.compensation.measured import Measured, measured, share_of_revenue
from kamlab.compensation.periods import pay_periods, quota_rows
from kamlab.errors import MissingPartError, UndefinedError
from kamlab.measures import Period, contribution

from .conftest import history, lines

RECIPE = Path(__file__).parents[1] / "recipes" / "adventureworks.yaml"


def of(firm: Company, year: int = 2025) -> Measured:
    return measured(firm, pay_periods(quota_rows(firm), "K1", year))


def test_mini_by_hand(mini: Company) -> None:
    """K1: A 42,000 and C 12,000 in the year, G and E in the first half."""
    rows = of(mini).of("K1")
    assert rows["revenue"].tolist() == [15_500, 18_000, 13_500, 14_500]
    assert rows["active_accounts"].tolist() == [4, 4, 2, 2]
    assert rows["new_accounts"].tolist() == [2, 0, 0, 0]
    assert rows["collected_cash"].tolist() == [8_700, 18_000, 15_000, 10_000]


def test_the_kams_together_are_the_company(mini: Company) -> None:
    found = of(mini)
    whole = contribution(mini, Period(date(2024, 12, 31), date(2025, 12, 31))).table
    for measure in ("revenue", "gross_margin", "contribution"):
        assert found.company(measure) == pytest.approx(whole[measure].sum(), abs=0.05)
    assert found.parts_missing == ("returns",)


def test_hand_over_credit_note_and_payment(handed_over: Company) -> None:
    found = of(handed_over)
    first, second = found.of("K1"), found.of("K2")
    assert first["revenue"].tolist() == [100, 400, -100, 30]
    assert second["revenue"].tolist() == [200, 0, 0, 0]
    assert found.of(NOBODY)["revenue"].tolist() == [50, 0, 0, 0]
    # the invoice of K1's order is paid after the account has gone to K2
    assert first["collected_cash"].tolist() == [0, 100, 300, 0]
    assert second["collected_cash"].tolist() == [200, 0, 0, 0]
    assert first["new_accounts"].tolist() == [0, 1, 0, 0]
    assert first["gross_margin"].tolist() == [40, 100, -25, 10]


def test_serving_an_account_is_shared_by_days(handed_over: Company) -> None:
    tables = {name: handed_over.frame(name) for name in handed_over.tables}
    month = pd.Series(pd.to_datetime(["2025-03-01"]).astype("datetime64[us]"))
    tables["account_costs"] = pd.DataFrame(
        {"account_id": ["A"], "month": month, "kind": ["service"], "amount": [90.0]}
    )
    found = of(Company.from_tables(tables, name="Handed"))
    # 45 days of the quarter's 90 with K1 (to 14 February), 45 with K2
    spent = [
        (rows["gross_margin"] - rows["contribution"]).iloc[0]
        for rows in (found.of("K1"), found.of("K2"))
    ]
    credit = 100 * 0.10 * 39 / 365, 200 * 0.10 * 38 / 365
    assert sum(spent) == pytest.approx(90 + sum(credit), abs=0.02)
    assert spent[0] == pytest.approx(spent[1], abs=0.02)


def test_a_kam_without_sales_has_zeros(handed_over: Company) -> None:
    assert of(handed_over).of("K9")["revenue"].tolist() == [0, 0, 0, 0]


def test_what_is_missing_is_named() -> None:
    table = lines(
        ("A", "2025-01-01", 10.0, "O1", None), ("A", "2025-12-31", 1.0, "O2", None)
    )
    firm = Company.from_tables(
        {
            "order_lines": table.drop(columns="cost_amount"),
            "account_history": history(("A", "2024-01-01", "K1")),
        },
        name="Bare",
    )
    found = of(firm)
    assert set(found.missing) == {"gross_margin", "contribution", "collected_cash"}
    assert "cost_amount" in found.missing["gross_margin"]
    with pytest.raises(MissingPartError, match="invoices"):
        share_of_revenue(found, "collected_cash")


def test_a_line_without_cost_is_named() -> None:
    firm = Company.from_tables(
        {
            "order_lines": lines(
                ("A", "2025-01-01", 10.0, "O1", None),
                ("A", "2025-12-31", 1.0, "O2", 0.5),
            ),
            "account_history": history(("A", "2024-01-01", "K1")),
        },
        name="Gap",
    )
    assert of(firm).parts_missing[0] == "cost of 1 line"


def test_a_company_at_a_loss_has_no_quota_in_it(mini: Company) -> None:
    found = of(mini)
    at_a_loss = Measured(
        found.table.assign(contribution=-1.0), found.lines, found.held, {}, ()
    )
    with pytest.raises(UndefinedError, match="has no meaning"):
        share_of_revenue(at_a_loss, "contribution")


def test_adventureworks_quota_quarters(shared_data: Path, tmp_path: Path) -> None:
    """8 of 163 rep-quarters reach their quota, median attainment .8479."""
    import_recipe(RECIPE, tmp_path / "aw", base=shared_data / "adventureworks")
    firm = kamlab.load(tmp_path / "aw")
    quotas = quota_rows(firm)
    spans = quotas[["period", "period_end"]].drop_duplicates().sort_values("period")
    spans = spans.reset_index(drop=True)
    table = measured(firm, spans.assign(months=3.0)).table
    table = table.assign(period=table["number"].map(spans["period"]))
    pairs = quotas.merge(table, on=["kam_id", "period"])
    attainment = pairs["revenue"] / pairs["plan_sales"]
    assert (len(pairs), int((attainment >= 1).sum())) == (163, 8)
    assert attainment.median() == pytest.approx(0.8479, abs=5e-5)
