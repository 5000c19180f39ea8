"""Pareto/NBD: an account may leave for good at any moment, seen or unseen.

While active, an account buys at random at its own rate (gamma over accounts, r and
alpha), and leaves at its own rate (gamma over accounts, s and beta).

Sources: Schmittlein, Morrison & Colombo 1987, Management Science 33(1) 1-24; Fader &
Hardie 2005, A Note on Deriving the Pareto/NBD Model and Related Expressions, whose
likelihood before the integral is solved is used here. The hypergeometric functions of
the solved form run over or lose all digits for accounts that buy often; the integral
does neither.
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln

from kamlab.churn.btyd.checked import Floats, Histories
from kamlab.churn.btyd.maximise import Height

NODES = 48
SMALL = 40.0  # what is below exp(-40) of the largest is left out
BLOCK = 4096  # rows at once: the working tables stay in the processor's cache

_PLACES, _SHARES = np.polynomial.legendre.leggauss(NODES)
_PLACES, _SHARES = (_PLACES + 1) / 2, _SHARES / 2


class _Leaving:
    """The moments tau after the last purchase at which an account may have left.

    All is counted from the last purchase: with g(tau) = (r + x) log((alpha + tau) /
    (alpha + t_x)) + s log((beta + tau) / (beta + t_x)), the account is active with
    weight exp(-g(T)), and has left with weight s times the integral of
    exp(-g(tau)) / (beta + tau) over tau from t_x to T. The integral runs over
    u = log(m + tau), m the smaller of alpha and beta, where g rises ever faster.
    """

    def __init__(self, place: Floats, x: Floats, last: Floats, age: Floats) -> None:
        r, alpha, s, beta = place
        self.heavy = r + x
        self.alpha, self.beta = alpha + last, beta + last
        self.gap = age - last
        self.end_a = np.log1p(self.gap / self.alpha)
        self.end_b = np.log1p(self.gap / self.beta)
        self.end = self.heavy * self.end_a + s * self.end_b
        self.active = np.exp(-self.end)
        small = min(alpha, beta) + last
        steepness = self.heavy * small / self.alpha + s * small / self.beta
        width = np.minimum(np.log1p(self.gap / small), SMALL / steepness)
        u = width[:, None] * _PLACES
        self.since = small[:, None] * np.expm1(u)
        self.log_a = np.log1p(self.since / self.alpha[:, None])
        self.log_b = np.log1p(self.since / self.beta[:, None])
        here = small[:, None] + self.since
        self.per_b = 1 / (self.beta[:, None] + self.since)
        fall = np.exp(-self.heavy[:, None] * self.log_a - s * self.log_b)
        self.density = s * width[:, None] * _SHARES * fall * here * self.per_b
        self.left = self.density.sum(axis=1)

    def log_total(self) -> Floats:
        """Give the log of the two weights together, however small the first is."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.logaddexp(-self.end, np.log(self.left)))


class ParetoLikelihood:
    """The log-likelihood of the whole book, with its slope.

    Parameters
    ----------
    book : Histories
        The purchase histories, equal ones together.
    """

    def __init__(self, book: Histories) -> None:
        self._book = book
        counts, of = np.unique(book.x, return_inverse=True)
        self._x, self._per_x = counts, np.bincount(of, book.weight)

    def __call__(self, place: Floats) -> Height:
        """Give log-likelihood and slope at (r, alpha, s, beta)."""
        r, alpha, s, beta = place
        w, x, n = self._per_x, self._x, self._book.weight.sum()
        value = w @ gammaln(r + x) - n * gammaln(r)
        value += n * (r * np.log(alpha) + s * np.log(beta))
        slope = np.array(
            [
                w @ digamma(r + x) + n * (np.log(alpha) - digamma(r)),
                n * r / alpha,
                n * np.log(beta),
                n * s / beta,
            ]
        )
        for start in range(0, len(self._book.x), BLOCK):
            more, steeper = self._block(place, slice(start, start + BLOCK))
            value, slope = value + more, slope + steeper
        return Height(float(value), slope)

    def _block(self, place: Floats, rows: slice) -> tuple[float, Floats]:
        """Give the part of some histories that holds all their numbers at once."""
        _, _, s, _ = place
        book, w = self._book, self._book.weight[rows]
        at = _Leaving(place, book.x[rows], book.last[rows], book.age[rows])
        log_a, log_b, logs = np.log(at.alpha), np.log(at.beta), at.log_total()
        value = w @ (logs - at.heavy * log_a - s * log_b)
        total = np.exp(-logs)
        active, density = at.active * total, at.density * total[:, None]
        # how (alpha + tau) / (alpha + t_x), and the same of beta, change with alpha
        turn_a = -at.since / ((at.alpha[:, None] + at.since) * at.alpha[:, None])
        turn_b = -at.since * at.per_b / at.beta[:, None]
        end_a = -at.gap / ((at.alpha + at.gap) * at.alpha)
        end_b = -at.gap / ((at.beta + at.gap) * at.beta)
        by_a = active * end_a + (density * turn_a).sum(axis=1)
        by_b = s * (active * end_b + (density * turn_b).sum(axis=1))
        slope = [
            -active * at.end_a - (density * at.log_a).sum(axis=1) - log_a,
            -at.heavy * (by_a + 1 / at.alpha),
            -active * at.end_b
            + density.sum(axis=1) / s
            - (density * at.log_b).sum(axis=1)
            - log_b,
            -by_b - (density * at.per_b).sum(axis=1) - s / at.beta,
        ]
        return float(value), np.array([w @ column for column in slope])


def active_share(place: Floats, x: Floats, last: Floats, age: Floats) -> Floats:
    """Give the probability that each account is still active at the cut-off.

    Parameters
    ----------
    place : ndarray
        (r, alpha, s, beta).
    x, last, age : ndarray
        Repeat purchases, time of the last purchase, time since the first.

    Returns
    -------
    ndarray
        0-1, finite for every history.
    """
    blocks = [slice(start, start + BLOCK) for start in range(0, max(len(x), 1), BLOCK)]
    shares = []
    for rows in blocks:
        at = _Leaving(place, x[rows], last[rows], age[rows])
        shares.append(np.exp(-at.end - at.log_total()))
    return np.concatenate(shares)


def beginnings(book: Histories) -> list[Floats]:
    """Give places to begin the search at; the unit of time moves alpha and beta."""
    return [
        np.array([r, r * book.pace, s, book.mean_age * b])
        for r, s, b in [(0.7, 0.7, 0.5), (3.0, 0.4, 2.0)]
    ]
