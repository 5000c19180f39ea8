"""The trial every textbook on survival works through, and a bundled company."""

from __future__ import annotations

import pytest

import kamlab
from kamlab.company import Company

SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


@pytest.fixture(scope="session")
def freireich() -> tuple[list[float], list[bool], list[str]]:
    """Weeks in remission, whether they ended, drug; Freireich et al. 1963, Blood 21."""
    words = [*SIX_MP.split(), *PLACEBO.split()]
    weeks = [float(word.strip("+")) for word in words]
    return weeks, ["+" not in word for word in words], ["6-MP"] * 21 + ["placebo"] * 21


@pytest.fixture(scope="session")
def polar() -> Company:
    return kamlab.load("polar")
