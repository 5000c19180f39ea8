"""What the pictures of a plan say of themselves."""

from __future__ import annotations

import pytest

from kamlab.compensation.fees import Fees, Tier
from kamlab.compensation.plan_charts import fee_chart


@pytest.mark.parametrize(
    ("rates", "reading"),
    [
        ((0.05, 0.05), "A deal of 70,000.00 EUR pays 3,500.00 EUR."),
        (
            (0.2, 0.05),
            "A deal of 70,000.00 EUR pays 3,500.00 EUR, the best one up to this size "
            "4,000.00 EUR.",
        ),
    ],
)
def test_the_best_deal_is_named_where_a_smaller_one_is_it(
    rates: tuple[float, float], reading: str
) -> None:
    low, high = rates
    fees = Fees(tiers=(Tier(start=0, rate=low), Tier(start=20_000, rate=high)))
    assert fee_chart(fees, None, "Fees", "EUR").reading == reading
