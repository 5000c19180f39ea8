"""What one more euro pays."""

from __future__ import annotations

import pytest

from kamlab.compensation import payout_curve
from kamlab.errors import RefusedError

from .conftest import a_commission, a_plan


def test_the_slope_is_the_rate_of_the_slice() -> None:
    plan = a_commission("marginal", (0, 0.01), (1000, 0.025), (5000, 0.0))
    curve = payout_curve(plan, {}, "revenue", [0, 500, 1000, 4000, 6000])
    assert curve["variable"].tolist() == [0, 5, 10, 85, 110]
    assert curve["slope"].tolist() == [0.01, 0.01, 0.025, 0.025, 0]


def test_a_threshold_pays_many_times_the_euro() -> None:
    row = {"quota_revenue": 10_000.0}
    curve = payout_curve(a_plan(), row, "revenue", [7000, 7450, 8000], months=3)
    assert curve["variable"].tolist() == [0, 0, 900]
    assert curve["slope"].tolist() == pytest.approx([0, 7.65, 0.3])
    with pytest.raises(RefusedError, match="does not pay for margin"):
        payout_curve(a_plan(), row, "margin", [1])
