"""A model with its parameters: who is still active, and what is to be expected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from kamlab.churn.btyd.checked import Floats, as_numbers, checked
from kamlab.churn.btyd.pareto import active_share
from kamlab.churn.btyd.predictions import (
    count_probability,
    purchases_leaving_after_one,
    purchases_leaving_any_time,
)
from kamlab.errors import RefusedError, did_you_mean

NAMES = {
    "bg_nbd": ("r", "alpha", "a", "b"),
    "mbg_nbd": ("r", "alpha", "a", "b"),
    "pareto_nbd": ("r", "alpha", "s", "beta"),
}


def known_model(model: str) -> None:
    """Refuse the name of a model that is not there.

    Raises
    ------
    RefusedError
        If it is unknown; the text names the one that was probably meant.
    """
    if model not in NAMES:
        raise RefusedError(f"There is no model '{model}'{did_you_mean(model, NAMES)}")


@dataclass(frozen=True)
class Btyd:
    """A model of buying and silent leaving, with the parameters of one book.

    Parameters
    ----------
    model : str
        ``bg_nbd``, ``mbg_nbd`` or ``pareto_nbd``.
    parameters : dict of str to float
        r and alpha of the rate of buying; a and b (or s and beta) of leaving.

    Raises
    ------
    RefusedError
        If the model is unknown, or its parameters are others or not above 0.
    """

    model: str
    parameters: dict[str, float]

    def __post_init__(self) -> None:
        """Hold the parameters against the model."""
        known_model(self.model)
        names = NAMES[self.model]
        if set(self.parameters) != set(names):
            raise RefusedError(
                f"{self.model} has the parameters {', '.join(names)}; given are "
                f"{', '.join(map(str, self.parameters)) or 'none'}."
            )
        for name, value in self.parameters.items():
            if not (np.isfinite(value) and value > 0):
                raise RefusedError(f"{name} is {value}; it must be above 0.")

    def p_alive(
        self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Give the probability that each account still buys from us at the cut-off.

        In ``bg_nbd`` it is 1 for every account without a repeat purchase, however
        long ago it came: the model lets nobody leave before the second purchase.

        Parameters
        ----------
        frequency, recency, age : array-like
            Histories, as for :func:`kamlab.churn.btyd.fit_btyd`.

        Returns
        -------
        ndarray
            0-1, one an account.

        Raises
        ------
        RefusedError
            If a number cannot be part of a history.

        References
        ----------
        Fader, Hardie & Lee 2008, Computing P(alive) Using the BG/NBD Model (note 21);
        Batislam et al. 2007; Schmittlein et al. 1987, equations 11-13.
        """
        return self._alive(*checked(frequency, recency, age))

    def expected_purchases(
        self,
        t: ArrayLike,
        frequency: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
    ) -> Floats:
        """Give the purchases each account is expected to make in the time to come.

        Parameters
        ----------
        t : float or array-like
            Length of the time to come, in the unit of the fit.
        frequency, recency, age : array-like
            Histories, as for :func:`kamlab.churn.btyd.fit_btyd`.

        Returns
        -------
        ndarray
            Mean number of purchase days, the chance to have left taken in.

        Raises
        ------
        RefusedError
            If t is negative or a number cannot be part of a history.

        References
        ----------
        Fader, Hardie & Lee 2005, equation 10; Schmittlein et al. 1987, equation 22.
        """
        x, last, total = checked(frequency, recency, age)
        t = _length(t)
        r, alpha, left, right = self._place
        if self.model == "pareto_nbd":
            if_alive = purchases_leaving_any_time(
                t, r + x, alpha + total, left, right + total
            )
        else:
            survived = right + x + self._first
            if_alive = purchases_leaving_after_one(
                t, r + x, alpha + total, left, survived
            )
        return np.asarray(if_alive * self._alive(x, last, total))

    def expected_new(self, t: ArrayLike) -> Floats:
        """Give the repeat purchases to expect of a new account within t, E[X(t)].

        Parameters
        ----------
        t : float or array-like
            Time since the first purchase, in the unit of the fit.

        Returns
        -------
        ndarray
            Mean number of purchase days after the first.

        Raises
        ------
        RefusedError
            If t is negative.

        References
        ----------
        Fader, Hardie & Lee 2005, equation 9; Schmittlein et al. 1987, equation 17.
        """
        t = _length(t)
        r, alpha, left, right = self._place
        if self.model == "pareto_nbd":
            return purchases_leaving_any_time(t, r, alpha, left, right)
        stays = right / (left + right) if self._first else 1.0
        grown = right + self._first
        return np.asarray(stays * purchases_leaving_after_one(t, r, alpha, left, grown))

    def purchase_probability(self, n: ArrayLike, t: ArrayLike) -> Floats:
        """Give the probability that a new account buys again just n times, P(X(t) = n).

        Parameters
        ----------
        n : int or array-like
            Repeat purchases.
        t : float or array-like
            Time since the first purchase, in the unit of the fit.

        Returns
        -------
        ndarray
            0-1; over all n they add up to 1.

        Raises
        ------
        RefusedError
            If n is no count, t is negative, or the model is ``pareto_nbd``, whose
            closed form is not built.

        References
        ----------
        Fader, Hardie & Lee 2005, equation 8.
        """
        if self.model == "pareto_nbd":
            raise RefusedError(
                "P(X(t) = n) is there for bg_nbd and mbg_nbd; fit one of these."
            )
        counts = as_numbers(n, "n")
        if ((counts < 0) | (counts != np.floor(counts))).any():
            raise RefusedError("n must be a whole number from 0: a count of purchases.")
        return count_probability(counts, _length(t), self._place, self._first)

    @property
    def not_for_contracts(self) -> str:
        """Why this model does not suit a business with contracts, in a sentence."""
        from kamlab.churn.btyd.advice import NOT_FOR_CONTRACTS

        return NOT_FOR_CONTRACTS

    @property
    def _first(self) -> int:
        return int(self.model == "mbg_nbd")

    @property
    def _place(self) -> tuple[float, float, float, float]:
        one, two, three, four = (self.parameters[n] for n in NAMES[self.model])
        return one, two, three, four

    def _alive(self, x: Floats, last: Floats, total: Floats) -> Floats:
        if self.model == "pareto_nbd":
            return active_share(np.array(self._place), x, last, total)
        r, alpha, a, b = self._place
        below = b + x + self._first - 1
        may = x + self._first > 0
        with np.errstate(divide="ignore"):
            odds = np.log(np.divide(a, below, out=np.zeros_like(below), where=may))
        # 1 / (1 + odds of having left), which never runs over in this form
        return np.asarray(
            expit(-odds - (r + x) * np.log1p((total - last) / (alpha + last)))
        )


def _length(t: ArrayLike) -> Floats:
    """Check a length of time."""
    lengths = as_numbers(t, "t")
    if (lengths < 0).any():
        raise RefusedError("t is negative; give a length of time to come, from 0.")
    return lengths
