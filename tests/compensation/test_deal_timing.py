"""One deal now or later: by hand on mini, and the same engine as the slip."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.compensation import shipped_plans
from kamlab.compensation.deal_explorer import START, deal_shown, explore_deal
from kamlab.compensation.deal_timing import deal_terms, when_closed
from kamlab.errors import (
    KamLabError,
    MissingPartError,
    NotEnoughDataError,
    UndefinedError,
)

from .conftest import case_of


def test_the_deal_closed_now_at_list_price_is_the_slip(mini: Company) -> None:
    case = case_of(mini, kam_id="K2")
    table = when_closed(deal_terms(case))
    last = case.slip.trace[case.slip.trace["period"] == "2025 Q4"]
    assert table["this_settlement"].iloc[0] == pytest.approx(last["amount"].sum())


def test_by_hand(mini: Company) -> None:
    """K1, Q4: sales 14,500 of 15,000, of which the deal 3,500; 73 % without it."""
    terms = deal_terms(case_of(mini))
    assert (terms.size, terms.this_month, terms.next_month) == (
        3500.0,
        "December",
        "January",
    )
    assert terms.row["revenue"] == 11_000.0
    table = when_closed(terms, discount=0.1, next_level=0.8)
    target = 5_400.0  # of the sales plan, a quarter
    sales = [1 - 2 * (1 - 14_500 / 15_000), 1 - 2 * (1 - 14_150 / 15_000), 0.0, 0.0]
    # 2 of 4 active accounts pay nothing; a quota of new accounts K1 does not have
    assert table["this_settlement"].tolist() == pytest.approx(
        [target * x for x in sales]
    )
    active = 2_250.0 * 0.6
    reached = [0.8, 0.8, (12_000 + 3_500) / 15_000, (12_000 + 3_150) / 15_000]
    curve = [0.6, 0.6, 1 + 4 * (reached[2] - 1), 1 + 4 * (reached[3] - 1)]
    assert table["next_settlement"].tolist() == pytest.approx(
        [target * x + active for x in curve]
    )
    assert np.diff(table["margin"].iloc[:2])[0] == pytest.approx(-350.0)


def test_a_discount_of_nothing_is_no_second_price(mini: Company) -> None:
    table = when_closed(deal_terms(case_of(mini)), discount=0.0)
    assert table["price"].tolist() == ["list price"] * 2


def test_only_fees_make_the_month_irrelevant(mini: Company) -> None:
    terms = deal_terms(case_of(mini, plan="percent_of_deal"))
    table = when_closed(terms).set_index(["closed", "price"])["variable"]
    now, later = (table[month] for month in (terms.this_month, terms.next_month))
    assert now.tolist() == pytest.approx(later.tolist(), abs=0.011)
    lost = now["list price"] - now["5 % less"]
    assert lost == pytest.approx(0.05 * 3500 * 0.15 * 0.3, abs=0.011)


@pytest.mark.parametrize("plan", shipped_plans())
@pytest.mark.parametrize("kam_id", ["K1", "K2"])
def test_every_plan_gives_a_picture_or_a_reason(
    mini: Company, plan: str, kam_id: str
) -> None:
    case = case_of(mini, plan=plan, kam_id=kam_id)
    if plan == "team_plan":
        with pytest.raises(UndefinedError, match="whole team"):
            deal_terms(case)
        return
    chart, words = deal_shown(case, deal_terms(case), **START)
    assert case.name in words.text and "nan" not in f"{words} {chart}"
    bare = case_of(mini, plan=plan, kam_id=kam_id)
    assert bare.slip.total == case.slip.total  # the case itself is left alone


def test_no_deal_in_the_last_period_is_said(handed_over: Company) -> None:
    case = case_of(handed_over, kam_id="K2", year=2025)
    with pytest.raises(NotEnoughDataError, match="closed no deal"):
        deal_terms(case)


def test_without_widgets_the_picture_stays(
    mini: Company, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    explore_deal(case_of(mini))
    assert "In words" in capsys.readouterr().out


def test_a_rule_on_what_is_unknown_is_refused(handed_over: Company) -> None:
    case = case_of(handed_over, kam_id="K1", plan="paid_when_paid", year=2025)
    with pytest.raises(KamLabError):
        deal_terms(case)


def test_without_any_quota_no_deal_pays(mini: Company) -> None:
    tables = {name: mini.frame(name) for name in mini.tables if name != "quotas"}
    case = case_of(Company.from_tables(tables, name="Lean"))
    with pytest.raises(MissingPartError, match="no quota for KAM K1"):
        deal_terms(case)


def test_a_settlement_that_ends_within_a_month_is_named_by_its_day(
    mini: Company,
) -> None:
    case = case_of(mini)
    terms = replace(deal_terms(case), last_day=pd.Timestamp("2012-12-27"))
    chart, words = deal_shown(case, terms, **START)
    assert "closed from 2012-12-28 on in place of by 2012-12-27" in words.text
    assert "5 % lower by 2012-12-27 costs" in words.text and chart.reading
