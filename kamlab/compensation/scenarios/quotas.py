"""Four ways to set next year's quotas, and the chance of each KAM to reach them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamlab.compensation.behaviour.checks import checked, one_of
from kamlab.compensation.scenarios.paid import Years
from kamlab.compensation.scenarios.territories import Territories
from kamlab.errors import MissingPartError

Floats = NDArray[np.float64]
METHODS = {
    "history": "what the book sold last year",
    "potential": "the estimated potential of the territory",
    "top_down": "the company's total, cut into equal parts",
    "bottom_up": "account by account, each at its chance to stay",
}


def set_quotas(
    team: Territories, method: str = "history", *, growth: float = 0.0
) -> Territories:
    """Set next year's quotas by one of four methods.

    All but ``bottom_up`` share out the same total: what all books sold, and the growth.
    ``bottom_up`` sums what each account may bring, an account that leaves counting for
    half of its chance (it leaves in the middle of the year on average); its total is
    what the year can bear.

    Parameters
    ----------
    team : Territories
        The KAMs and their books.
    method : str
        history, potential, top_down or bottom_up.
    growth : float
        Wanted growth of the total, above −1.

    Returns
    -------
    Territories
        The same books with the new quotas, in the seasons of the expected sales.

    Raises
    ------
    RefusedError
        If the method is unknown or the growth no number.
    MissingPartError
        If the potential of a territory, or the accounts, are not known.
    """
    one_of("quota method", method, METHODS)
    more = 1 + checked("growth", growth, -1.0, 10.0, above=True)
    sums = team.expected.sum(axis=1)
    if method == "history":
        yearly = sums
    elif method == "top_down":
        yearly = np.full(len(sums), sums.mean())
    elif method == "potential":
        yearly = sums.sum() * potential_shares(team)
    else:
        yearly = sums * staying(team)
    season = team.expected / sums[:, None]
    return team.with_quota(yearly[:, None] * season * more)


def potential_shares(team: Territories) -> Floats:
    """Give each territory's share of the estimated potential of all.

    Parameters
    ----------
    team : Territories
        The KAMs and their books.

    Raises
    ------
    MissingPartError
        If a territory's potential is not known.
    """
    if team.potential is None or not (team.potential > 0).all():
        raise MissingPartError(
            "The potential of a territory is not known (quotas.potential_estimate); "
            "quotas by potential need it for every KAM."
        )
    return np.asarray(team.potential / team.potential.sum())


def staying(team: Territories) -> Floats:
    """Give the part of each book that is expected to be bought after losses, 0–1.

    Parameters
    ----------
    team : Territories
        With accounts.

    Raises
    ------
    MissingPartError
        If the accounts are not known.
    """
    if team.accounts is None:
        raise MissingPartError(
            "The accounts of the books are not known; quotas from the bottom up need "
            "them with their chance to leave."
        )
    a, periods = team.accounts, team.expected.shape[1]
    rate = -np.log1p(-np.minimum(a.loss, 1 - 1e-12))
    ends = np.arange(1, periods + 1) / periods
    stays = np.exp(-rate[:, None] * ends)  # an account counts until its period of loss
    parts = np.zeros_like(team.expected)
    np.add.at(parts, a.kam, a.part[:, None] * stays)
    season = team.expected / team.expected.sum(axis=1, keepdims=True)
    return np.asarray((parts * season).sum(axis=1))


def chances(years: Years) -> pd.DataFrame:
    """Give each KAM's quota and the chance to reach it.

    Parameters
    ----------
    years : Years
        From :func:`kamlab.compensation.scenarios.paid.pay_years`.

    Returns
    -------
    DataFrame
        kam_id, expected (if all accounts stay), quota (currency a year), reach (share
        of the possible years in which it is reached; blank without a quota), low, high
        (95 % interval by the number of draws).
    """
    team, n = years.team, len(years.attainment)
    known = ~np.isnan(years.attainment).any(axis=0)
    reach = np.where(known, (years.attainment >= 1).mean(axis=0), np.nan)
    error = 1.96 * np.sqrt(reach * (1 - reach) / n)
    return pd.DataFrame(
        {
            "kam_id": team.kam_ids,
            "expected": team.expected.sum(axis=1),
            "quota": team.quota.sum(axis=1),
            "reach": reach,
            "low": np.clip(reach - error, 0, 1),
            "high": np.clip(reach + error, 0, 1),
        }
    )
