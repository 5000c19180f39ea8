from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.compensation.scenario_practice import LEAST, half_years
from kamlab.errors import NotEnoughDataError


def test_halves_hold_sales_against_the_quotas_of_the_same_half() -> None:
    firm = kamlab.load("polar")
    table = half_years(firm, 2024).set_index("kam_id")
    kam = table.index[0]
    quotas = firm.frame("quotas")
    mine = quotas[(quotas["kam_id"] == kam) & (quotas["period"].dt.year == 2024)]
    year = mine["plan_sales"].sum()
    first = mine.loc[mine["period"].dt.month <= 6, "plan_sales"].sum()
    whole = table.loc[kam, "first"] * first + table.loc[kam, "second"] * (year - first)
    from kamlab.compensation.measured import measured
    from kamlab.compensation.scenarios.books import quarters_of

    found = measured(firm, quarters_of(2024)).table
    sold = found.loc[found["kam_id"] == kam, "revenue"].sum()
    assert whole == pytest.approx(sold)


def test_too_few_kams_are_named() -> None:
    firm = kamlab.load("polar")
    tables = {name: firm.frame(name) for name in ("order_lines", "orders", "pay")}
    history = firm.frame("account_history")
    few = sorted(history["kam_id"].dropna().unique())[: LEAST - 1]
    tables["account_history"] = history[history["kam_id"].isin(few)]
    quotas: pd.DataFrame = firm.frame("quotas")
    tables["quotas"] = quotas[quotas["kam_id"].isin(few)]
    small = Company.from_tables(tables, name="Small")
    with pytest.raises(NotEnoughDataError, match="3 KAMs have both"):
        half_years(small, 2024)
