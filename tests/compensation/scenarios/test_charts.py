"""Pictures of possible years say in words what they show."""

from __future__ import annotations

import pytest

from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios import (
    Draws,
    Territories,
    attainment_chart,
    change_chart,
    cost_chart,
    draw_settings,
    pay_years,
    plan_cost,
    reached,
    winners_and_losers,
)
from kamlab.errors import RefusedError
from kamlab.presentation.formats import share, thousands


def test_pictures_name_their_largest_figures(
    polar_books: Territories, curve_plan: PayPlan, linear_plan: PayPlan
) -> None:
    draws = Draws(polar_books, draw_settings(n_sims=200))
    years = pay_years([linear_plan, curve_plan], draws)
    budget = years[0].budget
    fan = cost_chart(years, budget, "Cost")
    dearest = max((plan_cost(one, budget) for one in years), key=lambda cost: cost.p90)
    assert thousands(dearest.p90, "EUR") in fan.reading
    marks = attainment_chart(years[1], "Who reaches the quota")
    assert share(reached(years[1]).quota, 0) in marks.reading
    table = winners_and_losers(*years)
    slopes = change_chart(table, ("linear", "curve"), "EUR")
    assert str(table["kam_id"].iloc[0]) in slopes.reading
    assert f"of {len(table)} rise" in slopes.alt
    with pytest.raises(RefusedError, match="no plan to draw"):
        cost_chart([], 1.0, "Cost")
