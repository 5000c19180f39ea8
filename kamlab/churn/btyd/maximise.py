"""The top of a likelihood whose parameters are all positive, and how sharp it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kamlab.churn.btyd.checked import Floats

TOLERANCE = 1e-8  # of the slope of the mean log-likelihood, by the log of a parameter
WALL = 14.0  # how many powers of e a parameter may go from where it began
STEP = 1e-4  # of the differences, by the log of a parameter


class Height(NamedTuple):
    """A log-likelihood with its slope and, where it is known, its curvature."""

    value: float
    slope: Floats
    curve: Floats | None = None


Likelihood = Callable[[Floats], Height]


@dataclass(frozen=True)
class Peak:
    """The highest point that was found.

    Parameters
    ----------
    parameters : ndarray
        Where it lies.
    value : float
        The log-likelihood there.
    curve : ndarray
        How the log-likelihood bends down there, over the logs of the parameters.
    slope : float
        What is left of the slope of the mean log-likelihood, 0 at the very top.
    """

    parameters: Floats
    value: float
    curve: Floats
    slope: float

    @property
    def settled(self) -> bool:
        """Whether this is a clear top: no slope is left and it falls on all sides."""
        known = np.ones(len(self.parameters), dtype=bool)
        errors = self.errors(known)
        return self.slope < 100 * TOLERANCE and bool(np.isfinite(errors).all())

    def errors(self, known: NDArray[np.bool_]) -> Floats:
        """Give the standard errors of some parameters, the others taken as they are.

        Parameters
        ----------
        known : ndarray of bool
            True for the parameters the data tell something about.

        Returns
        -------
        ndarray
            From the curvature; NaN for the others, and for all where the top is flat.
        """
        errors = np.full(len(known), np.nan)
        if known.any():
            values, axes = np.linalg.eigh(self.curve[np.ix_(known, known)])
            if values[0] > 1e-12 * values[-1]:
                errors[known] = np.sqrt((axes**2 / values).sum(axis=1))
        return np.asarray(self.parameters * errors)


class _Valley:
    """The mean log-likelihood turned upside down, over the logs of the parameters."""

    def __init__(self, likelihood: Likelihood, start: Floats, n: float) -> None:
        self._likelihood, self._start, self._n = likelihood, np.log(start), n
        self._seen: tuple[bytes, Height] | None = None

    def at(self, logs: Floats) -> Height:
        """Give depth, slope and curvature; beyond the wall there is nothing."""
        key = logs.tobytes()
        if self._seen is None or self._seen[0] != key:
            self._seen = key, self._measured(logs)
        return self._seen[1]

    def _measured(self, logs: Floats) -> Height:
        if np.abs(logs - self._start).max() > WALL:
            return Height(np.inf, np.zeros_like(logs))
        place = np.exp(logs)
        with np.errstate(all="ignore"):  # a step too far is not taken
            value, slope, curve = self._likelihood(place)
        if not (np.isfinite(value) and np.isfinite(slope).all()):
            return Height(np.inf, np.zeros_like(logs))
        slope = place * slope
        if curve is not None:
            curve = -(np.outer(place, place) * curve + np.diag(slope)) / self._n
        return Height(-value / self._n, -slope / self._n, curve)

    def curve(self, logs: Floats) -> Floats:
        """Give the curvature, by differences of the slope where it is not known."""
        known = self.at(logs).curve
        if known is not None:
            return known
        steps = STEP * np.eye(len(logs))
        rows = [self.at(logs + h).slope - self.at(logs - h).slope for h in steps]
        table = np.array(rows) / (2 * STEP)
        return np.asarray((table + table.T) / 2)


def maximise(likelihood: Likelihood, starts: list[Floats], n: float) -> Peak:
    """Find the parameters that make the data most likely, from several beginnings.

    Newton's method within a region that is trusted, over the logs of the parameters,
    so that none can become negative and the unit of time does not matter. The next
    beginning is tried only where the one before did not end at a clear top.

    Parameters
    ----------
    likelihood : callable
        Parameters to log-likelihood, slope and, if known, curvature.
    starts : list of ndarray
        Beginnings, all positive.
    n : float
        Number of accounts.

    Returns
    -------
    Peak
        The highest point of all tries.

    References
    ----------
    Nocedal & Wright 2006, Numerical Optimization, ch. 4 (trust regions).
    """
    best: Peak | None = None
    for start in starts:
        peak = _climb(likelihood, start, n)
        if best is None or peak.value > best.value:
            best = peak
        if best.settled:
            break
    assert best is not None
    return best


def _climb(likelihood: Likelihood, start: Floats, n: float) -> Peak:
    from scipy.optimize import minimize

    valley = _Valley(likelihood, start, n)
    found = minimize(
        lambda logs: valley.at(logs).value,
        np.log(start),
        jac=lambda logs: valley.at(logs).slope,
        hess=valley.curve,
        method="trust-exact",
        options={"gtol": TOLERANCE, "maxiter": 80, "max_trust_radius": 5.0},
    )
    low = valley.at(found.x)
    place = np.exp(found.x)
    return Peak(
        place,
        -float(low.value) * n,
        valley.curve(found.x) * n,
        float(np.abs(low.slope).max()),
    )
