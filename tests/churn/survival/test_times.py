from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.survival.times import checked_times
from kamlab.errors import NotEnoughDataError, RefusedError


@pytest.mark.parametrize(
    ("durations", "lost", "entry", "said"),
    [
        (["a", "b"], [True, False], None, "durations hold text"),
        (["1", "2"], [True, False], None, "durations hold text"),
        ([1, np.nan], [True, False], None, "1 of 2 values of durations are blank"),
        ([1, np.inf], [True, False], None, "blank or endless"),
        ([1, -2], [True, False], None, "below 0"),
        ([1, 2], [True, "no"], None, "found 'no'"),
        ([1, 2], [True, None], None, "true or false"),
        ([1, 2], [True, 2], None, "found '2'"),
        ([1, 2], [True], None, "2 durations, 1 flags"),
        ([1, 2], [True, True], [0], "1 entries"),
        ([1, 2], [True, True], [0, "x"], "entry hold text"),
        ([1, 2], [True, True], [0, 2], "1 account came under observation"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(durations, lost, entry, said) -> None:
    with pytest.raises(RefusedError, match=said):
        checked_times(durations, lost, entry)


def test_nobody() -> None:
    with pytest.raises(NotEnoughDataError, match="no account"):
        checked_times([], [])


def test_what_is_taken() -> None:
    flags = pd.array([True, False], dtype="boolean")
    times = checked_times(pd.Series([1, 2], index=[7, 9]), flags, [0, 1])
    assert times.durations.tolist() == [1.0, 2.0]
    assert times.lost.tolist() == [True, False]
    assert times.late_entry and not checked_times([0.0, 3], [1, 0]).late_entry
