"""Two plans on polar: what is paid, played, audited, and what the sentences say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import kamlab
from kamlab.company import Company
from kamlab.compensation import scenario_audit_parts as audits
from kamlab.compensation import scenario_audit_words, scenario_parts, scenario_words
from kamlab.compensation.behaviour import Played
from kamlab.compensation.scenario_case import SIDES, ScenarioCase
from kamlab.compensation.scenario_figures import scenario_figures
from kamlab.compensation.scenario_settings import PayScenarioSettings
from kamlab.compensation.scenarios import Draws
from kamlab.errors import MissingPartError
from kamlab.presentation import Chart, Table, Words

PROMISED = {
    "cost_p10", "cost_p50", "cost_p90", "cost_of_sales", "contribution_after_pay",
    "share_at_quota", "last_month_share",
}  # fmt: skip


def case_of(firm: Company, **given: object) -> ScenarioCase:
    """A case on a company at hand, with few draws."""
    return ScenarioCase(firm, PayScenarioSettings(n_sims=100, **given))  # type: ignore[arg-type]


def year_of(contribution: float, losses: int = 3) -> Played:
    """A year as if it had been played."""
    return Played(
        revenue=1e6,
        contribution=contribution + 2e5,
        variable=5e4,
        base=1.5e5,
        contribution_after_pay=contribution,
        losses=losses,
        discount_share=0.1,
        last_month_share=0.36,
        next_year_revenue=1e6,
        next_year_contribution=float("nan"),
        missing_parts=(),
    )


@pytest.fixture(scope="module")
def case() -> ScenarioCase:
    """Polar, with two years that stand in for those it would be played for."""
    made = case_of(kamlab.load("polar"))
    vars(made)["played"] = {"a": year_of(300_000.0), "b": year_of(280_000.0, 5)}
    return made


@pytest.fixture(scope="module")
def blind() -> ScenarioCase:
    """Polar without its truth."""
    firm = kamlab.load("polar")
    names = (
        "order_lines", "orders", "accounts", "account_history", "kams", "quotas", "pay",
    )  # fmt: skip
    tables = {name: firm.frame(name) for name in names}
    return case_of(Company.from_tables(tables, name="Blind"))


def test_both_plans_are_paid_on_the_same_years(case: ScenarioCase) -> None:
    one, two = case.both()
    assert np.array_equal(one.revenue, two.revenue)
    assert not np.array_equal(one.cost, two.cost)
    assert case.budget == one.budget
    assert case_of(case.firm, budget=5.0).budget == 5.0


def test_quotas_follow_the_method(case: ScenarioCase) -> None:
    assert not np.allclose(case.books.quota, case.draws.team.quota, equal_nan=True)
    team = case.draws.team
    assert np.allclose(team.quota.sum(axis=1), team.expected.sum(axis=1))


def test_the_promised_figures_are_there_for_both_plans(case: ScenarioCase) -> None:
    figures = scenario_figures(case)
    for name in PROMISED | {f"{name}_b" for name in PROMISED}:
        assert figures[name].value is not None and figures[name].n > 0, name
    low, mid, high = (figures[f"cost_p{p}"].value for p in (10, 50, 90))
    assert low < mid < high  # type: ignore[operator]
    assert figures["contribution_after_pay_b"].value == 280_000.0


def test_a_plan_that_cannot_be_paid_leaves_the_other(case: ScenarioCase) -> None:
    half = case_of(case.firm, plan_b="hunter_accelerator")
    paid, refused = half.paid
    assert list(paid) == ["a"] and "largest_deal" in refused["b"]
    assert "largest_deal" in scenario_words.finding(half)
    assert "largest_deal" in scenario_audit_words.decision(half)
    with pytest.raises(MissingPartError, match="largest_deal"):
        half.both()


def test_one_plan_twice_moves_nobody(case: ScenarioCase) -> None:
    twice = case_of(case.firm, plan_b="three_plans")
    assert twice.same and (twice.changes["change"] == 0).all()
    assert "same one" in scenario_words.change_words(twice)
    (only,) = scenario_parts.change_part(twice)
    assert isinstance(only, Words)


def test_the_gain_is_the_second_less_the_first(case: ScenarioCase) -> None:
    assert case.gain == -20_000.0
    assert "20 kEUR less" in scenario_words.finding(case)
    text = scenario_words.played_words(case)
    assert "20 kEUR less" in text and "3 accounts" in text and "next year" in text
    assert "keep the plan of today" in scenario_audit_words.decision(case)


def test_a_ratchet_weakens_effort(case: ScenarioCase) -> None:
    held = case_of(case.firm, ratchet=0.5)
    for side in SIDES:
        weaker = held.responses[side].incentives.volume_effort
        assert weaker < case.responses[side].incentives.volume_effort
    assert "18 %" in scenario_words.ratchet_words(held)
    assert "Set it to 0.5" in scenario_words.ratchet_words(case)


def test_the_largest_losers_are_named(case: ScenarioCase) -> None:
    first = case.changes.iloc[0]
    assert str(first["kam_id"]) in scenario_words.change_words(case)


@pytest.mark.parametrize("gamma, price", [(0.0, 0.0), (2.0, None)])
def test_who_minds_no_swings_pays_no_price(
    case: ScenarioCase, gamma: float, price: float | None
) -> None:
    calm = case_of(case.firm, risk_aversion=gamma)
    found = calm.incomes["a"]["price_of_risk"]
    if price is None:
        assert (found > 0).all()
    else:
        assert np.allclose(found, price, atol=1e-6)


def test_every_part_has_a_sentence_and_pictures_have_figures(
    case: ScenarioCase,
) -> None:
    for part in (
        scenario_parts.cost_part,
        scenario_parts.quota_part,
        scenario_parts.change_part,
        scenario_parts.risk_part,
        scenario_parts.played_part,
        audits.fairness_part,
        audits.frontier_part,
    ):
        shown = part(case)
        assert any(isinstance(thing, Words) for thing in shown)
        for thing in shown:
            assert "nan" not in str(thing).split()
            if isinstance(thing, Chart):
                assert any(letter.isdigit() for letter in thing.reading)
    (table,) = scenario_parts.response_part(case)
    assert isinstance(table, Table) and len(table.frame) == 2


def test_fairness_shows_every_plan_before_and_after(case: ScenarioCase) -> None:
    table = audits.fairness_table(case)
    assert len(table.frame) == 4
    assert "legal" in table.caption
    before, after = case.audits["a", False], case.audits["a", True]
    assert abs(after.potential.correlation) < abs(before.potential.correlation)
    text = scenario_audit_words.fairness_words(case)
    assert "best case" in text and "not legal advice" in text


def test_the_frontier_keeps_budget_and_floor(case: ScenarioCase) -> None:
    best = case.searched[case.searched["frontier"]]
    assert best["within_budget"].all() and best["above_floor"].all()
    assert f"{len(case.searched)} plans" in scenario_audit_words.frontier_words(case)


def test_without_truth_nothing_is_played(blind: ScenarioCase) -> None:
    with pytest.raises(MissingPartError, match="carries no truth"):
        _ = blind.played
    figures = scenario_figures(blind)
    assert figures["cost_p50"].value and figures["last_month_share"].value is None
    assert "one region" in scenario_audit_words.decision(blind)
    assert "after pay" not in scenario_words.finding(blind)
    assert "only a simulated company" in scenario_audit_words.luck_words(blind)


def test_mini_says_what_it_lacks() -> None:
    mini = case_of(kamlab.load("mini"))
    figures = scenario_figures(mini)
    assert all(f.value is None and f.n == 0 for f in figures.values())
    assert "target_variable" in scenario_words.finding(mini)
    with pytest.raises(MissingPartError):
        _ = mini.audits


def test_a_plan_without_quotas_says_that_new_ones_change_nothing(
    case: ScenarioCase,
) -> None:
    deals = case_of(case.firm, plan_a="percent_of_deal", plan_b="percent_of_deal")
    assert "change nothing" in scenario_audit_words.fairness_words(deals)
    assert "best case" not in scenario_audit_words.fairness_words(deals)


def test_a_book_that_lost_every_account_has_no_deal_to_move(
    case: ScenarioCase,
) -> None:
    team, gone = case.draws.team, case_of(case.firm)
    assert team.accounts is not None
    leaves = replace(
        team.accounts, loss=np.where(team.accounts.kam == 0, 1.0, team.accounts.loss)
    )
    empty = Draws(replace(team, accounts=leaves), case.draws.settings)
    vars(gone)["draws"] = empty
    assert 0 <= gone.responses["a"].incentives.pull_forward <= 1


def test_the_budget_is_named_once(case: ScenarioCase) -> None:
    text = scenario_words.cost_words(case)
    assert text.count("the budget of") == 1 and text.count("that budget") == 1
