from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.what_if import Lateness, exits_under, lateness_effects, rules_for
from kamlab.errors import MissingPartError, RefusedError
from kamlab.simulation import Levers, Rules, make_world, simulate
from kamlab.simulation.levers import NEUTRAL

PUNCTUAL = Levers(late_cap=0.0)


@pytest.mark.parametrize(
    "lever",
    [NEUTRAL, PUNCTUAL, Levers(save_call="all", start=6), Levers(late_cap=0.05)],
    ids=["as it was", "punctual", "save calls", "capped"],
)
def test_with_nothing_held_it_is_the_simulator(firm, made, lever: Levers) -> None:
    """The loop here and the engine's must never part."""
    exits = exits_under(rules_for(firm), lever, lever)
    truth = simulate(made.world, lever).truth["accounts"]["lost"]
    months = made.world.months
    assert (exits < months).sum() == truth.notna().sum()
    left = pd.PeriodIndex(truth.dropna(), freq="M") - pd.Period(made.world.start, "M")
    assert sorted(exits[exits < months]) == sorted(step.n for step in left)


def test_where_tickets_do_no_harm_all_is_direct() -> None:
    world = make_world(seed=5, accounts=60, months=24, loss_ticket=0.0)
    found = lateness_effects(simulate(world).company(), replicates=3)
    assert found.by_tickets == 0
    assert (found.replicates["total"] == found.replicates["direct"]).all()


def test_where_lateness_harms_by_tickets_alone_nothing_is_direct() -> None:
    values = {"loss_late": 0.0, "loss_ticket": 1.5, "tickets_late": 1.0}
    world = make_world(seed=5, accounts=60, months=24, **values)
    found = lateness_effects(simulate(world).company(), replicates=3)
    assert found.direct == 0 and (found.replicates["direct"] == 0).all()
    assert found.replicates["total"].sum() > 0


def test_held_tickets_are_those_that_were_raised() -> None:
    """A world whose tickets decide everything loses as it did, whatever the lever."""
    strong = {"loss_late": 0.0, "loss_ticket": 2.0, "tickets_late": 2.0}
    tickets_only = Rules(make_world(seed=5, accounts=120, months=24, **strong))
    assert not np.array_equal(
        exits_under(tickets_only, NEUTRAL, NEUTRAL),
        exits_under(tickets_only, PUNCTUAL, PUNCTUAL),
    )
    was = exits_under(tickets_only, NEUTRAL, NEUTRAL)
    held = exits_under(tickets_only, PUNCTUAL, NEUTRAL)
    assert np.array_equal(was, held)


def test_total_direct_and_the_rest(firm) -> None:
    found = lateness_effects(firm, replicates=3)
    assert isinstance(found, Lateness)
    assert found.by_tickets == found.total - found.direct
    assert len(found.replicates) == 3
    text = found.sentence()
    assert f"{found.total} account" in text and "by way of tickets" in text
    short = lateness_effects(firm, 0.05, replicates=0).sentence()
    assert "late deliveries at most 5 %" in short and "other companies" not in short


@pytest.mark.slow
def test_most_of_the_effect_is_direct_and_some_goes_by_tickets() -> None:
    world = make_world(seed=1)
    found = lateness_effects(simulate(world).company(), replicates=24).replicates
    between = found["total"] - found["direct"]
    assert found["direct"].mean() > between.mean() > 0


def test_bad_input_is_named(firm, mini) -> None:
    with pytest.raises(RefusedError, match="late_cap = 2 cannot be"):
        lateness_effects(firm, 2)
    with pytest.raises(RefusedError, match="replicates = 1 cannot be"):
        lateness_effects(firm, replicates=1)
    with pytest.raises(MissingPartError, match="carries no truth"):
        lateness_effects(mini)
