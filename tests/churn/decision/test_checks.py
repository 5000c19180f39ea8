from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.decision import checks
from kamlab.errors import RefusedError, UndefinedError


@pytest.mark.parametrize(
    "values, why",
    [
        (["a", 1], "'a' is none"),
        ([1.0, None], "no number at place 2"),
        ([1.0, np.inf, np.nan], r"place 2 \(2 in all\)"),
        ([[1.0], [2.0]], "one column"),
        (3.0, "one column"),
    ],
)
def test_what_is_no_figure_is_named(values: object, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        checks.figures("score", values)


def test_one_figure_may_stand_for_all() -> None:
    assert checks.figures("cost", 5, 3).tolist() == [5, 5, 5]
    with pytest.raises(RefusedError, match="2 figures for 3 accounts"):
        checks.figures("cost", [1, 2], 3)


@pytest.mark.parametrize(
    "check, values, why",
    [
        (checks.chances, [0.2, 1.2], "from 0 to 1, but place 2 holds 1.2"),
        (checks.amounts, [0, -3], "0 or more, but place 2 holds -3"),
        (checks.yes_no, [0, 1, 2], "1 or 0"),
    ],
)
def test_what_lies_outside_its_range_is_named(check, values, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        check("figure", values)


@pytest.mark.parametrize(
    "lost, why",
    [([], "no account"), ([0, 0], "not one account"), ([1, 1], "every account")],
)
def test_nothing_lost_and_everything_lost(lost: list[int], why: str) -> None:
    with pytest.raises(UndefinedError, match=why):
        checks.some_of_each(np.array(lost, dtype=bool))


@pytest.mark.parametrize("value", [-1, 0, 2, "x", None, True, np.nan])
def test_a_single_figure_keeps_to_its_range(value: object) -> None:
    with pytest.raises(RefusedError, match="above 0 and at most 1"):
        checks.one_number("cut", value, 0, 1, open_low=True)
