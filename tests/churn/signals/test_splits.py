from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.churn.signals import hold_out, split
from kamlab.errors import NotEnoughDataError, RefusedError


def frame_of(accounts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"account_id": accounts, "row": range(len(accounts))})


ACCOUNTS = st.lists(st.sampled_from("ABCDEFGH"), min_size=8, max_size=60).filter(
    lambda names: len(set(names)) >= 3
)


@given(ACCOUNTS, st.integers(2, 3), st.integers(0, 99))
def test_no_account_is_on_both_sides_and_each_row_is_tested_once(names, folds, seed):
    frame = frame_of(names)
    parts = split(frame, folds=folds, seed=seed)
    assert len(parts) == folds
    for learn, test in parts:
        assert not set(frame["account_id"].iloc[learn]) & set(
            frame["account_id"].iloc[test]
        )
        assert sorted([*learn, *test]) == list(range(len(frame)))
    tested = np.concatenate([test for _, test in parts])
    assert sorted(tested) == list(range(len(frame)))


@given(ACCOUNTS, st.integers(0, 99))
def test_what_is_held_out_shares_no_account(names, seed):
    frame = frame_of(names)
    learn, test = hold_out(frame, share=0.3, seed=seed)
    assert not set(learn["account_id"]) & set(test["account_id"])
    assert sorted([*learn["row"], *test["row"]]) == list(range(len(frame)))
    assert len(test)


def test_a_seed_gives_the_same_parts_whatever_the_index():
    frame = frame_of(list("ABCDEABCDE"))
    one, two = split(frame, seed=3), split(frame.set_index("row").loc[:], seed=3)
    for (a, b), (c, d) in zip(one, two, strict=True):
        assert (a.tolist(), b.tolist()) == (c.tolist(), d.tolist())


def test_a_group_of_accounts_can_be_kept_together():
    frame = frame_of(list("ABCD")).assign(group=["x", "x", "y", "z"])
    for learn, test in split(frame, folds=3, groups="group"):
        assert not set(frame["group"].iloc[learn]) & set(frame["group"].iloc[test])


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda f: split(f, groups="kam"), RefusedError, "no column kam"),
        (lambda f: split(f, folds=1), RefusedError, "2 or more, not 1"),
        (lambda f: split(f, folds=4), NotEnoughDataError, "3 accounts.*at least 4"),
        (lambda f: split(f.assign(account_id=None)), RefusedError, "blank in 3 rows"),
        (lambda f: hold_out(f, share=1.0), RefusedError, "between 0 and 1"),
        (lambda f: hold_out(f.head(1)), NotEnoughDataError, "1 accounts"),
    ],
)
def test_what_cannot_be_split_is_said(call, error, words):
    with pytest.raises(error, match=words):
        call(frame_of(list("ABC")))
