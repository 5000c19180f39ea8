from __future__ import annotations

import pandas as pd
import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    hit_figures,
    hits,
    lead_times,
    stake_figures,
    status_figures,
    tried_on_history,
)


def test_status_of_mini(mini) -> None:
    settings = EarlyWarningSettings()
    figures = status_figures(account_status(mini, settings), settings)
    assert {name: figure.value for name, figure in figures.items()} == {
        "accounts": 8,
        "active_accounts": 7,
        "flagged_accounts": 1,
        "watch_count": 1,
        "silent_accounts": 0,
        "eroding_accounts": 1,
        "too_little_history": 1,
        "losses_in_history": 1,
    }
    assert {(figure.unit, figure.n) for figure in figures.values()} == {("accounts", 8)}


def test_watch_count_is_what_the_list_holds() -> None:
    status = pd.DataFrame(
        {"status": ["silent"] * 7, "at_risk": [True] * 7, "score": [0.6] * 7}
    )
    figures = status_figures(status, EarlyWarningSettings(top_n=5))
    assert figures["flagged_accounts"].value == 7
    assert figures["watch_count"].value == 5


def test_hits_and_lead_time_by_hand(three, by_hand) -> None:
    status = account_status(three, by_hand)
    history = tried_on_history(three, by_hand)
    leads = lead_times(history, status[status["status"] == "lost"])
    figures = hit_figures(hits(history, by_hand), leads)
    precision = figures["precision_at_top"]
    assert (precision.value, precision.unit, precision.n) == (0.5, "share", 4)
    assert precision.low is not None and precision.low < 0.5 < precision.high
    assert figures["recall_at_top"].value == 0.5
    assert figures["loss_rate"].value == pytest.approx(1 / 3)
    lead = figures["lead_time_median"]
    assert (lead.value, lead.unit, lead.n) == (34, "days", 1)
    assert figures["losses_never_flagged"].value == 0


def test_what_was_not_tested_is_none() -> None:
    for figure in hit_figures(None, None).values():
        assert figure.value is None and figure.n == 0
        assert figure.low is None and figure.high is None


def test_stake_sums_all_and_the_list() -> None:
    stake = pd.DataFrame({"probability": [0.5, 0.1], "value_at_risk": [50.0, 3.0]})
    figures = stake_figures(stake, stake.head(1), "EUR")
    assert figures["value_at_risk"].value == 53
    assert figures["value_at_risk_watch_list"].value == 50
    assert figures["value_at_risk"].unit == "EUR"
    blank = stake.assign(probability=float("nan"), value_at_risk=float("nan"))
    for figure in stake_figures(blank, blank, "EUR").values():
        assert figure.value is None
