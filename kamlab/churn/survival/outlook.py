"""What lies ahead of an account alive today: risk within a horizon, months left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamlab.churn.survival.hazard import HazardModel
from kamlab.errors import NotEnoughDataError, RefusedError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS, SEED = 400, 1
LONGEST = 120
A_MONTH = 1 / 12
MOVING: Mapping[str, float] = {"tenure": A_MONTH}  # grows by itself, in years


def survival_ahead(
    model: HazardModel,
    now: pd.DataFrame,
    horizon: int = 12,
    moving: Mapping[str, float] = MOVING,
) -> Floats:
    """Give each account's chance to be there after every month of the horizon.

    Signals stay as they are today, but for those that move by themselves. The chance
    is that of an account that still buys: for one already silent read the watch list
    first.

    Parameters
    ----------
    model : HazardModel
        From :func:`kamlab.churn.survival.fit_hazard`.
    now : DataFrame
        One row an account, such as from :func:`kamlab.churn.survival.months_now`.
    horizon : int
        Months ahead, 1–120.
    moving : mapping of str to float
        What a signal gains each month; those the model lacks are passed over.

    Returns
    -------
    array of float
        Accounts × horizon, falling from left to right; blank where a signal is not
        known.

    Raises
    ------
    RefusedError
        If the horizon is no whole number of months in 1–120, or a signal is missing.
    """
    ahead = _survival(model, model.coefficients[None, :], now, horizon, moving)
    return np.asarray(ahead[0])


def risk_within(
    model: HazardModel,
    now: pd.DataFrame,
    horizon: int = 12,
    moving: Mapping[str, float] = MOVING,
) -> Floats:
    """Give each account's chance to be lost within the horizon.

    Parameters
    ----------
    model, now, horizon, moving
        As in :func:`survival_ahead`.

    Returns
    -------
    array of float
        0–1, one an account; blank where a signal is not known.

    Raises
    ------
    RefusedError
        As in :func:`survival_ahead`.
    """
    return np.asarray(1 - survival_ahead(model, now, horizon, moving)[:, -1])


def remaining_life(
    model: HazardModel,
    now: pd.DataFrame,
    horizon: int = 12,
    moving: Mapping[str, float] = MOVING,
) -> pd.DataFrame:
    """Say how many of the coming months each account can be expected to stay.

    Given that it is alive today, and counted up to the horizon only, so that nothing
    is assumed of later years (the restricted mean). Intervals come from 400 draws of
    the coefficients, hence of the uncertainty of the model, not of the dice.

    Parameters
    ----------
    model, now, horizon, moving
        As in :func:`survival_ahead`.

    Returns
    -------
    DataFrame
        One row an account: account_id (and name where given), hazard (chance to be
        lost in the coming month), risk, risk_low, risk_high (within the horizon),
        months_left, months_low, months_high (0 to the horizon). Blank where a signal
        is not known.

    Raises
    ------
    RefusedError
        As in :func:`survival_ahead`.
    NotEnoughDataError
        If there is no account.
    """
    if now.empty:
        raise NotEnoughDataError("There is no account to look ahead for.")
    ahead = survival_ahead(model, now, horizon, moving)
    rng = np.random.default_rng(SEED)
    drawn = rng.multivariate_normal(
        model.coefficients, model.covariance, DRAWS, method="eigh"
    )
    many = _survival(model, drawn, now, horizon, moving)
    tail = (1 - model.level) / 2
    risks = np.quantile(1 - many[:, :, -1], [tail, 1 - tail], axis=0)
    months = np.quantile(many.sum(axis=2), [tail, 1 - tail], axis=0)
    known = [name for name in ("account_id", "name") if name in now]
    table = now[known].reset_index(drop=True)
    return table.assign(
        hazard=1 - ahead[:, 0],
        risk=1 - ahead[:, -1],
        risk_low=risks[0],
        risk_high=risks[1],
        months_left=ahead.sum(axis=1),
        months_low=months[0],
        months_high=months[1],
    )


def _survival(
    model: HazardModel,
    coefficients: Floats,
    now: pd.DataFrame,
    horizon: int,
    moving: Mapping[str, float],
) -> Floats:
    """Multiply the chances to stay, month by month: draws × accounts × horizon."""
    whole = isinstance(horizon, int) and not isinstance(horizon, bool)
    if not (whole and 1 <= horizon <= LONGEST):
        raise RefusedError(
            f"The horizon is a whole number of months from 1 to {LONGEST}, not "
            f"{horizon!r}."
        )
    design = model.design(now)
    step = np.array([0.0, *(moving.get(name, 0.0) for name in model.features)])
    stay = np.ones((len(coefficients), len(now)))
    ahead = np.empty((len(coefficients), len(now), horizon))
    for month in range(horizon):
        rows = design + month * step
        stay = stay * (1 - model.hazard_by(coefficients.T, rows).T)
        ahead[:, :, month] = stay
    return ahead
