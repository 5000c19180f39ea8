"""One simulated company hangs together, and its tables are those declared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.company.tables import TABLES
from kamlab.company.truth import TRUTH
from kamlab.simulation import Levers, SimulatedCompany, make_world, simulate
from kamlab.simulation.cast_figures import cast_figures
from kamlab.simulation.moments import moments, yearly_loss


@pytest.fixture(scope="module")
def polar() -> SimulatedCompany:
    return simulate(make_world())


def test_tables_and_columns_are_those_declared(polar: SimulatedCompany) -> None:
    assert set(polar.tables) == set(TABLES)
    assert set(polar.truth) == set(TRUTH)
    for declared, frames in ((TABLES, polar.tables), (TRUTH, polar.truth)):
        for name, frame in frames.items():
            assert tuple(frame.columns) == declared[name].names, name
            if declared[name].key:
                assert not frame.duplicated(list(declared[name].key)).any(), name


def test_every_row_finds_what_it_names(polar: SimulatedCompany) -> None:
    t = polar.tables
    owners = {
        "account_id": t["accounts"],
        "order_id": t["orders"],
        "sku": t["products"],
        "contact_id": t["contacts"],
        "kam_id": t["kams"],
    }
    for name, frame in t.items():
        for column in set(owners) & set(frame.columns):
            named = frame[column].dropna()
            assert named.isin(owners[column][column]).all(), (name, column)


def test_money_adds_up(polar: SimulatedCompany) -> None:
    lines, bills = polar.tables["order_lines"], polar.tables["invoices"]
    sold = lines[lines["quantity"] > 0]
    prices = sold.merge(polar.tables["products"], on="sku")
    listed = (prices["quantity"] * prices["list_price"]).round(2)
    assert np.allclose(listed, prices["list_amount"], atol=1e-6)
    spent = (prices["quantity"] * prices["unit_cost"]).round(2)
    assert np.allclose(spent, prices["cost_amount"], atol=1e-6)
    totals = sold.groupby("order_id")["net_amount"].sum()
    assert np.allclose(bills["order_id"].map(totals), bills["amount"], atol=1e-6)
    for name in ("net_amount", "list_amount", "cost_amount"):
        cents = lines[name] * 100
        assert np.allclose(cents, cents.round(), atol=1e-6)


def test_time_runs_forward(polar: SimulatedCompany) -> None:
    t = polar.tables
    last = t["order_lines"]["order_date"].max()
    for name, frame in t.items():
        for column in TABLES[name].columns:
            if column.kind == "date" and column.name not in (
                "contract_end",
                "promised",
                "due",
            ):
                assert not (frame[column.name] > last).any(), (name, column.name)
    orders, bills, tickets = t["orders"], t["invoices"], t["tickets"]
    assert (orders["promised"] > orders["order_date"]).all()
    assert not (orders["delivered"] < orders["order_date"]).any()
    assert not (bills["paid"] <= bills["issued"]).any()
    assert not (tickets["closed"] < tickets["opened"]).any()
    since = t["accounts"].set_index("account_id")["since"]
    for name, column in (("orders", "order_date"), ("activities", "date")):
        assert (t[name][column] >= t[name]["account_id"].map(since)).all()


def test_nobody_orders_after_the_loss(polar: SimulatedCompany) -> None:
    lost = polar.truth["accounts"].set_index("account_id")["lost"].dropna()
    assert len(lost) > 10
    orders = polar.tables["orders"]
    gone = orders[orders["account_id"].isin(lost.index)]
    end = gone["account_id"].map(lost) + pd.offsets.MonthBegin(1)
    assert (gone["order_date"] < end).all()


def test_the_hazard_is_the_sum_of_its_terms(polar: SimulatedCompany) -> None:
    months = polar.truth["months"]
    terms = months.filter(like="term_").sum(axis=1)
    free = months[(months["hazard"] > 0)]
    expected = 1 / (1 + np.exp(-terms[free.index]))
    assert np.allclose(free["hazard"], expected, atol=1e-6)
    lives = polar.truth["accounts"].query("lives")["account_id"]
    assert (months.loc[months["account_id"].isin(lives), "hazard"] == 0).all()
    assert (months.loc[months["leaving"], "hazard"] == 0).all()


def test_the_recorded_late_share_is_the_one_that_counts(
    polar: SimulatedCompany,
) -> None:
    orders = polar.tables["orders"].query("status == 'delivered'")
    orders = orders.assign(
        late=orders["delivered"] > orders["promised"],
        month=orders["promised"].dt.to_period("M"),
    )
    truth = polar.truth["months"]
    row = truth[(truth["month"] == "2024-06-01")].set_index("account_id")
    window = orders[orders["month"].between("2024-04", "2024-06")]
    seen = window.groupby("account_id")["late"].mean().reindex(row.index).fillna(0)
    same = np.isclose(seen, row["late_share"], atol=1e-6)
    assert same.mean() > 0.95  # refused orders were late too, but show no delivery


def test_cast_and_moments_of_polar(polar: SimulatedCompany) -> None:
    figures = cast_figures(polar)
    off = figures[~figures["value"].between(figures["low"], figures["high"])]
    assert off.empty, off.to_string()
    values = moments(polar).set_index("name")["value"]
    assert values["contribution"] == pytest.approx(0.13, abs=2e-3)
    assert values["gross_margin"] == pytest.approx(0.40, abs=0.03)
    assert 0.70 <= values["top20_share"] <= 0.85
    assert 1.05 <= values["whale_peak"] <= 1.60
    assert values["key_count"] >= 3
    assert 7 <= values["order_gap"] <= 45
    assert 0.04 < yearly_loss(polar) < 0.20


def test_actions_in_truth_are_what_the_levers_do(polar: SimulatedCompany) -> None:
    capped = simulate(polar.world, Levers(late_cap=0.05))
    told = polar.truth["outcomes"].query("action == 'late_cap'")
    lost = capped.truth["accounts"].set_index("account_id")["lost"]
    assert told.set_index("account_id")["lost"].equals(lost)
    steps = polar.truth["actions"]
    for name in ("late_cap", "breadth_plus", "close_hours", "visits_plus"):
        # a single hazard may rise: the KAM sees less danger and comes less often
        assert steps[name].sum() < 0, name
        assert (steps[name] < 0).sum() > 3 * (steps[name] > 0).sum(), name
    assert (steps["save_call"] <= 0).all()
    months = [company.truth["months"] for company in (polar, capped)]
    one, two = (m[m["month"] == "2023-01-01"].set_index("account_id") for m in months)
    change = steps[steps["month"] == "2023-01-01"].set_index("account_id")["late_cap"]
    assert np.allclose(two["hazard"] - one["hazard"], change, atol=2e-6)


def test_actions_come_on_top_of_the_levers() -> None:
    world = make_world(seed=5, accounts=60, months=12)
    drawn = simulate(world, Levers(randomised_visits=True))
    steps = drawn.truth["actions"]
    # where visits follow the dice no action calls the KAM away: no hazard rises
    for name in ("late_cap", "breadth_plus", "close_hours", "visits_plus", "save_call"):
        assert (steps[name] <= 0).all(), name
        assert (steps[name] < 0).any(), name
    both = simulate(world, Levers(randomised_visits=True, breadth_plus=1))
    told = drawn.truth["outcomes"].query("action == 'breadth_plus'")
    lost = both.truth["accounts"].set_index("account_id")["lost"]
    assert told.set_index("account_id")["lost"].equals(lost)


def test_smallest_and_uncast_companies_work() -> None:
    small = simulate(make_world(accounts=20, months=12))
    assert len(small.company().validate()) == 0
    plain = simulate(make_world(accounts=40, months=14, cast=False))
    assert plain.truth["cast"].empty
    assert not plain.truth["accounts"]["lives"].any()
    assert len(plain.company().validate()) == 0
