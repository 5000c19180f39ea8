"""One salary and one rate for all, quotas one by one: what such simplicity costs.

Raju and Srinivasan 1996, Management Science 42(10), found about 1 % of profit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.blss import SalesJob, best_plan
from kamlab.errors import NotEnoughDataError, UndefinedError

Floats = NDArray[np.float64]
SLICES = 100  # of luck, equally likely
EFFORTS = 41  # tried by each KAM
QUOTAS = 41  # tried by the company for each KAM


@dataclass(frozen=True)
class CommonPlan:
    """The best plan with one salary and one rate, held against the best plan for each.

    Parameters
    ----------
    salary, rate : float
        The same for all: salary, and pay for one more unit above quota.
    quotas : tuple of float
        One for each KAM.
    profit : float
        Of the company, all KAMs together.
    best_profit : float
        The same with the best plan for each KAM (Basu and others).
    loss : float
        Share of the best profit that is lost.
    """

    salary: float
    rate: float
    quotas: tuple[float, ...]
    profit: float
    best_profit: float
    loss: float


def common_plan(jobs: Sequence[SalesJob]) -> CommonPlan:
    """Find the best plan with one salary, one rate above quota, and a quota for each.

    Parameters
    ----------
    jobs : sequence of SalesJob
        The KAMs, who may differ in territory, effect, noise and cost of effort.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than two KAMs: then nothing is common.
    UndefinedError
        If no common plan keeps every KAM.
    """
    if len(jobs) < 2:
        raise NotEnoughDataError(
            f"A plan common to all needs two KAMs or more; there is {len(jobs)}."
        )
    from scipy.optimize import minimize

    plans = [best_plan(job) for job in jobs]
    pay = float(np.mean([plan.mean_pay for plan in plans]))
    rate = float(np.mean([job.margin for job in jobs])) / 2
    start = np.array([0.7 * pay, rate])
    found = minimize(
        lambda x: -_profit(jobs, float(x[0]), float(x[1]))[0],
        start,
        method="Nelder-Mead",
        options={"xatol": 1e-3 * rate, "fatol": 1e-3 * pay, "maxfev": 120},
    )
    salary, rate = (float(value) for value in found.x)
    profit, quotas = _profit(jobs, salary, rate)
    if not np.isfinite(profit):
        raise UndefinedError(
            "No plan with one salary and one rate keeps every one of these KAMs; they "
            "differ too much."
        )
    best = sum(plan.profit for plan in plans)
    return CommonPlan(salary, rate, quotas, profit, best, 1 - profit / best)


def _profit(
    jobs: Sequence[SalesJob], salary: float, rate: float
) -> tuple[float, tuple[float, ...]]:
    """Give the company's profit and the best quota of each KAM."""
    if salary < 0 or rate <= 0:
        return -np.inf, ()
    rows = [_best_quota(job, salary, rate) for job in jobs]
    return sum(profit for profit, _ in rows), tuple(quota for _, quota in rows)


@lru_cache(maxsize=256)
def _chances(job: SalesJob) -> tuple[Floats, Floats, Floats]:
    """Give mean sales and toil of each effort tried, and sales by effort and luck."""
    from scipy.stats import gamma

    luck = gamma.ppf((np.arange(SLICES) + 0.5) / SLICES, job.noise_cv**-2)
    luck = luck / luck.mean()
    efforts = np.linspace(0.0, 2.0 * best_plan(job).effort + 1e-6, EFFORTS)
    means = job.base_sales + job.effect * efforts
    toil = job.effort_cost * efforts**job.effort_power
    return means, toil, means[:, None] * luck


def _best_quota(job: SalesJob, salary: float, rate: float) -> tuple[float, float]:
    """Give the quota that leaves most profit while the KAM stays."""
    means, toil, sales = _chances(job)
    best = (-np.inf, 0.0)
    for quota in np.linspace(0.4, 1.4, QUOTAS) * means[EFFORTS // 2]:
        pay = salary + rate * np.maximum(sales - quota, 0.0)
        felt = job.felt(pay).mean(axis=1) - toil
        chosen = int(np.argmax(felt))
        if felt[chosen] >= job.reservation:
            profit = job.margin * means[chosen] - pay[chosen].mean()
            best = max(best, (float(profit), float(quota)))
    return best
