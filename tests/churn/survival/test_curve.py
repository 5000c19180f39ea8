from __future__ import annotations

import numpy as np
import pytest

from kamlab.churn.survival import Median, SurvivalCurve, kaplan_meier
from kamlab.errors import UndefinedError


@pytest.fixture
def curve() -> SurvivalCurve:
    """Four accounts, one lost at each of 1, 2, 3; the fourth followed to 4."""
    return kaplan_meier([1, 2, 3, 4], [True, True, True, False])


def test_steps(curve) -> None:
    told = [curve.at(t) for t in (0, 0.9, 1, 2.5, 4)]
    assert told == pytest.approx([1, 1, 0.75, 0.5, 0.25])
    assert [curve.at_risk(t) for t in (0, 1, 1.5, 4, 5)] == [4, 4, 3, 1, 0]


def test_beyond_the_last_account_nothing_is_said(curve) -> None:
    for ask in (lambda: curve.at(4.1), lambda: curve.risk_within(2, 3),
                lambda: curve.remaining_life(2, 3)):  # fmt: skip
        with pytest.raises(UndefinedError, match="longer than 4 months"):
            ask()
    late = kaplan_meier([5, 6], [True, False], start=2)
    with pytest.raises(UndefinedError, match="begins at 2 months"):
        late.at(1)


def test_risk_and_life_left_given_alive(curve) -> None:
    assert curve.risk_within(1, 2) == pytest.approx(1 - 0.25 / 0.75)
    # from 1 on: 1 for a month, 2/3 for one, 1/3 for half a month
    assert curve.remaining_life(1, 2.5) == pytest.approx(1 + 2 / 3 + 1 / 6)
    assert curve.remaining_life(0, 4) == pytest.approx(1 + 0.75 + 0.5 + 0.25)


def test_life_left_is_the_mean_where_all_is_known(rng) -> None:
    life = rng.integers(1, 20, 50).astype(float)
    curve = kaplan_meier(life, [True] * 50)
    assert curve.remaining_life(0, 20) == pytest.approx(life.mean())
    older = life[life > 7]
    assert curve.remaining_life(7, 20) == pytest.approx((older - 7).mean())


def test_nobody_left() -> None:
    curve = kaplan_meier([1, 2], [True, True])
    with pytest.raises(UndefinedError, match="No account was left at 2 months"):
        curve.risk_within(2, 1)


def test_median_exactly_at_one_half() -> None:
    """Ten accounts: five factors of the product miss .5 by a hair."""
    curve = kaplan_meier(range(1, 11), [True] * 10)
    assert curve.median.value == 5
    assert isinstance(curve.median, Median)


def test_words(curve) -> None:
    assert curve.words == (
        "Half are lost after 2 months (90 % interval 1 or more); 4 accounts, 3 lost. "
        "Only 3 losses: read the interval, not the line; 10 losses would be a start."
    )
    many = kaplan_meier(np.arange(1, 41), [True, False] * 5 + [False] * 30)
    assert many.words.startswith("After 40 months ") and "5 lost" in many.words
    assert kaplan_meier([1] * 10, [True] * 10).caution == ""
    named = kaplan_meier([1] * 10, [True] * 10, unit="week", definition="Lost: gone.")
    assert named.words.endswith("Lost: gone.") and "after 1 week (" in named.words
