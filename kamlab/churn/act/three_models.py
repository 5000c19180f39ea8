"""Three models with the same ranking, of which one may be trusted for money."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamlab.churn.model import BackTest, recalibration
from kamlab.churn.model.examine import Floats

STRETCH, TIMES = 2.0, 3.0


def three_models(test: BackTest) -> dict[str, Floats]:
    """Give the held-out risks of a model, and of two that rank exactly like it.

    Parameters
    ----------
    test : BackTest
        Held-out scores.

    Returns
    -------
    dict of str to ndarray
        ``A`` has log-odds twice as far apart (too sure of itself) and tells as many
        losses as were seen, ``B`` is the model, ``C`` tells everybody three times the
        odds.
    """
    from scipy.optimize import brentq

    sure = np.clip(test.score, 1e-6, 1 - 1e-6)
    odds = np.log(sure / (1 - sure))
    seen = float(test.lost.sum())
    shift = brentq(lambda by: _chance(STRETCH * odds + by).sum() - seen, -100, 100)
    return {
        "A": _chance(STRETCH * odds + shift),
        "B": np.asarray(test.score, dtype=float),
        "C": _chance(odds + np.log(TIMES)),
    }


def models_beside(test: BackTest) -> pd.DataFrame:
    """Set the three side by side: ranking, slope, and losses told against seen.

    Parameters
    ----------
    test : BackTest
        Held-out scores.

    Returns
    -------
    DataFrame
        model, auc, slope (calibration slope), told (sum of the risks), seen (losses).
    """
    from sklearn.metrics import roc_auc_score

    rows = []
    for name, score in three_models(test).items():
        slope = recalibration(test.lost, score, test.accounts)["calibration_slope"]
        rows.append(
            {
                "model": name,
                "auc": float(roc_auc_score(test.lost, score)),
                "slope": slope.value,
                "told": float(score.sum()),
                "seen": int(test.lost.sum()),
            }
        )
    return pd.DataFrame(rows)


def _chance(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)))
