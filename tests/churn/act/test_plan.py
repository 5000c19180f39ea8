from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.act import (
    ChurnModelSettings,
    Effects,
    Study,
    action_plan,
    counted_table,
    effects,
    experiment,
    needs,
    plan_figures,
    plan_table,
    rules_beside,
    rules_table,
    study,
    true_effect,
    words,
)
from kamlab.company import Company
from kamlab.errors import MissingPartError, NotEnoughDataError

SETTINGS = ChurnModelSettings(action_cost=50.0, capacity=5)


@pytest.fixture(scope="module")
def found(small: Company) -> Study:
    return study(small, SETTINGS)


def test_a_claim_takes_its_part_of_each_risk(small: Company, found: Study) -> None:
    told = effects(small, found, SETTINGS)
    assert told.source == "claim"
    assert told.effect == pytest.approx(0.3 * found.risk)
    assert "a claim" in told.sentence and "30 %" in told.sentence


def test_the_plan_by_hand(small: Company, found: Study) -> None:
    plan = action_plan(small, found, effects(small, found, SETTINGS), SETTINGS)
    table = plan.table
    gain = table["effect"] * table["value"] - 50
    assert table["gain"].to_numpy() == pytest.approx(gain.to_numpy())
    best = gain[gain > 0].nlargest(5)
    assert sorted(plan.chosen.index) == sorted(best.index)
    assert plan.saved.money == 50 * len(best)
    assert plan.kept == pytest.approx(best.sum() + plan.saved.money)
    assert plan.chosen["why"].str.contains("silent for|ordered today").all()
    figures = plan_figures(found, plan, SETTINGS, small.currency)
    assert figures["saved_contribution"].value == pytest.approx(plan.kept)
    assert figures["list_cost"].value == plan.saved.money
    assert figures["true_gain"].value is not None


def test_who_has_decided_is_not_kept(small: Company, found: Study) -> None:
    truth = true_effect(small, found.now, 3)
    months = small.truth("months")
    last = months[months["month"] == months["month"].max()]
    gone = set(last.loc[last["leaving"].astype(bool), "account_id"])
    decided = found.now["account_id"].isin(gone)
    assert (truth[decided] == 0).all() and (truth[~decided] > 0).any()


def test_rules_and_tables(small: Company, found: Study) -> None:
    plan = action_plan(small, found, effects(small, found, SETTINGS), SETTINGS)
    rules = rules_beside(plan, SETTINGS)
    assert rules["rule"].tolist() == ["risk", "value", "uplift", "true"]
    assert (rules["accounts"] <= 5).all()
    best = rules.set_index("rule")["true_gain"]
    assert (best["true"] >= best).all()
    assert "In truth" in words.rules_sentence(rules, small.currency)
    assert "True gain" in str(rules_table(rules, plan, small.currency))
    shown = SETTINGS.model_copy(update={"show_truth": True})
    assert "Truly taken away" in str(plan_table(small, plan, shown))
    assert "Truly" not in str(plan_table(small, plan, SETTINGS))
    assert "two gaps or more" in str(counted_table(found, SETTINGS))
    assert plan.needs_truth() is plan.table


def test_an_action_too_dear_is_for_nobody(small: Company, found: Study) -> None:
    dear = SETTINGS.model_copy(update={"action_cost": 1_000_000.0})
    plan = action_plan(small, found, effects(small, found, dear), dear)
    assert plan.chosen.empty
    assert "pays at none of" in words.save_sentence(small, plan, dear)
    assert words.decision(plan).startswith("Call nobody")


def test_without_a_past_there_is_no_plan(small: Company) -> None:
    young = small.as_of("2023-03-31")
    nothing = study(young, SETTINGS)
    claim = Effects(np.empty(0), "claim", "")
    with pytest.raises(NotEnoughDataError):
        action_plan(young, nothing, claim, SETTINGS)
    with pytest.raises(NotEnoughDataError, match="No risk can be told"):
        needs(None)
    blank = plan_figures(nothing, None, SETTINGS, "EUR")
    assert all(figure.value is None for figure in blank.values())
    assert words.finding(young, nothing, None, SETTINGS).startswith("No risk")


def test_without_truth(small: Company, found: Study) -> None:
    tables = {name: small.frame(name) for name in ("order_lines", "accounts")}
    books = Company.from_tables(tables, name="Books", currency="EUR")
    plan = action_plan(books, found, effects(books, found, SETTINGS), SETTINGS)
    assert plan.saved.true_gain is None
    with pytest.raises(MissingPartError, match="carries no truth"):
        plan.needs_truth()
    rules = rules_beside(plan, SETTINGS)
    assert "Nobody knows the truth" in words.rules_sentence(rules, "EUR")


def test_an_experiment_on_forty_accounts_is_refused(
    small: Company, found: Study
) -> None:
    with pytest.raises(NotEnoughDataError, match="at least 10 losses"):
        experiment(small, found, SETTINGS)
