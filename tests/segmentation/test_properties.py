"""What holds for every book: shares, groups, rankings."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.company import Company
from kamlab.segmentation import (
    KeyAccountsSettings,
    boundary,
    concentration,
    dependence_over_time,
    hhi,
    joint_losses,
    key_accounts,
    six_definitions,
    worth,
)

CRITERIA = ("revenue", "gross_margin", "contribution")
amounts = st.lists(
    st.tuples(st.integers(1, 10**7), st.floats(0, 0.95)), min_size=1, max_size=12
)
quick = settings(max_examples=15, deadline=None)


def book(pairs, parents=None, factor: float = 1.0, reverse: bool = False) -> Company:
    rows = [
        (f"A{i:02}", pd.Timestamp("2025-06-30"), cents / 100 * factor, cents * part)
        for i, (cents, part) in enumerate(pairs)
    ]
    columns = ["account_id", "order_date", "net_amount", "cost_amount"]
    lines = pd.DataFrame(rows, columns=columns)
    lines["cost_amount"] = (lines["cost_amount"] / 100 * factor).round(2)
    frames = {"order_lines": lines.iloc[::-1] if reverse else lines}
    if parents is not None:
        ids = lines["account_id"]
        frames["accounts"] = pd.DataFrame({"account_id": ids, "parent_id": parents})
    return Company.from_tables(frames, name="Any")


def table_of(firm: Company, **chosen: object) -> pd.DataFrame:
    thresholds = KeyAccountsSettings(**chosen)
    return key_accounts(worth(firm, thresholds), thresholds)


@quick
@given(amounts)
def test_shares_of_non_negative_criteria_sum_to_one(pairs) -> None:
    table = table_of(book(pairs))
    for criterion in CRITERIA:
        assert (table[criterion] >= -0.01).all()
        if table[f"share_{criterion}"].notna().all():
            assert table[f"share_{criterion}"].sum() == pytest.approx(1)


@quick
@given(amounts, st.integers(1, 4))
def test_grouping_by_parent_never_lowers_the_largest(pairs, groups: int) -> None:
    parents = [f"P{i % groups}" for i in range(len(pairs))]
    alone = table_of(book(pairs, parents))
    together = table_of(book(pairs, parents), group_by_parent=True)
    for criterion in CRITERIA:
        assert together[criterion].max() >= alone[criterion].max() - 1e-6
    assert together["revenue"].sum() == pytest.approx(alone["revenue"].sum())
    assert hhi(together["revenue"]) >= hhi(alone["revenue"]) - 1e-12


@quick
@given(amounts)
def test_ranking_changes_neither_with_currency_nor_with_the_order_of_rows(pairs):
    plain = table_of(book(pairs))
    for other in (book(pairs, factor=100.0), book(pairs, reverse=True)):
        table = table_of(other)
        assert table["account_id"].tolist() == plain["account_id"].tolist()
        assert table["class_revenue"].tolist() == plain["class_revenue"].tolist()


def test_ties_everywhere() -> None:
    firm = book([(1000, 0.5)] * 12)
    chosen = KeyAccountsSettings(key_share=0.08)
    what = worth(firm, chosen)
    table = key_accounts(what, chosen)
    assert table["key_revenue"].all()
    assert table["account_id"].is_monotonic_increasing
    near = boundary(what, chosen)
    assert near["distance"].nunique() == 1
    assert joint_losses(what, 0.5, draws=100).expected["revenue"] == pytest.approx(60)
    with pytest.raises(Exception, match="at least 20 accounts"):
        concentration(what.table["revenue"])
    with pytest.raises(Exception, match="needs orders of 14 months"):
        dependence_over_time(firm, chosen)
    with pytest.raises(Exception, match="Five of the six"):
        six_definitions(firm, what, chosen)
