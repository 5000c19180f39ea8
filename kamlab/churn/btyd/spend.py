"""Gamma-gamma: what an order of an account is worth on the long run.

The mean value of few orders is mostly chance: it is drawn towards the mean of all
accounts, the more so the fewer orders there are. Holds only where how often accounts
buy says nothing about how much an order is worth.

Source: Fader & Hardie 2013, The Gamma-Gamma Model of Monetary Value (note 25),
equations 1a, 2 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from kamlab.churn.btyd.checked import FEWEST_ACCOUNTS, Floats, as_numbers
from kamlab.churn.btyd.maximise import Height, maximise
from kamlab.errors import NotEnoughDataError, RefusedError, UndefinedError

LINKED = 0.3  # correlation of frequency and value from which the model is in doubt
NAMES = ("p", "q", "gamma")
RUNAWAY = 1e4
EVERY = np.ones(3, dtype=bool)


@dataclass(frozen=True)
class GammaGammaFit:
    """The fitted worth of an order, and how sure it is.

    Parameters
    ----------
    parameters : dict of str to float
        p, q, gamma.
    log_likelihood : float
        At the parameters.
    standard_errors : dict of str to float
        Of every parameter; NaN where the data do not tell.
    n : int
        Accounts in the fit: those with a repeat purchase.
    correlation : float
        Of frequency and mean value over these accounts; the model assumes 0. NaN where
        all have the same frequency or value.
    warnings : tuple of str
        What to mind, a sentence each.
    """

    parameters: dict[str, float]
    log_likelihood: float
    standard_errors: dict[str, float]
    n: int
    correlation: float
    warnings: tuple[str, ...]

    @property
    def population_mean(self) -> float:
        """Mean value of an order over all accounts, in currency.

        Raises
        ------
        UndefinedError
            If q is 1 or less: then the mean does not exist.
        """
        p, q, gamma = (self.parameters[name] for name in NAMES)
        if q <= 1:
            raise UndefinedError(
                f"q is {q:.2f}; at 1 or less the mean value of an order has no bound. "
                "A few orders are out of all proportion: look at the largest."
            )
        return p * gamma / (q - 1)

    def expected_value(self, frequency: ArrayLike, mean_value: ArrayLike) -> Floats:
        """Give what an order of each account is worth on the long run.

        Between the account's own mean and the mean of all; the latter where there is
        no repeat purchase.

        Parameters
        ----------
        frequency : array-like
            Repeat purchases of each account.
        mean_value : array-like
            Mean value of these, in currency; not read where there are none.

        Returns
        -------
        ndarray
            Currency per purchase day.

        Raises
        ------
        RefusedError
            If a number cannot be what it is said to be.
        UndefinedError
            If the mean does not exist (q of 1 or less) and an account needs it.
        """
        p, q, gamma = (self.parameters[name] for name in NAMES)
        x, mean = _checked(frequency, mean_value)
        if (p * x + q <= 1).any():
            return np.full(len(x), self.population_mean)
        return np.asarray(p * (gamma + x * mean) / (p * x + q - 1))


def fit_gamma_gamma(frequency: ArrayLike, mean_value: ArrayLike) -> GammaGammaFit:
    """Learn from the orders how much their worth differs from account to account.

    Parameters
    ----------
    frequency : array-like
        Repeat purchases of each account; accounts without one are left out.
    mean_value : array-like
        Mean value of these purchases, in currency, above 0; may be blank or 0 where
        there are none.

    Returns
    -------
    GammaGammaFit
        Parameters, log-likelihood, standard errors, warnings and expected values.

    Raises
    ------
    RefusedError
        If a number is negative, blank or no number.
    NotEnoughDataError
        If fewer than 30 accounts have a repeat purchase, or all have the same value.

    References
    ----------
    Fader & Hardie 2013, note 25, equation 1a.
    """
    x, mean = _checked(frequency, mean_value)
    bought = x > 0
    x, mean = x[bought], mean[bought]
    if len(x) < FEWEST_ACCOUNTS:
        raise NotEnoughDataError(
            f"{len(x)} accounts have a repeat purchase; the fit needs at least "
            f"{FEWEST_ACCOUNTS}."
        )
    if np.ptp(mean) == 0:
        raise NotEnoughDataError(
            f"All {len(x)} accounts have the same mean value, so there is nothing to "
            "learn about how it differs."
        )
    scale = float(mean.mean())
    starts = [np.array([p, q, scale]) for p, q in [(2.0, 2.0), (8.0, 5.0), (0.8, 9.0)]]
    peak = maximise(_Likelihood(x, mean), starts, len(x))
    errors = dict(zip(NAMES, map(float, peak.errors(EVERY)), strict=True))
    parameters = dict(zip(NAMES, map(float, peak.parameters), strict=True))
    varies = np.ptp(x) > 0
    linked = float(np.corrcoef(x, mean)[0, 1]) if varies else float("nan")
    return GammaGammaFit(
        parameters,
        peak.value,
        errors,
        len(x),
        linked,
        _warnings(parameters, linked, scale, settled=peak.settled),
    )


class _Likelihood:
    """The log-likelihood of the mean values, with its slope."""

    def __init__(self, x: Floats, mean: Floats) -> None:
        self._mean, self._sum = np.log(mean), x * mean
        counts, self._of = np.unique(x, return_inverse=True)
        self._x, self._count = x, counts
        self._per_x = np.bincount(self._of).astype(float)
        self._total_log = float(np.log(self._sum) @ x)

    def __call__(self, place: Floats) -> Height:
        """Give log-likelihood and slope at (p, q, gamma)."""
        p, q, gamma = place
        n, w, x = len(self._x), self._per_x, self._count
        all_of_it = np.log(gamma + self._sum)
        shape = p * self._x + q
        value = (
            w @ (gammaln(p * x + q) - gammaln(p * x))
            - n * gammaln(q)
            + n * q * np.log(gamma)
            + p * self._total_log
            - self._mean.sum()
            - shape @ all_of_it
        )
        slope = [
            (w * x) @ (digamma(p * x + q) - digamma(p * x))
            + self._total_log
            - self._x @ all_of_it,
            w @ digamma(p * x + q)
            - n * digamma(q)
            + n * np.log(gamma)
            - all_of_it.sum(),
            n * q / gamma - (shape / (gamma + self._sum)).sum(),
        ]
        return Height(float(value), np.array(slope))


def _checked(frequency: ArrayLike, mean_value: ArrayLike) -> tuple[Floats, Floats]:
    """Check the counts, and the values where there are purchases to value."""
    x = as_numbers(frequency, "frequency")
    try:
        mean = np.atleast_1d(np.asarray(mean_value, dtype=float))
    except (TypeError, ValueError):
        mean = as_numbers(mean_value, "mean_value")
    if x.shape != mean.shape:
        raise RefusedError(
            f"frequency has {len(x)} numbers and mean_value {len(mean)}; give each "
            "account one of each."
        )
    if ((x < 0) | (x != np.floor(x))).any():
        raise RefusedError("frequency must be whole numbers from 0: purchase days.")
    wrong = (x > 0) & ~(np.isfinite(mean) & (mean > 0))
    if wrong.any():
        raise RefusedError(
            f"mean_value is blank, 0 or negative for {int(wrong.sum())} of "
            f"{int((x > 0).sum())} accounts with repeat purchases (first in row "
            f"{int(np.flatnonzero(wrong)[0])}); leave these accounts out."
        )
    return x, np.where(x > 0, mean, 0.0)


def _warnings(
    parameters: dict[str, float], linked: float, scale: float, *, settled: bool
) -> tuple[str, ...]:
    """Say what speaks against trusting the fit."""
    texts = []
    measures = {**parameters, "gamma": parameters["gamma"] / scale}
    gone = [n for n, v in measures.items() if not 1 / RUNAWAY < v < RUNAWAY]
    if gone:
        texts.append(
            f"{', '.join(gone)} ran away: the values do not tell how much accounts "
            "differ. Read no meaning into the parameters."
        )
    elif not settled:
        texts.append("The search ended before it reached a clear top.")
    if abs(linked) > LINKED:
        texts.append(
            f"Accounts that buy more often have {'larger' if linked > 0 else 'smaller'}"
            f" orders (correlation {linked:.2f}); the model assumes no link, so values "
            "of the busiest accounts are drawn too far towards the mean."
        )
    if parameters["q"] <= 1:
        texts.append(
            "q is 1 or less, so the mean value over all accounts has no bound."
        )
    return tuple(texts)
