from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamlab.churn.btyd.checked import checked, histories
from kamlab.errors import NotEnoughDataError, RefusedError

GOOD = ([0, 2, 1], [0.0, 5.5, 3.0], [9.0, 9.0, 3.0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"frequency": [-1, 2, 1]}, "row 0 frequency is negative"),
        ({"frequency": [0, 2.5, 1]}, "no whole number"),
        ({"frequency": ["a", 2, 1]}, "no number"),
        ({"frequency": [0, np.nan, 1]}, "frequency is blank or infinite in row 1"),
        ({"age": [9.0, np.inf, 3.0]}, "age is blank or infinite in row 1"),
        ({"recency": [0.0, 9.5, 3.0]}, "row 1 recency is larger than age"),
        ({"recency": [0.0, -1.0, 3.0]}, "recency is negative"),
        ({"recency": [1.0, 5.0, 3.0]}, "without a repeat purchase"),
        ({"recency": [0.0, 0.0, 0.0]}, "rows 1, 2 recency is 0 although"),
        ({"recency": [0.0, 5.0]}, "frequency 3, recency 2, age 3"),
        ({"age": [[9.0, 9.0, 3.0]]}, "one column"),
        ({"frequency": None}, "blank or infinite"),
        ({"frequency": ["0", "2", "1"]}, "no number"),
        ({"frequency": np.array(["0", 2, 1], dtype=object)}, "no number"),
        ({"recency": np.array([0, 5, 3], "m8[D]")}, "plain number of days or weeks"),
    ],
)
def test_what_cannot_be_a_history_is_refused(change: dict, words: str) -> None:
    given_ = dict(zip(("frequency", "recency", "age"), GOOD, strict=True)) | change
    with pytest.raises(RefusedError, match=words):
        checked(**given_)


def test_many_wrong_rows_are_counted() -> None:
    with pytest.raises(RefusedError, match="rows 0, 1, 2 and 7 more frequency"):
        checked(-np.ones(10), np.zeros(10), np.ones(10))


def test_one_number_is_spread() -> None:
    x, last, age = checked([0, 1], [0, 2], 9)
    assert age.tolist() == [9, 9] and x.tolist() == [0, 1] and last.tolist() == [0, 2]


def test_too_small_a_book_says_what_it_needs() -> None:
    for n in (0, 1, 29):
        with pytest.raises(NotEnoughDataError, match="at least 30"):
            histories(np.ones(n), np.ones(n), np.full(n, 2.0))
    x = np.repeat([0, 1], [91, 9])
    with pytest.raises(NotEnoughDataError, match="Of 100 accounts 9 bought again"):
        histories(x, x * 2.0, np.full(100, 3.0))


def test_accounts_all_alike_are_refused() -> None:
    with pytest.raises(NotEnoughDataError, match="same history"):
        histories(np.full(50, 2), np.full(50, 3.0), np.full(50, 4.0))


ROW = st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(3, 5))


@settings(max_examples=25)
@given(st.lists(ROW, min_size=40, max_size=60))
def test_grouping_keeps_every_account(rows: list[tuple[int, int, int]]) -> None:
    rows = [(1, 1, 3)] * 10 + [(2, 2, 4), *rows]
    x, last, age = np.array(rows, dtype=float).T
    last = np.where(x > 0, last, 0)
    book = histories(x, last, age)
    kinds = {(a, b, c): w for a, b, c, w in zip(*vars(book).values(), strict=True)}
    assert len(kinds) == len(book.x) == len({*zip(x, last, age, strict=True)})
    for kind, weight in kinds.items():
        same = (x == kind[0]) & (last == kind[1]) & (age == kind[2])
        assert weight == same.sum()
    assert book.n == len(x)
    assert book.mean_age == pytest.approx(age.mean())
    assert book.pace == pytest.approx(age.sum() / x.sum())
