"""Shifted beta geometric: how many contracts are still running after each renewal.

Each account has its own probability not to renew (beta over accounts). The loyal
remain, so the share that renews rises from one renewal to the next though nobody
changes.

Source: Fader & Hardie 2007, Journal of Interactive Marketing 21(1) 76-90, equations
5-8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma

from kamlab.churn.btyd.checked import Floats, as_numbers
from kamlab.churn.btyd.maximise import Height, maximise
from kamlab.errors import NotEnoughDataError, RefusedError

FEWEST_LOST = 10
RUNAWAY = 1e4
EVERY = np.ones(2, dtype=bool)


@dataclass(frozen=True)
class SbgFit:
    """The fitted renewal of contracts, and how sure it is.

    Parameters
    ----------
    alpha, beta : float
        Of the beta distribution of the probability not to renew; its mean is
        alpha / (alpha + beta).
    log_likelihood : float
        At the parameters.
    standard_errors : dict of str to float
        Of both; NaN where the data do not tell.
    n : int
        Contracts at the beginning.
    renewals : int
        How many renewals were seen.
    warnings : tuple of str
        What to mind, a sentence each.
    """

    alpha: float
    beta: float
    log_likelihood: float
    standard_errors: dict[str, float]
    n: int
    renewals: int
    warnings: tuple[str, ...]

    def survival(self, t: ArrayLike) -> Floats:
        """Give the share of contracts still running after so many renewals, S(t).

        Parameters
        ----------
        t : int or array-like
            Number of renewals, from 0.

        Returns
        -------
        ndarray
            0-1.

        Raises
        ------
        RefusedError
            If t is no whole number from 0.
        """
        counts = _renewals(t, 0)
        return np.asarray(
            np.exp(
                betaln(self.alpha, self.beta + counts) - betaln(self.alpha, self.beta)
            )
        )

    def survivors(self, t: ArrayLike) -> Floats:
        """Give how many of the contracts are still running after so many renewals.

        Parameters
        ----------
        t : int or array-like
            Number of renewals, from 0.

        Returns
        -------
        ndarray
            Mean number of contracts.

        Raises
        ------
        RefusedError
            If t is no whole number from 0.
        """
        return self.n * self.survival(t)

    def retention(self, t: ArrayLike) -> Floats:
        """Give the share of running contracts that renews at the t-th renewal, r_t.

        Parameters
        ----------
        t : int or array-like
            Number of the renewal, from 1.

        Returns
        -------
        ndarray
            0-1, rising with t.

        Raises
        ------
        RefusedError
            If t is no whole number from 1.
        """
        counts = _renewals(t, 1)
        kept = self.beta + counts - 1
        return np.asarray(kept / (self.alpha + kept))


def fit_sbg(survivors: ArrayLike) -> SbgFit:
    """Learn from one year's contracts how the share that renews will go on.

    For contracts that run for a fixed time and are then renewed or not; all of them
    began in the same period.

    Parameters
    ----------
    survivors : array-like
        Contracts at the beginning, after the first renewal, after the second …

    Returns
    -------
    SbgFit
        alpha, beta, log-likelihood, standard errors, warnings and projections.

    Raises
    ------
    RefusedError
        If a number is negative, no whole number, or larger than the one before.
    NotEnoughDataError
        If fewer than two renewals were seen, fewer than 10 contracts ended, or none is
        left after the first renewal.

    References
    ----------
    Fader & Hardie 2007, equations 5-8 and appendix B.
    """
    counts = _checked(survivors)
    lost = -np.diff(counts)
    mean = lost[0] / counts[0] if 0 < lost[0] < counts[0] else 0.5
    starts = [np.array([k * mean, k * (1 - mean)]) for k in (2.0, 20.0, 0.3)]
    peak = maximise(_Likelihood(lost, counts[-1]), starts, counts[0])
    alpha, beta = map(float, peak.parameters)
    errors = dict(zip(("alpha", "beta"), map(float, peak.errors(EVERY)), strict=True))
    texts = _warnings(alpha + beta, len(lost), settled=peak.settled)
    return SbgFit(alpha, beta, peak.value, errors, int(counts[0]), len(lost), texts)


def _warnings(total: float, renewals: int, *, settled: bool) -> tuple[str, ...]:
    """Say what speaks against trusting the fit."""
    texts = []
    if total >= RUNAWAY:
        texts.append(
            "alpha and beta ran away: the share that renews does not rise from one "
            "renewal to the next, so these contracts look all alike. Use the plain "
            "share that renews."
        )
    elif total <= 1 / RUNAWAY:
        texts.append(
            "alpha and beta fell to 0: contracts end at the first renewal or never. "
            "Count the two groups apart."
        )
    elif not settled:
        texts.append("The search ended before it reached a clear top.")
    if renewals < 3:
        texts.append(
            f"Two parameters from {renewals} renewals: the fit goes through the "
            "points, and a projection cannot be checked."
        )
    return tuple(texts)


class _Likelihood:
    """The log-likelihood of when contracts ended, with its slope."""

    def __init__(self, lost: Floats, left: float) -> None:
        self._lost, self._left = lost, left
        self._before = np.arange(len(lost), dtype=float)

    def __call__(self, place: Floats) -> Height:
        """Give log-likelihood and slope at (alpha, beta)."""
        alpha, beta = place
        before, end = self._before, float(len(self._lost))
        total = self._lost.sum() + self._left
        # P(T = t) = B(alpha + 1, beta + t - 1) / B(alpha, beta); S(t) = B(alpha, beta
        # + t) / B(alpha, beta)
        value = (
            self._lost @ betaln(alpha + 1, beta + before)
            + self._left * betaln(alpha, beta + end)
            - total * betaln(alpha, beta)
        )
        both = (
            total * digamma(alpha + beta)
            - self._lost @ digamma(alpha + beta + before + 1)
            - self._left * digamma(alpha + beta + end)
        )
        slope = [
            self._lost.sum() * digamma(alpha + 1)
            + self._left * digamma(alpha)
            - total * digamma(alpha)
            + both,
            self._lost @ digamma(beta + before)
            + self._left * digamma(beta + end)
            - total * digamma(beta)
            + both,
        ]
        return Height(float(value), np.array(slope))


def _checked(survivors: ArrayLike) -> Floats:
    """Check the counts of running contracts."""
    counts = as_numbers(survivors, "survivors")
    if ((counts < 0) | (counts != np.floor(counts))).any():
        raise RefusedError(
            "survivors must be whole numbers from 0: contracts that still run."
        )
    risen = np.flatnonzero(np.diff(counts) > 0)
    if len(risen):
        place = int(risen[0])
        raise RefusedError(
            f"survivors rises from {counts[place]:.0f} to {counts[place + 1]:.0f} at "
            f"renewal {place + 1}; follow only the contracts that began together."
        )
    lost = counts[0] - counts[-1] if len(counts) else 0.0
    if len(counts) < 3 or lost < FEWEST_LOST or counts[1] == 0:
        seen = max(len(counts) - 1, 0)
        raise NotEnoughDataError(
            f"{seen} renewals were seen and {lost:.0f} contracts ended. A fit needs at "
            f"least 2 renewals, {FEWEST_LOST} ended contracts, and some that go on "
            "after the first renewal."
        )
    return counts


def _renewals(t: ArrayLike, fewest: int) -> Floats:
    """Check a number of renewals."""
    counts = as_numbers(t, "t")
    if ((counts < fewest) | (counts != np.floor(counts))).any():
        raise RefusedError(f"t counts renewals; give whole numbers from {fewest}.")
    return counts
