from __future__ import annotations

import pytest

from kamlab.churn.wilson import wilson


@pytest.mark.parametrize(
    "hit, n, low, high",
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_wilson_of_newcombe_1998(hit, n, low, high) -> None:
    """Newcombe, Statistics in Medicine 17, 857–872, Table I, 95 % intervals."""
    assert wilson(hit / n, n, 0.95) == pytest.approx((low, high), abs=5e-5)
