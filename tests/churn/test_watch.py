from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    at_stake,
    loss_rates,
    tried_on_history,
    watch_list,
    worth_of_accounts,
)
from kamlab.churn.watch import band_of


def case(way: float | None, status: str, lost: bool | None) -> dict[str, object]:
    eroding = status == "eroding"
    return {"way": way, "status": status, "eroding": eroding, "lost": lost}


def history(*cases) -> pd.DataFrame:
    frame = pd.DataFrame(cases).astype({"way": "float64", "lost": "boolean"})
    return frame


def test_bands_hold_their_lower_bound() -> None:
    ways = [0.0, 0.2499, 0.25, 0.5, 0.7499, 0.75, 0.999]
    table = history(*(case(way, "buying", False) for way in ways))
    assert band_of(table).tolist() == [0, 0, 1, 2, 2, 3, 3]


def test_eroding_and_young_accounts_have_bands_of_their_own() -> None:
    table = history(
        case(0.1, "eroding", False),
        case(None, "too little history", False),
        case(None, "eroding", True),
        case(0.5, "eroding", True),  # silence tells more than erosion
        case(0.8, "eroding", True),
    )
    assert band_of(table).tolist() == [4, 5, 4, 2, 3]


def test_rates_count_and_shrink() -> None:
    table = history(
        case(0.1, "buying", False),
        case(0.1, "buying", True),
        case(0.1, "buying", False),
        case(0.6, "silent", True),
        case(0.6, "silent", None),  # not known yet: does not count
    )
    rates = loss_rates(table)
    assert rates["accounts"].tolist() == [3, 0, 1, 0, 0, 0]
    assert rates["lost"].tolist() == [1, 0, 1, 0, 0, 0]
    # (lost + ½) / (accounts + 1); an empty band takes that of all, 2.5 / 5
    expected = [1.5 / 4, 0.5, 1.5 / 2, 0.5, 0.5, 0.5]
    assert rates["probability"].tolist() == pytest.approx(expected)


def test_no_small_band_is_sure() -> None:
    rates = loss_rates(history(case(0.6, "silent", True), case(0.1, "buying", False)))
    assert rates["probability"].between(0.01, 0.99).all()


def test_three_accounts_by_hand(three, by_hand) -> None:
    """K and S bought a moment ago; that band holds 6 past cases with 1 loss."""
    rates = loss_rates(tried_on_history(three, by_hand))
    assert rates["accounts"].tolist() == [6, 2, 2, 2, 0, 0]
    assert rates["lost"].tolist() == [1, 1, 1, 1, 0, 0]
    status = account_status(three, by_hand)
    values, name, missing = worth_of_accounts(three, by_hand)
    assert (name, missing) == ("revenue", ("contribution",))
    stake = at_stake(status, values, rates)
    assert stake["account_id"].tolist() == ["K", "S"]  # L is lost, not at risk
    # twelve orders of 100, and nine of 50 (August to November, March to June)
    assert stake["value"].tolist() == [1200, 450]
    assert stake["value_at_risk"].sum() == pytest.approx(1650 * 1.5 / 7)


def test_value_at_risk_is_the_sum_of_probability_times_contribution(mini) -> None:
    settings = EarlyWarningSettings(horizon=2, cutoffs=2)
    values, name, _ = worth_of_accounts(mini, settings)
    assert name == "contribution" and values["G"] == pytest.approx(-800)
    rates = loss_rates(tried_on_history(mini, settings))
    stake = at_stake(account_status(mini, settings), values, rates)
    total = sum(row.probability * values[row.account_id] for row in stake.itertuples())
    assert stake["value_at_risk"].sum() == pytest.approx(total)
    assert set(stake["account_id"]) == set("ABCDEFH")
    assert stake.set_index("account_id").loc["H", "value_at_risk"] < 0


def test_without_a_tested_past_there_is_no_probability(mini) -> None:
    settings = EarlyWarningSettings()
    values, _, _ = worth_of_accounts(mini, settings)
    stake = at_stake(account_status(mini, settings), values, None)
    assert stake["probability"].isna().all() and stake["value_at_risk"].isna().all()
    assert stake["rank"].tolist() == list(range(1, 8))


def test_nobody_at_risk(make_firm) -> None:
    settings = EarlyWarningSettings()
    firm = make_firm({"A": ["2025-01-01"]}, -5.0)
    values, _, _ = worth_of_accounts(firm, settings)
    rates = loss_rates(history(case(0.1, "buying", False)))
    for given in (None, rates):
        stake = at_stake(account_status(firm, settings), values, given)
        assert stake.empty and stake["value_at_risk"].sum() == 0
        assert watch_list(firm, stake, settings).empty


def stake_of(firm, settings) -> pd.DataFrame:
    values, _, _ = worth_of_accounts(firm, settings)
    return at_stake(account_status(firm, settings), values, None)


def test_watch_list_of_mini(mini) -> None:
    settings = EarlyWarningSettings()
    listed = watch_list(mini, stake_of(mini, settings), settings)
    assert listed[["rank", "account_id", "name", "kam_id"]].values.tolist() == [
        [1, "F", "Account F", "K2"]
    ]
    assert listed["reasons"].tolist() == [
        "bought 67 % less in the last 3 months than a year ago"
    ]


def test_watch_list_is_as_long_as_asked_and_furthest_first(make_firm) -> None:
    orders = {}
    for n in range(8):
        last = pd.Timestamp("2025-05-31") - pd.Timedelta(days=3 * n)
        days = pd.date_range(end=last, periods=5, freq="30D")
        orders[f"A{n}"] = [str(day.date()) for day in days]
    firm = make_firm(orders | {"K": ["2025-07-20"]})
    settings = EarlyWarningSettings(top_n=5)
    listed = watch_list(firm, stake_of(firm, settings), settings)
    assert listed["account_id"].tolist() == ["A7", "A6", "A5", "A4", "A3"]
    assert listed["rank"].tolist() == [1, 2, 3, 4, 5]
    assert listed["name"].tolist() == listed["account_id"].tolist()
    assert listed["kam_id"].isna().all()
    settings = EarlyWarningSettings(watch_from=0.75)
    listed = watch_list(firm, stake_of(firm, settings), settings)
    # silent 50 + 3 n days of 90
    assert listed["account_id"].tolist() == ["A7", "A6"]
    assert np.allclose(listed["score"], [71 / 90, 68 / 90])
