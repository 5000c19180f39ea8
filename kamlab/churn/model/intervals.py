"""Intervals that know that several slices of one account are one account."""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from kamlab.churn.model.examine import Codes, Floats

SURE, DRAWS = 0.90, 1000
FEW_ACCOUNTS = 10
BLOCK = 4_000_000  # draws × accounts held at a time: 32 MB
Z = NormalDist().inv_cdf(0.5 + SURE / 2)


def wilson(
    share: float | Floats, n: float | NDArray[np.int64] | Floats
) -> tuple[Floats, Floats]:
    """Give the 90 % interval of a share that n independent cases show.

    Parameters
    ----------
    share : float or ndarray
        Shares, 0–1.
    n : int or ndarray
        Cases, at least 1.

    Returns
    -------
    tuple of ndarray
        Low and high end, 0–1.

    References
    ----------
    Wilson 1927, J. American Statistical Association 22, 209–212.
    """
    share, n = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    spread = share * (1 - share) / n + Z * Z / (4 * n * n)
    half = Z / (1 + Z * Z / n) * np.sqrt(spread)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def summed(values: Floats, accounts: Codes) -> Floats:
    """Add up the rows of each account.

    Parameters
    ----------
    values : ndarray
        Rows × figures.
    accounts : ndarray of int
        Number of the account of each row.

    Returns
    -------
    ndarray
        Accounts × figures.
    """
    inverse = np.unique(accounts, return_inverse=True)[1]
    return np.column_stack(
        [np.bincount(inverse, weights=column) for column in values.T]
    )


def drawn_again(
    sums: Floats,
    statistic: Callable[[Floats], Floats],
    *,
    seed: int = 1,
    draws: int = DRAWS,
) -> tuple[Floats, Floats]:
    """Give 90 % intervals by drawing the accounts again and again.

    Parameters
    ----------
    sums : ndarray
        Accounts × figures, from :func:`summed`.
    statistic : callable
        From totals (draws × figures) to the statistics wanted (draws × statistics);
        a draw may give NaN where it is undefined.
    seed, draws : int
        Of the bootstrap.

    Returns
    -------
    tuple of ndarray
        Low and high end of each statistic; NaN where no draw defines it.

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13 (percentiles);
    whole accounts are drawn, for slices of one account are not independent.
    """
    n, rng = len(sums), np.random.default_rng(seed)
    step = max(BLOCK // n, 1)
    even = np.full(n, 1 / n)
    found = [
        statistic(rng.multinomial(n, even, size=min(step, draws - start)) @ sums)
        for start in range(0, draws, step)
    ]
    values = np.concatenate(found)
    edges = [(1 - SURE) / 2, (1 + SURE) / 2]
    low, high = np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    for place, column in enumerate(values.T):
        known = column[~np.isnan(column)]
        if len(known):
            low[place], high[place] = np.quantile(known, edges)
    return low, high
