from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.churn.decision import Saved, compare_rules, who_to_save
from kamlab.errors import RefusedError


def table_of(rows: list[tuple[float, ...]]) -> pd.DataFrame:
    names = ["probability", "value", "effect", "cost", "hours"]
    return pd.DataFrame(rows, columns=names, dtype="float64")


THREE = table_of(
    [(0.6, 200, 0.05, 20, 1), (0.3, 300, 0.2, 20, 1), (0.1, 900, 0.05, 20, 1)]
).assign(account=list("PQR"))


def test_exercise_8_5() -> None:
    plan = who_to_save(THREE)
    assert plan.chosen["account"].tolist() == ["Q", "R"]
    assert plan.gain == pytest.approx(65) and (plan.hours, plan.money) == (2, 40)
    assert plan.true_gain is None
    text = plan.sentence("EUR")
    assert "2 accounts of 3 (most gained by the action first): Q, R." in text
    assert "2 hours and 40.00 EUR. Expected gain 65.00 EUR." in text


def test_a_rule_that_looks_at_risk_saves_the_wrong_one() -> None:
    table = THREE.assign(true_effect=THREE["effect"])
    found = compare_rules(table, hours=1).set_index("rule")
    assert found["accounts"].tolist() == [1, 1, 1, 1]
    assert found["true_gain"].to_dict() == pytest.approx(
        {"risk": -10, "value": -10, "uplift": 40, "true": 40}
    )
    assert "true" not in compare_rules(THREE, hours=1)["rule"].tolist()


def best_by_hand(table: pd.DataFrame, hours: float, money: float) -> float:
    gain = (table["effect"] * table["value"] - table["cost"]).to_numpy()
    take = table[["hours", "cost"]].to_numpy()
    return max(
        float(gain @ picked)
        for picked in map(np.array, product((0, 1), repeat=len(table)))
        if (picked @ take <= [hours, money]).all()
    )


@pytest.mark.parametrize("seed", range(12))
def test_against_every_possible_set(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 10
    table = pd.DataFrame(
        {
            "probability": rng.random(n),
            "value": rng.lognormal(6, 1, n),
            "effect": rng.normal(0.1, 0.1, n),
            "cost": rng.uniform(0, 50, n),
            "hours": rng.integers(0, 6, n).astype(float),
        }
    )
    hours, money = float(rng.integers(0, 12)), float(rng.uniform(0, 150))
    plan = who_to_save(table, hours=hours, money=money)
    assert plan.gain == pytest.approx(best_by_hand(table, hours, money), abs=1e-6)
    within(plan, hours, money)


def within(plan: Saved, hours: float, money: float) -> None:
    """The figures are exact: not even the solver's tolerance is overspent."""
    assert plan.hours is not None
    assert plan.hours <= hours * (1 + 1e-9) and plan.money <= money * (1 + 1e-9)


def test_not_a_cent_beyond_the_budget() -> None:
    """Over by less than the solver's tolerance is over all the same."""
    table = table_of([(0.5, 1000, 0.5, 50, 1), (0.5, 1000, 0.5, 50.00003, 1)])
    assert who_to_save(table, money=100).chosen.index.tolist() == [0]
    assert len(who_to_save(table, money=100.00003).chosen) == 2


row = st.tuples(
    st.floats(0, 1),
    st.floats(0, 1e4),
    st.floats(-0.3, 0.6),
    st.floats(0, 300),
    st.floats(0, 10),
)


@settings(max_examples=40)
@given(st.lists(row, min_size=1, max_size=8), st.floats(0, 20), st.floats(0, 500))
def test_more_budget_never_brings_less(rows, hours: float, money: float) -> None:
    table = table_of(rows)
    plan = who_to_save(table, hours=hours, money=money)
    within(plan, hours, money)
    more = who_to_save(table, hours=hours + 2, money=money + 50)
    free = who_to_save(table)
    assert plan.gain is not None and more.gain is not None and free.gain is not None
    slack = 1e-5 * max(free.gain, 1)
    assert -1e-9 <= plan.gain <= more.gain + slack <= free.gain + 2 * slack


@settings(max_examples=25)
@given(st.lists(row, min_size=1, max_size=8), st.floats(0.1, 100))
def test_money_in_another_unit_chooses_the_same(rows, times: float) -> None:
    table = table_of(rows)
    other = table.assign(value=table["value"] * times, cost=table["cost"] * times)
    one = who_to_save(table, hours=8, money=200)
    two = who_to_save(other, hours=8, money=200 * times)
    assert one.gain is not None
    assert two.gain == pytest.approx(one.gain * times, rel=1e-5, abs=1e-5 * times)


def test_a_budget_of_nothing_saves_nobody_who_costs_something() -> None:
    plan = who_to_save(THREE, money=0)
    assert not plan.table["chosen"].any()
    assert "Nobody of 3 accounts" in plan.sentence()
    free = who_to_save(THREE.assign(cost=0.0), money=0)
    assert free.chosen["account"].tolist() == ["Q", "R", "P"]


def test_hours_stay_out_of_it_where_nobody_gave_any() -> None:
    plan = who_to_save(THREE.drop(columns="hours"), money=20, by="risk")
    assert plan.hours is None and plan.chosen["account"].tolist() == ["P"]
    assert "They take 20.00 EUR" in plan.sentence("EUR")
    one = who_to_save(THREE, hours=1)
    assert "1 hour and 20.00" in one.sentence()


def test_many_accounts_are_named_in_part() -> None:
    many = pd.concat([THREE.iloc[[1]]] * 7, ignore_index=True)
    many = many.assign(true_effect=0.1)
    text = who_to_save(many).sentence("EUR")
    assert "and 2 more" in text and "true gain 70.00 EUR" in text
    effectless = who_to_save(many.drop(columns="effect"), by="value").sentence("EUR")
    assert "True gain 70.00 EUR" in effectless and "Expected" not in effectless


def test_hundreds_of_accounts_stay_within_the_budget(rng) -> None:
    n = 500
    rows = zip(
        rng.random(n),
        rng.lognormal(8, 1, n),
        rng.normal(0.02, 0.02, n),
        rng.uniform(20, 200, n),
        rng.uniform(1, 6, n),
        strict=True,
    )
    table = table_of(list(rows))
    plan = who_to_save(table, hours=100, money=3000)
    within(plan, 100, 3000)
    # greedy by gain an hour is a lower bound
    gain = table["effect"] * table["value"] - table["cost"]
    order = (gain / table["hours"]).sort_values(ascending=False).index
    taken = table.loc[order, ["hours", "cost"]].cumsum()
    fits = (taken["hours"] <= 100) & (taken["cost"] <= 3000) & (gain[order] > 0)
    assert plan.gain is not None and plan.gain >= gain[order][fits].sum() * 0.9999


@pytest.mark.parametrize(
    "change, budget, why",
    [
        ({"cost": -1.0}, {}, "cost must be 0 or more"),
        ({"hours": -1.0}, {"hours": 3}, "hours must be 0 or more"),
        ({}, {"money": -5}, "budget of money = -5 cannot be"),
        ({}, {"hours": "many"}, "budget of hours = 'many' cannot be"),
        ({"value": "much"}, {}, "value must be numbers"),
        ({"probability": 3.0}, {"by": "risk"}, "probability must be from 0 to 1"),
        ({}, {"by": "luck"}, "by = 'luck' cannot be"),
    ],
)
def test_bad_input_is_named(change, budget, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        who_to_save(THREE.assign(**change), **budget)
    with pytest.raises(RefusedError, match="lacks the column hours"):
        who_to_save(THREE.drop(columns="hours"), hours=3)
