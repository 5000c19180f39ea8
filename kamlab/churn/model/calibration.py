"""Calibration: whether of the accounts told 30 % also 30 % were lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kamlab.churn.model.examine import Codes, Flags, Floats
from kamlab.churn.model.intervals import summed
from kamlab.churn.wilson import Z, wilson
from kamlab.presentation import Figure

NEVER_SURE = 1e-6  # scores of exactly 0 and 1 have no log-odds
BIN_ROWS = 20  # fewer rows than this say nothing about a share


def recalibration(
    lost: Flags, score: Floats, accounts: Codes | None = None
) -> dict[str, Figure]:
    """Give slope and intercept of calibration: 1 and 0 where scores can be believed.

    A slope below 1 means scores too extreme (the model learned chance), above 1 too
    timid. ``calibration_in_the_large`` is the log-odds to add to every score so that
    as many are expected as were lost: above 0 where losses were underestimated.

    Parameters
    ----------
    lost : ndarray of bool
        The label of each held-out slice.
    score : ndarray
        Its probability, 0–1.
    accounts : ndarray of int, optional
        The account of each slice; without it each is an account of its own.

    Returns
    -------
    dict of str to Figure
        calibration_slope, calibration_intercept, calibration_in_the_large, each with
        a 90 % interval (sandwich over accounts); None where undefined: all scores
        alike, only one kind of account, or scores that separate the two completely.

    References
    ----------
    Cox 1958, Biometrika 45, 562–565 (logistic recalibration); Van Calster et al.
    2019, BMC Medicine 17:230; Liang & Zeger 1986, Biometrika 73, 13–22 (sandwich).
    """
    lost, score = np.asarray(lost, dtype=bool), np.asarray(score, dtype=float)
    groups = np.arange(len(lost)) if accounts is None else np.asarray(accounts)
    sure = np.clip(score, NEVER_SURE, 1 - NEVER_SURE)
    odds = np.log(sure / (1 - sure))
    n = len(lost)
    nothing = Figure(None, "log-odds", n)
    figures = {
        "calibration_slope": Figure(None, "ratio", n),
        "calibration_intercept": nothing,
        "calibration_in_the_large": nothing,
    }
    if not lost.any() or lost.all():
        return figures
    figures["calibration_in_the_large"] = _in_the_large(lost, odds, groups)
    if np.ptp(odds) < 1e-9 or _separated(odds[lost], odds[~lost]):
        return figures
    (intercept, slope), (of_intercept, of_slope) = _line(lost, odds, groups)
    figures["calibration_slope"] = _figure(slope, of_slope, "ratio", n)
    figures["calibration_intercept"] = _figure(intercept, of_intercept, "log-odds", n)
    return figures


def calibration_table(
    lost: Flags,
    score: Floats,
    accounts: Codes | None = None,
    *,
    bins: int | Sequence[float] = 10,
) -> pd.DataFrame:
    """Set what was told beside what happened, for groups of like scores.

    Parameters
    ----------
    lost : ndarray of bool
        The label of each held-out slice.
    score : ndarray
        Its probability, 0–1.
    accounts : ndarray of int, optional
        The account of each slice.
    bins : int or sequence of float
        Into how many groups of about equal size (fewer where that would leave under
        20 rows in one), or the edges of the groups, 0–1.

    Returns
    -------
    DataFrame
        from, to (edges; a score on an edge is in the higher group), n, accounts,
        predicted (mean score), lost, observed (share), low, high: Wilson's 90 %
        interval with each account counted once. Groups without a row are left out.
    """
    lost, score = np.asarray(lost, dtype=bool), np.asarray(score, dtype=float)
    groups = np.arange(len(lost)) if accounts is None else np.asarray(accounts)
    edges = _edges(score, bins)
    table = pd.DataFrame(
        {
            "bin": np.digitize(score, edges[1:-1]),
            "account": groups,
            "score": score,
            "lost": lost,
        }
    )
    found = table.groupby("bin").agg(
        n=("lost", "size"),
        accounts=("account", "nunique"),
        predicted=("score", "mean"),
        lost=("lost", "sum"),
    )
    found.insert(0, "from", edges[found.index])
    found.insert(1, "to", edges[found.index + 1])
    found["observed"] = found["lost"] / found["n"]
    observed = found["observed"].to_numpy()
    found["low"], found["high"] = wilson(observed, found["accounts"].to_numpy())
    return found.reset_index(drop=True)


def _edges(score: Floats, bins: int | Sequence[float]) -> Floats:
    if not isinstance(bins, int):
        return np.unique(np.asarray([0.0, *bins, 1.0]))
    wanted = max(1, min(bins, len(score) // BIN_ROWS))
    inner = np.quantile(score, np.arange(1, wanted) / wanted)
    return np.concatenate([[0.0], np.unique(inner[(inner > 0) & (inner < 1)]), [1.0]])


def _separated(gone: Floats, kept: Floats) -> bool:
    """Tell whether a threshold separates the two; then no finite slope fits best."""
    return bool(gone.min() >= kept.max() or gone.max() <= kept.min())


def _line(
    lost: Flags, odds: Floats, groups: Codes
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Fit the logistic line of recalibration; give it and its two standard errors."""
    from sklearn.linear_model import LogisticRegression

    # centred and scaled, so that Newton's steps work for tiny risks too
    centre, spread = float(odds.mean()), float(odds.std())
    scaled = (odds - centre) / spread
    fit = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-8)
    fit.fit(scaled[:, None], lost)
    slope = float(fit.coef_[0, 0]) / spread
    intercept = float(fit.intercept_[0]) - slope * centre
    told = fit.predict_proba(scaled[:, None])[:, 1]
    design = np.column_stack([np.ones_like(odds), odds])
    bread = np.linalg.pinv(design.T @ (design * (told * (1 - told))[:, None]))
    off = summed(design * (lost - told)[:, None], groups)
    many = len(off) / max(len(off) - 1, 1)
    errors = np.sqrt(np.diag(bread @ (off.T @ off) @ bread) * many)
    return (intercept, slope), (float(errors[0]), float(errors[1]))


def _in_the_large(lost: Flags, odds: Floats, groups: Codes) -> Figure:
    """Find what to add to every log-odds to expect as many losses as came."""
    from scipy.optimize import brentq
    from scipy.special import expit

    # beyond these ends every score would be nearly 0 or nearly 1
    low, high = -odds.max() - 20, -odds.min() + 20
    shift = float(brentq(lambda add: expit(odds + add).sum() - lost.sum(), low, high))
    told = expit(odds + shift)
    off = summed((lost - told)[:, None], groups)[:, 0]
    many = len(off) / max(len(off) - 1, 1)
    error = float(np.sqrt(off @ off * many) / (told * (1 - told)).sum())
    return _figure(shift, error, "log-odds", len(lost))


def _figure(value: float, error: float, unit: str, n: int) -> Figure:
    return Figure(value, unit, n, value - Z * error, value + Z * error)
