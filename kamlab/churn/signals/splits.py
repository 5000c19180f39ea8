"""Splits that never put the same account on both sides."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamlab.errors import NotEnoughDataError, RefusedError

Indices = npt.NDArray[np.intp]
FEWEST = 2


def split(
    frame: pd.DataFrame, *, folds: int = 5, seed: int = 1, groups: str = "account_id"
) -> list[tuple[Indices, Indices]]:
    """Cut the slices into parts so that no account is learned from and tested on.

    Each part is the test once; the same account stands in several slices, and a model
    that has seen it would recognise it.

    Parameters
    ----------
    frame : DataFrame
        From :func:`slices`.
    folds : int
        Number of parts.
    seed : int
        Which accounts fall together.
    groups : str
        The column that names the account, or the group of accounts.

    Returns
    -------
    list of (array, array)
        For each part the positions of the rows to learn from and of those to test on.

    Raises
    ------
    RefusedError
        If the column is missing or blank somewhere, or ``folds`` is below 2.
    NotEnoughDataError
        If there are fewer accounts than parts.

    Notes
    -----
    scikit-learn's ``GroupKFold``, shuffled.
    """
    from sklearn.model_selection import GroupKFold

    if folds < FEWEST:
        raise RefusedError(f"folds must be {FEWEST} or more, not {folds}.")
    names = _groups(frame, groups, folds)
    cutter = GroupKFold(folds, shuffle=True, random_state=seed)
    return list(cutter.split(names, groups=names))


def hold_out(
    frame: pd.DataFrame,
    *,
    share: float = 0.25,
    seed: int = 1,
    groups: str = "account_id",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep some accounts with all their slices apart, to test on them once.

    Parameters
    ----------
    frame : DataFrame
        From :func:`slices`.
    share : float
        Share of the accounts kept apart, 0–1.
    seed : int
        Which accounts.
    groups : str
        The column that names the account, or the group of accounts.

    Returns
    -------
    DataFrame, DataFrame
        To learn from, and to test on.

    Raises
    ------
    RefusedError
        If the column is missing or blank somewhere, or the share is not within 0–1.
    NotEnoughDataError
        If there are fewer than two accounts.

    Notes
    -----
    scikit-learn's ``GroupShuffleSplit``.
    """
    from sklearn.model_selection import GroupShuffleSplit

    if not 0 < share < 1:
        raise RefusedError(f"share must lie between 0 and 1, not {share}.")
    names = _groups(frame, groups, FEWEST)
    cutter = GroupShuffleSplit(1, test_size=share, random_state=seed)
    learn, test = next(cutter.split(names, groups=names))
    return frame.iloc[learn], frame.iloc[test]


def _groups(frame: pd.DataFrame, column: str, needed: int) -> pd.Series:
    """Give who each row belongs to, refused where that is not known."""
    if column not in frame:
        raise RefusedError(
            f"The slices have no column {column}; without it the same account could "
            "stand on both sides."
        )
    names = frame[column]
    if names.isna().any():
        raise RefusedError(
            f"{column} is blank in {int(names.isna().sum())} rows; name the account of "
            "each row."
        )
    if names.nunique() < needed:
        raise NotEnoughDataError(
            f"There are {names.nunique()} accounts; splitting them into {needed} parts "
            f"needs at least {needed}."
        )
    return names.reset_index(drop=True)
