"""Pay of a company's KAMs beside what they were given, before and after new quotas."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.company import Company
from kamlab.compensation.behaviour.company import results_of
from kamlab.compensation.engine import base_pay, payouts
from kamlab.compensation.fairness.association import Association, association
from kamlab.compensation.fairness.gap import Gap, group_gap
from kamlab.compensation.fairness.luck import Lasting, Sources, lasting_share, sources
from kamlab.compensation.measured import Measured, measured
from kamlab.compensation.periods import pay_year
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.books import quarters_of, territories
from kamlab.compensation.scenarios.territories import Territories
from kamlab.errors import MissingPartError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Audit:
    """What a fairness audit finds under one plan and one way to set quotas.

    Parameters
    ----------
    table : DataFrame
        A row a KAM: kam_id, group (blank where not known), payout (variable / target),
        pay (base and variable, currency), sales, quota, potential, book; and skill,
        true_potential where the truth is known.
    potential, book : Association
        Payout against the log of the estimated potential and of the inherited book.
    gap : Gap or None
        Pay of group B against A; None where the groups are not known.
    lasting : Lasting
        What of the quarterly payouts lasts.
    sources : Sources or None
        Skill, territory and luck; None without truth.
    adjusted : bool
        Whether the quotas were adjusted to potential.
    """

    table: pd.DataFrame
    potential: Association
    book: Association
    gap: Gap | None
    lasting: Lasting
    sources: Sources | None
    adjusted: bool


def audit(
    firm: Company,
    plan: PayPlan,
    *,
    year: int = 0,
    adjusted: bool = False,
    seed: int = 1,
    found: Measured | None = None,
) -> Audit:
    """Audit a year of pay: whether it follows territory, book, group, skill or luck.

    Parameters
    ----------
    firm : Company
        With KAMs, quotas (and their potential estimate) and pay.
    plan : PayPlan
        Pays the year.
    year : int
        A calendar year; 0 for the last full one.
    adjusted : bool
        Whether quotas are first adjusted to potential, see :func:`potential_adjusted`.
    seed : int
        Fixes the bootstraps.
    found : Measured, optional
        What the KAMs achieved in the quarters of the year, where it is measured
        already.

    Raises
    ------
    MissingPartError
        If quotas, pay or the potential estimates are missing.
    NotEnoughDataError
        If too few KAMs have quotas.
    """
    when = pay_year(firm, year)
    found = measured(firm, quarters_of(when)) if found is None else found
    team = territories(firm, year=when, found=found)
    kams = list(team.kam_ids)
    sold = found.table.pivot(index="kam_id", columns="number", values="revenue")
    sales = np.asarray(sold.reindex(kams).fillna(0.0), dtype=np.float64)
    if team.potential is None:
        raise MissingPartError(
            f"{firm.name} has no quotas.potential_estimate; whether pay follows the "
            "territory cannot be told."
        )
    if adjusted:
        team = potential_adjusted(team, sales)
    columns = results_of(found, plan, team)
    variable = payouts(plan, columns, periods=team.periods)
    base = base_pay(plan, columns, periods=team.periods).sum(axis=-1)
    target = _target(plan, team)
    table = pd.DataFrame(
        {
            "kam_id": kams,
            "group": _groups(firm, kams),
            "payout": variable.sum(axis=-1) / target.sum(axis=-1),
            "pay": base + variable.sum(axis=-1),
            "sales": sales.sum(axis=-1),
            "quota": team.quota.sum(axis=-1),
            "potential": team.potential,
            "book": _inherited(found.lines, kams, when),
        }
    )
    table = _with_truth(firm, table)
    return _found(table, variable / target, adjusted, seed)


def _found(table: pd.DataFrame, by_quarter: Floats, adjusted: bool, seed: int) -> Audit:
    rich, payout = np.log(table["potential"].to_numpy(float)), table["payout"]
    known = table["group"].notna()
    gap = None
    if known.all() and table["group"].nunique() == 2:
        gap = group_gap(table["pay"], table["group"], rich, seed=seed)
    told = None
    if "skill" in table:
        given = table[["true_potential", "book"]].clip(lower=1).to_numpy(float)
        told = sources(payout, table["skill"], np.log(given), seed=seed)
    return Audit(
        table=table,
        potential=association(payout, rich),
        book=association(payout, np.log(table["book"].where(table["book"] > 0))),
        gap=gap,
        lasting=lasting_share(by_quarter),
        sources=told,
        adjusted=adjusted,
    )


def potential_adjusted(team: Territories, sales: Floats) -> Territories:
    """Set quotas to what a KAM with such a potential usually sells.

    This makes pay fair to territories, not to books: of two KAMs with equal potential,
    the one who inherited more of it sold already is ahead.

    Log sales are fitted to log potential over all KAMs; the quotas follow the fit and
    sum to what they summed to before. A KAM then reaches the quota by doing better than
    the territory suggests, not by having a good one.

    Parameters
    ----------
    team : Territories
        With potential.
    sales : array (KAMs, periods)
        What was sold.

    Raises
    ------
    MissingPartError
        If a KAM's potential is not known.
    """
    if team.potential is None or not (team.potential > 0).all():
        raise MissingPartError(
            "Quotas adjusted to potential need a potential above 0 for every KAM."
        )
    rich = np.log(team.potential)
    sums = np.maximum(sales.sum(axis=1), 1.0)
    slope, start = np.polyfit(rich, np.log(sums), 1)
    usual = np.exp(start + slope * rich)
    usual *= np.nansum(team.quota) / usual.sum()
    season = team.expected / team.expected.sum(axis=1, keepdims=True)
    return replace(team, quota=usual[:, None] * season)


def _target(plan: PayPlan, team: Territories) -> Floats:
    if plan.mix_binds:
        return (team.base + team.target) * (1 - plan.base_share)
    return team.target


def _groups(firm: Company, kams: list[str]) -> list[object]:
    if not firm.has("kams", "group"):
        return [None] * len(kams)
    found = firm.frame("kams").set_index("kam_id")["group"]
    return list(found.reindex(kams))


def _inherited(lines: pd.DataFrame, kams: list[str], year: int) -> Floats:
    """Give what each KAM's accounts bought in the year before."""
    before = lines[lines["order_date"].dt.year == year - 1]
    if before.empty:
        before = lines[lines["order_date"].dt.year == year]
    sums = before.groupby("kam_id")["net_amount"].sum().reindex(kams)
    return np.asarray(sums.fillna(0.0), dtype=np.float64)


def _with_truth(firm: Company, table: pd.DataFrame) -> pd.DataFrame:
    if not firm.has_truth:
        return table
    truth = firm.truth("kams").set_index("kam_id").reindex(table["kam_id"])
    return table.assign(
        skill=truth["skill"].to_numpy(), true_potential=truth["potential"].to_numpy()
    )
