"""Plans paid on the same possible years."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.engine import base_pay, payouts
from kamlab.compensation.engine.inputs import needed
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios.columns import columns_of
from kamlab.compensation.scenarios.draws import Draws
from kamlab.compensation.scenarios.territories import Territories
from kamlab.errors import RefusedError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Years:
    """One plan on all possible years, each year summed up.

    Parameters
    ----------
    plan : PayPlan
        The plan.
    team : Territories
        The KAMs.
    variable : array (scenarios, KAMs)
        Variable pay of the year, in currency.
    base : array (KAMs,)
        Base salary of the year.
    attainment : array (scenarios, KAMs)
        Sales of the year / quota of the year; NaN for a KAM without a quota.
    revenue : array (scenarios,)
        Sales of all KAMs.
    """

    plan: PayPlan
    team: Territories
    variable: Floats
    base: Floats
    attainment: Floats
    revenue: Floats

    @property
    def cost(self) -> Floats:
        """Variable pay of all KAMs in each possible year."""
        return np.asarray(self.variable.sum(axis=1))

    @property
    def budget(self) -> float:
        """Variable pay of the year under the plan if every KAM has just the target."""
        if self.plan.mix_binds:
            both = self.team.base.sum() + self.team.target.sum()
            return float(both * (1 - self.plan.base_share))
        return float(self.team.target.sum())

    @property
    def income(self) -> Floats:
        """Base and variable pay of each KAM in each possible year."""
        return self.variable + self.base


def pay_years(plans: Sequence[PayPlan], draws: Draws) -> list[Years]:
    """Pay every plan on the same possible years, block by block.

    Drawing costs more than paying; so every plan is paid while a block is at hand, and
    differences between plans are differences between plans, not between dice.

    Parameters
    ----------
    plans : sequence of PayPlan
        One plan or more.
    draws : Draws
        The possible years.

    Returns
    -------
    list of Years
        In the order of the plans.

    Raises
    ------
    RefusedError
        If there is no plan.
    MissingPartError
        If a plan counts something the books cannot tell.
    """
    if not plans:
        raise RefusedError("Name a plan: there is none to pay.")
    team = draws.team
    n, kams = len(draws), len(team.kam_ids)
    variable = [np.empty((n, kams)) for _ in plans]
    sold = np.empty((n, kams))

    def pay(first: int) -> None:
        """Draw a block and pay every plan on it; the blocks do not touch each other."""
        block = draws.block(first)
        rows = slice(first, first + len(block.revenue))
        np.einsum("skp->sk", block.revenue, out=sold[rows])  # thrice as fast as sum
        for plan, out in zip(plans, variable, strict=True):
            columns = columns_of(plan, team, block, draws.settings.seed)
            payouts(
                plan,
                columns,
                periods=team.periods,
                totals=True,
                out=out[rows],
                threads=1,
            )

    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        list(pool.map(pay, draws.firsts))
    quota = team.quota.sum(axis=1)
    attainment, revenue = sold / quota, sold.sum(axis=1)
    return [
        Years(plan, team, paid, _base(plan, team), attainment, revenue)
        for plan, paid in zip(plans, variable, strict=True)
    ]


def _base(plan: PayPlan, team: Territories) -> Floats:
    columns = {"base": team.base, "target_variable": team.target}
    columns |= {name: np.zeros(team.base.shape) for name in needed(plan)}
    return np.asarray(base_pay(plan, columns, periods=team.periods).sum(axis=-1))
