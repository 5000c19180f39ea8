"""How much of the company hangs on few accounts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kamlab.errors import UndefinedError

TOP = 0.20


def hhi(values: pd.Series) -> float:
    """Give the Herfindahl–Hirschman index, 0 (spread out) to 1 (one account).

    Raises
    ------
    UndefinedError
        If an account is negative or the total is 0.

    Notes
    -----
    Sum of squared shares. In antitrust work it is often written 0–10,000.

    Examples
    --------
    >>> round(hhi(pd.Series([40, 30, 20, 10])), 4)
    0.3
    """
    amounts = _non_negative(values)
    return float(((amounts / amounts.sum()) ** 2).sum())


def effective_accounts(values: pd.Series) -> float:
    """Give how many equal accounts would be as concentrated: 1 / HHI.

    Raises
    ------
    UndefinedError
        If an account is negative or the total is 0.

    Examples
    --------
    >>> effective_accounts(pd.Series([1, 1, 1, 1]))
    4.0
    """
    return 1 / hhi(values)


def gini(values: pd.Series) -> float:
    """Give the Gini coefficient, 0 (all equal) to nearly 1 (one has all).

    Raises
    ------
    UndefinedError
        If an account is negative or the total is 0.

    Notes
    -----
    Mean absolute difference over twice the mean, without small-sample correction:
    one of n holding all gives (n − 1) / n.

    Examples
    --------
    >>> round(gini(pd.Series([1, 2, 3, 4, 10])), 4)
    0.4
    """
    amounts = np.sort(_non_negative(values).to_numpy())
    n = len(amounts)
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ amounts / (n * amounts.sum()))


def top_count(n: int, part: float = TOP) -> int:
    """Give how many accounts the largest 20 % are: rounded up.

    Examples
    --------
    >>> top_count(8), top_count(120)
    (2, 24)
    """
    return math.ceil(round(part * n, 9))


def top_share(values: pd.Series, part: float = TOP) -> float:
    """Give what the largest 20 % of the accounts make of the total, 0–1.

    Raises
    ------
    UndefinedError
        If the total is not above 0.

    Examples
    --------
    >>> top_share(pd.Series([60, 10, 10, 10, 10]))
    0.6
    """
    curve = cumulative(values)
    return float(curve["cumulative_share"].iloc[top_count(len(values), part) - 1])


def cumulative(values: pd.Series) -> pd.DataFrame:
    """Rank accounts from the largest down and add them up.

    With negative ones among them this is the whale curve: it rises above 1 and falls
    back.

    Returns
    -------
    DataFrame
        In the order of rank: rank (1 …), accounts_share (0–1), value,
        cumulative_share (of the total); the index is that of ``values``.

    Raises
    ------
    UndefinedError
        If the total is not above 0.
    """
    ranked = values.sort_values(ascending=False, kind="stable")
    total = ranked.sum()
    if not total > 0:
        raise UndefinedError(
            f"Shares are undefined: the total is {total:,.2f}, not above 0."
        )
    rank = np.arange(1, len(ranked) + 1)
    return pd.DataFrame(
        {
            "rank": rank,
            "accounts_share": rank / len(ranked),
            "value": ranked,
            "cumulative_share": ranked.cumsum() / total,
        }
    )


def smallest_part_for(values: pd.Series, wanted: float = 0.80) -> float:
    """Give the smallest part of the accounts that makes so much of the total, 0–1.

    Raises
    ------
    UndefinedError
        If the total is not above 0.

    Examples
    --------
    >>> smallest_part_for(pd.Series([60, 20, 10, 5, 5]))
    0.4
    """
    curve = cumulative(values)
    reached = curve["cumulative_share"].round(12) >= wanted
    return float(curve.loc[reached, "accounts_share"].iloc[0])


def _non_negative(values: pd.Series) -> pd.Series:
    negative = int((values < 0).sum())
    if negative:
        raise UndefinedError(
            f"undefined: {negative} {'account is' if negative == 1 else 'accounts are'}"
            " negative"
        )
    if not values.sum() > 0:
        raise UndefinedError("undefined: the total is 0")
    return values.astype(float)
