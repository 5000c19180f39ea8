"""Arrears, accounts kept and tenure of a KAM, on a company known to the cent."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation.engine.inputs import needed
from kamlab.compensation.library import find_plan, shipped_plans
from kamlab.compensation.measured import measured
from kamlab.compensation.other_measures import other_measures, team_of
from kamlab.compensation.periods import pay_periods, quota_rows
from kamlab.compensation.rules import Gate, Ramp
from kamlab.errors import MissingPartError

from .conftest import case_of

PLAN = find_plan("renewal").model_copy(
    update={
        "gates": (Gate(name="G", measure="overdue_share", at_most=0.1, pays=0.5),),
        "ramp": Ramp(quota_shares=(0.5,)),
    }
)


def test_kept_overdue_and_unknown_tenure(handed_over: Company) -> None:
    periods = pay_periods(quota_rows(handed_over), "K1", 2025)
    found = measured(handed_over, periods)
    table, reasons = other_measures(handed_over, PLAN, "K1", found, periods)
    # on 1 January K1 holds A (ordered 2024-06) and C (never yet); A orders again
    assert table["retention"].iloc[0] == 1.0
    # from 2025-02-15 on A is K2's; C ordered in May, so it counts from July on
    assert pd.isna(table["retention"].iloc[1])
    assert table["retention"].iloc[2] == 1.0
    assert "overdue_share" in reasons
    assert "months_employed" in reasons


def test_arrears_on_the_last_day(tiny: Company) -> None:
    periods = pd.DataFrame(
        {
            "period": pd.to_datetime(["2024-01-01"]),
            "period_end": pd.to_datetime(["2024-03-31"]),
        }
    )
    found = measured(tiny, periods)
    table, _ = other_measures(tiny, PLAN, "K2", found, periods)
    assert table["overdue_share"].tolist() == [1.0]  # I2 of 90, due on 21 March
    assert table["months_employed"].tolist() == [3.0]  # hired on 15 January
    assert team_of(tiny, "K1", found) == ["K2"]


@pytest.mark.parametrize("name", shipped_plans())
def test_every_shipped_plan_pays_a_slip_that_adds_up(mini: Company, name: str) -> None:
    slip = case_of(mini, plan=name).slip
    assert round(slip.trace["amount"].sum(), 2) == float(slip.total)
    zeros = slip.trace[slip.trace["amount"] == 0]
    assert (zeros["why"].str.len() > 10).all()


def test_a_measure_the_company_does_not_have(mini: Company) -> None:
    case = case_of(mini, plan="three_plans")
    part = case.plan.components[0].model_copy(update={"measure": "smiles"})
    case.__dict__["plan"] = case.plan.model_copy(update={"components": (part,)})
    assert "smiles" in needed(case.plan)
    lines = case.slip.trace["why"]
    assert lines.iloc[1] == "nothing is computed: the company does not tell smiles"
    gate = Gate(name="Mood", measure="smiles", at_least=1.0, pays=0.0)
    other = case_of(mini, plan="three_plans")
    other.__dict__["plan"] = other.plan.model_copy(update={"gates": (gate,)})
    with pytest.raises(MissingPartError, match="gate 'Mood' of the three-plan bonus"):
        _ = other.slip
