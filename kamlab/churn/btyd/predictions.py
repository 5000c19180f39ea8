"""What the models expect of an account: purchases to come, from few closed forms.

All functions take the distribution of an account that is active: its rate of buying is
gamma with ``shape`` and ``rate``; how it leaves depends on the model.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaln, exprel, gammaln, hyp2f1, xlogy

from kamlab.churn.btyd.checked import Floats

NEAR = 0.002  # the closed form is 0 / 0 at a = 1; so near to it, it is interpolated
MOST = 9000.0  # of the first argument of hyp2f1, which beyond 10,000 has no answer
LOW = 0.05  # of a + b - 1, below which the closed form runs over


def purchases_leaving_after_one(
    t: ArrayLike, shape: ArrayLike, rate: ArrayLike, a: ArrayLike, b: ArrayLike
) -> Floats:
    """Give the purchases in a time to come, of an account that may leave after each.

    The mean of (1 - exp(-lambda p t)) / p over lambda (gamma) and p (beta).

    Parameters
    ----------
    t : array-like
        Length of the time to come, in the unit of the fit.
    shape, rate : array-like
        Of the gamma distribution of the rate of buying.
    a, b : array-like
        Of the beta distribution of the probability to leave.

    Returns
    -------
    ndarray

    References
    ----------
    Fader, Hardie & Lee 2005, equations 9 and 10, after Euler's transformation of the
    hypergeometric function (DLMF 15.8.1), so that frequent buyers do not run over.
    """
    t, shape, rate, a, b = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (t, shape, rate, a, b))
    )
    low = a + b - 1 < LOW
    # splitting 1 = p + (1 - p) gives two distributions on which the form is sound
    down = _closed(t, shape, rate, np.where(low, a + 1, a), b)
    up = _closed(t, shape, rate, a, np.where(low, b + 1, b))
    part = np.where(low, a / (a + b), 1.0)
    return np.asarray(part * down + np.where(low, b / (a + b), 0.0) * up)


def _closed(t: Floats, shape: Floats, rate: Floats, a: Floats, b: Floats) -> Floats:
    """Give the closed form; beside a = 1 the polynomial through four points near it."""
    near = np.abs(a - 1) < NEAR
    plain = _formula(t, shape, rate, np.where(near, 1 + 2 * NEAR, a), b)
    if not near.any():
        return plain
    offsets = NEAR * np.array([-2.0, -1.0, 1.0, 2.0])
    sums = np.zeros_like(plain)
    for here in offsets:
        others = offsets[offsets != here]
        share = np.prod([(a - 1 - o) / (here - o) for o in others], axis=0)
        sums += share * _formula(t, shape, rate, 1 + here, b)
    return np.where(near, sums, plain)


def _formula(
    t: Floats, shape: Floats, rate: Floats, a: Floats | float, b: Floats
) -> Floats:
    """Give the mean of the closed form where it is sound."""
    top = a + b - 1
    # rates of buying that differ by less than 1 % between accounts are taken to differ
    # by 1 %, the mean kept: the result changes by a ten-thousandth at most
    capped = np.minimum(shape, top + MOST)
    rate, shape = rate * (capped / shape), capped
    length = np.log1p(t / rate)
    # the rate of (alpha + t) is the last argument: t / (rate + t)
    series = hyp2f1(top - shape, a - 1, top, -np.expm1(-length))
    return np.asarray(top / (a - 1) * (1 - np.exp(-(a - 1) * length) * series))


def purchases_leaving_any_time(
    t: ArrayLike, shape: ArrayLike, rate: ArrayLike, s: ArrayLike, beta: ArrayLike
) -> Floats:
    """Give the purchases in a time to come, of an account that may leave any moment.

    Parameters
    ----------
    t : array-like
        Length of the time to come, in the unit of the fit.
    shape, rate : array-like
        Of the gamma distribution of the rate of buying.
    s, beta : array-like
        Of the gamma distribution of the rate of leaving.

    Returns
    -------
    ndarray

    References
    ----------
    Schmittlein, Morrison & Colombo 1987, equation 17; written so that s = 1, where the
    fraction is 0 / 0, is no exception.
    """
    t, shape, rate, s, beta = (np.asarray(v, float) for v in (t, shape, rate, s, beta))
    length = np.log1p(t / beta)
    return np.asarray(shape / rate * beta * length * exprel(-(s - 1) * length))


def count_probability(
    n: ArrayLike, t: ArrayLike, place: tuple[float, float, float, float], first: int
) -> Floats:
    """Give the probability that a new account buys again so many times.

    Parameters
    ----------
    n : array-like
        Repeat purchases, whole numbers from 0.
    t : array-like
        Time since the first purchase.
    place : tuple
        r, alpha, a, b.
    first : int
        0 for BG/NBD; 1 for MBG/NBD, where the first purchase may be the last.

    Returns
    -------
    ndarray
        0-1; over all n they add up to 1.

    References
    ----------
    Fader, Hardie & Lee 2005, equation 8; Batislam et al. 2007. The sum in it is the
    regularised incomplete beta function.
    """
    r, alpha, a, b = place
    n, t = np.broadcast_arrays(np.asarray(n, dtype=float), np.asarray(t, dtype=float))
    share = t / (alpha + t)
    exactly = np.exp(
        gammaln(r + n)
        - gammaln(r)
        - gammaln(n + 1)
        - r * np.log1p(t / alpha)
        + xlogy(n, share)
        + betaln(a, b + n + first)
        - betaln(a, b)
    )
    may = n + first > 0
    least = np.where(n > 0, betainc(np.maximum(n, 1), r, share), 1.0)
    stopped = np.exp(betaln(a + 1, np.maximum(b + n + first - 1, 0)) - betaln(a, b))
    return np.asarray(exactly + np.where(may, least * stopped, 0.0))
