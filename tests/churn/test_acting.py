from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    Rate,
    acting_figures,
    acting_sentence,
    acting_table,
    cost_of_acting,
    trial_sentence,
)
from kamlab.churn.acting import call_words
from kamlab.company.rates import Rates
from kamlab.errors import NotEnoughDataError

SETTINGS = EarlyWarningSettings(save_hours=2.0, save_effect=0.25)


def watched(*stakes: float | None) -> pd.DataFrame:
    names = [chr(65 + k) for k in range(len(stakes))]
    table = pd.DataFrame({"account_id": names, "name": names, "reasons": "silent"})
    return table.assign(value_at_risk=pd.Series(stakes, dtype="float64"))


def test_costs_by_hand() -> None:
    """Two hours at 60 cost 120; a quarter of 1,000 is 250."""
    costs = cost_of_acting(watched(400.0, 1000.0, -50.0), SETTINGS)
    assert costs["name"].tolist() == ["B", "A", "C"]
    assert costs["cost"].tolist() == [120.0] * 3
    assert costs["saving"].tolist() == [250.0, 100.0, -12.5]
    assert costs["net"].tolist() == [130.0, -20.0, -132.5]
    assert costs["effect_needed"].tolist()[:2] == pytest.approx([0.12, 0.30])
    assert pd.isna(costs["effect_needed"].iloc[2])
    assert costs["pays"].tolist() == [True, False, False]
    figures = acting_figures(costs, "EUR")
    assert {name: figure.value for name, figure in figures.items()} == {
        "save_calls": 1,
        "save_hours": 2.0,
        "save_cost": 120.0,
        "save_saving": 250.0,
        "save_net": 130.0,
    }
    assert all(figure.n == 3 for figure in figures.values())


def test_the_sentence_names_who_pays_and_what_it_needs() -> None:
    costs = cost_of_acting(watched(400.0, 1000.0), SETTINGS)
    assert acting_sentence(costs, SETTINGS, "EUR") == (
        "A call of 2 hours at 60.00 EUR an hour costs 120.00 EUR. If it takes 25 % of "
        "the risk away, it pays at 1 of 2 accounts: B. That call takes 2 hours, costs "
        "120 EUR and is expected to save 250 EUR: net 130 EUR. At B it pays if it "
        "takes 12.0 % of the risk away."
    )
    many = cost_of_acting(watched(*[1000.0 + k for k in range(5)]), SETTINGS)
    said = acting_sentence(many, SETTINGS, "EUR")
    assert "E, D, C and 2 more. Those 5 calls take 10 hours, cost 600 EUR and" in said


def test_other_rates_other_costs() -> None:
    rates = Rates(service_hour=100.0)
    costs = cost_of_acting(watched(400.0), SETTINGS, rates)
    assert costs["cost"].tolist() == [200.0]
    said = acting_sentence(costs, SETTINGS, "", rates)
    assert said.startswith("A call of 2 hours at 100.00 an hour costs 200.00.")
    assert said.endswith("a call pays at none of 1 account.")


def test_without_risk_or_without_a_list(three) -> None:
    costs = cost_of_acting(watched(None), SETTINGS)
    assert "cannot be told" in acting_sentence(costs, SETTINGS, "EUR")
    assert acting_figures(costs, "EUR")["save_net"].value is None
    empty = cost_of_acting(watched(), SETTINGS)
    assert "Nobody is on the list" in acting_sentence(empty, SETTINGS, "EUR")
    assert acting_figures(empty, "EUR")["save_calls"].value == 0
    table = acting_table(three, cost_of_acting(watched(400.0), SETTINGS), SETTINGS)
    assert "25 % of the risk" in table.caption and "2 hours" in table.caption


def test_the_call_at_one_account() -> None:
    costs = cost_of_acting(watched(400.0, 1000.0), SETTINGS)
    assert call_words(costs, "B", "EUR") == (
        "The call costs 120 EUR and is expected to save 250 EUR."
    )
    assert call_words(costs, "A", "EUR").startswith(
        "By the figures you set the call does not pay: it costs 120 EUR and is "
        "expected to save 100 EUR."
    )
    unknown = cost_of_acting(watched(None), SETTINGS)
    assert call_words(unknown, "A", "EUR") == "The call costs 120 EUR."


def test_an_effect_beyond_all_of_the_risk_is_not_shown_as_one(three) -> None:
    costs = cost_of_acting(watched(60.0, 1000.0, 10.0**9), SETTINGS)
    table = acting_table(three, costs, SETTINGS)
    assert table.frame["needed"].tolist() == ["0.1 %", "12.0 %", "–"]


def test_a_trial_in_a_small_book() -> None:
    stake = pd.DataFrame({"account_id": range(40)})
    said = trial_sentence(stake, Rate(0.1, 400, 0.08, 0.12), SETTINGS)
    assert "40 accounts cannot show an effect of 2.5 % on a chance of 10.0 %" in said
    with pytest.raises(NotEnoughDataError, match="Nobody still buys"):
        trial_sentence(stake.head(0), Rate(0.1, 400), SETTINGS)
    for base, effect in ((Rate(0.0, 10, 0.0, 0.1), 0.3), (Rate(0.1, 10), 0.0)):
        settings = EarlyWarningSettings(save_effect=effect)
        with pytest.raises(NotEnoughDataError, match="nothing to find"):
            trial_sentence(stake, base, settings)
