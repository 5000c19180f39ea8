"""How sure the figures of concentration are: the accounts drawn again and again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.errors import NotEnoughDataError, UndefinedError
from kamlab.segmentation.concentration import (
    TOP,
    effective_accounts,
    gini,
    hhi,
    top_count,
    top_share,
)

FEWEST = 20
DRAWS = 2000
SURE = 0.90
BLOCK = 2_000_000  # cells of a block of draws: 16 MB

Floats = NDArray[np.float64]


def concentration(
    values: pd.Series, *, draws: int = DRAWS, seed: int = 1, largest: int = 3
) -> pd.DataFrame:
    """Give the figures of concentration, each with the interval it may lie in.

    The interval answers: had the same market given us as many other accounts of the
    same kind, between which two values would the figure lie nine times in ten? It is
    no forecast, and with one giant among few accounts it is too narrow: a draw
    without the giant is a different company.

    Parameters
    ----------
    values : Series
        Revenue, gross margin or contribution per account, none negative.
    draws : int
        How often the accounts are drawn, with replacement.
    seed : int
        Of the draws.
    largest : int
        How many the few largest are, in the figure ``top_n``.

    Returns
    -------
    DataFrame
        figure (``hhi``, ``effective``, ``gini``, ``top20``, ``top_n``, ``largest``),
        value, low, high (percentiles, 90 %), n.

    Raises
    ------
    UndefinedError
        If an account is negative or the total is 0.
    NotEnoughDataError
        If there are fewer than 20 accounts: draws from so few say nothing.

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13 (percentiles).
    """
    n = len(values)
    figures: dict[str, float] = {
        "hhi": hhi(values),
        "effective": effective_accounts(values),
        "gini": gini(values),
        "top20": top_share(values, TOP),
        "top_n": top_share(values, min(largest, n) / n),
        "largest": top_share(values, 1 / n),
    }
    if n < FEWEST:
        raise NotEnoughDataError(
            f"An interval by drawing accounts anew needs at least {FEWEST} accounts; "
            f"here are {n}."
        )
    if np.ptp(values.to_numpy()) == 0:
        raise UndefinedError("All accounts are alike, so every draw is the same.")
    sampled = _sampled(np.sort(values.to_numpy(dtype=float)), draws, seed, largest)
    edges = [(1 - SURE) / 2, (1 + SURE) / 2]
    rows = [
        (name, value, *np.quantile(sampled[name], edges), n)
        for name, value in figures.items()
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "n"])


def _sampled(amounts: Floats, draws: int, seed: int, largest: int) -> dict[str, Floats]:
    """Give every figure for every draw, in blocks that fit into memory."""
    n, rng = len(amounts), np.random.default_rng(seed)
    step = max(BLOCK // n, 1)
    parts: list[dict[str, Floats]] = []
    for start in range(0, draws, step):
        size = (min(step, draws - start), n)
        drawn = amounts[np.sort(rng.integers(0, n, size), axis=1)]  # small to large
        drawn = drawn[drawn[:, -1] > 0]  # a draw of nothing but zeros has no shares
        parts.append({name: figure(drawn) for name, figure in _figures(n, largest)})
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def _figures(n: int, largest: int) -> list[tuple[str, Callable[[Floats], Floats]]]:
    """Give the figures as functions of draws, a row a draw, each sorted upwards."""
    ranks = 2 * np.arange(1, n + 1) - n - 1

    def squares(drawn: Floats) -> Floats:
        total: Floats = drawn.sum(axis=1)
        return np.asarray((drawn**2).sum(axis=1) / total**2)

    def top(count: int) -> Callable[[Floats], Floats]:
        return lambda drawn: np.asarray(drawn[:, -count:].sum(1) / drawn.sum(1))

    return [
        ("hhi", squares),
        ("effective", lambda drawn: 1 / squares(drawn)),
        ("gini", lambda drawn: np.asarray(drawn @ ranks / (n * drawn.sum(axis=1)))),
        ("top20", top(top_count(n))),
        ("top_n", top(min(largest, n))),
        ("largest", top(1)),
    ]
