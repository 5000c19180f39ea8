from __future__ import annotations

import importlib

import numpy as np
import pandas as pd
import pytest

from kamlab.churn import (
    EarlyWarningSettings,
    account_status,
    hits,
    lead_times,
    tried_on_history,
)

module = importlib.import_module("kamlab.churn.hits")


def table(rows) -> pd.DataFrame:
    """A history of (account, month, rank, watched, lost)."""
    frame = pd.DataFrame(
        rows, columns=["account_id", "cut_off", "rank", "watched", "lost"]
    )
    frame["cut_off"] = pd.Timestamp("2025-01-31") + frame["cut_off"].map(
        lambda n: pd.offsets.MonthEnd(n)
    )
    return frame.astype({"lost": "boolean"})


def test_three_accounts_by_hand(three, by_hand) -> None:
    """On the list: L twice (rightly), S twice (wrongly); L stopped at 4 of 12."""
    found = hits(tried_on_history(three, by_hand), by_hand)
    assert (found.precision.value, found.precision.n) == (0.5, 4)
    assert (found.recall.value, found.recall.n) == (0.5, 4)
    assert (found.base.value, found.base.n) == (pytest.approx(4 / 12), 12)
    assert found.cut_offs == 4


def test_only_the_first_top_n_are_on_the_list() -> None:
    rows = [(f"A{i:02}", 0, i, True, i <= 5) for i in range(1, 21)]
    assert hits(table(rows), EarlyWarningSettings(top_n=5)).precision.value == 1
    assert hits(table(rows), EarlyWarningSettings(top_n=10)).precision.value == 0.5
    assert hits(table(rows), EarlyWarningSettings(top_n=10)).precision.n == 10


def test_accounts_that_are_not_watched_do_not_fill_the_list() -> None:
    rows = [("A", 0, 1, True, True), ("B", 0, 2, False, True)]
    found = hits(table(rows), EarlyWarningSettings())
    assert (found.precision.n, found.recall.value) == (1, 0.5)


def test_cut_offs_without_a_label_do_not_count() -> None:
    rows = [("A", 0, 1, True, True), ("A", 1, 1, True, None)]
    found = hits(table(rows), EarlyWarningSettings())
    assert (found.precision.n, found.cut_offs) == (1, 1)


def test_nobody_listed_and_nobody_lost() -> None:
    rows = [("A", 0, 1, False, False), ("B", 0, 2, False, False)]
    found = hits(table(rows), EarlyWarningSettings())
    for rate in (found.precision, found.recall):
        assert (rate.value, rate.n, rate.low, rate.high) == (None, 0, None, None)
    assert found.base.value == 0
    assert found.base.low == 0 and 0 < found.base.high < 1


def test_intervals_at_the_edges_count_each_account_once(monkeypatch) -> None:
    """20 accounts at two cut-offs, none lost: Newcombe's 0 of 20, not 0 of 40."""
    monkeypatch.setattr(module, "INTERVAL", 0.95)
    rows = [(f"A{i}", month, i, True, False) for i in range(20) for month in (0, 1)]
    base = hits(table(rows), EarlyWarningSettings(top_n=50)).base
    assert (base.value, base.n, base.low) == (0.0, 40, 0.0)
    assert base.high == pytest.approx(0.1611, abs=5e-5)
    rows = [(f"A{i}", month, i, True, True) for i in range(20) for month in (0, 1)]
    base = hits(table(rows), EarlyWarningSettings(top_n=50)).base
    assert (base.low, base.high) == (pytest.approx(1 - 0.1611, abs=5e-5), 1.0)


def test_few_accounts_have_a_wide_interval() -> None:
    """One account at three cut-offs says little, and resampling it nothing."""
    rows = [("A", 0, 1, True, False), ("A", 1, 1, True, True), ("A", 2, 1, True, True)]
    base = hits(table(rows), EarlyWarningSettings()).base
    assert base.value == pytest.approx(2 / 3)
    assert base.high - base.low > 0.5


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Accounts with a risk of their own, four cut-offs each: 90 % of the intervals
    should hold the true rate; intervals over rows would hold it far less often."""
    rng = np.random.default_rng(7)
    inside, runs, accounts, months = 0, 60, 60, 4
    for _ in range(runs):
        risk = rng.beta(0.6, 1.4, accounts)  # mean .3, most of it between accounts
        lost = rng.random((accounts, months)) < risk[:, None]
        frame = pd.DataFrame(
            {
                "account_id": np.repeat(np.arange(accounts).astype(str), months),
                "cut_off": np.tile(np.arange(months), accounts),
                "rank": 1,
                "watched": True,
                "lost": pd.array(lost.ravel(), dtype="boolean"),
            }
        )
        base = hits(frame, EarlyWarningSettings()).base
        inside += base.low <= 0.3 <= base.high
    assert 0.80 <= inside / runs <= 0.98


def test_the_same_history_gives_the_same_interval(three, by_hand) -> None:
    history = tried_on_history(three, by_hand)
    assert hits(history, by_hand) == hits(history.copy(), by_hand)


def losses(three, by_hand) -> pd.DataFrame:
    status = account_status(three, by_hand)
    return status[status["status"] == "lost"]


def test_lead_time_by_hand(three, by_hand) -> None:
    """L is first flagged on 2025-02-28 and confirmed on 2025-04-03: 34 days."""
    leads = lead_times(tried_on_history(three, by_hand), losses(three, by_hand))
    assert leads["account_id"].tolist() == ["L"]
    assert leads["first_flag"].tolist() == [pd.Timestamp("2025-02-28")]
    assert leads["lead_days"].tolist() == [34]


def test_flags_after_the_last_tested_cut_off_count(mini) -> None:
    """G of mini fell silent in June; the last labelled cut-off is 2025-06-30."""
    settings = EarlyWarningSettings(cutoffs=2)
    history = tried_on_history(mini, settings)
    leads = lead_times(history, losses(mini, settings))
    assert (
        history.loc[history["lost"].notna(), "cut_off"].max()
        < leads["first_flag"].min()
    )
    assert leads["lead_days"].tolist() == [39]  # 2025-07-31 to 2025-09-08


def test_silence_that_began_before_the_first_cut_off_is_left_out(three) -> None:
    """Cut-offs from 2025-01-31: L's last order was before, a flag may be missed."""
    settings = EarlyWarningSettings(horizon=3, cutoffs=3, partial_drop=0.9)
    leads = lead_times(tried_on_history(three, settings), losses(three, settings))
    assert leads.empty


def test_only_the_last_run_of_flags_counts() -> None:
    history = table(
        [("A", 0, 1, True, False), ("A", 1, 1, False, False), ("A", 2, 1, True, True)]
    ).assign(confirmed_on=pd.NaT)
    lost = pd.DataFrame(
        {
            "account_id": ["A"],
            "last_order": pd.to_datetime(["2025-02-20"]),
            "confirmed_on": pd.to_datetime(["2025-05-01"]),
        }
    )
    leads = lead_times(history, lost)
    assert leads["first_flag"].tolist() == [pd.Timestamp("2025-03-31")]
    assert leads["lead_days"].tolist() == [31]


def test_a_loss_never_flagged_stays_blank() -> None:
    history = table([("A", 0, 1, False, False)]).assign(confirmed_on=pd.NaT)
    lost = pd.DataFrame(
        {
            "account_id": ["A"],
            "last_order": pd.to_datetime(["2025-02-01"]),
            "confirmed_on": pd.to_datetime(["2025-04-02"]),
        }
    )
    leads = lead_times(history, lost)
    assert leads["account_id"].tolist() == ["A"]
    assert leads["lead_days"].isna().all()
