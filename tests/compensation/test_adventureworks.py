"""A firm's real pay figures: commissions, bonuses, quotas from one day to the next."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kamlab.compensation import pay
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.rules import Spiff

NAMES = ["kam_id", "territory", "quota", "bonus", "share", "revenue", "last_year"]


def plan(share: float) -> PayPlan:
    """A flat commission of one share, and the bonus as it was granted."""
    flat = Rates(mode="flat", tiers=(Step(start=0.0, rate=share),))
    return PayPlan(
        name="adventure",
        title="commission",
        purpose="as in the files",
        used_by="a maker of bicycles",
        ote=0.0,
        base_share=1.0,
        components=(
            Component(name="Sales", measure="revenue", paid_on="result", rates=flat),
        ),
        spiffs=(Spiff(name="Bonus", measure="bonus", each=1.0),),
    )


def people(folder: Path) -> pd.DataFrame:
    path = folder / "adventureworks" / "SalesPerson.csv"
    table = pd.read_csv(path, sep="\t", header=None, dtype={0: str})
    return table.iloc[:, :7].set_axis(NAMES, axis=1)


def test_commissions_and_bonuses(shared_data: Path) -> None:
    table = people(shared_data)
    # the files keep four decimals, so what is not rounded can be held against them
    exact = (table["share"] * table["revenue"]).sum()
    assert exact == pytest.approx(511_232.151018, abs=1e-6)
    lines = []
    for share, rows in table.groupby("share"):
        results = rows[["kam_id", "revenue", "bonus"]].assign(period="2024-01-01")
        lines.append(pay(plan(float(share)), results).lines)
    found = pd.concat(lines).set_index(["kam_id", "part"])["amount"]
    assert found["276", "Sales"] == 63_770.53  # 63,770.528245
    assert found["289", "Sales"] == 82_337.42  # 82,337.424554
    assert (found["276", "Bonus"], found["289", "Bonus"]) == (2000, 5150)
    sums = found.groupby("part").sum()
    assert sums["Bonus"] == 48_610
    assert sums["Sales"] == pytest.approx(511_232.151018, abs=0.005 * len(table))
    assert found["285", "Sales"] == 0


def rep_quarters(folder: Path) -> pd.DataFrame:
    """Quotas with the sales credited from their day to the day before the next one."""
    quotas = pd.read_parquet(folder / "adventureworks" / "FactSalesQuota.parquet")
    sales = pd.read_parquet(folder / "adventureworks" / "FactResellerSales.parquet")
    quotas = quotas.sort_values(["EmployeeKey", "Date"], ignore_index=True)
    following = quotas.groupby("EmployeeKey")["Date"].shift(-1)
    last = sales["OrderDate"].max() + pd.Timedelta(days=1)
    quotas = quotas.assign(until=following.fillna(last))
    rows = quotas.merge(sales[["EmployeeKey", "OrderDate", "SalesAmount"]])
    within = (rows["OrderDate"] >= rows["Date"]) & (rows["OrderDate"] < rows["until"])
    sums = rows[within].groupby("SalesQuotaKey")["SalesAmount"].sum()
    revenue = quotas["SalesQuotaKey"].map(sums).fillna(0.0)
    return quotas.assign(revenue=revenue)


def test_attainment_of_163_quarters(shared_data: Path) -> None:
    table = rep_quarters(shared_data)
    results = pd.DataFrame(
        {
            "kam_id": table["EmployeeKey"].astype(str),
            "period": table["Date"],
            "revenue": table["revenue"],
            "quota_revenue": table["SalesAmountQuota"],
        }
    )
    # every rep has quota days of the same calendar: one period from day to day
    days = np.sort(results["period"].unique())
    ends = pd.Series(days).shift(-1) - pd.Timedelta(days=1)
    ends.iloc[-1] = days[-1] + np.timedelta64(91, "D")
    results["period_end"] = results["period"].map(dict(zip(days, ends, strict=True)))
    one = PayPlan(
        name="q",
        title="quota plan",
        purpose="attainment",
        used_by="a maker of bicycles",
        ote=100_000.0,
        base_share=0.5,
        components=(Component(name="Sales", measure="revenue", weight=1.0),),
    )
    lines = pay(one, results).lines
    reached = lines.loc[lines["part"] == "Sales", "attainment"]
    assert len(reached) == 163
    assert int((reached >= 1).sum()) == 8
    assert reached.median() == pytest.approx(0.8479, abs=5e-5)


def test_a_blank_quota_is_no_quota(shared_data: Path) -> None:
    table = people(shared_data)
    one = plan(0.01).model_copy(
        update={
            "components": (Component(name="Sales", measure="revenue", weight=1.0),),
            "spiffs": (),
        }
    )
    results = table[["kam_id", "revenue"]].assign(
        period="2024-01-01", period_end="2024-12-31", quota_revenue=table["quota"]
    )
    paid = pay(one, results)
    blank = table.loc[table["quota"].isna(), "kam_id"].tolist()
    assert blank == ["274", "285", "287"]
    for kam_id in blank:
        assert f"KAM {kam_id} has no quota for Sales" in " ".join(paid.notes)
    assert len(paid.notes) == 3
