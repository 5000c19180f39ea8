from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.churn import EarlyWarningSettings, cut_offs, tried_on_history
from kamlab.churn.history import rank_of
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError


def test_cut_offs_leave_the_whole_horizon(three, by_hand) -> None:
    assert cut_offs(three, by_hand) == [
        date(2024, 12, 31),
        date(2025, 1, 31),
        date(2025, 2, 28),
        date(2025, 3, 31),
    ]


def test_cut_offs_need_six_months_before_them(three) -> None:
    days = cut_offs(three, EarlyWarningSettings(horizon=6, cutoffs=24))
    assert (days[0], days[-1]) == (date(2024, 6, 30), date(2024, 12, 31))


def test_a_horizon_longer_than_the_history(make_firm) -> None:
    firm = make_firm({"A": ["2025-01-01", "2025-05-01"]})
    with pytest.raises(NotEnoughDataError, match="2025-01-01 to 2025-05-01"):
        tried_on_history(firm, EarlyWarningSettings(horizon=12))


def test_three_accounts_by_hand(three, by_hand) -> None:
    table = tried_on_history(three, by_hand)
    told = table[table["lost"].notna()]
    seen = {
        (row.cut_off.strftime("%m"), row.account_id): (
            round(row.way * 93),
            row.watched,
            row.lost,
        )
        for row in told.itertuples()
    }
    assert seen == {
        ("12", "K"): (0, False, False),
        ("12", "L"): (0, False, True),
        ("12", "S"): (31, False, False),
        ("01", "K"): (0, False, False),
        ("01", "L"): (31, False, True),
        ("01", "S"): (62, True, False),
        ("02", "K"): (0, False, False),
        ("02", "L"): (59, True, True),
        ("02", "S"): (90, True, False),
        ("03", "K"): (0, False, False),
        ("03", "L"): (90, True, True),
        ("03", "S"): (16, False, False),
    }


def test_months_whose_horizon_is_not_over_have_no_label(three, by_hand) -> None:
    table = tried_on_history(three, by_hand)
    open_ = table[table["lost"].isna()]
    days = sorted(day.date() for day in open_["cut_off"].unique())
    assert days == [date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)]
    assert set(open_["account_id"]) == {"K", "S"}  # L is confirmed as lost by then


@pytest.mark.parametrize(
    "day, lost",
    [
        ("2025-02-28", True),  # on the cut-off: before, not after it
        ("2025-03-01", False),
        ("2025-08-31", False),  # the last day of a month with more days
        ("2025-09-01", True),
    ],
)
def test_a_label_counts_the_days_after_up_to_the_horizon(
    make_firm, day: str, lost: bool
) -> None:
    regular = [str(d.date()) for d in pd.date_range("2024-01-31", "2025-08-31")[::15]]
    firm = make_firm({"A": ["2024-08-31", day], "K": [*regular, "2025-09-01"]})
    history = tried_on_history(
        firm.as_of("2025-08-31"), EarlyWarningSettings(horizon=6, cutoffs=1)
    )
    row = history[(history["account_id"] == "A") & history["lost"].notna()].iloc[0]
    assert row["cut_off"] == pd.Timestamp("2025-02-28")
    assert row["lost"] == lost


def test_no_day_is_left_between_a_horizon_and_the_end(make_firm) -> None:
    """2025-06-30 and six months is 2025-12-31, not 2025-12-30."""
    regular = [str(d.date()) for d in pd.date_range("2024-06-01", "2025-12-31")[::10]]
    firm = make_firm({"A": ["2025-06-01", "2025-12-31"], "K": regular})
    history = tried_on_history(firm, EarlyWarningSettings(horizon=6, cutoffs=1))
    assert not history[history["account_id"] == "A"]["lost"].iloc[0]


def test_nobody_at_risk_at_any_cut_off(make_firm, orders) -> None:
    firm = make_firm({"L": orders["L"], "Z": ["2028-01-31"]})
    with pytest.raises(NotEnoughDataError, match="none of 3 past cut-offs"):
        tried_on_history(firm, EarlyWarningSettings(cutoffs=3))


def scrambled(firm: Company, after: str, seed: int) -> Company:
    """Change every line after a day, but for the last, which sets the cut-off."""
    lines = firm.frame("order_lines")
    rng = np.random.default_rng(seed)
    late = (lines["order_date"] > after) & (
        lines["order_date"] < lines.order_date.max()
    )
    kept = ~late | (rng.random(len(lines)) < 0.15)
    amounts = lines["net_amount"].where(~late, rng.normal(0, 5000, len(lines)).round(2))
    lines = lines.assign(net_amount=amounts)[kept]
    return Company.from_tables(
        {"order_lines": lines[["account_id", "order_date", "net_amount"]]}, name="X"
    )


@pytest.mark.parametrize("seed", [1])
def test_nothing_after_a_cut_off_reaches_what_the_rule_said(mini, seed: int) -> None:
    settings = EarlyWarningSettings(horizon=3, cutoffs=6)
    bare = scrambled(mini, "2099-12-31", seed)  # the same lines without other tables
    before = tried_on_history(bare, settings)
    after = tried_on_history(scrambled(mini, "2025-06-30", seed), settings)
    known = [
        table[table["cut_off"] <= "2025-06-30"].reset_index(drop=True)
        for table in (before, after)
    ]
    features = [name for name in before.columns if name != "lost"]
    pd.testing.assert_frame_equal(known[0][features], known[1][features])
    assert not known[0]["lost"].equals(known[1]["lost"])  # the scrambling did reach it


ROWS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.1, 0.5, None])),
    min_size=1,
    max_size=12,
)


@given(ROWS, st.integers(0, 99))
def test_ranks_are_a_total_order_whatever_the_order_of_rows(rows, seed: int) -> None:
    table = pd.DataFrame(rows, columns=["score", "way"]).astype(float)
    table["account_id"] = [f"A{i:02}" for i in range(len(table))]
    ranks = rank_of(table)
    assert sorted(ranks) == list(range(1, len(table) + 1))
    mixed = table.sample(frac=1, random_state=seed)
    assert rank_of(mixed).reindex(table.index).tolist() == ranks.tolist()
    ordered = table.assign(rank=ranks).sort_values("rank")
    assert ordered["score"].is_monotonic_decreasing
    for _, equal in ordered.groupby("score"):
        assert equal["way"].dropna().is_monotonic_decreasing
        assert equal["way"].isna().is_monotonic_increasing


def test_ties_are_broken_by_id() -> None:
    table = pd.DataFrame(
        {"account_id": ["b", "a"], "score": [1.0, 1.0], "way": [0.5, 0.5]}
    )
    assert rank_of(table).tolist() == [2, 1]
