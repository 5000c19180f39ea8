"""Basu, Lal, Srinivasan and Staelin's signs; Raju and Srinivasan's small loss."""

from __future__ import annotations

import pytest
from scipy.optimize import minimize_scalar

from kamlab.compensation.behaviour import SalesJob, best_plan, common_plan
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError


def test_closed_form_where_utility_is_a_root() -> None:
    job = SalesJob()  # δ = ½: both conditions can be solved by hand

    def profit(t: float) -> float:
        slope = job.toil(t) / t * 2 * job.mean(t) / (2 * job.effect)
        fixed = (job.reservation + job.toil(t)) / 2 - slope
        mean_pay = (fixed + slope) ** 2 + (slope * job.noise_cv) ** 2
        return job.margin * job.mean(t) - mean_pay

    found = minimize_scalar(lambda t: -profit(t), bounds=(0.01, 1), method="bounded")
    plan = best_plan(job)
    assert plan.effort == pytest.approx(found.x, rel=1e-4)
    assert plan.profit == pytest.approx(-found.fun, rel=1e-9)


@pytest.mark.parametrize("tolerance", [0.4, 0.5, 0.6])
@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("noise_cv", 0.5, 0.7), ("effort_cost", 0.6, 0.8), ("reservation", 9.0, 10.0)],
)
def test_salary_share_rises_with_each(
    tolerance: float, name: str, low: float, high: float
) -> None:
    job = {"tolerance": tolerance, "noise_cv": 0.5, "effort_cost": 0.6}
    if tolerance == 0.6:
        job["reservation"] = 7.0
    few, many = (best_plan(SalesJob(**{**job, name: value})) for value in (low, high))
    assert many.salary_share > few.salary_share
    assert many.profit < few.profit
    assert many.effort < few.effort


def test_one_plan_for_all_loses_little() -> None:
    jobs = [
        SalesJob(base_sales=h, effect=k)
        for h, k in ((50.0, 9.0), (60.0, 10.0), (75.0, 11.0))
    ]
    plan = common_plan(jobs)
    assert 0 <= plan.loss < 0.05
    assert len(plan.quotas) == 3
    assert plan.quotas[0] < plan.quotas[1] < plan.quotas[2]
    assert 0 < plan.rate < 1
    assert plan.salary > 0


def test_what_cannot_work_says_so() -> None:
    with pytest.raises(UndefinedError, match="No plan both keeps this KAM"):
        best_plan(SalesJob(reservation=40.0))
    with pytest.raises(RefusedError, match="tolerance is 1; it must be"):
        SalesJob(tolerance=1.0)
    with pytest.raises(NotEnoughDataError, match="needs two KAMs or more; there is 1"):
        common_plan([SalesJob()])
