from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.definitions import LossDefinition
from kamlab.churn.survival import Lifetimes, lifetimes
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.simulation.labs import lab

A_MONTH = 365 / 12
SILENCE = LossDefinition(rule="silence", silent_months=4)


def days(start: str, end: str) -> float:
    return (pd.Timestamp(end) - pd.Timestamp(start)).days


def test_watched_from_the_fourth_order_by_hand(three) -> None:
    """All order monthly from 2023-12-31, so a loss shows from 2024-03-31 on."""
    lives = lifetimes(three, clock="watched")
    assert isinstance(lives, Lifetimes) and lives.left_out.empty
    table = lives.table.set_index("account_id")
    assert (table["began"] == pd.Timestamp("2024-03-31")).all()
    assert table["lost"].to_dict() == {"K": False, "L": True, "S": False}
    assert table.loc["L", "duration"] == days("2024-03-31", "2024-12-31") / A_MONTH
    # 93 days before the cut-off of 2025-06-30: who stopped later does not show yet
    assert table.loc["K", "ended"] == pd.Timestamp("2025-03-29")
    assert (table["entry"] == 0).all()


def test_age_with_late_entry(make_firm, orders) -> None:
    """K's relation is older than the books; it is at risk from its fourth order on."""
    firm = make_firm(
        orders,
        accounts={
            "account_id": ["K", "L", "S"],
            "since": pd.to_datetime(["2020-12-31", "2024-02-15", None]),
        },
    )
    lives = lifetimes(firm)
    table = lives.table.set_index("account_id")
    entered = days("2020-12-31", "2024-03-31") - 1
    assert table.loc["K", "entry"] == pytest.approx(entered / A_MONTH)
    # L ordered before its own "since", so its first order is the older evidence
    assert table.loc["L", "began"] == pd.Timestamp("2023-12-31")
    assert lives.left_out["account_id"].tolist() == ["S"]
    assert "start unknown" in lives.left_out["why"][0]
    assert "2 of them entered late" in lives.words
    assert "Left out: 1 account, start unknown" in lives.words


def test_without_a_start_only_accounts_that_came_later_have_an_age(three) -> None:
    with pytest.raises(NotEnoughDataError, match=r"3 accounts .*start unknown"):
        lifetimes(three)


def test_who_came_later_has_an_age(make_firm, orders) -> None:
    late = [day for day in orders["K"] if day >= "2024-07-31"]
    lives = lifetimes(make_firm({**orders, "N": late}), SILENCE)
    assert lives.table["account_id"].tolist() == ["N"]
    assert lives.table["began"][0] == pd.Timestamp("2024-07-31")


def test_an_account_too_new_is_left_out(make_firm, orders) -> None:
    firm = make_firm({**orders, "N": ["2025-05-31"], "O": orders["K"][-5:]})
    why = lifetimes(firm, clock="watched").left_out.set_index("account_id")["why"]
    assert why["N"] == "too few orders to know their rhythm"
    assert why["O"].startswith("too new")


def test_by_contract(make_firm) -> None:
    firm = make_firm(
        {"A": ["2024-01-10", "2024-06-30"], "B": ["2024-01-10"], "K": ["2024-12-31"]},
        accounts={
            "account_id": ["A", "B", "K"],
            "since": pd.to_datetime(["2024-01-01"] * 3),
            "contract_end": pd.to_datetime(["2024-07-31", None, "2025-01-31"]),
        },
    )
    lives = lifetimes(firm, LossDefinition(rule="contract"))
    row = lives.table.iloc[0]
    assert row["account_id"] == "A" and row["lost"]
    assert row["ended"] == pd.Timestamp("2024-07-31")
    assert set(lives.left_out["why"]) >= {"no contract"}


def test_refusals(three, make_firm) -> None:
    with pytest.raises(RefusedError, match="Erosion is a partial loss"):
        lifetimes(three, LossDefinition(rule="erosion"))
    with pytest.raises(RefusedError, match="not 'hours'"):
        lifetimes(three, clock="hours")
    with pytest.raises(NotEnoughDataError, match="no orders"):
        lifetimes(make_firm({"A": ["2025-01-01"]}, -5.0))
    with pytest.raises(NotEnoughDataError, match="too few orders"):
        lifetimes(make_firm({"A": ["2025-01-01"]}))
    with pytest.raises(NotEnoughDataError, match="None of 3 accounts was lost"):
        lifetimes(three.as_of("2024-10-31"), clock="watched").curve()
    for day in ("2020-01-01", "soon"):
        with pytest.raises(RefusedError):
            lifetimes(three.as_of(day))
    with pytest.raises(UndefinedError, match="everybody would count as lost"):
        lifetimes(three.as_of("2030-01-01"), clock="watched")


def test_everybody_lost_is_a_curve_that_ends_at_nothing(make_firm, orders) -> None:
    """All stopped, each in its month; only the last order of all is recent."""
    stops = {f"A{k}": orders["K"][: 6 + k] for k in range(8)}
    lives = lifetimes(make_firm({**stops, "N": ["2025-06-30"]}), clock="watched")
    curve = lives.curve()
    assert lives.table["lost"].all() and curve.at(60) == 0
    assert lives.left_out["account_id"].tolist() == ["N"]


def test_the_curve_begins_where_enough_are_at_risk(polar) -> None:
    lives = lifetimes(polar)
    curve = lives.curve()
    assert curve.start > 0
    entered = curve.table["time"] <= lives.table["entry"].max()
    assert curve.table.loc[entered, "at_risk"].iloc[0] >= 10
    assert curve.definition == LossDefinition().words
    assert lives.curve(start=24.0).start == 24


@pytest.mark.slow
def test_the_curve_holds_the_true_share_of_a_large_company() -> None:
    """Of those there at the fourth order, the share whose last order came later."""
    firm = lab(1)
    lives = lifetimes(firm, clock="watched")
    curve = lives.curve(level=0.95)
    lost = firm.truth("accounts").set_index("account_id")["lost"]
    table = lives.table.assign(last=lives.table["account_id"].map(lost))
    began = table["began"].dt.to_period("M").dt.start_time
    months = (table["last"] - began).dt.days / A_MONTH
    for month in (6, 12, 24):
        # all of these were followed for so long, so their true share needs no curve
        whole = (table["followed_until"] - table["began"]).dt.days / A_MONTH > month
        true = 1 - (months[whole] < month).mean()
        row = curve.table[curve.table["time"] <= month].iloc[-1]
        assert row["low"] - 0.01 <= true <= row["high"] + 0.01
        assert np.isclose(curve.at(month), true, atol=0.02)
