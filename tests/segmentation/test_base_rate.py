from __future__ import annotations

import pandas as pd
import pytest

import kamlab
from kamlab.company import Company
from kamlab.errors import NotEnoughDataError
from kamlab.segmentation import yearly_loss


def book(stayed: int, left: int, new: int = 0, first: str = "2023-07-01") -> Company:
    rows = [(f"S{i}", day) for i in range(stayed) for day in (first, "2025-06-30")]
    rows += [(f"L{i}", "2024-06-30") for i in range(left)]
    rows += [(f"N{i}", "2024-07-01") for i in range(new)]
    lines = pd.DataFrame(rows, columns=["account_id", "order_date"])
    lines["order_date"] = pd.to_datetime(lines["order_date"])
    lines["net_amount"] = 10.0
    return Company.from_tables({"order_lines": lines}, name="Few")


def test_counted_by_hand() -> None:
    rate = yearly_loss(book(stayed=18, left=6, new=5))
    assert (rate.lost, rate.n, rate.value) == (6, 24, 0.25)
    # Wilson's interval with z = 1.6449
    z2 = 1.6448536269514722**2
    middle = (0.25 + z2 / 48) / (1 + z2 / 24)
    half = (z2 * (0.25 * 0.75 / 24 + z2 / (4 * 24**2))) ** 0.5 / (1 + z2 / 24)
    assert (rate.low, rate.high) == pytest.approx((middle - half, middle + half))


def test_nobody_left() -> None:
    rate = yearly_loss(book(stayed=30, left=0))
    assert rate.value == 0 < rate.high


def test_too_little_to_count() -> None:
    with pytest.raises(NotEnoughDataError, match=r"at least 20 accounts .* has 9"):
        yearly_loss(book(stayed=8, left=1))
    with pytest.raises(NotEnoughDataError, match="needs 24 months of orders"):
        yearly_loss(book(stayed=30, left=1, first="2023-08-01"))
    with pytest.raises(NotEnoughDataError, match="Mini Supply has 4"):
        yearly_loss(kamlab.load("mini"))


def test_polar_is_near_the_rate_it_was_made_with() -> None:
    """About a tenth of the accounts leaves in a year; planted ones stay."""
    rate = yearly_loss(kamlab.load("polar"))
    assert rate.low < 0.10 < rate.high
