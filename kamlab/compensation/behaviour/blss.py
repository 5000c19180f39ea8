"""Basu, Lal, Srinivasan and Staelin's plan: what uncertainty does to the salary share.

Sales are gamma with mean h + k·effort; a KAM feels pay s as s^δ/δ and effort t as
d·t^γ. The best plan is s(x) = (A + B x)^(1/(1−δ)): a salary and a rising commission.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.checks import checked
from kamlab.errors import UndefinedError

Floats = NDArray[np.float64]
POINTS = 60  # of the quadrature; twice as many move no digit shown


@dataclass(frozen=True)
class SalesJob:
    """A KAM's job as Basu, Lal, Srinivasan and Staelin 1985 [E40] see it.

    Parameters
    ----------
    base_sales, effect : float
        Mean sales without effort, and what one unit of effort adds.
    noise_cv : float
        Spread of sales by luck, as a share of their mean.
    margin : float
        What one unit sold leaves, 0–1.
    effort_cost, effort_power : float
        Effort t is felt as effort_cost × t ^ effort_power.
    tolerance : float
        δ of the pay's utility s^δ/δ, above 0 and below 1; larger is bolder.
    reservation : float
        What the KAM would feel elsewhere, in the same units.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.
    """

    base_sales: float = 60.0
    effect: float = 10.0
    noise_cv: float = 0.4
    margin: float = 0.7
    effort_cost: float = 0.5
    effort_power: float = 2.0
    tolerance: float = 0.5
    reservation: float = 8.0

    def __post_init__(self) -> None:
        checked("base_sales", self.base_sales, 0.0, above=True)
        checked("effect", self.effect, 0.0, above=True)
        checked("noise_cv", self.noise_cv, 0.05, 1.5)
        checked("margin", self.margin, 0.0, 1.0, above=True)
        checked("effort_cost", self.effort_cost, 0.0, above=True)
        checked("effort_power", self.effort_power, 1.0, 6.0, above=True)
        checked("tolerance", self.tolerance, 0.05, 0.9)
        checked("reservation", self.reservation, 0.0)

    def mean(self, effort: float) -> float:
        """Give mean sales at an effort."""
        return self.base_sales + self.effect * effort

    def felt(self, pay: Floats) -> Floats:
        """Give what pay feels like."""
        return np.asarray(pay**self.tolerance / self.tolerance)

    def toil(self, effort: float) -> float:
        """Give what effort feels like."""
        return float(self.effort_cost * effort**self.effort_power)


@dataclass(frozen=True)
class SalesPlan:
    """A plan, what it brings about, and how much of it is salary.

    Parameters
    ----------
    effort : float
        What the KAM does.
    profit : float
        Margin on mean sales less mean pay.
    mean_pay : float
        Mean pay.
    salary_share : float
        Pay without any sale as a share of mean pay.
    """

    effort: float
    profit: float
    mean_pay: float
    salary_share: float


def best_plan(job: SalesJob) -> SalesPlan:
    """Give the plan that is best for the company, with both conditions binding.

    More uncertainty, dearer effort and better offers elsewhere raise the salary share;
    the test of this package holds it to these signs (the paper's tables were not at
    hand).

    Parameters
    ----------
    job : SalesJob
        The KAM's job.

    Raises
    ------
    UndefinedError
        If no plan both keeps the KAM and leaves a profit.
    """
    from scipy.optimize import minimize_scalar

    most = _most_effort(job)
    found = minimize_scalar(
        lambda t: -_plan_for(job, t).profit,
        bounds=(1e-6 * most, most),
        method="bounded",
        options={"xatol": 1e-7 * most},
    )
    plan = _plan_for(job, float(found.x))
    if not plan.profit > 0:
        raise UndefinedError(
            "No plan both keeps this KAM and leaves a profit: lower the reservation "
            "or the cost of effort."
        )
    return plan


def _most_effort(job: SalesJob) -> float:
    """Give the largest effort that a plan without any salary still brings about."""
    low, high = 0.0, 1e-3
    while np.isfinite(_plan_for(job, high).profit) and high < 1e6:
        low, high = high, 2 * high
    for _ in range(50):
        middle = (low + high) / 2
        if np.isfinite(_plan_for(job, middle).profit):
            low = middle
        else:
            high = middle
    return low


def _plan_for(job: SalesJob, effort: float) -> SalesPlan:
    """Give the cheapest plan that brings about an effort."""
    from scipy.optimize import brentq
    from scipy.special import roots_genlaguerre

    shape = job.noise_cv**-2
    points, weights = roots_genlaguerre(POINTS, shape - 1)
    luck, weights = points / shape, weights / weights.sum()
    power, mean = 1 / (1 - job.tolerance), job.mean(effort)
    wanted = job.reservation + job.toil(effort)
    marginal = job.effort_power * job.toil(effort) / effort

    def pay(share: float) -> Floats:
        """Give pay by luck with so much of it fixed, scaled to feel as wanted."""
        shaped = share + (1 - share) * luck
        unit = float(weights @ job.felt(shaped**power))
        return np.asarray(shaped**power * (wanted / unit) ** (1 / job.tolerance))

    def missing(share: float) -> float:
        """Give how much the plan's slope lacks to make the effort worth while."""
        slope = weights @ (job.felt(pay(share)) * shape * (luck - 1))
        return float(slope) * job.effect / mean - marginal

    if missing(0.0) < 0:  # even without any salary the plan is not steep enough
        return SalesPlan(effort, -np.inf, np.inf, 0.0)
    share = float(brentq(missing, 0.0, 1.0, xtol=1e-12))
    paid = pay(share)
    cost = float(weights @ paid)
    unit = float(weights @ job.felt((share + (1 - share) * luck) ** power))
    salary = share**power * (wanted / unit) ** (1 / job.tolerance)
    return SalesPlan(effort, job.margin * mean - cost, cost, salary / cost)
