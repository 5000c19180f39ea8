from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Rates
from kamlab.errors import MissingPartError
from kamlab.measures import contribution, period_of

LINES = pd.DataFrame(
    {
        "account_id": ["A", "A", "B"],
        "order_date": ["2025-01-10", "2025-01-20", "2025-01-31"],
        "net_amount": [100.0, 50.0, 80.0],
        "cost_amount": [60.0, None, 30.0],
    }
)


def test_mini_by_hand(mini) -> None:
    result = contribution(mini, period_of(mini, 12))
    # revenue − cost − service − delivery − credit − rebate
    assert result.table.set_index("account_id")["contribution"].to_dict() == {
        "A": 42_000 - 37_800 - 2_000 - 300 - 400 - 300,  # 1,200
        "B": 18_000 - 12_600 - 600 - 160 - 120 - 120,  # 4,400
        "C": 12_000 - 7_800 - 440 - 300 - 80 - 80,  # 3,300
        "D": 9_000 - 5_400 - 160 - 160 - 40 - 40,  # 3,200
        "E": 7_000 - 3_850 - 150 - 160 - 20 - 20,  # 2,800
        "F": 5_000 - 2_500 - 60 - 120 - 12 - 8,  # 2,300
        "G": 4_000 - 3_200 - 1_400 - 120 - 60 - 20,  # −800
        "H": 3_000 - 2_550 - 900 - 80 - 50 - 20,  # −600
    }
    assert result.table["contribution"].sum() == 15_800
    assert result.missing_parts == ("returns",)
    assert result.table["active"].all()


def test_every_part_is_taken_off(tiny) -> None:
    # tiny up to 31 March 2024; order O4 of A (90) was cancelled on 14 March
    firm = tiny.as_of("2024-03-31")
    result = contribution(firm, period_of(firm, 0))
    table = result.table.set_index("account_id")
    # A: 100 + 90 − cost 120 − service booked 10 + 12 − deliveries 2 × 25
    # − credit (100 × 36 days + 90 × 40 days) × 10 % / 365 = 1.97
    a = 190 - 120 - 22 - 50 - (3_600 + 3_600) * 0.1 / 365
    # B: 300 − 50 − cost 125 − returns 50 − delivery 25 − credit 300 × 25 days
    # − rebate 5; its call is not added, for service stands in the books
    b = 250 - 125 - 50 - 25 - 300 * 25 * 0.1 / 365 - 5
    assert table.loc["A", "contribution"] == pytest.approx(a)
    assert table.loc["B", "contribution"] == pytest.approx(b)
    assert table.loc["C", "contribution"] == 20 - 12
    assert result.missing_parts == ()


def test_rates_change_the_computed_parts_only(tiny) -> None:
    firm = tiny.as_of("2024-03-31")
    free = Rates(service_hour=0.0, delivery=0.0, capital=0.0)
    table = contribution(firm, period_of(firm, 0), free).table.set_index("account_id")
    assert table.loc["A", "contribution"] == 190 - 120 - 22
    assert table.loc["B", "contribution"] == 250 - 125 - 50 - 5


def test_an_account_with_cost_but_no_sale_is_there_and_not_active(make_firm) -> None:
    costs = {
        "account_id": ["Z"],
        "month": ["2025-01-01"],
        "kind": ["other"],
        "amount": [7.0],
    }
    firm = make_firm(LINES, account_costs=costs)
    table = contribution(firm, period_of(firm, 12)).table.set_index("account_id")
    assert table["active"].to_dict() == {"A": True, "B": True, "Z": False}
    assert table["active"].dtype == bool
    assert table.loc["Z", "contribution"] == -7.0
    assert not table.isna().any(axis=None)


def test_old_invoices_make_no_row(make_firm) -> None:
    invoices = {
        "invoice_id": ["I1"],
        "account_id": ["Z"],
        "issued": ["2020-01-01"],
        "amount": [7.0],
        "paid": ["2020-02-01"],
    }
    firm = make_firm(LINES, invoices=invoices)
    table = contribution(firm, period_of(firm, 12)).table
    assert table["account_id"].tolist() == ["A", "B"]


def test_missing_parts_are_named_lines_without_cost_first(make_firm) -> None:
    firm = make_firm(LINES)
    result = contribution(firm, period_of(firm, 12))
    parts = ("returns", "service", "delivery", "credit", "rebate")
    assert result.missing_parts == ("cost of 1 line", *parts)
    assert result.table["contribution"].tolist() == [150 - 60, 80 - 30]


def test_without_any_cost_there_is_no_contribution(make_firm) -> None:
    firm = make_firm(LINES.drop(columns="cost_amount"))
    with pytest.raises(MissingPartError, match=r"Few Lines.*cost_amount"):
        contribution(firm, period_of(firm, 12))
