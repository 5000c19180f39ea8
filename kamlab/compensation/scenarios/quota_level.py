"""How high a quota may stand for a wanted share to reach it, and what that costs."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kamlab.compensation.behaviour.checks import checked
from kamlab.compensation.curve import Curve, payout

Floats = NDArray[np.float64]
MARKS = (0.90, 0.65, 0.10)  # reach threshold, quota, excellence [E34, E35]
_NODES = 64


def log_spread(noise_cv: float) -> float:
    """Give the spread on the log scale of a lognormal with a coefficient of variation.

    Parameters
    ----------
    noise_cv : float
        Spread as a share of the mean, 0 or more.

    Raises
    ------
    RefusedError
        If it is no number or below 0.
    """
    return math.sqrt(math.log1p(checked("noise_cv", noise_cv, 0.0, 5.0) ** 2))


def share_reaching(factor: float, noise_cv: float) -> float:
    """Give the share of KAMs who reach a quota of so many times their mean result.

    With lognormal results fewer than half reach a quota set at the mean, because a few
    large results pull the mean up.

    Parameters
    ----------
    factor : float
        Quota / mean result, above 0.
    noise_cv : float
        Spread of results, as a share of the mean, above 0.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.

    Examples
    --------
    >>> round(share_reaching(1.0, 0.2), 2)
    0.46
    """
    from scipy.special import ndtr

    spread = log_spread(checked("noise_cv", noise_cv, 0.0, 5.0, above=True))
    z = math.log(checked("factor", factor, 0.0, above=True)) / spread + spread / 2
    return float(ndtr(-z))


def quota_for_share(share: float, noise_cv: float) -> float:
    """Give the quota, in mean results, that a wanted share of KAMs reaches.

    Parameters
    ----------
    share : float
        Wanted share of achievers, between 0 and 1; practice names 0.65 [E35].
    noise_cv : float
        Spread of results, as a share of the mean, above 0.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.

    Examples
    --------
    >>> round(quota_for_share(0.65, 0.2), 2)
    0.91
    """
    from scipy.special import ndtri

    spread = log_spread(checked("noise_cv", noise_cv, 0.0, 5.0, above=True))
    wanted = checked("share", share, 1e-9, 1 - 1e-9)
    return math.exp(-(spread**2) / 2 - spread * float(ndtri(wanted)))


def curve_cost(curve: Curve | None, factor: float, noise_cv: float) -> float:
    """Give what a payout curve costs on average, as a multiple of the target pay.

    By Gauss–Legendre quadrature between the curve's corners. A steep curve above quota
    costs more than its target: the winners' extra is not paid by the losers' loss.

    Parameters
    ----------
    curve : Curve, optional
        The payout curve; None pays in proportion to attainment.
    factor : float
        Quota / mean result, above 0.
    noise_cv : float
        Spread of results, as a share of the mean, above 0.

    Raises
    ------
    RefusedError
        If a figure is no number or out of its range.

    Examples
    --------
    >>> [round(curve_cost(curve, 0.9085, 0.2), 2) for curve in (Curve(), None)]
    [1.47, 1.1]
    """
    quota = checked("factor", factor, 0.0, above=True)
    spread = log_spread(checked("noise_cv", noise_cv, 0.0, 5.0, above=True))
    corners = [] if curve is None else [curve.threshold, 1.0, curve.excellence]
    at = [(math.log(c * quota) + spread**2 / 2) / spread for c in corners]
    edges = np.array([-9.0, *np.clip(at, -9.0, 9.0 + spread), 9.0 + spread])
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    half = np.diff(edges)[:, None] / 2
    z = (edges[:-1, None] + half) + half * nodes
    attained = np.exp(spread * z - spread**2 / 2) / quota
    paid = attained if curve is None else payout(attained, curve)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return float(np.sum(half * weights * density * paid))
