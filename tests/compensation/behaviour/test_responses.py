"""Deals across a deadline, what plans make KAMs do, and the company under them."""

from __future__ import annotations

import numpy as np
import pytest

from kamlab.compensation.behaviour import (
    Nature,
    Played,
    Response,
    Stakes,
    Timing,
    pay_of_year,
    play_plan,
    respond,
    spike_chart,
    stakes,
    timing,
)
from kamlab.compensation.curve import Curve
from kamlab.compensation.library import find_plan
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.scenarios import Draws, alike, draw_settings
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.presentation.formats import share
from kamlab.simulation import Incentives, make_world, simulate

WORLD = make_world(seed=11, accounts=60, months=24)
FLAT = Rates(mode="flat", tiers=(Step(start=0.0, rate=1.0),))


def plan_of(base_share: float = 0.7, **more: object) -> PayPlan:
    part = Component(name="Sales", measure="revenue", weight=1.0, **more)
    words = dict.fromkeys(("name", "title", "purpose", "used_by"), "test")
    return PayPlan(
        **words,
        ote=100_000.0,
        base_share=base_share,
        mix_binds=True,
        components=(part,),
    )


DRAWS = Draws(alike(10, 4), draw_settings(n_sims=400))


# ---------------------------------------------------------------- timing


def test_a_threshold_makes_a_spike_and_proportion_none() -> None:
    straight, steep = timing(None), timing(Curve())
    assert isinstance(steep, Timing)
    assert straight.last_month_share == pytest.approx(0.333, abs=0.005)
    assert straight.lost == straight.pulled == 0
    assert 0.36 < steep.last_month_share < 0.41
    assert steep.low > straight.high
    assert 0.003 < steep.lost < 0.007
    assert sum(steep.by_month) == pytest.approx(1)


def test_putting_off_hides_the_spike_and_reach_widens_it() -> None:
    both = timing(Curve(), put_off=True)
    assert both.pushed > 0
    assert both.last_month_share < 0.35
    wide = timing(Curve(), reach=3)
    assert wide.last_month_share > timing(Curve()).last_month_share + 0.05
    still = timing(Curve(), reach=0)
    assert still.pulled == 0


def test_timing_refuses_what_it_cannot_play() -> None:
    with pytest.raises(NotEnoughDataError, match="two KAMs and two quarters"):
        timing(None, kams=1)
    with pytest.raises(RefusedError, match="deals move by 0 to 3 months"):
        timing(None, reach=4)
    with pytest.raises(RefusedError, match="discount is 8; it must be 0 to 1"):
        timing(None, discount=8)


def test_the_picture_names_the_spike() -> None:
    found = {"linear plan": timing(None), "threshold plan": timing(Curve())}
    chart = spike_chart(found, "Bookings by month")
    assert share(found["threshold plan"].last_month_share) in chart.reading
    with pytest.raises(RefusedError, match="one to three plans"):
        spike_chart({}, "Nothing")


# ---------------------------------------------------------------- response


def test_slope_of_a_linear_plan_is_its_rate() -> None:
    found = stakes(plan_of(rates=FLAT), DRAWS)
    assert isinstance(found, Stakes)
    assert found.per_euro == pytest.approx(30_000 / 1e6, rel=1e-3)
    assert found.care == 0
    steep = stakes(plan_of(), DRAWS)
    assert steep.per_euro > found.per_euro
    assert steep.volatility > found.volatility


def test_the_usual_plan_leaves_efforts_as_they_are() -> None:
    usual = plan_of(rates=FLAT)
    found = respond(usual, usual, DRAWS)
    assert isinstance(found, Response)
    assert found.incentives == Incentives()
    assert "times" in found.words[0]


