from __future__ import annotations

import pytest

import kamlab
from kamlab.segmentation import worth
from kamlab.segmentation.facts import KNOWN, facts
from kamlab.segmentation.settings import KeyAccountsSettings


def known(firm, **settings):
    chosen = KeyAccountsSettings(**settings)
    return facts(firm, worth(firm, chosen), chosen).set_index("account_id")


def test_active_accounts_first_then_those_that_buy_nothing() -> None:
    table = known(kamlab.load("polar"))
    assert len(table) == 120
    assert table["active"].is_monotonic_decreasing and table["active"].sum() == 103
    assert (table.loc[~table["active"], "revenue"] == 0).all()
    assert table["name"].notna().all()


def test_tickets_of_the_period_only() -> None:
    firm = kamlab.load("polar")
    opened = firm.frame("tickets")["opened"]
    year = ((opened > "2024-12-31") & (opened <= "2025-12-31")).sum()
    assert known(firm)["tickets"].sum() == year
    assert known(firm, period_months=0)["tickets"].sum() == len(opened)


def test_what_the_company_lacks_is_blank_throughout(make_firm) -> None:
    table = known(make_firm({"A": 100}))
    assert table[list(KNOWN)].isna().all(axis=None)
    assert table.loc["A", "name"] == "A"


def test_groups_add_up(mini) -> None:
    alone, together = known(mini), known(mini, group_by_parent=True)
    for column in ("wallet_low", "wallet_estimate", "wallet_high", "revenue"):
        both = alone.loc[["E", "F"], column].sum()
        assert together.loc["P1", column] == pytest.approx(both)
    assert together.loc["P1", "competence"] == alone.loc[["E", "F"], "competence"].max()
