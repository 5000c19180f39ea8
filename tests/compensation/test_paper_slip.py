"""The small cases: the golden slip, the books of a draw, the year under other mixes."""

from __future__ import annotations

import pytest

from kamlab.company import Company
from kamlab.compensation.mix import evidence_table, mix_table, mix_words, mixes
from kamlab.compensation.paper_slip import (
    draw_ledger,
    ledger_table,
    paper_chart,
    paper_slip,
    paper_words,
)
from kamlab.compensation.practice_settings import PayPracticeSettings
from kamlab.errors import MissingPartError, UndefinedError

from .conftest import case_of

TERMS = PayPracticeSettings()


def test_the_golden_slip() -> None:
    slip = paper_slip(TERMS)
    assert slip["payout"].tolist() == pytest.approx([0.84, 1.2, 0.0])
    assert slip["amount"].tolist() == [18_144.0, 10_800.0, 0.0]
    assert "In all 112,944.00 EUR" in paper_words(TERMS)
    assert "112,944.00 EUR" in paper_chart(TERMS).reading


def test_the_books_of_a_draw() -> None:
    books = draw_ledger(1_000)
    assert books["paid"].tolist() == [1_000] * 4
    assert books["owed"].tolist() == [500, 800, 1_400, 400]
    # what was earned is either paid out or pays back: the books balance
    assert books["earned"].sum() == books["paid"].sum() - books["owed"].iloc[-1]
    assert "1,000.00" in ledger_table(1_000).caption


def test_mixes_of_the_same_year(mini: Company) -> None:
    case = case_of(mini)
    table = mixes(case, shares=(0.0, 0.7, 1.0))
    assert table["year"].iloc[1] == pytest.approx(float(case.slip.total))
    assert table["year"].iloc[2] == 120_000  # all salary: the target pay itself
    assert table["leanest"].iloc[2] == table["fattest"].iloc[2] == 30_000
    assert (table["periods"] == 4).all()
    assert table["times"].is_monotonic_decreasing


def test_a_plan_settled_once_has_one_period(mini: Company) -> None:
    table = mixes(case_of(mini, plan="portfolio"))
    assert (table["periods"] == 1).all()
    assert (table["leanest"] == table["fattest"]).all()


def test_mixes_in_words(mini: Company) -> None:
    words = mix_words(case_of(mini))
    assert "the year 10,500.00 EUR more" in words and "n = 4" in words
    assert len(mix_table(case_of(mini)).frame) == 4


def test_no_target_no_mix(mini: Company) -> None:
    with pytest.raises(UndefinedError, match="no target variable pay"):
        mixes(case_of(mini, plan="percent_of_deal"))


def test_both_sides_stand_in_the_evidence() -> None:
    frame = evidence_table("percent_of_deal", "key_account_80_20").frame
    sides = frame.groupby("plan")["side"].agg(set)
    assert all({"speaks for it", "speaks against it"} <= found for found in sides)
    assert frame["source"].str.len().gt(0).all()


def test_no_quota_no_mix(mini: Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables if name != "quotas"}
    with pytest.raises(MissingPartError, match="under any mix"):
        mixes(case_of(Company.from_tables(tables, name="Lean")))
