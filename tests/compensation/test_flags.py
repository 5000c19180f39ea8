"""Jumps and falling pay are said in words with the amount."""

from __future__ import annotations

import pytest

from kamlab.compensation.curve import Curve
from kamlab.compensation.fees import Fees, Tier
from kamlab.compensation.flags import flags
from kamlab.compensation.library import find_plan
from kamlab.compensation.plan import Component

ONE = (Component(name="Sales", measure="revenue", weight=1.0),)


def of_curve(**curve: float) -> list[str]:
    plan = find_plan("three_plans").model_copy(
        update={"components": ONE, "curve": Curve(**curve)}
    )
    return flags(plan, 10_000, "EUR")


def test_the_jump_at_the_threshold() -> None:
    assert of_curve() == [
        "Sales: at 75 % of quota the pay jumps from 0 to 5,000.00 EUR a year."
    ]
    assert of_curve(threshold_payout=0) == []


def test_pay_that_falls() -> None:
    above, below = of_curve(threshold_payout=1.2, excellence_payout=0.9)[1:]
    assert above == (
        "Sales: pay falls by 2,000.00 EUR a year between 75 % and 100 % of quota."
    )
    assert below == (
        "Sales: pay falls by 1,000.00 EUR a year between 100 % and 150 % of quota."
    )


@pytest.mark.parametrize(
    "rates, sentence",
    [
        (
            (0.15, 0.05),
            "A deal of 20,000.00 EUR pays the KAM 400.00 EUR less than one just below; "
            "only from 60,000.00 EUR on does it pay as much.",
        ),
        (
            (0.15, 0.0),
            "A deal of 20,000.00 EUR pays the KAM 600.00 EUR less than one just below, "
            "and no larger deal makes up for it.",
        ),
        (
            (0.01, 0.02),
            "A deal of 20,000.00 EUR pays the KAM 40.00 EUR more than one just below.",
        ),
    ],
)
def test_cliffs_of_fees(rates: tuple[float, float], sentence: str) -> None:
    tiers = (Tier(start=0, rate=rates[0]), Tier(start=20_000, rate=rates[1]))
    plan = find_plan("percent_of_deal").model_copy(
        update={"fees": Fees(tiers=tiers, kam_share_of_fee=0.2)}
    )
    assert flags(plan, 0, "EUR") == [sentence]


def test_slices_have_nothing_to_flag() -> None:
    plan = find_plan("percent_of_deal")
    assert plan.fees is not None
    slices = plan.fees.model_copy(update={"tier_mode": "marginal"})
    assert flags(plan.model_copy(update={"fees": slices}), 0) == []
