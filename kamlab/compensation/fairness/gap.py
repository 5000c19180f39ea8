"""The gap in pay between two groups, held against the line of 5 per cent.

EU directive 2023/970 [E50] counts variable pay; an unexplained gap of 5 % leads
to a joint assessment. Nothing here is legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kamlab.compensation.fairness.association import NOT_LEGAL
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.presentation.formats import plural, share

Floats = NDArray[np.float64]
LINE = 0.05
RESAMPLES = 2000


@dataclass(frozen=True)
class Gap:
    """How much less the second group is paid than the first.

    Parameters
    ----------
    first, second : str
        The groups, in order of their names.
    gap, low, high : float
        1 − mean pay of the second / mean pay of the first, with 95 % interval
        (bootstrap); below 0 the second is paid more.
    explained : float
        The part of it that goes with what is held fixed, NaN where nothing is.
    left, left_low, left_high : float
        The gap that is left with it held fixed, with 95 % interval (least squares),
        NaN where nothing is.
    sizes : tuple of int
        KAMs of each group.
    """

    first: str
    second: str
    gap: float
    low: float
    high: float
    explained: float
    left: float
    left_low: float
    left_high: float
    sizes: tuple[int, int]

    @property
    def verdict(self) -> str:
        """Say where the gap lies against the line: above, below or undecided."""
        if self.low > LINE or self.high < -LINE:
            return "above"
        if self.low > -LINE and self.high < LINE:
            return "below"
        return "undecided"

    def words(self) -> str:
        """Say it in a sentence or two, with the line and the size of the groups."""
        n = sum(self.sizes)
        text = (
            f"Group {self.second} is paid {share(abs(self.gap))} "
            f"{'less' if self.gap >= 0 else 'more'} than group {self.first} "
            f"(95 % interval {share(self.low)} to {share(self.high)}, n = "
            f"{plural(n, 'KAM')}); held against the line of {share(LINE, 0)} this is "
            f"{self.verdict}."
        )
        if np.isfinite(self.left):
            text += (
                f" With territories of equal potential {share(self.left)} would be "
                f"left ({share(self.left_low)} to {share(self.left_high)})."
            )
        return f"{text} {NOT_LEGAL}"


def group_gap(
    pay: ArrayLike,
    group: ArrayLike,
    held_fixed: ArrayLike | None = None,
    *,
    seed: int = 1,
) -> Gap:
    """Measure the gap in mean pay between two groups.

    Parameters
    ----------
    pay : array (KAMs,)
        Pay of each KAM, above 0 on average.
    group : array (KAMs,)
        Two labels.
    held_fixed : array (KAMs,) or (KAMs, columns), optional
        What may explain a gap, such as the log of the potential.
    seed : int
        Fixes the bootstrap.

    Raises
    ------
    NotEnoughDataError
        If a group has fewer than two KAMs.
    RefusedError
        If there are not two groups.
    UndefinedError
        If the mean pay of the first group is not above 0.
    """
    paid = np.asarray(pay, dtype=np.float64)
    label = np.asarray(group).astype(str)
    names = sorted(set(label.tolist()))
    if len(names) != 2:
        raise RefusedError(
            f"A gap is between two groups; here are {len(names)}: {', '.join(names)}."
        )
    one, two = (paid[label == name] for name in names)
    if min(len(one), len(two)) < 2:
        raise NotEnoughDataError(
            f"Each group needs two KAMs or more; there are {len(one)} and {len(two)}."
        )
    if one.mean() <= 0:
        raise UndefinedError(
            f"Mean pay of group {names[0]} is not above 0; a gap in per cent of it has "
            "no meaning."
        )
    low, high = _interval(one, two, seed)
    gap = 1 - float(two.mean() / one.mean())
    left = (np.nan,) * 3
    if held_fixed is not None:
        left = _left(paid, label == names[1], np.asarray(held_fixed, float), one.mean())
    return Gap(
        names[0], names[1], gap, low, high, gap - left[0], *left, (len(one), len(two))
    )


def _interval(one: Floats, two: Floats, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    means = [
        rng.choice(values, (RESAMPLES, len(values))).mean(axis=1)
        for values in (one, two)
    ]
    gaps = 1 - means[1] / means[0]
    low, high = np.quantile(gaps, [0.025, 0.975])
    return float(low), float(high)


def _left(
    paid: Floats, second: NDArray[np.bool_], fixed: Floats, level: float
) -> tuple[float, float, float]:
    """Give the gap with something held fixed, by least squares, and its interval."""
    from scipy.stats import t

    columns = [np.ones(len(paid)), second.astype(float), fixed.reshape(len(paid), -1)]
    x = np.column_stack(columns)
    free = len(paid) - x.shape[1]
    if free < 1 or np.linalg.matrix_rank(x) < x.shape[1]:
        return np.nan, np.nan, np.nan
    inverse = np.linalg.inv(x.T @ x)
    weights = inverse @ x.T @ paid
    spare = paid - x @ weights
    error = float(np.sqrt(spare @ spare / free * inverse[1, 1]))
    reach = float(t.ppf(0.975, free)) * error
    gap = -float(weights[1])
    return gap / level, (gap - reach) / level, (gap + reach) / level
