"""Weights set by hand beside weights the past gives."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamlab.churn.signals.health import (
    SCALES,
    HealthWeights,
    hand_weights,
    scale_words,
    scaled,
)
from kamlab.churn.signals.signal import SIGNALS
from kamlab.errors import NotEnoughDataError, RefusedError

FEWEST_LOST = 10  # accounts; with fewer the fit follows single cases
SHRINKAGE = 1.0  # C of scikit-learn: the usual trade
INTERVAL, SEED = 0.90, 1
Floats = npt.NDArray[np.float64]


def fitted_weights(
    frame: pd.DataFrame, hand: HealthWeights | None = None, *, draws: int = 100
) -> pd.DataFrame:
    """Give the weights that the past would have put on the signals of the health score.

    A logistic regression with shrinkage on the same signals, scaled from 0 (healthy)
    to 1 (sick); an unknown value counts as the mean of the known ones.

    Parameters
    ----------
    frame : DataFrame
        From :func:`kamlab.churn.signals.slices`.
    hand : HealthWeights, optional
        Says which signals count (those with a weight above 0).
    draws : int
        Resamplings of accounts for the interval.

    Returns
    -------
    DataFrame
        signal, weight (log-odds of a loss from healthy to sick), low, high (90 %
        interval, accounts resampled), accounts, lost (numbers of accounts).

    Raises
    ------
    RefusedError
        If the frame has no label or none of the signals, or ``draws`` is below 1.
    NotEnoughDataError
        If fewer than ten accounts were lost, or fewer than ten were kept.
    """
    for column in ("lost", "account_id"):
        if column not in frame:
            raise RefusedError(
                f"Fitting weights needs the column {column}; give it a table from "
                "slices()."
            )
    if draws < 1:
        raise RefusedError(f"draws must be 1 or more, not {draws}.")
    parts = scaled(frame, hand_weights(hand).index)
    parts = parts.loc[:, parts.notna().any()]
    if not len(parts.columns):
        raise RefusedError("None of the signals of the health score is known here.")
    lost = frame["lost"].to_numpy(dtype=bool)
    accounts = frame["account_id"].to_numpy()
    gone, kept = len(set(accounts[lost])), len(set(accounts[~lost]))
    if min(gone, kept) < FEWEST_LOST:
        raise NotEnoughDataError(
            f"Fitting weights needs {FEWEST_LOST} accounts that were lost and as many "
            f"that were kept; here are {gone} and {kept}. Keep the weights set by hand."
        )
    values = parts.fillna(parts.mean()).to_numpy(dtype=float)
    low, high = _interval(values, lost, accounts, draws)
    return pd.DataFrame(
        {
            "signal": list(parts.columns),
            "weight": _fit(values, lost),
            "low": low,
            "high": high,
            "accounts": len(set(accounts)),
            "lost": gone,
        }
    )


def weights_beside(
    hand: HealthWeights | None, fitted: pd.DataFrame | pd.Series
) -> pd.DataFrame:
    """Put the weights set by hand beside fitted ones, as shares, and say who agrees.

    Parameters
    ----------
    hand : HealthWeights or None
        None for the kit's own.
    fitted : DataFrame or Series
        From :func:`fitted_weights`; or the table ``weights()`` of a model of
        :mod:`kamlab.churn.model` on the signals as they are (feature, weight); or
        log-odds from healthy to sick by signal.

    Returns
    -------
    DataFrame
        signal, title, scale (in words), hand, fitted (share of the sum of all sizes,
        below 0 where the past says the opposite), difference = fitted − hand, agrees
        (blank where nothing was fitted); heaviest by hand first. Signals without a
        fitted weight have a blank.

    Raises
    ------
    RefusedError
        If no signal of the health score has a fitted weight.
    """
    shares = hand_weights(hand)
    towards_risk = _towards_risk(fitted).reindex(shares.index)
    size = towards_risk.abs().sum()
    if not size > 0:
        raise RefusedError(
            "There is no fitted weight other than 0 for any signal of the health score."
        )
    table = pd.DataFrame({"hand": shares, "fitted": towards_risk / size})
    table["difference"] = table["fitted"] - table["hand"]
    agrees = (table["fitted"] > 0).astype("boolean")
    table["agrees"] = agrees.mask(table["fitted"].isna())
    table.insert(0, "scale", [scale_words(name) for name in table.index])
    table.insert(0, "title", [SIGNALS[name].title for name in table.index])
    table = table.rename_axis("signal").reset_index()
    return table.sort_values("hand", ascending=False, kind="stable", ignore_index=True)


def _towards_risk(fitted: pd.DataFrame | pd.Series) -> pd.Series:
    """Give fitted weights by signal, above 0 where sick means riskier."""
    if isinstance(fitted, pd.Series):
        return fitted.astype("float64")
    if "feature" not in fitted:
        return fitted.set_index("signal")["weight"].astype("float64")
    weights = fitted.set_index("feature")["weight"].astype("float64")
    # a model on the signals as they are says what more of each does
    signs = {n: np.sign(s.sick - s.healthy) for n, s in SCALES.items()}
    return weights * pd.Series(signs, dtype="float64").reindex(weights.index)


def _fit(values: Floats, lost: npt.NDArray[np.bool_]) -> Floats:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=SHRINKAGE, max_iter=1000)
    coefficients: Floats = model.fit(values, lost).coef_[0]
    return coefficients


def _interval(
    values: Floats,
    lost: npt.NDArray[np.bool_],
    accounts: npt.NDArray[np.object_],
    draws: int,
) -> tuple[Floats, Floats]:
    """Resample accounts with all their slices (Efron 1979)."""
    names, place = np.unique(accounts, return_inverse=True)
    order = np.argsort(place, kind="stable")
    rows = np.split(order, np.cumsum(np.bincount(place))[:-1])
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(draws):
        drawn = np.concatenate(
            [rows[i] for i in rng.integers(0, len(names), len(names))]
        )
        if 0 < lost[drawn].sum() < len(drawn):
            found.append(_fit(values[drawn], lost[drawn]))
    tail = (1 - INTERVAL) / 2
    low, high = np.quantile(np.array(found), [tail, 1 - tail], axis=0)
    return low, high
