from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamlab.churn.act import ChurnModelSettings, Study, counted, fitted
from kamlab.company import Company
from kamlab.simulation import make_world, simulate


@pytest.fixture(scope="session")
def small() -> Company:
    """Forty accounts over two years: too few losses for a model."""
    return simulate(make_world(seed=3, accounts=40, months=24)).company()


@pytest.fixture(scope="session")
def rich() -> Study:
    """Slices with losses enough, driven by silence and lateness."""
    rng = np.random.default_rng(5)
    days = pd.date_range("2025-01-31", periods=8, freq="ME")
    n = 600
    rows = pd.DataFrame(
        {
            "account_id": np.tile([f"A{i:03d}" for i in range(n)], len(days)),
            "cut_off": np.repeat(days, n),
        }
    )
    rows["gap_ratio"] = rng.gamma(1.5, 0.6, len(rows))
    rows["days_silent"] = rows["gap_ratio"] * 10
    rows["late_share"] = rng.beta(1, 6, len(rows))
    rows["revenue_month"] = 100.0
    odds = -4.5 + 1.2 * rows["gap_ratio"] + 4 * rows["late_share"]
    rows["lost"] = rng.random(len(rows)) < 1 / (1 + np.exp(-odds))
    now = rows[rows["cut_off"] == days[-1]].drop(columns="lost").reset_index(drop=True)
    plain = Study(rows, now, counted(rows), None, None, "")
    return fitted(plain, ChurnModelSettings())
