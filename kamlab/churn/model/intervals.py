"""Intervals that know that several slices of one account are one account."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kamlab.churn.model.examine import Codes, Floats
from kamlab.churn.wilson import SURE

DRAWS = 1000
FEW_ACCOUNTS = 10
BLOCK = 4_000_000  # draws × accounts held at a time: 32 MB


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
