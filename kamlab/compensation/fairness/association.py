"""Does pay follow the territory? A slope and a correlation with their intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.presentation.formats import number, plural

Floats = NDArray[np.float64]
LEAST = 4  # KAMs; below, the interval of a correlation does not exist
NOT_LEGAL = "This is a figure, not legal advice."


@dataclass(frozen=True)
class Association:
    """How closely pay follows something a KAM was given.

    Parameters
    ----------
    correlation, low, high : float
        Pearson's r with its 95 % interval (Fisher's z).
    slope : float
        Change of pay for one unit of the other.
    visible : float
        The smallest |r| that so few KAMs can tell from none.
    n : int
        KAMs.
    """

    correlation: float
    low: float
    high: float
    slope: float
    visible: float
    n: int

    @property
    def decided(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0

    def words(self, what: str) -> str:
        """Say it in a sentence.

        Parameters
        ----------
        what : str
            What pay is held against, such as ``the potential of the territory``.
        """
        head = (
            f"Payout and {what} correlate by {number(self.correlation)} "
            f"(95 % interval {number(self.low)} to {number(self.high)}, n = "
            f"{plural(self.n, 'KAM')})"
        )
        if self.decided:
            return f"{head}: pay follows it, for better or worse. {NOT_LEGAL}"
        return (
            f"{head}: not told from none; with so few KAMs only a correlation beyond "
            f"{number(self.visible)} shows. {NOT_LEGAL}"
        )


def association(pay: ArrayLike, given: ArrayLike) -> Association:
    """Hold pay against what a KAM was given, such as potential or inherited book.

    Parameters
    ----------
    pay, given : array (KAMs,)
        Of the same KAMs; pairs with a blank are left out.

    Raises
    ------
    NotEnoughDataError
        If fewer than four KAMs have both.
    UndefinedError
        If either is the same for all.
    RefusedError
        If the two are not of one length, or hold no numbers.
    """
    from scipy.stats import pearsonr, t

    x, y = paired(given, pay)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        raise UndefinedError(
            "Pay, or what it is held against, is the same for every KAM; nothing can "
            "follow anything."
        )
    found = pearsonr(x, y)
    interval = found.confidence_interval(0.95)
    n = len(x)
    critical = float(t.ppf(0.975, n - 2))
    return Association(
        correlation=float(found.statistic),
        low=float(interval.low),
        high=float(interval.high),
        slope=float(np.polyfit(x, y, 1)[0]),
        visible=critical / float(np.sqrt(n - 2 + critical**2)),
        n=n,
    )


def paired(one: ArrayLike, two: ArrayLike) -> tuple[Floats, Floats]:
    """Give the pairs of which both sides are known.

    Raises
    ------
    RefusedError, NotEnoughDataError
        As for :func:`association`.
    """
    try:
        x, y = (np.asarray(a, dtype=np.float64).ravel() for a in (one, two))
    except (TypeError, ValueError):
        raise RefusedError("Pay is held against numbers; there is text.") from None
    if len(x) != len(y):
        raise RefusedError(
            f"There are {len(y)} figures of pay and {len(x)} to hold them against; one "
            "of each a KAM is needed."
        )
    known = np.isfinite(x) & np.isfinite(y)
    if known.sum() < LEAST:
        raise NotEnoughDataError(
            f"Whether pay follows something needs {LEAST} KAMs or more; "
            f"{int(known.sum())} have both figures."
        )
    return x[known], y[known]
