"""Was the uplift real? Observed effect by predicted effect, and the Qini curve."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import Flags, Floats, figures, one_number, yes_no
from kamlab.errors import NotEnoughDataError, RefusedError
from kamlab.presentation import formats as f

DRAWS, LEVEL, SEED = 1000, 0.90, 1


@dataclass(frozen=True)
class Qini:
    """How much better a targeting order is than a blind one, in accounts saved.

    Parameters
    ----------
    value : float
        Area between the curve and the straight line of blind targeting, accounts saved
        per account of the base; 0 for a blind order, below 0 for a worse one.
    low, high : float
        90 % interval, accounts resampled.
    curve : DataFrame
        share (targeted, 0–1), saved (accounts saved per account of the base), blind.
    n, treated : int
        Accounts, and how many got the action.
    """

    value: float
    low: float
    high: float
    n: int
    treated: int
    curve: pd.DataFrame = field(repr=False)

    def sentence(self) -> str:
        """Say whether the order beats a blind one."""
        span = f"90 % interval {_per_mille(self.low)} to {_per_mille(self.high)}"
        told = f"{_per_mille(self.value)} accounts a thousand ({span}; n = {self.n:,})"
        if self.low > 0:
            return f"The order beats a blind one: Qini {told}."
        if self.high < 0:
            return f"The order is worse than a blind one: Qini {told}."
        return f"The order cannot be told from a blind one: Qini {told}."


def _per_mille(value: float) -> str:
    return f.number(round(1000 * value, 1), 1)


def qini(lost: Any, treated: Any, effect: Any, accounts: Any = None) -> Qini:
    """Hold a predicted effect against what the experiment shows.

    Parameters
    ----------
    lost, treated : array-like
        Who was lost and who got the action, 1 or 0; the action drawn by lot.
    effect : array-like
        The predicted effect, or any figure that is higher for accounts to target first;
        estimated without these outcomes.
    accounts : array-like, optional
        Account of each row, where an account has several: the interval then resamples
        accounts.

    Returns
    -------
    Qini
        Area and curve: among the k first, losses without the action (scaled to the
        number with it) − losses with it, per account of the base.

    Raises
    ------
    RefusedError
        If a figure is none or the columns differ in length.
    NotEnoughDataError
        If an arm has fewer than ten accounts, or there is no loss.

    References
    ----------
    Radcliffe (2007), Direct Marketing Analytics Journal, 14–21.
    """
    gone, arm = _experiment(lost, treated)
    ranked = figures("effect", effect, len(gone))
    order = np.argsort(-ranked, kind="stable")
    rows = (gone[order], arm[order], ranked[order])
    curve = _curve(*rows, np.ones(len(gone)))
    groups = np.arange(len(gone))
    if accounts is not None:
        groups = pd.factorize(pd.Series(accounts))[0]
    if len(groups) != len(gone):
        raise RefusedError(f"{len(groups):,} accounts named for {len(gone):,} rows.")
    rng, count = np.random.default_rng(SEED), int(groups.max()) + 1
    draws = []
    for _ in range(DRAWS):
        times = np.bincount(rng.integers(count, size=count), minlength=count)
        weight = times[groups[order]].astype(float)
        draws.append(_area(_curve(*rows, weight)))
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Qini(
        value=_area(curve),
        low=float(low),
        high=float(high),
        n=len(gone),
        treated=int(arm.sum()),
        curve=pd.DataFrame(curve),
    )


def _curve(
    gone: Flags, arm: Flags, ranked: Floats, weight: Floats
) -> dict[str, Floats]:
    """Give the Qini curve of rows in order, each counted by its weight."""
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)

    def counts(which: Flags) -> Floats:
        return np.append(0.0, np.cumsum(weight * which)[ends])

    with_, without = counts(arm), counts(~arm)
    saved = counts(gone & ~arm) * np.divide(
        with_, without, out=np.zeros_like(with_), where=without > 0
    ) - counts(gone & arm)
    share = np.append(0.0, np.cumsum(weight)[ends]) / weight.sum()
    saved = saved / max(with_[-1], 1.0)  # per account with the action: as in the base
    return {"share": share, "saved": saved, "blind": share * saved[-1]}


def _area(curve: dict[str, Floats]) -> float:
    """Give the area between the curve and the straight line."""
    return float(np.trapezoid(curve["saved"] - curve["blind"], curve["share"]))


def uplift_table(
    lost: Any, treated: Any, effect: Any, *, groups: int = 5
) -> pd.DataFrame:
    """Give the observed effect by groups of predicted effect, the highest first.

    Parameters
    ----------
    lost, treated, effect : array-like
        As for :func:`qini`; rows count as independent, so give one row an account.
    groups : int
        How many groups of equal size, 2 to 20.

    Returns
    -------
    DataFrame
        group, accounts, treated, predicted (mean effect), lost_without, lost_with
        (shares lost), observed (their difference), low, high (90 % interval after
        Newcombe, which holds for small groups and for 0 of n).

    Raises
    ------
    RefusedError
        If a figure is none or the columns differ in length.
    NotEnoughDataError
        If an arm has fewer than ten accounts, a group lacks one arm, or there is no
        loss.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.
    """
    gone, arm = _experiment(lost, treated)
    ranked = figures("effect", effect, len(gone))
    count = int(one_number("groups", groups, 2, 20))
    order = np.argsort(-ranked, kind="stable")
    rows = []
    for k, places in enumerate(np.array_split(order, count), start=1):
        with_, without = places[arm[places]], places[~arm[places]]
        if not len(with_) or not len(without):
            lacks = "with" if len(without) else "without"
            raise NotEnoughDataError(
                f"Group {k} of {count} has nobody {lacks} the action; take fewer "
                "groups."
            )
        kept = gone[without].mean() - gone[with_].mean()
        low, high = newcombe(gone[without], gone[with_])
        rows.append(
            {
                "group": k,
                "accounts": len(places),
                "treated": len(with_),
                "predicted": float(ranked[places].mean()),
                "lost_without": float(gone[without].mean()),
                "lost_with": float(gone[with_].mean()),
                "observed": float(kept),
                "low": low,
                "high": high,
            }
        )
    return pd.DataFrame(rows)


def newcombe(first: Flags, second: Flags, level: float = LEVEL) -> tuple[float, float]:
    """Give the interval of a difference of two shares from their Wilson intervals.

    Parameters
    ----------
    first, second : array of bool
        Two groups.
    level : float
        Of the interval.

    Returns
    -------
    tuple of float
        Low and high end of share of the first − share of the second.
    """
    from scipy.stats import binomtest

    p, q = first.mean(), second.mean()
    a, b = (
        binomtest(int(some.sum()), len(some)).proportion_ci(level, "wilson")
        for some in (first, second)
    )
    low = p - q - np.hypot(p - a.low, b.high - q)
    high = p - q + np.hypot(a.high - p, q - b.low)
    return float(low), float(high)


def _experiment(lost: Any, treated: Any) -> tuple[Flags, Flags]:
    """Check the two columns of an experiment."""
    gone = yes_no("lost", lost)
    arm = yes_no("treated", treated, len(gone))
    with_, without = int(arm.sum()), int((~arm).sum())
    if min(with_, without) < 10 or not gone.any():
        raise NotEnoughDataError(
            "An experiment needs at least 10 accounts in each arm and a loss; here are "
            f"{with_:,} with the action, {without:,} without it and "
            f"{int(gone.sum()):,} lost."
        )
    return gone, arm
