"""The simulated company played under a plan: what it wins, loses and pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.company import Company
from kamlab.compensation.engine import base_pay, payouts
from kamlab.compensation.engine.inputs import needed
from kamlab.compensation.fees import fee
from kamlab.compensation.measured import Measured, measured
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.books import quarters_of, territories
from kamlab.compensation.scenarios.territories import Territories
from kamlab.errors import MissingPartError, RefusedError
from kamlab.measures import Period, contribution
from kamlab.simulation import Incentives, World, simulate

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Played:
    """A year of the company under a plan.

    Parameters
    ----------
    revenue, contribution : float
        Of the year, before pay, in currency.
    variable, base : float
        Pay of all KAMs by the plan.
    contribution_after_pay : float
        What is left.
    losses : int
        Accounts that left in the year (truth).
    discount_share : float
        List revenue that was not charged: 1 − net / list.
    last_month_share : float
        Revenue of the last months of the quarters / revenue of the year.
    next_year_revenue, next_year_contribution : float
        What the book brings in the year after, under the same plan; NaN at the end of
        the simulation.
    missing_parts : tuple of str
        Costs that count 0 in the contribution.
    """

    revenue: float
    contribution: float
    variable: float
    base: float
    contribution_after_pay: float
    losses: int
    discount_share: float
    last_month_share: float
    next_year_revenue: float
    next_year_contribution: float
    missing_parts: tuple[str, ...]


def play_plan(
    world: World, plan: PayPlan, incentives: Incentives, *, year: int = 0
) -> Played:
    """Run the simulated company under what a plan makes its KAMs do.

    The same world on the same dice: two plans differ by what the KAMs do, nothing else.

    Parameters
    ----------
    world : World
        The company's rules.
    plan : PayPlan
        Pays the KAMs.
    incentives : Incentives
        What they do under it, from ``respond``; they hold from the first day.
    year : int
        The calendar year to look at; 0 for the second one, so that losses have had
        time to show.

    Raises
    ------
    RefusedError
        If the world does not reach so far.
    """
    first, last = world.start_year, world.start_year + world.months // 12 - 1
    when = year or min(first + 1, last)
    if not first <= when <= last:
        raise RefusedError(
            f"The simulated company runs from {first} to {last}; year={when} lies "
            "outside."
        )
    made = simulate(world, incentives=incentives)
    firm = made.company()
    paid, base = pay_of_year(firm, plan, when)
    earned = contribution(firm, _year(when))
    lines = _sold(firm, when)
    total = float(earned.table["contribution"].sum())
    after = _next(firm, when, last)
    lost = made.truth["accounts"]["lost"]
    return Played(
        revenue=float(earned.table["revenue"].sum()),
        contribution=total,
        variable=float(paid.sum()),
        base=float(base.sum()),
        contribution_after_pay=total - float(paid.sum()) - float(base.sum()),
        losses=int((lost.dt.year == when).sum()),
        discount_share=_discount(lines),
        last_month_share=_last_months(lines),
        next_year_revenue=after[0],
        next_year_contribution=after[1],
        missing_parts=earned.missing_parts,
    )


def pay_of_year(firm: Company, plan: PayPlan, year: int) -> tuple[Floats, Floats]:
    """Pay a year of a company by a plan: variable and base pay of each KAM.

    Parameters
    ----------
    firm : Company
        With KAMs, quotas and pay.
    plan : PayPlan
        The plan; its measures must be told by the books.
    year : int
        The calendar year.

    Returns
    -------
    tuple of array (KAMs,)
        Variable and base pay, in currency, in the order of the KAMs' ids.

    Raises
    ------
    MissingPartError
        If the books do not tell what the plan counts.
    """
    found = measured(firm, quarters_of(year))
    team = territories(firm, year=year, found=found)
    columns = results_of(found, plan, team)
    paid = payouts(plan, columns, periods=team.periods, totals=True)
    base = base_pay(plan, columns, periods=team.periods).sum(axis=-1)
    return paid, base


def results_of(found: Measured, plan: PayPlan, team: Territories) -> dict[str, Floats]:
    """Give what happened in a year as the columns a plan is paid from.

    Parameters
    ----------
    found : Measured
        What each KAM achieved in each quarter.
    plan : PayPlan
        Names what it needs.
    team : Territories
        The KAMs and their quotas of the year.

    Raises
    ------
    MissingPartError
        If the books do not tell a measure.
    """
    kams = list(team.kam_ids)
    columns = {"base": team.base, "target_variable": team.target}
    for name, who in needed(plan).items():
        columns[name] = _results(name, who, plan, found, kams)
        quota = team.quota if name == "revenue" else team.other_quotas.get(name)
        if quota is None and name in team.ratios:
            sums = found.table[name].sum() / found.table["revenue"].sum()
            quota = team.quota * sums
        if quota is not None:
            columns[f"quota_{name}"] = quota
    return columns


def _results(
    name: str, who: str, plan: PayPlan, found: Measured, kams: list[str]
) -> Floats:
    if name == "fee" and plan.fees is not None:
        deals = found.lines[found.lines["number"] >= 0]
        sizes = deals.groupby(["kam_id", "number", "deal"])["net_amount"].sum()
        fees = pd.Series(fee(sizes.to_numpy(), plan.fees), sizes.index)
        rows = fees.groupby(["kam_id", "number"]).sum().unstack("number")
    elif name in found.table:
        rows = found.table.pivot(index="kam_id", columns="number", values=name)
    elif name == "months_employed":
        return np.full((len(kams), 4), 999.0)
    elif name == "team":
        return np.zeros(len(kams))
    else:
        raise MissingPartError(
            f"{who} of the {plan.title} counts '{name}', which the books do not tell."
        )
    return np.asarray(rows.reindex(kams).fillna(0.0), dtype=np.float64)


def _year(year: int) -> Period:
    return Period(date(year - 1, 12, 31), date(year, 12, 31))


def _next(firm: Company, year: int, last: int) -> tuple[float, float]:
    if year >= last:
        return float("nan"), float("nan")
    table = contribution(firm, _year(year + 1)).table
    return float(table["revenue"].sum()), float(table["contribution"].sum())


def _sold(firm: Company, year: int) -> pd.DataFrame:
    """Give the lines of the year that count as revenue."""
    orders, lines = firm.frame("orders"), firm.frame("order_lines")
    void = orders.loc[orders["status"].isin(["cancelled", "refused"]), "order_id"]
    counts = (lines["order_date"].dt.year == year) & ~lines["order_id"].isin(void)
    sold: pd.DataFrame = lines.loc[counts]
    return sold


def _discount(lines: pd.DataFrame) -> float:
    lines = lines[lines["quantity"] > 0]
    return 1 - float(lines["net_amount"].sum() / lines["list_amount"].sum())


def _last_months(lines: pd.DataFrame) -> float:
    last = lines["order_date"].dt.month % 3 == 0
    return float(lines.loc[last, "net_amount"].sum() / lines["net_amount"].sum())
