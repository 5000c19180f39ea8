"""Plans on possible years: cost, attainment, incomes, winners and losers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kamlab.compensation.engine import payouts
from kamlab.compensation.library import find_plan
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.scenarios import (
    Cost,
    Draws,
    Reached,
    Territories,
    Years,
    alike,
    draw_settings,
    incomes,
    pay_years,
    plan_cost,
    reached,
    safe_income,
    winners_and_losers,
)
from kamlab.errors import MissingPartError, RefusedError, UndefinedError

FEW = draw_settings(n_sims=300)


def test_years_are_what_the_engine_pays(curve_plan: PayPlan) -> None:
    draws = Draws(alike(6, 4), FEW)
    years = pay_years([curve_plan], draws)[0]
    revenue = np.concatenate([block.revenue for block in draws.blocks()])
    team = draws.team
    columns = {
        "revenue": revenue,
        "quota_revenue": team.quota,
        "target_variable": team.target,
    }
    paid = payouts(curve_plan, columns, periods=team.periods, totals=True)
    assert np.array_equal(years.variable, paid)
    assert np.allclose(years.revenue, revenue.sum(axis=(1, 2)))
    assert isinstance(years, Years)


def test_two_plans_are_paid_on_the_same_years(
    curve_plan: PayPlan, linear_plan: PayPlan
) -> None:
    draws = Draws(alike(6, 4), FEW)
    both = pay_years([curve_plan, linear_plan], draws)
    alone = pay_years([linear_plan], draws)[0]
    assert np.array_equal(both[1].variable, alone.variable)
    assert np.array_equal(both[0].attainment, both[1].attainment)


def test_cost_against_a_budget(linear_plan: PayPlan) -> None:
    settings = draw_settings(n_sims=2000, market_share=1.0, skill_share=0.0)
    years = pay_years([linear_plan], Draws(alike(10), settings))[0]
    cost = plan_cost(years)
    assert isinstance(cost, Cost)
    assert cost.p10 < cost.p50 < cost.p90
    assert cost.budget == pytest.approx(300_000)
    assert cost.p50 / cost.budget == pytest.approx(np.exp(-0.0196), abs=0.02)
    assert cost.over_budget == pytest.approx(0.46, abs=0.03)
    assert cost.cost_of_sales == pytest.approx(0.1, abs=0.002)
    assert plan_cost(years, 0.0).over_budget == 1
    with pytest.raises(RefusedError, match="budget is -5; it must be at least 0"):
        plan_cost(years, -5.0)


def test_marks_of_attainment(curve_plan: PayPlan) -> None:
    years = pay_years([curve_plan], Draws(alike(10), draw_settings(n_sims=3000)))[0]
    found = reached(years)
    assert isinstance(found, Reached)
    assert found.quota == pytest.approx(0.46, abs=0.02)
    assert found.threshold > found.quota > found.excellence
    assert found.wanted == (0.90, 0.65, 0.10)
    blank = pay_years([curve_plan], Draws(alike(2).with_quota([[np.nan]] * 2), FEW))[0]
    assert blank.cost.sum() == 0
    with pytest.raises(MissingPartError, match="No KAM has a sales quota"):
        reached(blank)


def test_safe_income_by_hand_and_in_the_limit() -> None:
    swings = np.array([[50.0, 100.0], [200.0, 100.0]])
    assert safe_income(swings, 0.0).tolist() == [125.0, 100.0]
    assert safe_income(swings, 1.0).round(9).tolist() == [100.0, 100.0]
    assert safe_income(swings, 2.0)[0] == pytest.approx(80.0)  # the harmonic mean
    assert safe_income(1e9 * swings, [2.0, 20.0])[0] == pytest.approx(80e9)
    with pytest.raises(UndefinedError, match="income of 0 or below"):
        safe_income([[0.0], [1.0]], 2.0)
    with pytest.raises(RefusedError, match="risk_aversion is -1"):
        safe_income(swings, -1.0)


def test_swings_cost_more_the_less_a_kam_likes_them(curve_plan: PayPlan) -> None:
    years = pay_years([curve_plan], Draws(alike(4, 4), FEW))[0]
    mild, strong = (incomes(years, gamma) for gamma in (1.0, 4.0))
    assert (strong["price_of_risk"] > 2 * mild["price_of_risk"]).all()
    assert (mild["volatility"] > 0).all()
    assert (mild["p10"] < mild["safe"]).all()
    approximate = 4 / 2 * strong["volatility"] ** 2 * strong["mean"]
    assert np.allclose(strong["price_of_risk"], approximate, rtol=0.35)


def test_winners_and_losers_by_hand(curve_plan: PayPlan, linear_plan: PayPlan) -> None:
    team = alike(2)
    team = replace(team, quota=team.quota * np.array([[2.0], [0.8]]))
    straight, curved = pay_years([linear_plan, curve_plan], Draws(team, FEW))
    table = winners_and_losers(straight, curved).set_index("kam_id")
    assert table.loc["KAM 1", "change"] < 0 < table.loc["KAM 2", "change"]
    assert table.loc["KAM 2", "better"] > 0.8
    assert (table["low"] < table["change"]).all()
    other = pay_years([curve_plan], Draws(team, draw_settings(n_sims=300, seed=9)))[0]
    with pytest.raises(RefusedError, match="different years or KAMs"):
        winners_and_losers(straight, other)


@pytest.mark.parametrize(
    "name", ["three_plans", "key_account_80_20", "percent_of_deal"]
)
def test_shipped_plans_are_paid_on_the_books_of_polar(
    name: str, polar_books: Territories
) -> None:
    years = pay_years([find_plan(name)], Draws(polar_books, FEW))[0]
    assert (years.variable >= 0).all()
    assert years.cost.mean() > 0
    assert (years.base > 0).all()


def test_what_the_books_do_not_tell_is_named(curve_plan: PayPlan) -> None:
    part = Component(name="Cash", measure="collected_cash", weight=1.0)
    on_cash = curve_plan.model_copy(update={"components": (part,)})
    with pytest.raises(MissingPartError, match="'collected_cash', which these books"):
        pay_years([on_cash], Draws(alike(2), FEW))
    with pytest.raises(RefusedError, match="Name a plan"):
        pay_years([], Draws(alike(2), FEW))
