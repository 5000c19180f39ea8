"""The parts on every KAM: payroll and slips agree, and so do page and engine."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation import find_plan, pay, shipped_plans
from kamlab.compensation.report_parts import (
    TeamYear,
    curve_part,
    payroll_part,
    payroll_words,
    ranks_words,
    statement_part,
    zeros_part,
)
from kamlab.compensation.results_table import results_table, team_statement
from kamlab.compensation.team_year import colleagues
from kamlab.errors import MissingPartError, UndefinedError

from .conftest import case_of, history, lines

WITHOUT_FEES = [name for name in shipped_plans() if find_plan(name).fees is None]


@pytest.mark.parametrize("plan", WITHOUT_FEES)
def test_the_table_pays_what_the_slips_pay(mini: Company, plan: str) -> None:
    everyone = colleagues(case_of(mini, plan=plan))
    paid = team_statement(everyone).totals().set_index("kam_id")["total"]
    for case in everyone:
        assert paid[case.kam_id] == pytest.approx(float(case.slip.total), abs=1e-9)


def test_the_table_survives_a_file(mini: Company, tmp_path: object) -> None:
    """What is written as CSV and read back as text, as the command does, pays alike."""
    everyone = colleagues(case_of(mini))
    path = f"{tmp_path}/results.csv"
    results_table(everyone).to_csv(path, index=False)
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    once, again = team_statement(everyone), pay(everyone[0].plan, table)
    assert once.totals().equals(again.totals())


def test_a_plan_of_fees_needs_the_deals(mini: Company) -> None:
    with pytest.raises(MissingPartError, match="--deals"):
        team_statement(colleagues(case_of(mini, plan="percent_of_deal")))


def test_the_payroll_is_the_slips(mini: Company) -> None:
    team = TeamYear(case_of(mini))
    assert team.payroll["total"].tolist() == [113_700.0, 125_373.0]
    assert team.everyone[0] is team.case  # what was worked out is not worked out again
    words = payroll_words(team)
    assert "2 KAMs 71,073.00 EUR" in words and "98.7 % of target" in words
    assert "most to K2" in words and "least to K1" in words
    assert len(payroll_part(team)) == 2


def test_every_zero_has_a_reason(mini: Company) -> None:
    (table,) = zeros_part(case_of(mini))
    assert len(table.frame) == 6
    assert table.frame["why"].str.len().gt(10).all()
    (words,) = zeros_part(case_of(mini, plan="margin_commission"))
    assert "paid something" in words.text


def test_the_page_to_print(mini: Company) -> None:
    shown = statement_part(TeamYear(case_of(mini, kam_id="K2")))
    text = " ".join(str(thing) for thing in shown)
    assert "KAM K2 is paid 125,373.00 EUR" in text
    assert "kamlab pay three_plans" in text and "legal advice" in text


def test_places_under_the_bases(mini: Company) -> None:
    assert "nobody changes place" in ranks_words(TeamYear(case_of(mini)))


def test_a_company_without_pay_and_quotas_is_paid_nothing(
    handed_over: Company,
) -> None:
    team = TeamYear(case_of(handed_over, kam_id="K1", year=2025))
    assert (team.payroll["variable"] == 0).all()
    assert (team.payroll["why"] == "no step of the slip paid anything").all()
    with pytest.raises(MissingPartError, match="No KAM has a quota for Sales"):
        curve_part(team)
    text = " ".join(str(thing) for thing in statement_part(team))
    assert "no part of the variable pay brought anything" in text


def test_a_plan_of_rates_is_said_to_have_no_curve(mini: Company) -> None:
    with pytest.raises(UndefinedError, match="by rates"):
        curve_part(TeamYear(case_of(mini, plan="margin_commission")))


def test_a_kam_without_results_is_no_stop(mini: Company) -> None:
    """Nobody's lines are nobody's slip."""
    sold = lines(
        ("A", "2025-02-01", 10.0, "O1", 5.0), ("Z", "2025-12-31", 1.0, "O2", 1)
    )
    held = history(("A", "2025-01-01", "K1"), ("Z", "2025-01-01", None))
    firm = Company.from_tables({"order_lines": sold, "account_history": held}, name="F")
    assert [c.kam_id for c in colleagues(case_of(firm, year=2025))] == ["K1"]
