"""The chance to be lost in the coming month: a logistic model on account-months."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamlab.churn.survival.hazard_input import FEW_A_FEATURE, checked_months
from kamlab.churn.survival.kaplan_meier import LEVEL
from kamlab.errors import RefusedError, UndefinedError
from kamlab.presentation import formats as f

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ENDLESS = 12.0  # log-odds per standard deviation no real signal reaches


@dataclass(frozen=True)
class HazardModel:
    """A monthly hazard fitted to account-months.

    Parameters
    ----------
    features : tuple of str
        The signals, in the order of the coefficients.
    coefficients : array of float
        Intercept first, then log-odds per unit of each signal.
    covariance : array of float
        Of the coefficients.
    months, losses : int
        Account-months and losses it rests on.
    dropped : int
        Account-months left out because a signal was not known.
    level : float
        Confidence of the intervals.
    definition : str
        What counts as a loss.
    """

    features: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    months: int
    losses: int
    dropped: int
    level: float = LEVEL
    definition: str = ""

    def weights(self) -> pd.DataFrame:
        """Give each signal's coefficient with its error and interval.

        Returns
        -------
        DataFrame
            feature, coefficient (log-odds per unit), error, low, high, odds_ratio,
            p_value; the intercept is not among them.
        """
        error = np.sqrt(np.diag(self.covariance))[1:]
        value = self.coefficients[1:]
        law = NormalDist()
        z = law.inv_cdf(0.5 + self.level / 2)
        tails = [2 * law.cdf(-abs(v / e)) for v, e in zip(value, error, strict=True)]
        return pd.DataFrame(
            {
                "feature": list(self.features),
                "coefficient": value,
                "error": error,
                "low": value - z * error,
                "high": value + z * error,
                "odds_ratio": np.exp(value),
                "p_value": tails,
            }
        )

    def hazard(self, frame: pd.DataFrame) -> Floats:
        """Give each row's chance to be lost in its month.

        Parameters
        ----------
        frame : DataFrame
            One row an account-month, with the model's signals.

        Returns
        -------
        array of float
            0–1; blank where a signal is not known.

        Raises
        ------
        RefusedError
            If a signal is missing from the frame, or holds text.
        """
        return self.hazard_by(self.coefficients, self.design(frame))

    def design(self, frame: pd.DataFrame) -> Floats:
        """Give the signals of some rows as the model takes them, a 1 before each row.

        Raises
        ------
        RefusedError
            If a signal is missing from the frame, or holds text.
        """
        if lacking := [name for name in self.features if name not in frame]:
            raise RefusedError(
                f"The hazard was fitted on {', '.join(lacking)} too; the rows to "
                "forecast need the same column."
            )
        try:
            values = frame[list(self.features)].astype(float).to_numpy()
        except (TypeError, ValueError):
            raise RefusedError(
                "The rows to forecast hold text where the hazard needs numbers."
            ) from None
        return np.column_stack([np.ones(len(values)), values])

    @staticmethod
    def hazard_by(coefficients: Floats, design: Floats) -> Floats:
        """Give the hazard of some rows by given coefficients."""
        from scipy.special import expit

        return np.asarray(expit(design @ coefficients), dtype=float)

    @property
    def caution(self) -> str:
        """What to beware of, empty where there are enough losses for the signals."""
        k = len(self.features)
        if self.losses >= FEW_A_FEATURE * k:
            return ""
        losses = f.plural(self.losses, "loss", "losses")
        return (
            f"{losses} for {f.plural(k, 'signal')} are few: the "
            f"coefficients may be too large. {FEW_A_FEATURE} losses a signal, here "
            f"{FEW_A_FEATURE * k}, would be a start."
        )

    @property
    def words(self) -> str:
        """Say which signal weighs most, and on how much the hazard rests."""
        table = self.weights()
        z = (table["coefficient"] / table["error"]).abs()
        row = table.loc[[z.idxmax()]].iloc[0]
        dropped = (
            f" {f.plural(self.dropped, 'account-month')} left out, a signal unknown."
            if self.dropped
            else ""
        )
        parts = [
            f"The clearest signal is {row['feature']}: one unit more goes with "
            f"{f.number(row['odds_ratio'], 2)} times the odds of a loss "
            f"({f.share(self.level, 0)} interval {f.number(np.exp(row['low']), 2)} to "
            f"{f.number(np.exp(row['high']), 2)}); {self.months:,} account-months, "
            f"{self.losses:,} lost.{dropped}",
            self.caution,
            self.definition,
        ]
        return " ".join(part for part in parts if part)


def fit_hazard(
    frame: pd.DataFrame,
    features: Sequence[str],
    *,
    lost: str = "lost",
    level: float = LEVEL,
    definition: str = "",
) -> HazardModel:
    """Find what raises an account's chance to be lost in the coming month.

    Each account-month is one throw of the dice; a logistic regression without
    shrinkage gives the log-odds of a loss by the month's signals. Rows that lack a
    signal are left out and counted.

    Parameters
    ----------
    frame : DataFrame
        One row an account-month, from
        :func:`kamlab.churn.survival.account_months` or any books.
    features : sequence of str
        Columns that hold the signals.
    lost : str
        Column that says whether the account was lost in that month.
    level : float
        Confidence of the intervals.
    definition : str
        What counts as a loss; stands in the result.

    Returns
    -------
    HazardModel
        Coefficients with standard errors, and the hazard of any row.

    Raises
    ------
    RefusedError
        If a column is missing, is text, never changes, is blank in most rows, or says
        the same as others.
    NotEnoughDataError
        If there are fewer than ten losses, or nothing but losses.
    UndefinedError
        If signals part the lost from the kept completely: then no finite coefficient
        fits.

    References
    ----------
    Allison 1982, Sociological Methodology 13, 61–98; Singer & Willett 1993.
    """
    if not 0 < level < 1:
        raise RefusedError("The level of an interval lies between 0 and 1, such as .9.")
    x, y = checked_months(frame, features, lost)
    mean, scale = x.mean(axis=0), x.std(axis=0)
    standard = np.column_stack([np.ones(len(x)), (x - mean) / scale])
    beta = _fitted(standard, y)
    endless = np.abs(beta[1:]) > ENDLESS
    if endless.any():
        names = ", ".join(np.array(features)[endless])
        raise UndefinedError(
            f"{names} part{'' if endless.sum() > 1 else 's'} the lost from the kept "
            "completely, so the coefficient has no end. Look whether it is known only "
            "after the loss, or leave it out."
        )
    p = HazardModel.hazard_by(beta, standard)
    information = standard.T @ (standard * (p * (1 - p))[:, None])
    covariance = np.linalg.inv(information)
    back = _back_to_units(mean, scale)
    return HazardModel(
        tuple(features),
        back @ beta,
        back @ covariance @ back.T,
        months=len(y),
        losses=int(y.sum()),
        dropped=len(frame) - len(y),
        level=level,
        definition=definition,
    )


def _fitted(standard: Floats, y: Any) -> Floats:
    """Maximise the likelihood of standardised signals by scikit-learn's Newton."""
    from sklearn.linear_model import LogisticRegression

    # C so large is no shrinkage
    model = LogisticRegression(
        C=1e12, solver="newton-cholesky", tol=1e-10, max_iter=200
    )
    with warnings.catch_warnings():
        # it warns where signals part lost from kept; the caller tells that apart
        warnings.simplefilter("ignore")
        model.fit(standard[:, 1:], y)
    return np.concatenate([model.intercept_, model.coef_[0]])


def _back_to_units(mean: Floats, scale: Floats) -> Floats:
    """Give the matrix from coefficients of standardised signals to their units."""
    back = np.diag(np.concatenate([[1.0], 1 / scale]))
    back[0, 1:] = -mean / scale
    return back
