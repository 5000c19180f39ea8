"""How much of pay is skill, territory, or luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kamlab.compensation.fairness.association import LEAST, NOT_LEGAL
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError
from kamlab.presentation.formats import plural, share

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lasting:
    """What of a KAM's results lasts, told from the results alone.

    Parameters
    ----------
    share, low, high : float
        Part of the variance of a mean of so many periods that lasts, with 95 %
        interval: skill, territory and a quota set too low, which look alike here.
    kams, periods : int
        The size of the table.
    """

    share: float
    low: float
    high: float
    kams: int
    periods: int


def lasting_share(results: ArrayLike) -> Lasting:
    """Tell what lasts from what comes and goes, by analysis of variance.

    Between KAMs against within: share = 1 − 1/F, with the exact interval of F where
    both are normal (Searle). What lasts need not be skill: a rich territory lasts too.

    Parameters
    ----------
    results : array (KAMs, periods)
        Such as log attainment or payout; KAMs with a blank are left out.

    Raises
    ------
    NotEnoughDataError
        If fewer than four KAMs or two periods are known.
    UndefinedError
        If nothing varies within KAMs.
    """
    from scipy.stats import f

    table = np.atleast_2d(np.asarray(results, dtype=np.float64))
    table = table[np.isfinite(table).all(axis=1)]
    kams, periods = table.shape
    if kams < LEAST or periods < 2:
        raise NotEnoughDataError(
            f"Luck is told from what lasts by {LEAST} KAMs and two periods or more; "
            f"there are {plural(kams, 'KAM')} and {plural(periods, 'period')}."
        )
    means = table.mean(axis=1)
    between = periods * means.var(ddof=1)
    free = kams * (periods - 1)
    within = float(((table - means[:, None]) ** 2).sum() / free)
    if within <= 0:
        raise UndefinedError("No KAM's results vary: there is no luck to measure.")
    ratio = float(between / within)
    edges = [
        1 - float(f.ppf(p, kams - 1, free)) / ratio if ratio > 0 else 0.0
        for p in (0.975, 0.025)
    ]
    low, point, high = (
        max(0.0, x) for x in (edges[0], 1 - 1 / max(ratio, 1e-12), edges[1])
    )
    return Lasting(point, low, high, kams, periods)


@dataclass(frozen=True)
class Sources:
    """Where the differences in pay come from, told by the truth.

    Parameters
    ----------
    skill, territory, luck : float
        Parts of the variance of pay between KAMs; they sum to 1. Territory is what the
        KAM was given: potential and book.
    skill_low, skill_high : float
        95 % interval of the part of skill (bootstrap over KAMs).
    n : int
        KAMs.
    """

    skill: float
    territory: float
    luck: float
    skill_low: float
    skill_high: float
    n: int

    def words(self) -> str:
        """Say it in a sentence."""
        return (
            f"Of the differences in pay between {plural(self.n, 'KAM')}, "
            f"{share(self.skill, 0)} is skill (95 % interval "
            f"{share(self.skill_low, 0)} to {share(self.skill_high, 0)}), "
            f"{share(self.territory, 0)} what the KAM was given (territory and book) "
            f"and {share(self.luck, 0)} luck. {NOT_LEGAL}"
        )


def sources(
    pay: ArrayLike, skill: ArrayLike, territory: ArrayLike, *, seed: int = 1
) -> Sources:
    """Split the differences in pay by what is known of each KAM in truth.

    Least squares of pay on skill and territory; what both explain together is halved
    (the mean over both orders, Lindeman, Merenda and Gold 1980); the rest is luck. Only
    a simulated company knows the skill.

    Parameters
    ----------
    pay, skill : array (KAMs,)
        Pay and latent skill.
    territory : array (KAMs,) or (KAMs, columns)
        What the KAM was given, such as the logs of true potential and inherited book.
    seed : int
        Fixes the bootstrap.

    Raises
    ------
    NotEnoughDataError
        If there are fewer than eight KAMs.
    UndefinedError
        If pay or skill is the same for all.
    RefusedError
        If the three are not of one length.
    """
    y, a, b = (np.asarray(x, dtype=np.float64) for x in (pay, skill, territory))
    b = b.reshape(len(b), -1)
    if not len(y) == len(a) == len(b):
        raise RefusedError("Pay, skill and territory must be of the same KAMs.")
    if len(y) < 2 * LEAST:
        raise NotEnoughDataError(
            f"Skill is told from luck on {2 * LEAST} KAMs or more; there are {len(y)}."
        )
    if np.ptp(y) == 0 or np.ptp(a) == 0:
        raise UndefinedError("Pay or skill is the same for all; nothing to split.")
    skilled, rich = _parts(y, a, b)
    rng = np.random.default_rng(seed)
    again = []
    for rows in rng.integers(0, len(y), (400, len(y))):
        if np.ptp(y[rows]) > 0:
            again.append(_parts(y[rows], a[rows], b[rows])[0])
    low, high = np.quantile(again, [0.025, 0.975])
    return Sources(skilled, rich, 1 - skilled - rich, float(low), float(high), len(y))


def _parts(y: Floats, a: Floats, b: Floats) -> tuple[float, float]:
    both, one, two = _fit(y, a, b), _fit(y, a), _fit(y, b)
    return (one + both - two) / 2, (two + both - one) / 2


def _fit(y: Floats, *given: Floats) -> float:
    """Give the part of the variance that a least-squares fit explains."""
    x = np.column_stack([np.ones(len(y)), *given])
    weights, *_ = np.linalg.lstsq(x, y, rcond=None)
    spare = y - x @ weights
    return float(1 - spare @ spare / ((y - y.mean()) @ (y - y.mean())))
