from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn.what_if import true_effects
from kamlab.company import Company
from kamlab.errors import MissingPartError, NotEnoughDataError, RefusedError
from kamlab.simulation import simulate
from kamlab.simulation.levers import ACTIONS


@pytest.mark.parametrize("action", ACTIONS)
def test_the_change_is_what_the_simulator_plays(made, firm, action: str) -> None:
    """An action that begins in the last month changes its hazards by just that much."""
    last = made.world.months
    begun = ACTIONS[action].model_copy(update={"start": last})
    table = true_effects(firm, action).set_index("account_id")
    month = made.truth["months"]["month"].max()
    hazards = [
        months[months["month"] == month].set_index("account_id")["hazard"]
        for months in (
            made.truth["months"],
            simulate(made.world, begun).truth["months"],
        )
    ]
    change = (hazards[1] - hazards[0]).reindex(table.index)
    assert table["change"].to_numpy() == pytest.approx(change.to_numpy(), abs=1e-6)
    assert table["change"].abs().max() > 0 or action == "close_hours"


def test_over_a_horizon_by_hand(firm) -> None:
    table = true_effects(firm, "save_call", horizon=3)
    stays = 1 - table["hazard"]
    assert table["risk"].to_numpy() == pytest.approx((1 - stays**3).to_numpy())
    helped = (stays - table["change"]) ** 3
    assert table["true_effect"].to_numpy() == pytest.approx(
        (helped - stays**3).to_numpy(), abs=1e-9
    )
    one = true_effects(firm, "save_call", horizon=1)
    assert one["true_effect"].to_numpy() == pytest.approx(-one["change"].to_numpy())


def test_high_risk_is_not_high_persuadability(firm) -> None:
    """Save calls work in the middle: the riskiest account is not the best target."""
    table = true_effects(firm, "save_call")
    share = (table["true_effect"] / table["risk"]).where(table["risk"] > 0)
    assert share.idxmax() != table["risk"].idxmax()
    assert (table["true_effect"] >= 0).all()


def test_who_has_decided_is_beyond_reach(made, firm) -> None:
    months = made.truth["months"]
    fading = months[months["leaving"].astype(bool)]
    now = months[months["month"] == fading["month"].iloc[0]]
    gone = set(now.loc[now["leaving"].astype(bool), "account_id"])
    day = fading["month"].iloc[0] + pd.Timedelta(days=20)
    found = set(true_effects(firm.as_of(day.date()))["account_id"])
    assert gone and not gone & found and len(found) == len(now) - len(gone)


def test_an_earlier_cut_off_gives_its_own_month(made, firm) -> None:
    day = pd.Timestamp(made.world.start) + pd.DateOffset(months=11, days=14)
    table = true_effects(firm.as_of(day.date()), "visits_plus")
    months = made.truth["months"].set_index("month").loc[day.replace(day=1)]
    mine = table.set_index("account_id")["hazard"]
    truth = months.set_index("account_id")["hazard"].reindex(mine.index)
    assert mine.to_numpy() == pytest.approx(truth.to_numpy(), abs=1e-6)


def test_bad_input_is_named(firm, mini) -> None:
    with pytest.raises(RefusedError, match="There is no action 'call'"):
        true_effects(firm, "call")
    with pytest.raises(RefusedError, match="horizon = 0 cannot be"):
        true_effects(firm, horizon=0)
    with pytest.raises(MissingPartError, match="carries no truth"):
        true_effects(mini)


def test_a_month_without_truth_says_so(made) -> None:
    truth = {**made.truth, "months": made.truth["months"].head(3)}
    firm = Company.from_tables(made.tables, name="Cut", truth=truth)
    with pytest.raises(NotEnoughDataError, match="No account of Cut is left"):
        true_effects(firm)
