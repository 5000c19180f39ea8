"""Quota for a wanted share, and what the curve then costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.compensation.curve import Curve
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios import (
    Draws,
    alike,
    curve_cost,
    draw_settings,
    pay_years,
    quota_for_share,
    share_reaching,
)
from kamlab.errors import RefusedError


def test_the_figures_of_the_lesson_by_quadrature() -> None:
    assert share_reaching(1.0, 0.2) == pytest.approx(0.46, abs=0.005)
    factor = quota_for_share(0.65, 0.2)
    assert factor == pytest.approx(0.91, abs=0.005)
    assert curve_cost(Curve(), factor, 0.2) == pytest.approx(1.47, abs=0.005)
    assert curve_cost(None, factor, 0.2) == pytest.approx(1.10, abs=0.005)


def test_the_same_figures_by_simulation(
    curve_plan: PayPlan, linear_plan: PayPlan
) -> None:
    factor = quota_for_share(0.65, 0.2)
    draws = Draws(alike(50, quota_factor=factor), draw_settings(n_sims=4000, seed=5))
    curved, straight = pay_years([curve_plan, linear_plan], draws)
    assert (curved.attainment >= 1).mean() == pytest.approx(0.65, abs=0.01)
    assert curved.cost.mean() / curved.budget == pytest.approx(1.474, abs=0.02)
    assert straight.cost.mean() / straight.budget == pytest.approx(1.1007, abs=0.01)


@given(st.floats(0.05, 0.95), st.floats(0.02, 0.8))
def test_quota_and_share_are_each_others_reverse(share: float, cv: float) -> None:
    assert share_reaching(quota_for_share(share, cv), cv) == pytest.approx(share)


@given(st.floats(0.5, 1.5), st.floats(0.05, 0.8))
def test_proportional_pay_costs_mean_attainment(factor: float, cv: float) -> None:
    assert curve_cost(None, factor, cv) == pytest.approx(1 / factor, rel=1e-4)


def test_quadrature_agrees_with_adaptive_integration() -> None:
    from scipy.integrate import quad
    from scipy.stats import lognorm

    from kamlab.compensation.curve import payout
    from kamlab.compensation.scenarios.quota_level import log_spread

    s = log_spread(0.35)
    law = lognorm(s, scale=np.exp(-(s**2) / 2) / 0.95)
    curve = Curve(capped=True)
    value = quad(
        lambda x: law.pdf(x) * float(payout(x, curve)), 0, 8, points=[0.75, 1, 1.5]
    )[0]
    assert curve_cost(curve, 0.95, 0.35) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: share_reaching(0.0, 0.2), "factor is 0; it must be above 0"),
        (lambda: share_reaching(1.0, -0.2), "noise_cv"),
        (lambda: quota_for_share("65 %", 0.2), "'65 %'; it must be a number"),
        (lambda: quota_for_share(1.0, 0.2), "share is 1"),
        (lambda: curve_cost(None, 1.0, float("nan")), "noise_cv is nan"),
    ],
)
def test_bad_figures_are_refused(call: object, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        call()  # type: ignore[operator]
