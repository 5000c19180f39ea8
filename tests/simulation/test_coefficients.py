"""Every coefficient acts, and its first effect is where the causal story says."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest

from kamlab.simulation import SimulatedCompany, World, make_world, simulate
from kamlab.simulation.crm_noise import BLURRED
from kamlab.simulation.engine import run
from kamlab.simulation.ids import Ids
from kamlab.simulation.levers import NEUTRAL, USUAL, Incentives, Levers
from kamlab.simulation.setup import prepare
from kamlab.simulation.state import start_state
from kamlab.simulation.truth import hazard_truth

# visits do not answer the risk here, so that each cause shows alone
BASE: dict[str, Any] = {
    "seed": 3,
    "accounts": 80,
    "months": 14,
    "kams": 9,
    "cast": False,
    "visits_response": 0.0,
    "insolvency": 0.1,
}
LATE = {"late_share", "term_late", "tickets", "term_tickets", "hazard"}
NOBODY = {"breadth", "term_breadth", "visits", "term_visits", "hazard"}
# coefficient -> another value, and what differs in the first month that differs
HAZARD: dict[str, tuple[float, set[str]]] = {
    "loss_base": (-7.5, {"term_base", "hazard"}),
    "loss_late": (3.0, {"term_late", "hazard"}),
    "loss_ticket": (0.7, {"term_tickets", "hazard"}),
    "loss_champion": (1.7, {"term_champion", "hazard"}),
    "loss_breadth": (-0.7, {"term_breadth", "hazard"}),
    "loss_offer": (1.2, {"term_offer", "hazard"}),
    "loss_gap": (6.0, {"term_gap", "hazard"}),
    "loss_visits": (-0.5, {"term_visits", "hazard"}),
    "loss_tenure": (-0.1, {"term_tenure", "hazard"}),
    "loss_fragility": (1.2, {"term_fragility", "hazard"}),
    "late_1": (0.10, LATE),
    "late_2": (0.15, LATE),
    "late_3": (0.27, LATE),
    "home_share": (1.0, LATE),
    "gap_days": (20.0, LATE),
    "gap_noise": (0.33, LATE),
    "gap_sigma": (0.63, LATE - {"tickets", "term_tickets"}),
    "fade_gap": (0.5, {"late_share", "term_late"}),  # who fades has decided: hazard 0
    "tickets_base": (0.15, {"tickets", "term_tickets", "hazard"}),
    "tickets_late": (0.5, {"tickets", "term_tickets", "hazard"}),
    "ticket_hours": (90.0, {"term_tickets", "hazard"}),
    "quick_hours": (72.0, {"term_tickets", "hazard"}),
    "quick_factor": (0.75, {"term_tickets", "hazard"}),
    "contacts_extra": (1.8, {"breadth", "term_breadth", "hazard"}),
    "contacts_usual": (3.3, {"term_breadth", "hazard"}),
    "champion_leaves": (
        0.018,
        {"term_champion", "breadth", "term_breadth", "hazard"},
    ),
    "champion_memory": (9, {"term_champion", "hazard"}),
    "successor_months": (4, {"breadth", "term_breadth", "hazard"}),
    "visits_base": (0.3, {"visits", "term_visits", "hazard"}),
    "visits_response": (0.7, {"visits", "term_visits", "hazard"}),
    "visits_size": (0.4, {"visits", "term_visits", "hazard"}),
    "size_sigma": (2.1, {"visits", "term_visits", "hazard"}),
    "offer_rate": (0.06, {"term_offer", "hazard"}),
    "gap_mean": (0.03, {"gap", "term_gap", "hazard"}),
    "gap_sd": (0.06, {"gap", "term_gap", "hazard"}),
    "start_share": (1.0, {"accounts"}),
    "silent_share": (0.75, {"accounts"}),
    "insolvency": (0.3, {"accounts"}),
    "insolvency_lead": (4, {"accounts"}),
}
AMOUNTS = {"order_lines", "invoices"}
# coefficient -> another value, and the tables that must differ; no hazard does
BOOKS: dict[str, tuple[float, set[str]]] = {
    "account_revenue": (225_000.0, AMOUNTS | {"accounts", "quotas"}),
    "growth_sd": (0.09, AMOUNTS),
    "season_strength": (0.0, AMOUNTS),
    "order_noise": (0.5, AMOUNTS),
    "skill_gain": (0.2, AMOUNTS),
    "discount_step": (0.08, AMOUNTS | {"price_list"}),
    "power_size": (1.0, AMOUNTS | {"account_history"}),
    "column_rises": (1.0, AMOUNTS | {"account_history"}),
    "group_bias": (0.0, {"account_history", "quotas", "pay", "accounts", "activities"}),
    "handover": (1.0, {"account_history", "activities"}),
    "fade_breadth": (0.25, AMOUNTS),
    "tickets_demanding": (0.45, {"tickets"}),
    "demanding_share": (0.3, {"tickets"}),
    "calls_mean": (1.2, {"activities"}),
    "hidden_contacts": (1.5, {"contacts", "contact_history"}),
    "offer_known": (1.0, {"competitor_offers"}),
    "offer_bite": (0.25, AMOUNTS),
    "bite_size": (0.6, AMOUNTS),
    "unit_cost": (0.7, {"order_lines", "products"}),
    "returned": (0.06, {"returns"}),
    "credited": (0.02, {"order_lines"}),
    "service_variable": (0.12, {"account_costs"}),
    "service_spread": (1.0, {"account_costs"}),
    "service_fixed": (0.12, {"account_costs"}),
    "service_power": (0.8, {"account_costs"}),
    "rebate_top": (0.08, {"account_costs"}),
    "contribution_share": (0.2, {"account_costs"}),
    "crm_missing": (0.2, set(BLURRED)),
    "crm_wrong": (0.2, set(BLURRED)),
}
ELSEWHERE = {
    "save_strength": 0.8,
    "save_centre": 0.9,
    "save_width": 0.2,
    "effort_gain": 0.5,
    "pull_days": 5,
    "pull_discount": 0.2,
    "discount_demand": 3.0,
}
# coefficient -> what happens, another value, and what differs first
SHOCKS: dict[str, tuple[dict[str, float], float, set[str]]] = {
    "pillar_leaves": ({}, 6, set()),  # the decision alone; it is gone a month later
    "war_begins": ({}, 4, {"gap", "term_gap", "term_offer", "hazard"}),
    "war_gap": ({"war_begins": 4}, 0.1, {"gap", "term_gap", "hazard"}),
    "war_offers": ({"war_begins": 4}, 0.3, {"term_offer", "hazard"}),
    "crisis_begins": ({}, 5, LATE),
    "crisis_months": ({"crisis_begins": 5}, 2, LATE),
    "crisis_late": ({"crisis_begins": 5}, 0.5, LATE),
    "crisis_hours": ({"crisis_begins": 5}, 8.0, {"term_tickets", "hazard"}),
    "kam_leaves": ({}, 5, NOBODY),
    "kam_vacancy": ({"kam_leaves": 5}, 1, NOBODY),
}
SIZES = {"seed", "accounts", "months", "start_year", "kams"}
KEYS = ["account_id", "month"]


@cache
def truth(**moved: float) -> pd.DataFrame:
    """Give the truth about months, with some coefficients moved."""
    setup = prepare(make_world(**{**BASE, **moved}))
    ids = Ids(setup)
    months = run(setup, start_state(setup), NEUTRAL, USUAL)
    parts = [pd.DataFrame(hazard_truth(setup, ids, month)) for month in months]
    return pd.concat(parts, ignore_index=True)


@cache
def books(name: str = "", value: float = 0) -> SimulatedCompany:
    return simulate(make_world(**{**BASE, **({name: value} if name else {})}))


def test_each_coefficient_has_its_story() -> None:
    numbers = {n for n, f in World.model_fields.items() if f.annotation in (int, float)}
    assert numbers == {*HAZARD, *BOOKS, *SHOCKS, *ELSEWHERE, *SIZES}


@pytest.mark.parametrize("name", HAZARD)
def test_the_first_effect_on_the_hazard_is_where_the_story_says(name: str) -> None:
    value, told = HAZARD[name]
    assert first_effect(truth(), truth(**{name: value}))[1] == told


@pytest.mark.parametrize("name", SHOCKS)
def test_an_event_begins_on_its_day(name: str) -> None:
    given, value, told = SHOCKS[name]
    first, found = first_effect(truth(**given), truth(**{**given, name: value}))
    assert found == told
    if not given:
        begins = pd.Timestamp("2023-01-01") + pd.DateOffset(months=int(value) - 1)
        assert first == begins


def first_effect(one: pd.DataFrame, two: pd.DataFrame) -> tuple[pd.Timestamp, set[str]]:
    """Give the first month that differs, and which columns differ in it."""
    both = one.merge(two, on=KEYS, how="outer", suffixes=("", "_other"))
    columns = [c for c in one if c not in KEYS]
    differs = pd.DataFrame(
        {c: both[c].fillna(-9) != both[f"{c}_other"].fillna(-9) for c in columns}
    )
    first = both.loc[differs.any(axis=1), "month"].min()
    here = both["month"] == first
    found = {c for c in columns if (differs[c] & here).any()}
    if both.loc[here, ["hazard", "hazard_other"]].isna().any(axis=None):
        found = {"accounts"}  # somebody is there in one of the two only
    return first, found - {"decides"}


@pytest.mark.parametrize("name", BOOKS)
def test_what_moves_no_hazard_moves_its_own_tables_only(name: str) -> None:
    value, told = BOOKS[name]
    one, two = books(), books(name, value)
    assert two.truth["months"].equals(one.truth["months"])
    found = {n for n, frame in one.tables.items() if not frame.equals(two.tables[n])}
    assert told <= found
    if told & (AMOUNTS | {"returns"}):  # trade moves pay, and the service solved for it
        found -= {"account_costs", "returns", "pay", "quotas"} - told
    assert found == told


@pytest.mark.parametrize("name", [n for n in ELSEWHERE if n.startswith("save")])
def test_save_calls_alone_are_moved_by_their_coefficients(name: str) -> None:
    one, two = books(), books(name, ELSEWHERE[name])
    for table in one.tables:
        assert one.tables[table].equals(two.tables[table]), table
    same = [c for c in one.truth["actions"] if c != "save_call"]
    assert one.truth["actions"][same].equals(two.truth["actions"][same])
    assert not one.truth["actions"]["save_call"].equals(
        two.truth["actions"]["save_call"]
    )


EFFORT = ("effort_gain", "pull_days", "pull_discount", "discount_demand")


@pytest.mark.parametrize("name", EFFORT)
def test_what_effort_does_shows_under_other_incentives_only(name: str) -> None:
    worlds = [make_world(**BASE), make_world(**{**BASE, name: ELSEWHERE[name]})]
    pushed = Incentives(volume_effort=2.0, pull_forward=1.0, extra_discount=0.05)
    for incentives, same in ((USUAL, True), (pushed, False)):
        lines = [
            simulate(world, Levers(), incentives).tables["order_lines"]
            for world in worlds
        ]
        assert lines[0].equals(lines[1]) is same
