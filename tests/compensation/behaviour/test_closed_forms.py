"""Closed forms of incentive theory, held against published numbers and by search."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.compensation.behaviour import (
    Job,
    TwoTasks,
    best_rate,
    best_two_rates,
    chosen_discount,
    linear_contract,
    ratchet,
    slope_left,
    two_outcome_pay,
)
from kamlab.compensation.behaviour.discount import sold_at
from kamlab.compensation.behaviour.multitask import efforts, paid_by
from kamlab.errors import RefusedError, UndefinedError

positive = st.floats(0.05, 20)


def test_rates_of_the_exercise() -> None:
    rates = [
        best_rate(Job(margin=0.3, risk_aversion=r, noise_variance=v))
        for r, v in ((1, 1), (2, 1), (1, 4))
    ]
    assert rates == pytest.approx([0.15, 0.10, 0.06])


@pytest.mark.parametrize(
    ("r", "c", "variance", "wanted"),
    [(2, 1, 0.5, (0.5, 0.5, 0.25, 0.0)), (0.5, 2, 4, (0.2, 0.1, 0.05, 0.03))],
)
def test_holmstrom_and_milgrom(
    r: float, c: float, variance: float, wanted: tuple[float, ...]
) -> None:
    plan = linear_contract(Job(risk_aversion=r, effort_cost=c, noise_variance=variance))
    assert (plan.rate, plan.effort, plan.surplus, plan.fixed) == pytest.approx(wanted)


@given(positive, positive, positive, positive, positive)
def test_no_other_rate_leaves_more(
    m: float, k: float, c: float, r: float, variance: float
) -> None:
    job = Job(m, k, c, r, variance)
    best = linear_contract(job)
    for factor in (0.9, 0.99, 1.01, 1.1):
        other = linear_contract(job, best.rate * factor)
        assert other.surplus <= best.surplus + 1e-12 * abs(best.surplus)
    assert linear_contract(job, 0.0).surplus <= best.surplus


@given(positive, positive)
def test_without_risk_the_kam_gets_the_whole_margin(m: float, c: float) -> None:
    assert best_rate(Job(margin=m, effort_cost=c, noise_variance=0)) == m
    assert best_rate(Job(margin=m, effort_cost=c, risk_aversion=0)) == m
    first_best = linear_contract(Job(effort_cost=c, risk_aversion=0)).surplus
    assert first_best == pytest.approx(1 / (2 * c))


def test_the_salary_just_keeps_the_kam() -> None:
    job = Job(2, 3, 1.5, 0.7, 2, reservation=5)
    plan = linear_contract(job)
    sold = job.effect * plan.effort
    toil = job.effort_cost * plan.effort**2 / 2
    assert plan.fixed + plan.rate * sold - toil - plan.risk_premium == pytest.approx(5)


def test_two_outcomes() -> None:
    given_ = {"effort_cost": 2, "hard": 0.8, "easy": 0.4, "reservation": 10}
    pay = two_outcome_pay(**given_)
    assert (pay.good, pay.bad, pay.expected) == pytest.approx((13, 8, 12))
    doubts = two_outcome_pay(**given_, believed=0.7)
    assert (doubts.good, doubts.bad) == pytest.approx((14, 22 / 3))
    assert doubts.expected == pytest.approx(12.667, abs=1e-3)
    with pytest.raises(UndefinedError, match="no pay makes hard work"):
        two_outcome_pay(**given_, believed=0.4)


def test_one_task_is_the_linear_contract() -> None:
    alone = best_two_rates(TwoTasks(crowding=0.0, care_value=0.0))
    assert alone.volume_rate == pytest.approx(best_rate(Job()))
    assert alone.surplus == pytest.approx(linear_contract(Job()).surplus)


def test_care_that_is_not_measured_weakens_pay_for_volume() -> None:
    blind = best_two_rates(TwoTasks(care_value=0.5))
    seen = best_two_rates(TwoTasks(care_value=0.5, care_variance=0.5))
    alone = best_two_rates(TwoTasks(care_value=0.0, crowding=0.0))
    assert blind.volume_rate < alone.volume_rate
    assert blind.care_rate == 0 < seen.care_rate
    assert seen.surplus > blind.surplus
    steep = paid_by(TwoTasks(care_value=0.5), 2 * blind.volume_rate)
    assert steep.care < blind.care < 0  # more volume, less care than unpaid
    assert steep.surplus < blind.surplus


@given(st.floats(0, 0.9), st.floats(0, 3), st.floats(0.1, 5), st.floats(0.1, 5))
def test_no_other_two_rates_leave_more(
    crowding: float, care: float, v1: float, v2: float
) -> None:
    job = TwoTasks(1.0, care, v1, v2, crowding)
    best = best_two_rates(job)
    for d1, d2 in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
        other = paid_by(job, best.volume_rate + d1, best.care_rate + d2)
        assert other.surplus <= best.surplus + 1e-9
    blind = best_two_rates(TwoTasks(1.0, care, v1, math.inf, crowding))
    nearly = best_two_rates(TwoTasks(1.0, care, v1, 1e9, crowding))
    assert blind.volume_rate == pytest.approx(nearly.volume_rate, abs=1e-6)


def test_efforts_solve_the_kams_problem() -> None:
    job = TwoTasks(crowding=0.6, effort_cost=2.0)
    volume, care = efforts(job, 0.7, 0.2)
    assert 2 * (volume + 0.6 * care) == pytest.approx(0.7)
    assert 2 * (care + 0.6 * volume) == pytest.approx(0.2)


def test_discount_under_revenue_and_margin_pay() -> None:
    greedy, shared = (chosen_discount(basis=b) for b in ("revenue", "gross_margin"))
    assert greedy.discount == pytest.approx(0.20)
    assert shared.discount == pytest.approx(0.0667, abs=1e-4)
    assert greedy.margin_lost == pytest.approx(0.206, abs=5e-4)
    assert shared.margin_lost == 0
    assert chosen_discount(elasticity=0.8).discount == 0
    with pytest.raises(RefusedError, match="did you mean 'gross_margin'"):
        chosen_discount(basis="gros_margin")


@given(st.floats(0.2, 8), st.floats(0.1, 0.95), st.floats(0.05, 0.5))
def test_no_discount_leaves_more_margin(e: float, cost: float, limit: float) -> None:
    best = chosen_discount(
        basis="gross_margin", elasticity=e, unit_cost=cost, limit=limit
    )
    tried = np.linspace(0, limit, 101)
    margins = (1 - tried - cost) * sold_at(tried, e)
    assert margins.max() <= best.margin + 1e-6 * abs(best.margin)


def test_ratchet_of_the_exercise() -> None:
    assert ratchet(100, [130] * 3, 0.5) == [115, 122.5, 126.25]
    assert ratchet(100, [130, 90], 0.0) == [100, 100]


@given(st.floats(0.01, 1), st.floats(0.1, 0.99), st.integers(1, 30))
def test_slope_left_is_what_one_more_euro_earns(
    share: float, patience: float, periods: int
) -> None:
    usual = [100.0] * (periods + 1)
    more = [101.0, *usual[1:]]
    earned = [
        sum(
            patience**t * (sold - quota)
            for t, (sold, quota) in enumerate(
                zip(sales, [100.0, *ratchet(100, sales, share)], strict=False)
            )
        )
        for sales in (usual, more)
    ]
    assert earned[1] - earned[0] == pytest.approx(slope_left(share, patience, periods))
    forever = slope_left(share, patience)
    assert forever <= slope_left(share, patience, periods) + 1e-12
    assert slope_left(share, patience, 1000) == pytest.approx(forever, abs=1e-3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Job(effort_cost=0), "effort_cost is 0; it must be above 0"),
        (lambda: Job(margin="0.3"), "margin is '0.3'; it must be a number"),
        (lambda: Job(noise_variance=-1), "noise_variance is -1"),
        (lambda: linear_contract(Job(), -0.1), "rate is -0.1"),
        (lambda: TwoTasks(crowding=1.0), "crowding is 1; it must be 0 to 0.999"),
        (lambda: paid_by(TwoTasks(), 0.1, 0.1), "care_rate is 0.1"),
        (lambda: ratchet(0, [1], 0.5), "quota is 0"),
        (lambda: ratchet(1, [1], 1.5), "share is 1.5; it must be 0 to 1"),
        (lambda: chosen_discount(limit=1.0), "limit is 1"),
        (lambda: two_outcome_pay(effort_cost=1, hard=8, easy=0, reservation=0), "hard"),
    ],
)
def test_bad_figures_are_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        call()
