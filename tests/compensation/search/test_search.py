"""The search: a known answer found again, and a frontier rather than one plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kamlab.compensation.behaviour import Job, Nature, best_rate
from kamlab.compensation.scenarios import (
    Accounts,
    Draws,
    Territories,
    alike,
    draw_settings,
)
from kamlab.compensation.search import (
    MEANING,
    RANGES,
    Worth,
    candidates,
    found_rate,
    frontier_chart,
    plan_with,
    search_plans,
    unbeaten,
    worth,
)
from kamlab.errors import (
    MissingPartError,
    NotEnoughDataError,
    RefusedError,
    UndefinedError,
)
from kamlab.presentation.formats import thousands
from kamlab.simulation import Incentives, make_world

WORLD = make_world()
USUAL = plan_with({})


def books() -> Territories:
    """Six KAMs alike, ten accounts each, a margin of two fifths."""
    team = alike(6, 4)
    kam = np.repeat(np.arange(6), 10)
    ids = np.array([f"A{k}" for k in range(60)], dtype=object)
    return replace(
        team,
        ratios={"gross_margin": np.full(6, 0.4)},
        active=np.full(6, 10.0),
        other_quotas={"active_accounts": np.full((6, 4), 9.5)},
        accounts=Accounts(ids, kam, np.full(60, 0.1), np.full(60, 0.1)),
    )


DRAWS = Draws(books(), draw_settings(n_sims=100))


@pytest.mark.parametrize(
    "job",
    [
        Job(margin=0.3),
        Job(margin=0.3, risk_aversion=2),
        Job(margin=0.3, noise_variance=4),
        Job(risk_aversion=2, noise_variance=0.5),
        Job(risk_aversion=0.5, effort_cost=2, noise_variance=4),
        Job(risk_aversion=0.0),
        Job(noise_variance=0.0),
    ],
)
def test_the_search_finds_the_best_rate_within_one_per_cent(job: Job) -> None:
    for seed in (1, 2):
        assert found_rate(job, seed=seed) == pytest.approx(best_rate(job), rel=0.01)


def test_too_wild_a_job_is_not_simulated() -> None:
    with pytest.raises(NotEnoughDataError, match="simulation tells its price up to 3"):
        found_rate(Job(margin=5, effect=2, risk_aversion=3))
    with pytest.raises(RefusedError, match="n_sims is 5"):
        found_rate(Job(), n_sims=5)


def test_candidates_fill_their_ranges_and_make_plans() -> None:
    tried = candidates(64, ranges={"base_share": (0.7, 0.8)})
    assert list(tried) == list(RANGES) == list(MEANING)
    assert tried["base_share"].between(0.7, 0.8).all()
    low, high = RANGES["threshold"]
    assert tried["threshold"].min() < low + 0.05 * (high - low)
    assert tried.equals(candidates(64, ranges={"base_share": (0.7, 0.8)}))
    for figures in tried.head(8).to_dict("records"):
        plan = plan_with({str(k): float(v) for k, v in figures.items()})
        assert plan.base_share == figures["base_share"]
        assert sum(part.weight for part in plan.components) == pytest.approx(1)
    assert len(plan_with({"care_weight": 0.0, "margin_weight": 1.0}).components) == 1


def test_bad_ranges_and_figures_are_refused() -> None:
    with pytest.raises(RefusedError, match="did you mean 'threshold'"):
        candidates(8, ranges={"treshold": (0.5, 0.6)})
    with pytest.raises(RefusedError, match=r"must lie within 0\.5 to 0\.95"):
        candidates(8, ranges={"threshold": (0.9, 0.6)})
    with pytest.raises(RefusedError, match="1 plans cannot be tried"):
        candidates(1)
    with pytest.raises(RefusedError, match="no figure 'cap'"):
        plan_with({"cap": 1.0})
    with pytest.raises(RefusedError, match="These figures make no plan"):
        plan_with({"threshold": 1.2})


def test_the_usual_plan_is_worth_what_it_sells_less_its_pay() -> None:
    found = worth(USUAL, USUAL, DRAWS, WORLD, Nature(movable=0.0))
    assert isinstance(found, Worth)
    assert found.incentives == Incentives()
    kept = 0.95  # a tenth of the accounts leave, in the middle of the year on average
    assert found.contribution == pytest.approx(0.4 * 6e6 * kept, rel=0.05)
    assert found.contribution_after_pay == pytest.approx(found.contribution - found.pay)
    assert found.pay_p90 > found.pay
    assert found.lowest > 0


def test_care_keeps_accounts_and_steep_pay_sells() -> None:
    nature = Nature(movable=0.0, crowding=0.0)
    steep = worth(plan_with({"base_share": 0.5}), USUAL, DRAWS, WORLD, nature)
    flat = worth(plan_with({"base_share": 0.95}), USUAL, DRAWS, WORLD, nature)
    assert steep.contribution > flat.contribution
    assert steep.pay_risk > flat.pay_risk
    caring = plan_with({"care_weight": 0.5, "base_share": 0.5})
    careless = plan_with({"care_weight": 0.0, "base_share": 0.5})
    cared, not_cared = (
        worth(plan, USUAL, DRAWS, WORLD, nature).incentives
        for plan in (caring, careless)
    )
    assert cared.care_effort > not_cared.care_effort
    with pytest.raises(MissingPartError, match="gross margin of the books"):
        worth(USUAL, USUAL, Draws(alike(2)), WORLD)


def test_unbeaten_by_hand_and_against_every_pair() -> None:
    gain = np.array([5.0, 4.0, 6.0, 6.0, 9.0])
    risk = np.array([1.0, 2.0, 2.0, 3.0, 4.0])
    fit = np.array([True, True, True, True, False])
    assert unbeaten(gain, risk, fit).tolist() == [True, False, True, False, False]
    rng = np.random.default_rng(4)
    gain, risk = rng.random((2, 60))
    found = unbeaten(gain, risk, np.ones(60, dtype=bool))
    beaten = [
        (
            (gain >= gain[k])
            & (risk <= risk[k])
            & ((gain > gain[k]) | (risk < risk[k]))
        ).any()
        for k in range(60)
    ]
    assert (found == ~np.array(beaten)).all()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return search_plans(
        candidates(24), USUAL, DRAWS, WORLD, pay_budget=650_000, floor=50_000
    )


def test_the_frontier_keeps_to_budget_and_floor(table: pd.DataFrame) -> None:
    best = table[table["frontier"]].sort_values("pay_risk")
    assert len(best) >= 2
    assert (best["pay"] <= 650_000).all()
    assert (best["lowest"] >= 50_000).all()
    assert best["contribution_after_pay"].is_monotonic_increasing
    assert not table["within_budget"].all()
    chart = frontier_chart(table, "EUR")
    assert thousands(best["contribution_after_pay"].iloc[-1], "EUR") in chart.reading


def test_a_search_without_an_answer_says_how_near_it_came(table: pd.DataFrame) -> None:
    with pytest.raises(UndefinedError, match="None of 2 plans is within 1,000"):
        search_plans(candidates(2), USUAL, DRAWS, WORLD, pay_budget=1_000, floor=0)
    with pytest.raises(RefusedError, match="pay_budget is -1"):
        search_plans(candidates(2), USUAL, DRAWS, WORLD, pay_budget=-1, floor=0)
    with pytest.raises(RefusedError, match="no plan to try"):
        search_plans(pd.DataFrame(), USUAL, DRAWS, WORLD, pay_budget=1, floor=0)
    with pytest.raises(NotEnoughDataError, match="No plan is on the frontier"):
        frontier_chart(table.assign(frontier=False), "EUR")
