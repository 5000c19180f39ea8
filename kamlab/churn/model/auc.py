"""AUC: how often a lost account was scored above a kept one, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kamlab.churn.model.examine import Codes, Flags, Floats
from kamlab.churn.wilson import Z, wilson
from kamlab.errors import UndefinedError
from kamlab.presentation import Figure


@dataclass(frozen=True)
class Placements:
    """Where each slice of a lost and of a kept account stands among the others.

    Parameters
    ----------
    of_lost, of_kept : ndarray
        Share of the kept scored below a lost one, and of the lost scored above a kept
        one; ties count half. The mean of either is the AUC.
    """

    of_lost: Floats
    of_kept: Floats

    @property
    def auc(self) -> float:
        """Chance that a lost one is scored above a kept one."""
        return float(self.of_lost.mean())


def placements(lost: Flags, score: Floats) -> Placements:
    """Place every slice among those of the other kind.

    Parameters
    ----------
    lost : ndarray of bool
        The label.
    score : ndarray
        Any number that is larger for more risk.

    Returns
    -------
    Placements
        In the order of the rows, lost and kept apart.

    Raises
    ------
    UndefinedError
        If all are lost or none is.
    """
    from scipy.stats import rankdata

    lost, score = np.asarray(lost, dtype=bool), np.asarray(score, dtype=float)
    gone, kept = score[lost], score[~lost]
    if not len(gone) or not len(kept):
        raise UndefinedError(
            "AUC compares lost accounts with kept ones; here there are "
            f"{len(gone):,} and {len(kept):,} slices of them."
        )
    ranks = rankdata(score)
    return Placements(
        (ranks[lost] - rankdata(gone)) / len(kept),
        1 - (ranks[~lost] - rankdata(kept)) / len(gone),
    )


def auc(lost: Flags, score: Floats, accounts: Codes | None = None) -> Figure:
    """Give the chance that a lost account is scored above a kept one: the AUC.

    Parameters
    ----------
    lost : ndarray of bool
        The label of each slice.
    score : ndarray
        Larger for more risk.
    accounts : ndarray of int, optional
        The account of each slice; without it every slice is an account of its own.

    Returns
    -------
    Figure
        0.5 is a coin, 1 is perfect; 90 % interval; n slices. At 0 and 1 the interval
        is Wilson's for the scarcer kind, for the formula would claim certainty.

    Raises
    ------
    UndefinedError
        If all are lost or none is.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44, 837–845; for several slices
    of an account Obuchowski 1997, Biometrics 53, 567–578, which is DeLong's where
    each account has one. Interval on the logit scale.
    """
    placed = placements(lost, score)
    value = placed.auc
    groups = np.arange(len(lost)) if accounts is None else np.asarray(accounts)
    variance = _variance(placed, np.asarray(lost, dtype=bool), groups)
    if variance is None or variance <= 0 or value in (0.0, 1.0):
        fewer = min(len(np.unique(groups[lost])), len(np.unique(groups[~lost])))
        ends = wilson(value, fewer)
        return Figure(value, "probability", len(lost), float(ends[0]), float(ends[1]))
    centre = math.log(value / (1 - value))
    half = Z * math.sqrt(variance) / (value * (1 - value))
    low, high = (1 / (1 + math.exp(-centre - sign * half)) for sign in (-1, 1))
    return Figure(value, "probability", len(lost), low, high)


def auc_difference(
    lost: Flags, score: Floats, other: Floats, accounts: Codes | None = None
) -> Figure:
    """Give how much better one score tells lost from kept than another does.

    Parameters
    ----------
    lost : ndarray of bool
        The label of each slice.
    score, other : ndarray
        Two scores of the same slices.
    accounts : ndarray of int, optional
        The account of each slice.

    Returns
    -------
    Figure
        AUC of the first minus AUC of the second, with a 90 % interval that knows that
        both saw the same accounts.

    Raises
    ------
    UndefinedError
        If all are lost or none is.

    References
    ----------
    DeLong et al. 1988 (correlated curves); Obuchowski 1997.
    """
    one, two = placements(lost, score), placements(lost, other)
    apart = Placements(one.of_lost - two.of_lost, one.of_kept - two.of_kept)
    groups = np.arange(len(lost)) if accounts is None else np.asarray(accounts)
    variance = _variance(apart, np.asarray(lost, dtype=bool), groups)
    value = one.auc - two.auc
    if variance is None:
        return Figure(value, "probability", len(lost))
    half = Z * math.sqrt(max(variance, 0.0))
    return Figure(value, "probability", len(lost), value - half, value + half)


def _variance(placed: Placements, lost: Flags, groups: Codes) -> float | None:
    """Give the variance of the mean placement; None with one lost or kept account.

    Obuchowski's three sums of squares: of lost slices, of kept slices, and of an
    account's lost with its own kept ones (it may be kept at first and lost later).
    """
    index = np.unique(groups, return_inverse=True)[1]
    size, centre = int(index.max()) + 1, placed.auc
    above_lost = np.bincount(index[lost], placed.of_lost - centre, minlength=size)
    above_kept = np.bincount(index[~lost], placed.of_kept - centre, minlength=size)
    m, n = len(placed.of_lost), len(placed.of_kept)
    lost_accounts = len(np.unique(index[lost]))
    kept_accounts = len(np.unique(index[~lost]))
    if lost_accounts < 2 or kept_accounts < 2:
        return None
    of_lost = lost_accounts / ((lost_accounts - 1) * m) * (above_lost @ above_lost)
    of_kept = kept_accounts / ((kept_accounts - 1) * n) * (above_kept @ above_kept)
    both = size / (size - 1) * (above_lost @ above_kept)
    return float(of_lost / m + of_kept / n + 2 * both / (m * n))
