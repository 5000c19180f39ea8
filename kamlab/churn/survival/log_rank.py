"""Whether groups of accounts are lost at different speeds: the log-rank test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kamlab.churn.survival.times import FEW_LOSSES, Times, at_risk_at, checked_times
from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.presentation import formats as f

FEW_EXPECTED = 5


@dataclass(frozen=True)
class LogRank:
    """The result of a log-rank test.

    Parameters
    ----------
    chi2 : float
        The statistic; for two groups the square of z.
    freedom : int
        Degrees of freedom, groups less one.
    p_value : float
        Chance of so large a statistic if all groups were lost at one speed.
    groups : DataFrame
        One row a group: group, n, losses, expected (losses if all were alike).
    """

    chi2: float
    freedom: int
    p_value: float
    groups: pd.DataFrame

    @property
    def caution(self) -> str:
        """What to beware of, empty where there are enough losses."""
        least, total = self.groups["expected"].min(), int(self.groups["losses"].sum())
        if total >= FEW_LOSSES and least >= FEW_EXPECTED:
            return ""
        return (
            f"With {f.plural(total, 'loss', 'losses')} and {f.number(least, 1)} "
            "expected in the smallest group the p-value is rough; it needs "
            f"{FEW_LOSSES} losses, and {FEW_EXPECTED} expected in every group."
        )

    @property
    def words(self) -> str:
        """Say which group loses more accounts than its share, and whether it tells."""
        ratio = self.groups["losses"] / self.groups["expected"]
        worst = self.groups.loc[[ratio.idxmax()]].iloc[0]
        p = "below 0.001" if self.p_value < 0.001 else f"{self.p_value:.3f}"
        said = (
            f"{worst['group']} lost {f.plural(int(worst['losses']), 'account')} where "
            f"{f.number(worst['expected'], 1)} would be its share (χ² "
            f"{self.chi2:.2f}, p {p})."
        )
        return f"{said} {self.caution}".rstrip()


def log_rank(durations: Any, lost: Any, group: Any, entry: Any = None) -> LogRank:
    """Test whether groups of accounts are lost at different speeds.

    At every time of a loss, each group's losses are held against its share of the
    accounts at risk.

    Parameters
    ----------
    durations, lost, entry : array-like
        As in :func:`kamlab.churn.survival.kaplan_meier`.
    group : array-like
        The group of each account; two or more.

    Returns
    -------
    LogRank
        Statistic, p-value, losses seen and expected.

    Raises
    ------
    RefusedError
        If the values are no times, a group is blank or the lengths differ.
    NotEnoughDataError
        If there is one group only, nobody was lost, or no loss happened while two
        groups were at risk.

    References
    ----------
    Mantel 1966; Peto & Peto 1972. For two groups equal to ``scipy.stats.logrank``,
    which has neither more groups nor late entry.
    """
    times = checked_times(durations, lost, entry)
    names = pd.Series(group).reset_index(drop=True)
    if len(names) != len(times.durations) or names.isna().any():
        raise RefusedError(
            f"Give a group for each of {len(times.durations)} accounts, none blank."
        )
    codes, labels = pd.factorize(names, sort=True)
    if len(labels) < 2:
        raise NotEnoughDataError(
            f"All {len(codes)} accounts are in one group; a comparison needs two."
        )
    if not times.lost.any():
        raise NotEnoughDataError(
            f"None of {len(codes)} accounts was lost, so no group can be told from "
            f"another; it needs at least {FEW_LOSSES} losses."
        )
    seen, expected, variance = _sums(times, codes, len(labels))
    chi2 = _statistic(seen - expected, variance)
    groups = pd.DataFrame(
        {
            "group": labels,
            "n": np.bincount(codes, minlength=len(labels)),
            "losses": seen.astype(int),
            "expected": expected,
        }
    )
    from scipy.stats import chi2 as chi2_law

    freedom = len(labels) - 1
    return LogRank(chi2, freedom, float(chi2_law.sf(chi2, freedom)), groups)


def _sums(times: Times, codes: Any, k: int) -> tuple[Any, Any, Any]:
    """Sum losses, expected losses and their covariance over the times of a loss."""
    moments = np.unique(times.durations[times.lost])
    parts = [
        Times(
            times.durations[codes == g], times.lost[codes == g], times.entry[codes == g]
        )
        for g in range(k)
    ]
    risk = np.column_stack([at_risk_at(part, moments) for part in parts]).astype(float)
    ends = [np.sort(part.durations[part.lost]) for part in parts]
    seen = np.column_stack(
        [
            np.searchsorted(e, moments, "right") - np.searchsorted(e, moments, "left")
            for e in ends
        ]
    ).astype(float)
    n, d = risk.sum(axis=1), seen.sum(axis=1)
    part = risk / n[:, None]
    # the hypergeometric law, which knows of ties
    factor = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
    variance = np.diag(factor @ part) - (part * factor[:, None]).T @ part
    return seen.sum(axis=0), (part * d[:, None]).sum(axis=0), variance


def _statistic(difference: Any, variance: Any) -> float:
    if np.trace(variance) < 1e-12:
        raise NotEnoughDataError(
            "No account was lost while two groups were at risk together, so they "
            "cannot be compared; they need a common stretch of time."
        )
    # one group less: the differences add up to 0. The general inverse serves a group
    # that nobody was in while another lost accounts
    inverse = np.linalg.pinv(variance[:-1, :-1])
    rest = difference[:-1]
    return float(rest @ inverse @ rest)
