"""Plans and KAMs that are small enough to think through."""

from __future__ import annotations

import pytest

import kamlab
from kamlab.compensation.curve import Curve
from kamlab.compensation.plan import Component, PayPlan
from kamlab.compensation.rates import Rates, Step
from kamlab.compensation.scenarios import Territories, territories


@pytest.fixture(scope="session")
def curve_plan() -> PayPlan:
    """All variable pay on sales, by the usual curve."""
    return plan_of(Component(name="Sales", measure="revenue", weight=1.0))


@pytest.fixture(scope="session")
def linear_plan() -> PayPlan:
    """All variable pay on sales, in proportion to attainment."""
    rates = Rates(mode="flat", tiers=(Step(start=0.0, rate=1.0),))
    return plan_of(Component(name="Sales", measure="revenue", weight=1.0, rates=rates))


def plan_of(*parts: Component, **more: object) -> PayPlan:
    values = {"name": "test", "title": "test plan", "purpose": "tests"}
    return PayPlan(
        **values,
        used_by="tests",
        ote=100_000.0,
        base_share=0.7,
        curve=Curve(),
        components=parts,
        **more,
    )


@pytest.fixture(scope="session")
def polar_books() -> Territories:
    return territories(kamlab.load("polar"))
