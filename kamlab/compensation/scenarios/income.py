"""What a plan means to each KAM: swings of income, their price, who wins and loses."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kamlab.compensation.behaviour.checks import checked
from kamlab.compensation.scenarios.paid import Years
from kamlab.errors import RefusedError, UndefinedError

Floats = NDArray[np.float64]


def safe_income(income: ArrayLike, risk_aversion: float | ArrayLike) -> Floats:
    """Give the safe income a KAM would take in place of a swinging one.

    The certainty equivalent under constant relative risk aversion γ:
    (mean of income^(1−γ))^(1/(1−γ)), at γ = 1 the geometric mean. Mean income less this
    is the price of the swings.

    Parameters
    ----------
    income : array (scenarios, KAMs)
        Income of each possible year, above 0.
    risk_aversion : float or array (KAMs,)
        γ, 0–20; 0 minds no swings.

    Returns
    -------
    array (KAMs,)
        In currency.

    Raises
    ------
    RefusedError
        If the risk aversion is no number or out of its range.
    UndefinedError
        If an income is 0 or below: such a KAM would take any safe income.

    Examples
    --------
    >>> safe_income([[50.0], [200.0]], 1.0).round(2).tolist()
    [100.0]
    """
    paid = np.asarray(income, dtype=np.float64)
    gammas = np.broadcast_to(np.asarray(risk_aversion), paid.shape[1:])
    for gamma in np.unique(gammas).tolist():
        checked("risk_aversion", gamma, 0.0, 20.0)
    if (paid <= 0).any():
        raise UndefinedError(
            "An income of 0 or below occurs in some year; at a relative risk aversion "
            "its swings have no price. Look at a plan with a base salary."
        )
    middle = np.median(paid, axis=0)  # keeps powers of large amounts within range
    scaled = paid / middle
    safe = np.empty(paid.shape[1])
    for k, gamma in enumerate(gammas.astype(float)):
        if abs(gamma - 1) < 1e-9:
            safe[k] = np.exp(np.log(scaled[:, k]).mean())
        else:
            safe[k] = (scaled[:, k] ** (1 - gamma)).mean() ** (1 / (1 - gamma))
    return safe * middle


def incomes(years: Years, risk_aversion: float | ArrayLike = 2.0) -> pd.DataFrame:
    """Give each KAM's income over the possible years, and what its swings cost.

    Parameters
    ----------
    years : Years
        From :func:`kamlab.compensation.scenarios.paid.pay_years`.
    risk_aversion : float or array (KAMs,)
        Relative risk aversion.

    Returns
    -------
    DataFrame
        kam_id, mean, p10, p50, p90, volatility (spread / mean), safe (income without
        swings that is as good), price_of_risk (mean − safe), in currency.

    Raises
    ------
    RefusedError, UndefinedError
        As for :func:`safe_income`.
    """
    income = years.income
    safe = safe_income(income, risk_aversion)
    p10, p50, p90 = np.quantile(income, [0.1, 0.5, 0.9], axis=0)
    mean = income.mean(axis=0)
    return pd.DataFrame(
        {
            "kam_id": years.team.kam_ids,
            "mean": mean,
            "p10": p10,
            "p50": p50,
            "p90": p90,
            "volatility": income.std(axis=0, ddof=1) / mean,
            "safe": safe,
            "price_of_risk": mean - safe,
        }
    )


def winners_and_losers(one: Years, two: Years) -> pd.DataFrame:
    """Say who earns more and who less under a second plan, on the same possible years.

    Parameters
    ----------
    one, two : Years
        Two plans paid on the same draws.

    Returns
    -------
    DataFrame
        kam_id, before, after, change (mean income, currency), better (share of the
        years in which the second plan pays more), low, high (95 % interval of the mean
        change by the draws alone), sorted by change.

    Raises
    ------
    RefusedError
        If the two were not paid on the same KAMs and years.
    """
    if one.team.kam_ids != two.team.kam_ids or not np.array_equal(
        one.revenue, two.revenue
    ):
        raise RefusedError(
            "The two plans were paid on different years or KAMs; pay them together, "
            "on one set of draws."
        )
    change = two.income - one.income
    mean = change.mean(axis=0)
    error = 1.96 * change.std(axis=0, ddof=1) / np.sqrt(len(change))
    table = pd.DataFrame(
        {
            "kam_id": one.team.kam_ids,
            "before": one.income.mean(axis=0),
            "after": two.income.mean(axis=0),
            "change": mean,
            "better": (change > 0).mean(axis=0),
            "low": mean - error,
            "high": mean + error,
        }
    )
    return table.sort_values(["change", "kam_id"], ignore_index=True)
