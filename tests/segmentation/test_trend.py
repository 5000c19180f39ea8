from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.segmentation import dependence_over_time, hhi, top_share
from kamlab.segmentation.settings import KeyAccountsSettings

SETTINGS = KeyAccountsSettings()


def monthly(**accounts: list[float]) -> Company:
    """Give a company with one order a month and account, from January 2024 on."""
    rows = [
        (account, pd.Timestamp(2024 + i // 12, i % 12 + 1, 28), float(amount))
        for account, amounts in accounts.items()
        for i, amount in enumerate(amounts)
        if amount
    ]
    lines = pd.DataFrame(rows, columns=["account_id", "order_date", "net_amount"])
    return Company.from_tables({"order_lines": lines}, name="Monthly")


def test_last_point_is_the_report_itself(mini, tell) -> None:
    what, _, chosen = tell(mini)
    table = dependence_over_time(mini, chosen)
    last, revenue = table.iloc[-1], what.table["revenue"]
    assert last["cut_off"] == date(2025, 12, 31)
    assert last["hhi"] == pytest.approx(hhi(revenue))
    assert last["largest"] == pytest.approx(0.42)
    assert last["account_id"] == "A"
    assert last["top_n"] == pytest.approx(top_share(revenue, 3 / 8))
    # two years of orders: thirteen whole windows of a year
    assert len(table) == 13


def test_a_growing_account_by_hand() -> None:
    firm = monthly(A=[100] * 12 + [300] * 6, B=[100] * 18)
    table = dependence_over_time(firm, SETTINGS)
    # windows that begin on the 29th: the first month with 300 is in each of them
    shares = [(1200 + 200 * k) / (2400 + 200 * k) for k in range(1, 7)]
    assert table["largest"].tolist() == pytest.approx(shares)
    assert table["hhi"].tolist() == pytest.approx([s**2 + (1 - s) ** 2 for s in shares])
    assert table["accounts"].tolist() == [2] * 6


def test_later_orders_change_no_earlier_point() -> None:
    short = monthly(A=[100] * 15, B=[50] * 15)
    long = monthly(A=[100] * 15 + [900] * 3, B=[50] * 15 + [1] * 3)
    before = dependence_over_time(short, SETTINGS)
    after = dependence_over_time(long, SETTINGS)
    columns = ["accounts", "revenue", "hhi", "largest"]
    # the cut-offs are counted back from the last order, on the 28th
    pd.testing.assert_frame_equal(before[columns], after[columns].head(len(before)))


def test_months_bound_the_line(mini) -> None:
    assert len(dependence_over_time(mini, SETTINGS, months=4)) == 5


def test_groups_count_as_one(mini) -> None:
    alone = dependence_over_time(mini, SETTINGS, months=3)
    chosen = KeyAccountsSettings(group_by_parent=True)
    together = dependence_over_time(mini, chosen, months=3)
    assert (together["hhi"] >= alone["hhi"]).all()
    assert together["accounts"].iloc[-1] == 7


def test_credited_accounts_leave_the_index_blank() -> None:
    firm = monthly(A=[100] * 15, B=[-10] * 15)
    table = dependence_over_time(firm, SETTINGS)
    assert table["hhi"].isna().all() and (table["largest"] > 1).all()
    table = dependence_over_time(monthly(A=[-5] * 15), SETTINGS)
    assert table[["hhi", "largest", "top_n"]].isna().all(axis=None)


def test_too_short_a_history_says_what_it_needs() -> None:
    with pytest.raises(NotEnoughDataError, match="needs orders of 14 months"):
        dependence_over_time(monthly(A=[100] * 13), SETTINGS)
    whole = KeyAccountsSettings(period_months=0)
    with pytest.raises(NotEnoughDataError, match="3 windows of 12"):
        dependence_over_time(monthly(A=[100] * 13), whole)
