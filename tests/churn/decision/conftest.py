"""An experiment on made-up accounts whose true effect is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

Trial = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def trial() -> Trial:
    """A function that makes an experiment: x drives risk, z the effect, w nothing."""
    return _trial


def _trial(n: int, seed: int, strength: float = 2.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x, z, w = rng.normal(size=(3, n))
    treated = rng.random(n) < 0.5
    logit = -1.0 + 0.8 * x
    without = 1 / (1 + np.exp(-logit))
    with_ = 1 / (1 + np.exp(-(logit - strength * z)))  # wakes those with z below 0
    lost = rng.random(n) < np.where(treated, with_, without)
    return pd.DataFrame(
        {
            "account_id": [f"A{k}" for k in range(n)],
            "x": x,
            "z": z,
            "w": w,
            "treated": treated,
            "lost": lost,
            "without": without,
            "true_effect": without - with_,
        }
    )
