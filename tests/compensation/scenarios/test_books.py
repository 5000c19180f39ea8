"""The coming year from a company's books, and four ways to set its quotas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import kamlab
from kamlab.company import Company
from kamlab.compensation.plan import PayPlan
from kamlab.compensation.scenarios import (
    METHODS,
    Draws,
    Territories,
    alike,
    chances,
    draw_settings,
    pay_years,
    set_quotas,
    territories,
)
from kamlab.compensation.scenarios.quotas import staying
from kamlab.errors import MissingPartError, NotEnoughDataError, RefusedError


def test_books_add_up_to_what_was_sold(polar_books: Territories) -> None:
    firm = kamlab.load("polar")
    assert len(polar_books.kam_ids) == 10
    lines = firm.frame("order_lines")
    sold = lines.loc[lines["order_date"].dt.year == 2025, "net_amount"].sum()
    assert polar_books.expected.sum() == pytest.approx(sold, rel=0.02)
    accounts = polar_books.accounts
    assert accounts is not None
    assert np.allclose(np.bincount(accounts.kam, accounts.part), 1)
    pay = firm.frame("pay")
    target = pay.loc[pay["period"].dt.year == 2025, "target_variable"].sum()
    assert polar_books.target.sum() == pytest.approx(target)
    assert polar_books.currency == "EUR"
    assert "same chance" in polar_books.notes[0]


def test_given_chances_are_taken_and_checked() -> None:
    firm = kamlab.load("polar")
    ids = firm.frame("accounts")["account_id"]
    team = territories(firm, loss=dict.fromkeys(ids, 0.25))
    assert team.accounts is not None
    assert set(team.accounts.loss.tolist()) == {0.25}
    with pytest.raises(RefusedError, match="not between 0 and 1"):
        territories(firm, loss=dict.fromkeys(ids, 25.0))


def test_a_company_without_quotas_or_pay_is_told_so(mini: Company) -> None:
    with pytest.raises(MissingPartError, match="possible years of pay need it"):
        territories(mini)
    firm = kamlab.load("polar")
    tables = {name: firm.frame(name) for name in firm.tables if name != "quotas"}
    without = Company.from_tables(tables, name="Unplanned")
    with pytest.raises(MissingPartError, match=r"Unplanned has no quotas\.plan_sales"):
        territories(without)
    quotas = firm.frame("quotas")
    tables["quotas"] = quotas[quotas["kam_id"] == quotas["kam_id"].iloc[0]]
    with pytest.raises(NotEnoughDataError, match="1 KAM with sales and a quota"):
        territories(Company.from_tables(tables, name="Lonely"))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_sets_quotas_above_zero(
    method: str, polar_books: Territories
) -> None:
    team = set_quotas(polar_books, method, growth=0.05)
    assert (team.quota > 0).all()
    total = team.quota.sum() / polar_books.expected.sum()
    if method == "bottom_up":
        assert 0.8 < total / 1.05 < 1
    else:
        assert total == pytest.approx(1.05)


def test_methods_differ_as_their_names_say(polar_books: Territories) -> None:
    by = {m: set_quotas(polar_books, m).quota.sum(axis=1) for m in METHODS}
    assert np.allclose(by["history"], polar_books.expected.sum(axis=1))
    assert np.ptp(by["top_down"]) == pytest.approx(0, abs=1e-6)
    assert polar_books.potential is not None
    assert np.corrcoef(by["potential"], polar_books.potential)[0, 1] > 0.9999
    with pytest.raises(RefusedError, match="did you mean 'bottom_up'"):
        set_quotas(polar_books, "botom_up")
    with pytest.raises(RefusedError, match="growth is '5 %'"):
        set_quotas(polar_books, growth="5 %")  # type: ignore[arg-type]
    with pytest.raises(MissingPartError, match="potential of a territory"):
        set_quotas(alike(2), "potential")
    with pytest.raises(MissingPartError, match="accounts of the books"):
        set_quotas(alike(2), "bottom_up")


def test_bottom_up_is_the_mean_of_the_draws(
    polar_books: Territories, curve_plan: PayPlan
) -> None:
    team = set_quotas(polar_books, "bottom_up")
    years = pay_years([curve_plan], Draws(team, draw_settings(n_sims=20_000)))[0]
    assert years.revenue.mean() == pytest.approx(team.quota.sum(), rel=0.01)
    table = chances(years)
    assert ((table["low"] <= table["reach"]) & (table["reach"] <= table["high"])).all()
    assert table["reach"].between(0.3, 0.7).all()
    assert staying(team).max() < 1


def test_nobody_reaches_a_quota_out_of_reach(curve_plan: PayPlan) -> None:
    team = alike(2)
    team = replace(team, quota=np.array([[1e9], [np.nan]]))
    table = chances(pay_years([curve_plan], Draws(team))[0])
    assert table["reach"].iloc[0] == 0
    assert np.isnan(table["reach"].iloc[1])
