from __future__ import annotations

import math

import pytest

from kamlab.segmentation import (
    Definitions,
    LossRisk,
    joint_losses,
    key_figures,
    risk_figures,
    six_definitions,
)
from kamlab.segmentation.base_rate import BaseRate

ALWAYS = {
    "accounts",
    "revenue_total",
    "hhi_revenue",
    "effective_accounts_revenue",
    "gini_revenue",
    "top20_share_revenue",
    "key_count_revenue",
    "key_count_gross_margin",
    "key_count_contribution",
    "largest_share_revenue",
}


def values(told):
    return {name: figure.value for name, figure in key_figures(*told).items()}


def test_exercise_2_4_and_the_others_on_mini(mini, tell) -> None:
    figures = values(tell(mini))
    assert set(figures) >= ALWAYS
    assert figures["hhi_revenue"] == pytest.approx(0.2412)
    assert figures["effective_accounts_revenue"] == pytest.approx(4.15, abs=0.005)
    assert figures["accounts"] == 8
    assert figures["revenue_total"] == 100_000
    assert figures["largest_share_revenue"] == pytest.approx(0.42)
    assert figures["top20_share_revenue"] == pytest.approx(0.60)
    assert figures["accounts_share_for_80"] == pytest.approx(0.5)
    assert figures["key_total_share_revenue"] == pytest.approx(0.51)
    # Σ (2i − n − 1) xᵢ / (n Σ x) of 3, 4, 5, 7, 9, 12, 18, 42
    assert figures["gini_revenue"] == pytest.approx(366 / 800)
    counts = [
        figures[f"key_count_{c}"] for c in ("revenue", "gross_margin", "contribution")
    ]
    assert counts == [3, 6, 5]


def test_every_figure_has_its_unit_and_n(mini, tell) -> None:
    figures = key_figures(*tell(mini))
    assert {figure.n for figure in figures.values()} == {8}
    assert figures["revenue_total"].unit == "EUR"
    assert figures["key_count_revenue"].unit == "accounts"


def test_what_is_undefined_is_none_and_never_a_number(red, tell) -> None:
    figures = values(tell(red))
    assert figures["key_count_contribution"] is None
    assert figures["key_total_share_revenue"] is None
    assert figures["key_count_revenue"] == 2
    assert all(f is None or math.isfinite(f) for f in figures.values())


def test_amounts_can_be_counted_where_shares_are_undefined(red, tell) -> None:
    told = tell(red, mode="absolute", abs_threshold=0.0)
    assert values(told)["key_count_contribution"] == 0


def test_costs_unknown(make_firm, tell) -> None:
    figures = values(tell(make_firm({"A": 60, "B": 40})))
    assert figures["key_count_revenue"] == 2
    assert figures["key_count_gross_margin"] is None
    assert figures["key_count_contribution"] is None


def test_a_credited_account_leaves_the_index_undefined(make_firm, tell) -> None:
    figures = values(tell(make_firm({"A": 100, "B": -40})))
    assert figures["hhi_revenue"] is None
    assert figures["effective_accounts_revenue"] is None
    assert figures["gini_revenue"] is None
    assert figures["largest_share_revenue"] == pytest.approx(100 / 60)


def test_zero_revenue(make_firm, tell) -> None:
    figures = values(tell(make_firm({"A": 0, "B": 0})))
    assert figures["accounts"] == 2
    assert figures["revenue_total"] == 0
    assert {v for k, v in figures.items() if "share" in k or "hhi" in k} == {None}


def test_one_account(make_firm, tell) -> None:
    figures = values(tell(make_firm({"A": 100})))
    assert (figures["hhi_revenue"], figures["gini_revenue"]) == (1, 0)
    assert figures["top20_share_revenue"] == figures["largest_share_revenue"] == 1


def test_adventureworks_whole_history(adventureworks, tell) -> None:
    figures = values(tell(adventureworks, period_months=0))
    assert figures["accounts"] == 635
    assert figures["revenue_total"] == pytest.approx(80_450_596.98, abs=0.01)
    assert figures["hhi_revenue"] == pytest.approx(0.004524, abs=5e-7)
    assert figures["gini_revenue"] == pytest.approx(0.656278, abs=5e-7)
    assert figures["top20_share_revenue"] == pytest.approx(0.667124, abs=5e-7)


def test_adventureworks_last_year(adventureworks, tell) -> None:
    figures = values(tell(adventureworks))
    assert figures["accounts"] == 493
    assert figures["revenue_total"] == pytest.approx(36_240_484.70, abs=0.01)
    assert figures["hhi_revenue"] == pytest.approx(0.005397, abs=5e-7)
    assert figures["top20_share_revenue"] == pytest.approx(0.6254, abs=5e-5)
    assert figures["key_count_contribution"] is None  # the year left less than nothing


def test_risk_figures_on_mini(mini, tell) -> None:
    what, _, chosen = tell(mini)
    assert isinstance(six_definitions(mini, what, chosen), Definitions)
    risk = joint_losses(what, 0.1)
    assert isinstance(risk, LossRisk)
    figures = risk_figures(what, BaseRate(0.1, 0.05, 0.2, 3, 30), risk)
    rate = figures["yearly_loss"]
    assert (rate.value, rate.low, rate.high, rate.n) == (0.1, 0.05, 0.2, 30)
    assert figures["at_risk_contribution"].value == pytest.approx(1580)
    assert figures["at_risk_revenue_p50"].value == risk.at("revenue", 0.5)
    assert figures["at_risk_revenue_p90"].value == risk.at("revenue", 0.9)
    assert len(figures) == 1 + 3 * 3


def test_intervals_stand_where_there_are_enough_accounts(mini, make_firm, tell) -> None:
    assert key_figures(*tell(mini))["hhi_revenue"].low is None
    firm = make_firm({f"A{i:02}": 10 + i * i for i in range(40)})
    for name, figure in key_figures(*tell(firm)).items():
        if name in ("hhi_revenue", "gini_revenue", "top20_share_revenue"):
            assert figure.low < figure.value < figure.high