def test_more_pay_at_stake_moves_effort_from_care_to_volume() -> None:
    usual, bold = plan_of(0.7, rates=FLAT), plan_of(0.4, rates=FLAT)
    found = respond(bold, usual, DRAWS, Nature(crowding=0.4)).incentives
    assert found.volume_effort > 1.3
    assert found.care_effort < 0.9
    alone = respond(bold, usual, DRAWS, Nature(crowding=0.0)).incentives
    assert alone.care_effort == 1
    assert alone.volume_effort == pytest.approx(1 + 0.5 * 1.0)  # twice the slope
    idle = respond(bold, usual, DRAWS, Nature(unpaid=1.0)).incentives
    assert idle.volume_effort == 1


def test_ratchet_discount_and_deadline_follow_the_plan() -> None:
    usual, curved = plan_of(rates=FLAT), plan_of()
    ratcheted = respond(usual, usual, DRAWS, Nature(ratchet=0.5))
    assert ratcheted.incentives.volume_effort < 0.7
    assert any("quota" in sentence for sentence in ratcheted.words)
    freely = Nature(price_authority=0.2, discount_demand=4.0)
    assert respond(usual, usual, DRAWS, freely).incentives.extra_discount == 0.2
    inelastic = Nature(price_authority=0.2, discount_demand=1.0)
    assert respond(usual, usual, DRAWS, inelastic).incentives.extra_discount == 0
    assert respond(usual, usual, DRAWS).incentives.pull_forward == 0
    pulled = respond(curved, usual, DRAWS).incentives
    assert 0.05 < pulled.pull_forward <= 0.5
    assert pulled.deadline_months == 3
    yearly = curved.model_copy(update={"settlement": "year"})
    assert respond(yearly, usual, DRAWS).incentives.deadline_months == 12


def test_a_usual_plan_without_slope_compares_with_nothing() -> None:
    words = dict.fromkeys(("name", "title", "purpose", "used_by"), "test")
    kept = Component(
        name="Kept", measure="retention", weight=1.0, rates=FLAT, quota=1.0
    )
    care = PayPlan(**words, ote=1e5, base_share=0.7, components=(kept,))
    with pytest.raises(UndefinedError, match="pays nothing for one more euro"):
        respond(plan_of(), care, DRAWS)


# ---------------------------------------------------------------- the company


@pytest.fixture(scope="module")
def played() -> dict[str, Played]:
    plan = find_plan("three_plans")
    pushed = Incentives(volume_effort=1.4, care_effort=0.4, pull_forward=0.6)
    cheap = Incentives(extra_discount=0.05)
    return {
        name: play_plan(WORLD, plan, incentives, year=2023)
        for name, incentives in (
            ("usual", Incentives()),
            ("pushed", pushed),
            ("cheap", cheap),
        )
    }


@pytest.mark.slow
def test_effort_sells_and_discounts_cost(played: dict[str, Played]) -> None:
    usual, pushed, cheap = (played[name] for name in ("usual", "pushed", "cheap"))
    assert pushed.revenue > 1.05 * usual.revenue
    assert pushed.last_month_share > usual.last_month_share + 0.005
    assert pushed.losses >= usual.losses
    assert cheap.discount_share == pytest.approx(usual.discount_share + 0.04, abs=0.01)
    assert cheap.contribution < usual.contribution
    assert pushed.variable > usual.variable
    for one in played.values():
        after = one.contribution - one.variable - one.base
        assert one.contribution_after_pay == pytest.approx(after)
        assert one.next_year_revenue > 0
        assert one.missing_parts == ()


@pytest.mark.slow
def test_pay_of_a_year_is_the_engines(played: dict[str, Played]) -> None:
    firm = simulate(WORLD).company()
    variable, base = pay_of_year(firm, find_plan("three_plans"), 2023)
    assert variable.sum() == pytest.approx(played["usual"].variable)
    assert base.sum() == pytest.approx(played["usual"].base)
    assert (np.round(variable, 2) == variable).all()


def test_a_year_outside_is_refused() -> None:
    with pytest.raises(RefusedError, match="runs from 2023 to 2024"):
        play_plan(WORLD, find_plan("three_plans"), Incentives(), year=2030)
