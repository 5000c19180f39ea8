from __future__ import annotations

import pytest
from pydantic import ValidationError

from kamlab.churn import EarlyWarningSettings


@pytest.mark.parametrize(
    "name, low, default, high",
    [
        ("gap_k", 1.5, 3.0, 6.0),
        ("partial_drop", 0.2, 0.5, 0.9),
        ("window", 3, 3, 12),
        ("horizon", 1, 6, 12),
        ("cutoffs", 1, 12, 24),
        ("top_n", 5, 10, 50),
    ],
)
def test_ranges_and_defaults(name: str, low, default, high) -> None:
    assert getattr(EarlyWarningSettings(), name) == default
    for value in (low, high):
        EarlyWarningSettings(**{name: value})
    step = 0.01 if isinstance(low, float) else 1
    for value in (low - step, high + step):
        with pytest.raises(ValidationError, match=name):
            EarlyWarningSettings(**{name: value})
