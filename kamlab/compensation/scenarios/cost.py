"""What a plan costs in a good, a usual and a bad year, held against the budget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamlab.compensation.behaviour.checks import checked
from kamlab.compensation.scenarios.paid import Years
from kamlab.compensation.scenarios.quota_level import MARKS
from kamlab.errors import MissingPartError


@dataclass(frozen=True)
class Cost:
    """The cost of a plan over the possible years.

    Parameters
    ----------
    p10, p50, p90, mean : float
        Variable pay of all KAMs in a year, in currency.
    budget : float
        What it is held against.
    over_budget : float
        Share of the years that cost more than the budget.
    cost_of_sales : float
        Base and variable pay of all years / sales of all years.
    n : int
        Possible years.
    """

    p10: float
    p50: float
    p90: float
    mean: float
    budget: float
    over_budget: float
    cost_of_sales: float
    n: int


def plan_cost(years: Years, budget: float | None = None) -> Cost:
    """Hold the variable pay of all KAMs against a budget, year by possible year.

    Parameters
    ----------
    years : Years
        From :func:`kamlab.compensation.scenarios.paid.pay_years`.
    budget : float, optional
        In currency, 0 or more; default: every KAM's target.

    Raises
    ------
    RefusedError
        If the budget is below 0 or no number.
    """
    most = years.budget if budget is None else checked("budget", budget, 0.0)
    p10, p50, p90 = (float(x) for x in np.quantile(years.cost, [0.1, 0.5, 0.9]))
    paid = float(years.base.sum()) + float(years.cost.mean())
    return Cost(
        p10=p10,
        p50=p50,
        p90=p90,
        mean=float(years.cost.mean()),
        budget=most,
        over_budget=float((years.cost > most).mean()),
        cost_of_sales=paid / float(years.revenue.mean()),
        n=len(years.cost),
    )


@dataclass(frozen=True)
class Reached:
    """How many KAM-years reach threshold, quota and excellence.

    Parameters
    ----------
    threshold, quota, excellence : float
        Share of the KAM-years that reach each, 0–1.
    at : tuple of float
        The attainment of threshold and excellence.
    n : int
        KAM-years with a quota.
    wanted : tuple of float
        The marks of practice: 90, 65 and 10 per cent [E34, E35].
    """

    threshold: float
    quota: float
    excellence: float
    at: tuple[float, float]
    n: int
    wanted: tuple[float, float, float] = MARKS


def reached(years: Years) -> Reached:
    """Say how many KAM-years reach threshold, quota and excellence of sales.

    Practice aims at 90, 60 to 70 and 10 per cent [E34, E35]; that is a guideline of
    consultants, no law.

    Parameters
    ----------
    years : Years
        From :func:`kamlab.compensation.scenarios.paid.pay_years`.

    Raises
    ------
    MissingPartError
        If no KAM has a sales quota.
    """
    attained = years.attainment[~np.isnan(years.attainment)]
    if not len(attained):
        raise MissingPartError(
            "No KAM has a sales quota, so there is no attainment to count."
        )
    curve = years.plan.curve
    return Reached(
        threshold=float((attained >= curve.threshold).mean()),
        quota=float((attained >= 1).mean()),
        excellence=float((attained >= curve.excellence).mean()),
        at=(curve.threshold, curve.excellence),
        n=len(attained),
    )
