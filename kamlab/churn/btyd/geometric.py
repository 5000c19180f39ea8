"""BG/NBD and MBG/NBD: an account may leave for good after each purchase.

While active, an account buys at random at its own rate (gamma over accounts, r and
alpha). After each repeat purchase it leaves with its own probability (beta over
accounts, a and b). In the modified model it may leave after its very first purchase
too, so that an account which never came back is not alive for certain.

Sources: Fader, Hardie & Lee 2005, Marketing Science 24(2) 275-284, equation 6;
Batislam, Denizel & Filiztekin 2007, International Journal of Research in Marketing
24(3) 201-209.
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaln, polygamma

from kamlab.churn.btyd.checked import Floats, Histories
from kamlab.churn.btyd.maximise import Height


class GeometricLikelihood:
    """The log-likelihood of the whole book, with slope and curvature.

    Parameters
    ----------
    book : Histories
        The purchase histories, equal ones together.
    first : int
        0 for BG/NBD; 1 for MBG/NBD, where the first purchase may be the last.
    """

    def __init__(self, book: Histories, first: int) -> None:
        self._first = first
        self._book = book
        self._w = book.weight
        counts, self._of = np.unique(book.x, return_inverse=True)
        self._x = counts
        self._per_x = np.bincount(self._of, book.weight)
        lasts, of = np.unique(book.last, return_inverse=True)
        self._lasts = lasts
        self._per_last = np.bincount(of, book.weight)
        self._x_per_last = np.bincount(of, book.weight * book.x)
        self._gap = book.age - book.last

    def __call__(self, place: Floats) -> Height:
        """Give log-likelihood, slope and curvature at (r, alpha, a, b)."""
        value, slope, curve = self._plain(*place)
        more, steeper, bent = self._mixed(*place)
        return Height(value + more, slope + steeper, curve + bent)

    def _plain(
        self, r: float, alpha: float, a: float, b: float
    ) -> tuple[float, Floats, Floats]:
        """Give the part that depends on one of the three numbers alone."""
        w, x = self._per_x, self._x
        n = w.sum()
        z = x + self._first
        at = self._lasts + alpha
        logs, heavy = np.log(at), r * self._per_last + self._x_per_last
        value = (
            w @ (gammaln(r + x) + gammaln(b + z) - gammaln(a + b + z))
            + n * (gammaln(a + b) - gammaln(r) - gammaln(b) + r * np.log(alpha))
            - heavy @ logs
        )
        both = n * digamma(a + b) - w @ digamma(a + b + z)
        slope = [
            w @ digamma(r + x)
            + n * (np.log(alpha) - digamma(r))
            - self._per_last @ logs,
            n * r / alpha - heavy @ (1 / at),
            both,
            both + w @ digamma(b + z) - n * digamma(b),
        ]
        bend = n * polygamma(1, a + b) - w @ polygamma(1, a + b + z)
        curve = np.zeros((4, 4))
        curve[0, 0] = w @ polygamma(1, r + x) - n * polygamma(1, r)
        curve[0, 1] = curve[1, 0] = n / alpha - self._per_last @ (1 / at)
        curve[1, 1] = heavy @ (1 / at**2) - n * r / alpha**2
        curve[2:, 2:] = bend
        curve[3, 3] += w @ polygamma(1, b + z) - n * polygamma(1, b)
        return float(value), np.array(slope), curve

    def _mixed(
        self, r: float, alpha: float, a: float, b: float
    ) -> tuple[float, Floats, Floats]:
        """Give the part that weighs "still active" against "left after the last".

        The log of ``exp(-g) + rho``, g = (r + x) log((alpha + T) / (alpha + t_x)) and
        rho = a / (b + x - 1), or a / (b + x) where the first purchase counts.
        """
        book, w = self._book, self._w
        start, end = 1 / (alpha + book.last), 1 / (alpha + book.age)
        d, heavy = np.log1p(self._gap * start), r + book.x
        odds = self._odds(a, b)
        alive = np.exp(-heavy * d)
        total = alive + odds[0][self._of]
        alive /= total
        # of x = 0 where the first purchase does not count, nothing else is possible
        logs = np.where(total > 0, np.log(total), -heavy * d)
        left = w * (1 - alive)
        mixed = left * alive
        # slopes of g, then of log rho, each a column over (r, alpha, a, b)
        per_alpha = heavy * (end - start)
        slopes = np.stack([d, per_alpha, odds[1][self._of], odds[2][self._of]], axis=1)
        stays = w * alive
        slope = np.concatenate([-(stays @ slopes[:, :2]), left @ slopes[:, 2:]])
        curve = slopes.T @ (mixed[:, None] * slopes)
        curve[0, 1] -= stays @ (end - start)
        curve[1, 0] = curve[0, 1]
        curve[1, 1] -= (stays * heavy) @ (start**2 - end**2)
        curve[2, 2] -= left.sum() / a**2
        curve[3, 3] += left @ slopes[:, 3] ** 2
        return float(w @ logs), slope, curve

    def _odds(self, a: float, b: float) -> tuple[Floats, Floats, Floats]:
        """Give rho for every count, and the slopes of its log by a and by b."""
        below = b + self._x + self._first - 1
        may = self._x + self._first > 0
        rho = np.divide(a, below, out=np.zeros_like(below), where=may)
        per_b = np.divide(-1.0, below, out=np.zeros_like(below), where=may)
        return rho, np.where(may, 1 / a, 0.0), per_b


def beginnings(book: Histories) -> list[Floats]:
    """Give places to begin the search at; the unit of time moves alpha alone."""
    return [
        np.array([r, r * book.pace, a, b])
        for r, a, b in [(0.7, 0.8, 2.0), (3.0, 0.3, 3.0), (0.3, 2.0, 2.0)]
    ]
