"""A small simulated company, its truth, and what the whole simulator makes of it."""

from __future__ import annotations

import pytest

from kamlab.company import Company
from kamlab.simulation import SimulatedCompany, make_world, simulate


@pytest.fixture(scope="session")
def made() -> SimulatedCompany:
    return simulate(make_world(seed=5, accounts=60, months=24))


@pytest.fixture(scope="session")
def firm(made: SimulatedCompany) -> Company:
    return made.company()
