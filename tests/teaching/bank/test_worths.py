from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kamlab.teaching.bank.worths import is_above, word
from kamlab.teaching.question import Question


def test_on_the_line() -> None:
    shares = pd.Series([0.1, 0.1 + 1e-15, 0.1001])
    assert is_above(shares, 0.1, strict=True).tolist() == [False, False, True]
    assert is_above(shares, 0.1, strict=False).tolist() == [True, True, True]


def test_amounts_show_the_total(on_mini: Callable[..., Question]) -> None:
    frame = on_mini("2.1").amounts().frame  # type: ignore[attr-defined]
    assert frame["revenue"].iloc[-1] == 100_000
    assert frame["contribution"].iloc[-1] == 15_800


def test_words() -> None:
    assert [word(True), word(0)] == ["yes", "no"]
