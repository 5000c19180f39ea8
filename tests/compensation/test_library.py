"""The plans that come with KamLab."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamlab.compensation.library import FOLDER, find_plan, shipped_plans
from kamlab.errors import RefusedError


def test_the_plans_that_are_shipped() -> None:
    assert shipped_plans() == [
        "hunter_accelerator",
        "key_account_80_20",
        "margin_commission",
        "paid_when_paid",
        "percent_of_deal",
        "portfolio",
        "renewal",
        "team_plan",
        "three_plans",
    ]


@pytest.mark.parametrize("name", shipped_plans())
def test_each_says_what_it_is(name: str) -> None:
    plan = find_plan(name)
    assert plan.name == name
    assert len(plan.side_effects) >= 3
    assert {known.side for known in plan.evidence} >= {"for", "against"}


def test_the_three_plan_bonus_of_rule_s73() -> None:
    plan = find_plan("three_plans")
    assert [(p.measure, p.weight) for p in plan.components] == [
        ("revenue", 0.60),
        ("active_accounts", 0.25),
        ("new_accounts", 0.15),
    ]
    assert plan.base_share == 0.70
    assert (plan.curve.threshold, plan.curve.threshold_payout) == (0.75, 0.5)
    assert (plan.curve.excellence, plan.curve.excellence_payout) == (1.5, 3.0)


def test_the_fees_of_rule_s75() -> None:
    fees = find_plan("percent_of_deal").fees
    assert fees is not None
    assert [tier.rate for tier in fees.tiers] == [0.15, 0.05]
    assert fees.tier_mode == "whole"


def test_the_salary_heavy_plan() -> None:
    plan = find_plan("key_account_80_20")
    assert plan.base_share == 0.80
    assert plan.components[0].measure == "gross_margin"


def test_a_misspelt_name_meets_the_nearest() -> None:
    with pytest.raises(RefusedError, match="did you mean 'three_plans'"):
        find_plan("three_plan")


def test_a_plan_of_ones_own_is_a_file(tmp_path: Path) -> None:
    text = (FOLDER / "three_plans.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yml"
    path.write_text(text.replace("ote: 120000", "ote: 90000"), encoding="utf-8")
    assert find_plan(str(path)).ote == 90_000
    with pytest.raises(RefusedError, match="There is no plan file"):
        find_plan(str(tmp_path / "absent.yaml"))
