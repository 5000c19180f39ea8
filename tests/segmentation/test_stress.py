from __future__ import annotations

import pytest

from kamlab.segmentation import hhi, lose_each


def test_mini_by_hand(mini, tell) -> None:
    worth, table, _ = tell(mini)
    losses = lose_each(worth, n=2).set_index("account_id")
    # two largest by contribution, two by revenue; most contribution first
    assert losses.index.tolist() == ["B", "C", "A"]
    assert losses["lost_contribution"].tolist() == pytest.approx([4400, 3300, 1200])
    assert losses.loc["A", "part_revenue"] == pytest.approx(0.42)
    rest = table.loc[table["account_id"] != "A", "revenue"]
    assert losses.loc["A", "hhi_after"] == pytest.approx(hhi(rest))


def test_losing_the_only_account(make_firm, tell) -> None:
    worth, _, _ = tell(make_firm({"A": (100, 60)}))
    losses = lose_each(worth)
    assert losses["part_contribution"].tolist() == [1.0]
    assert losses["hhi_after"].isna().all()


def test_parts_of_a_total_in_the_red_are_blank(red, tell) -> None:
    worth, _, _ = tell(red)
    losses = lose_each(worth)
    assert losses["part_contribution"].isna().all()
    assert losses["part_revenue"].sum() == pytest.approx(1)
    assert losses["account_id"].tolist() == ["B", "A"]
