from __future__ import annotations

import pandas as pd
import pytest

from kamlab.errors import MissingPartError
from kamlab.measures import gross_margin, period_of


def test_mini_by_hand(mini) -> None:
    table = gross_margin(mini, period_of(mini, 12)).set_index("account_id")
    # D3: revenue × GM %: 42,000 × 10 %, 18,000 × 30 % …
    assert table["gross_margin"].to_dict() == {
        "A": 4_200,
        "B": 5_400,
        "C": 4_200,
        "D": 3_600,
        "E": 3_150,
        "F": 2_500,
        "G": 800,
        "H": 450,
    }
    assert table.loc["A", "cost"] == 37_800  # 42,000 − 4,200
    assert table["lines_without_cost"].sum() == 0


def firm_with(make_firm, costs: list[float | None], days: list[str]):
    lines = pd.DataFrame(
        {
            "account_id": ["A", "A", "B"],
            "order_date": days,
            "net_amount": [100.0, -20.0, 50.0],
            "cost_amount": pd.Series(costs, dtype="float64"),
        }
    )
    return make_firm(lines)


DAYS = ["2025-01-10", "2025-01-20", "2025-01-31"]


def test_a_line_without_cost_counts_nought_and_is_counted(make_firm) -> None:
    firm = firm_with(make_firm, [60.0, None, None], DAYS)
    table = gross_margin(firm, period_of(firm, 12)).set_index("account_id")
    assert table.loc["A"].to_dict() == {
        "revenue": 80.0,
        "cost": 60.0,
        "gross_margin": 20.0,
        "lines_without_cost": 1,
    }
    assert table.loc["B", "cost"] == 0.0
    assert table.loc["B", "lines_without_cost"] == 1


def test_credit_notes_take_their_cost_back(make_firm) -> None:
    firm = firm_with(make_firm, [60.0, -12.0, 30.0], DAYS)
    table = gross_margin(firm, period_of(firm, 12)).set_index("account_id")
    assert table.loc["A", "gross_margin"] == (100 - 20) - (60 - 12)


def test_no_cost_column_is_a_missing_part(make_firm) -> None:
    firm = make_firm([("A", "2025-01-10", 1.0)])
    with pytest.raises(MissingPartError, match="cost_amount"):
        gross_margin(firm, period_of(firm, 12))


def test_a_period_without_one_cost_is_a_missing_part(make_firm) -> None:
    days = ["2023-01-10", "2025-01-20", "2025-01-31"]
    firm = firm_with(make_firm, [60.0, None, None], days)
    with pytest.raises(MissingPartError, match=r"2024-02-01 to 2025-01-31 has a cost"):
        gross_margin(firm, period_of(firm, 12))
    assert len(gross_margin(firm, period_of(firm, 0))) == 2


def test_no_line_in_the_period_is_no_missing_cost(make_firm) -> None:
    firm = firm_with(make_firm, [1.0, 1.0, 1.0], DAYS).as_of("2026-12-31")
    assert gross_margin(firm, period_of(firm, 3)).empty
