from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.churn.model.examine import examine
from kamlab.churn.model.folds import account_folds, held_out, rolling

SLICES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 5), st.booleans()),
    min_size=2,
    max_size=40,
)


def frame_of(slices) -> pd.DataFrame:
    accounts, months, lost = zip(*slices, strict=True)
    first = pd.Timestamp("2024-01-31")
    return pd.DataFrame(
        {
            "account_id": [f"A{k}" for k in accounts],
            "cut_off": [first + pd.DateOffset(months=2 * m) for m in months],
            "x": np.arange(len(slices), dtype=float),
            "lost": lost,
        }
    )


@given(SLICES, st.integers(2, 4), st.integers(1, 6))
def test_rolling_never_trains_on_the_future_nor_on_the_tested(slices, folds, horizon):
    data = examine(frame_of(slices), ["x"])
    days = data.frame["cut_off"]
    group = account_folds(data, folds, seed=1)
    scored = []
    for day, splits in rolling(data, horizon, group):
        for split in splits:
            over = days[split.train] + pd.DateOffset(months=horizon)
            assert (over <= day).all()
            assert (days[split.test] == day).all()
            train = set(data.accounts[split.train])
            assert train.isdisjoint(data.accounts[split.test])
            scored += split.test.tolist()
    assert len(scored) == len(set(scored))


@given(SLICES, st.integers(2, 4))
def test_each_slice_is_held_out_once_with_all_of_its_account(slices, folds):
    data = examine(frame_of(slices), ["x"])
    splits = list(held_out(data, folds, seed=1))
    tested = np.concatenate([split.test for split in splits])
    assert sorted(tested) == list(range(len(data.lost)))
    for split in splits:
        train = set(data.accounts[split.train])
        assert train.isdisjoint(data.accounts[split.test])


def test_lost_accounts_are_dealt_evenly_and_rows_may_be_shuffled(book) -> None:
    data = examine(book, ["late"])
    group = account_folds(data, 5, seed=3)
    table = pd.DataFrame({"id": book["account_id"], "group": group, "l": book["lost"]})
    lost = table.groupby("id").agg(group=("group", "first"), lost=("l", "max"))
    counts = lost.groupby("group")["lost"].agg(["sum", "size"])
    assert np.ptp(counts["sum"]) <= 1 and np.ptp(counts["size"]) <= 1
    mixed = book.sample(frac=1, random_state=2)
    again = account_folds(examine(mixed, ["late"]), 5, seed=3)
    assert pd.Series(again, mixed.index).sort_index().tolist() == group.tolist()


def test_training_keeps_the_rate_of_losses(book) -> None:
    """Taking out only the accounts still there would raise it: the lost would stay."""
    data = examine(book, ["late"])
    group = account_folds(data, 5, seed=1)
    whole = list(rolling(data, 3, None))[-1][1][0]
    parts = list(rolling(data, 3, group))[-1][1]
    rates = [data.lost[split.train].mean() for split in parts]
    assert np.mean(rates) == pytest.approx(data.lost[whole.train].mean(), rel=0.01)


def test_without_folds_the_tested_accounts_also_train(book) -> None:
    data = examine(book, ["late"])
    trials = list(rolling(data, 3, None))
    assert [len(splits) for _, splits in trials] == [0, 1, 1, 1, 1]
    last = trials[-1][1][0]
    assert len(last.train) + len(last.test) == len(data.lost)
