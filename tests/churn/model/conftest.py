"""Slices whose true risk is known, as a book of several cut-offs shows them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

MakeSlices = Callable[..., pd.DataFrame]


def make_slices(
    accounts: int = 400, cut_offs: int = 5, seed: int = 1, base: float = -2.5
) -> pd.DataFrame:
    """Draw accounts that leave with a logit of their signals; the lost drop out."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2024-03-31", periods=cut_offs, freq="QE")
    parts, there = [], np.arange(accounts)
    for day in days:
        n = len(there)
        late = rng.beta(1, 6, n)
        contacts = 1.0 + rng.poisson(1.2, n)
        noise = rng.normal(size=n)
        odds = base + 3.0 * late - 0.5 * (contacts - 2.2)
        risk = 1 / (1 + np.exp(-odds))
        lost = rng.random(n) < risk
        ratio = np.exp(0.5 * rng.normal(size=n) + 0.4 * lost)
        parts.append(
            pd.DataFrame(
                {
                    "account_id": [f"A{k:05}" for k in there],
                    "cut_off": day,
                    "late": late,
                    "contacts": contacts,
                    "noise": noise,
                    "gap_ratio": ratio,
                    "risk": risk,
                    "lost": lost,
                }
            )
        )
        there = there[~lost]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="session")
def make() -> MakeSlices:
    """A function that draws slices; see :func:`make_slices`."""
    return make_slices


@pytest.fixture(scope="session")
def book() -> pd.DataFrame:
    """Slices of 400 accounts at five quarterly cut-offs, a third of them lost."""
    return make_slices()
