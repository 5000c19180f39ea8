"""The payout curve: published case, corners, and never less pay for more result."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kamlab.compensation.curve import Curve, payout

DEFAULT = Curve()


def test_the_worked_exercise() -> None:
    """OTE 120k, mix 70/30, weights .6/.25/.15, attainment .92/1.05/.50 → 112,944."""
    paid = payout([0.92, 1.05, 0.50], DEFAULT)
    share = float(np.dot(paid, [0.60, 0.25, 0.15]))
    assert share == pytest.approx(0.804)
    assert 84_000 + 36_000 * share == pytest.approx(112_944)


@pytest.mark.parametrize(
    "attainment, expected",
    [
        (0.0, 0.0),
        (-0.3, 0.0),
        (0.7499, 0.0),
        (0.75, 0.5),
        (0.92, 0.84),
        (1.0, 1.0),
        (1.05, 1.2),
        (1.5, 3.0),
        (1.75, 4.0),
    ],
)
def test_points_of_the_default_curve(attainment: float, expected: float) -> None:
    assert float(payout(attainment, DEFAULT)) == pytest.approx(expected)


def test_a_cap_stops_the_slope() -> None:
    capped = Curve(capped=True)
    assert payout([1.5, 1.75, 9.0], capped).tolist() == [3.0, 3.0, 3.0]
    assert float(payout(1.2, capped)) == pytest.approx(1.8)


def test_no_attainment_has_no_payout() -> None:
    assert np.isnan(payout(np.nan, DEFAULT))


curves = st.builds(
    Curve,
    threshold=st.floats(0, 0.99),
    threshold_payout=st.floats(0, 1),
    excellence=st.floats(1.01, 5),
    excellence_payout=st.floats(1, 5),
    capped=st.booleans(),
)


@given(curves, st.floats(-1, 6), st.floats(0, 3))
def test_more_result_never_means_less_pay(
    curve: Curve, attainment: float, more: float
) -> None:
    low, high = payout([attainment, attainment + more], curve)
    assert high >= low - 1e-12


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"threshold": 1.0}, r"threshold \(1\) must lie below 1"),
        ({"excellence": 0.9}, r"excellence \(0.9\) above 1"),
        ({"threshold": 75}, "Did you mean 0.75, that is 75 %"),
        ({"excellence_payout": 300}, "Did you mean 3, that is 300 %"),
        ({"threshold": -0.1}, "below 0"),
    ],
)
def test_wrong_curves_are_refused(fields: dict[str, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Curve(**fields)
