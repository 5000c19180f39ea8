"""Who trains and who is tested: later than the training, and other accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamlab.churn.model.examine import Codes, Examined


@dataclass(frozen=True)
class Split:
    """One training and the slices it is tested on.

    Parameters
    ----------
    train, test : ndarray of int
        Rows; no account stands in both where accounts are kept apart.
    fold : int
        Which group of accounts is tested; 0 where all are.
    """

    train: Codes
    test: Codes
    fold: int


def account_folds(data: Examined, folds: int, seed: int) -> Codes:
    """Deal all accounts into groups, the lost ones evenly.

    *All* accounts are dealt, also those lost before a test: were only the accounts
    still there taken out of the training, the training would keep every lost account
    and lose kept ones, and every risk would come out too high.

    Parameters
    ----------
    data : Examined
        Slices with their accounts.
    folds : int
        How many groups.
    seed : int
        Of the dealing; the order of the rows plays no part.

    Returns
    -------
    ndarray of int
        The group, 0 to folds − 1, of each row.
    """
    numbers = np.unique(data.accounts)
    lost = np.isin(numbers, np.unique(data.accounts[data.lost]))
    order = np.random.default_rng(seed).permutation(len(numbers))
    order = order[np.argsort(lost[order], kind="stable")]
    group = np.empty(len(numbers), dtype=np.int64)
    group[order] = np.arange(len(numbers)) % folds
    return group[np.searchsorted(numbers, data.accounts)]


def held_out(data: Examined, folds: int, seed: int) -> Iterator[Split]:
    """Hold out each group of accounts in turn, with all their slices.

    Parameters
    ----------
    data : Examined
        Slices with their accounts.
    folds, seed : int
        See :func:`account_folds`.

    Yields
    ------
    Split
        One for each group.
    """
    group = account_folds(data, folds, seed)
    for fold in range(folds):
        yield Split(np.flatnonzero(group != fold), np.flatnonzero(group == fold), fold)


def rolling(
    data: Examined, horizon: int, group: Codes | None
) -> Iterator[tuple[pd.Timestamp, list[Split]]]:
    """Walk through the cut-offs: train on what was known by then, test on that day.

    A slice may train only if its label window was over by the tested cut-off: its own
    cut-off lies at least ``horizon`` months earlier. With ``group``, each group of
    accounts is tested by a model that never saw those accounts: folds of accounts at
    every cut-off. Every slice of a tested cut-off is scored exactly once.

    Parameters
    ----------
    data : Examined
        Slices with a ``cut_off``.
    horizon : int
        Months.
    group : ndarray of int or None
        From :func:`account_folds`; None tests the very accounts that trained.

    Yields
    ------
    tuple
        The cut-off, and its splits; none where nothing was over by then.
    """
    days = pd.to_datetime(data.frame["cut_off"])
    over = (days + pd.DateOffset(months=horizon)).to_numpy()
    at = days.to_numpy()
    folds = [0] if group is None else np.unique(group).tolist()
    for day in np.unique(at):
        known, tested = over <= day, at == day
        splits = []
        for fold in folds if known.any() else []:
            mine = np.ones(len(at), dtype=bool) if group is None else group == fold
            others = np.ones(len(at), dtype=bool) if group is None else ~mine
            test = np.flatnonzero(tested & mine)
            if len(test):
                splits.append(Split(np.flatnonzero(known & others), test, fold))
        yield pd.Timestamp(day), splits
