from __future__ import annotations

import pytest

from kamlab.churn.decision import BreakEven, discount_break_even
from kamlab.errors import RefusedError, UndefinedError


@pytest.mark.parametrize("off, more", [(0.05, 0.2), (0.10, 0.5), (0.15, 1.0)])
def test_more_volume_at_a_margin_of_thirty(off: float, more: float) -> None:
    assert discount_break_even(off, 0.30).volume_needed == pytest.approx(more)


def profit(found: BreakEven, kept: float) -> tuple[float, float]:
    """Give the margin without and with the discount, per unit of revenue."""
    risk = found.risk or 0.0
    with_ = (1 - risk * (1 - kept)) * (found.margin - found.discount)
    return (1 - risk) * found.margin, with_


@pytest.mark.parametrize("risk", [0.2, 0.5, 0.9])
def test_profit_is_equal_at_the_break_even(risk: float) -> None:
    found = discount_break_even(0.05, 0.30, risk)
    assert found.can_pay and found.kept_needed is not None
    without, with_ = profit(found, found.kept_needed)
    assert with_ == pytest.approx(without)


def test_at_the_smallest_risk_everyone_must_be_kept() -> None:
    edge = discount_break_even(0.05, 0.30).risk_needed
    assert edge == pytest.approx(1 / 6)
    assert discount_break_even(0.05, 0.30, edge).kept_needed == pytest.approx(1)
    assert discount_break_even(0.05, 0.30, edge / 2).can_pay is False
    assert discount_break_even(0.05, 0.30).can_pay is None


def test_extremes() -> None:
    assert discount_break_even(0.0, 0.30, 0.0).kept_needed == 0
    assert discount_break_even(0.05, 0.30, 0.0).can_pay is False
    assert discount_break_even(0.05, 0.30, 1.0).kept_needed == 0


def test_sentences() -> None:
    text = discount_break_even(0.05, 0.30).sentence()
    assert "5 % off at a margin of 30 % must sell 20 % more" in text
    assert "from a chance of 16.7 %" in text
    assert "at least 60 %" in discount_break_even(0.05, 0.30, 0.25).sentence()
    assert "it cannot pay" in discount_break_even(0.05, 0.30, 0.10).sentence()


def test_bad_input_is_named() -> None:
    with pytest.raises(UndefinedError, match="takes the whole margin of 30 %"):
        discount_break_even(0.30, 0.30)
    with pytest.raises(RefusedError, match="discount = 5 cannot be"):
        discount_break_even(5, 0.30)
    with pytest.raises(RefusedError, match="risk = 'high' cannot be"):
        discount_break_even(0.05, 0.30, "high")  # type: ignore[arg-type]
