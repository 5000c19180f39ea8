"""Pay to the cent: half to even, nothing lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamlab.compensation.money import cents, in_cents


@pytest.mark.parametrize(
    "amount, expected",
    [
        (0.125, "0.12"),
        (0.135, "0.14"),  # binary noise would make it 0.13
        (2.675, "2.68"),
        (-0.125, "-0.12"),
        (-0.001, "0.00"),
        (0.07 * 100, "7.00"),
        (Decimal("1.005"), "1.00"),
    ],
)
def test_half_goes_to_the_even_cent(amount: float, expected: str) -> None:
    assert str(cents(amount)) == expected


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_lines_sum_to_the_total_rounded_once(amounts: list[float]) -> None:
    lines = in_cents(amounts)
    assert sum(lines) == cents(sum(Decimal(f"{a:.7f}") for a in amounts))
    assert lines[:-1] == [cents(a) for a in amounts[:-1]]


def test_nothing_has_no_lines() -> None:
    assert in_cents([]) == []
