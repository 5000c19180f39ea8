"""Counterfactual losses are the simulator's own, account by account."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import kamlab
from kamlab.churn.what_if import WhatIf, what_if, what_if_table, what_ifs
from kamlab.company import Company
from kamlab.errors import MissingPartError, RefusedError
from kamlab.simulation import Incentives, Levers, make_world, simulate
from kamlab.simulation.ids import Ids
from kamlab.simulation.levers import ACTIONS
from kamlab.simulation.moments import last_year
from kamlab.simulation.setup import prepare


def last_months(found: WhatIf) -> pd.Series:
    """Give each account's last month with orders under the lever; blank: it stays."""
    world = found.pulled.world
    ids = Ids(prepare(world)).accounts
    months = pd.date_range(world.start, periods=world.months + 1, freq="MS")
    exits = np.minimum(found.pulled.would.exit, world.months)
    dates = pd.Series(months[exits], index=list(ids)).sort_index()
    return dates.where(dates < months[-1]).astype("datetime64[s]")


@pytest.fixture(scope="module")
def polar() -> Company:
    return kamlab.load("polar")


@pytest.fixture(scope="module")
def actions(polar: Company) -> dict[str, WhatIf]:
    return dict(zip(ACTIONS, what_ifs(polar, replicates=0), strict=True))


@pytest.mark.parametrize("action", ACTIONS)
def test_polar_loses_whom_its_truth_says(polar, actions, action: str) -> None:
    outcomes = polar.truth("outcomes")
    found = actions[action]
    truth = outcomes[outcomes["action"] == action].set_index("account_id")["lost"]
    mine = last_months(found)
    expected = truth.sort_index().astype("datetime64[s]")
    pd.testing.assert_series_equal(mine, expected, check_names=False)
    was = outcomes[outcomes["action"] == "none"]["lost"].notna().sum()
    assert found.kept == was - truth.notna().sum()


@pytest.mark.parametrize(
    "levers",
    [
        {"fix_warehouse": 3},
        {"randomised_visits": True},
        {"prices": -0.05},
        {"late_cap": 0.0, "close_hours": 24.0, "start": 7},
    ],
    ids=str,
)
def test_any_lever_is_the_whole_simulation(made, firm, levers) -> None:
    found = what_if(firm, replicates=0, **levers)
    whole = simulate(made.world, Levers(**levers))
    truth = whole.truth["accounts"].set_index("account_id")["lost"].sort_index()
    pd.testing.assert_series_equal(
        last_months(found), truth.astype("datetime64[s]"), check_names=False
    )
    more = (
        last_year(whole)["contribution"].sum() - last_year(made)["contribution"].sum()
    )
    assert found.contribution == pytest.approx(more, abs=0.5)


def test_save_calls_reach_only_those_named(made, firm) -> None:
    stays = made.truth["accounts"].query("lost.isna()")["account_id"].iloc[0]
    assert what_if(firm, replicates=3, save_call=stays).kept == 0
    called = ",".join(made.truth["accounts"]["account_id"])
    everyone = what_if(firm, replicates=3, save_call=called)
    assert everyone.kept == what_if(firm, replicates=0, save_call="all").kept
    # a named account stands in no other company: no interval, and none is claimed
    assert everyone.replicates.empty and everyone.interval() is None
    assert "other companies" not in everyone.sentence()


def test_what_holds_already_goes_on_holding() -> None:
    world = make_world(seed=5, accounts=60, months=24)
    own, pay = Levers(breadth_plus=1), Incentives(care_effort=0.5)
    found = what_if(simulate(world, own, pay).company(), replicates=3, visits_plus=2)
    both = simulate(world, Levers(breadth_plus=1, visits_plus=2), pay)
    truth = both.truth["accounts"].set_index("account_id")["lost"].sort_index()
    pd.testing.assert_series_equal(
        last_months(found), truth.astype("datetime64[s]"), check_names=False
    )
    other = world.model_copy(update={"seed": 6})
    lost = [
        simulate(other, lever, pay).truth["accounts"]["lost"].notna().sum()
        for lever in (own, Levers(breadth_plus=1, visits_plus=2))
    ]
    assert found.replicates["kept"].iloc[0] == lost[0] - lost[1]
    assert found.replicates["seed"].tolist() == [6, 7, 8]


def test_the_table_holds_each_action_and_its_interval(firm) -> None:
    found = what_ifs(firm, ("late_cap", "breadth_plus"), replicates=3, cost=1000.0)
    table = what_if_table(found)
    assert table["action"].tolist() == [one.title for one in found]
    for one, row in zip(found, table.itertuples(), strict=True):
        assert row.low_kept <= row.mean_kept <= row.high_kept and row.n == 3
        assert row.mean_kept == pytest.approx(one.replicates["kept"].mean())
        assert row.net == pytest.approx(row.mean_contribution - 1000)
        assert one.net == pytest.approx(one.contribution - 1000)
    alone = what_if_table([what_if(firm, replicates=0, visits_plus=1)])
    assert alone["mean_kept"].isna().all()
    assert alone["net"].iloc[0] == alone["contribution"].iloc[0]


def test_an_action_asked_for_alone_or_among_others_is_the_same(firm) -> None:
    (among, _) = what_ifs(firm, ("late_cap", "visits_plus"), replicates=3)
    alone = what_if(firm, replicates=3, late_cap=0.05)
    assert among.title == alone.title and among.kept == alone.kept
    pd.testing.assert_frame_equal(among.replicates, alone.replicates)


def test_sentences_say_what_changes_and_whether_it_pays(firm) -> None:
    found = what_if(firm, replicates=3, breadth_plus=2, cost=1.0)
    text = found.sentence()
    was, would = found.pulled.left
    assert (
        f"With 2 more contacts each, {would} accounts leave here in place of {was}"
        in text
    )
    assert "In 3 other companies" in text
    mean = found.replicates["contribution"].mean()
    verdict = "it pays" if mean > 1 else "it does not pay"
    assert f"At 1 EUR a year {verdict} for itself on average" in text
    dear = what_if(firm, replicates=0, breadth_plus=2, cost=1e9).sentence()
    assert "does not pay for itself here" in dear and "other companies" not in dear
    same = what_if(firm, replicates=0, fix_warehouse=1).sentence()
    assert "the same contribution" in same and "pay for itself" not in same


@pytest.mark.parametrize(
    "asked, why",
    [
        ({}, "Say what is to be done differently"),
        ({"start": 3}, "Say what is to be done differently"),
        ({"latecap": 0.1}, "There is no lever 'latecap'; did you mean 'late_cap'"),
        ({"late_cap": 5.0}, "late_cap = 5.0 cannot be"),
        ({"late_cap": "low"}, "late_cap = 'low' cannot be"),
        ({"save_call": "nobody"}, "names 'nobody', but there is no such account"),
        ({"late_cap": 0.1, "replicates": 1}, "replicates = 1 cannot be"),
        ({"late_cap": 0.1, "cost": -5.0}, "cost = -5.0 cannot be"),
        ({"late_cap": 0.1, "cost": float("nan")}, "cost = nan cannot be"),
    ],
)
def test_bad_input_is_named(firm, asked, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        what_if(firm, **({"replicates": 0} | asked))


def test_real_books_are_told_what_to_do_instead(mini, polar) -> None:
    with pytest.raises(MissingPartError, match="carries no truth"):
        what_if(mini, late_cap=0.05)
    with pytest.raises(MissingPartError, match="carries no truth"):
        what_ifs(mini)
    with pytest.raises(RefusedError, match="There is no action 'calls'"):
        what_ifs(polar, ("calls",))
