"""How many accounts an experiment needs before it can show an effect."""

from __future__ import annotations

import math

from kamlab.churn.decision.checks import one_number
from kamlab.errors import RefusedError
from kamlab.presentation import formats as f


def accounts_needed(
    risk: float, effect: float, *, power: float = 0.8, level: float = 0.9
) -> int:
    """Say how many accounts each arm of an experiment needs to show an effect.

    Parameters
    ----------
    risk : float
        Chance to leave without the action, over the time of the experiment, 0–1.
    effect : float
        How much the action lowers it.
    power : float
        Chance to find the effect where it is there.
    level : float
        Of the two-sided interval that must leave out 0.

    Returns
    -------
    int
        Accounts in each arm, as many with the action as without.

    Raises
    ------
    RefusedError
        If a chance lies outside 0–1, or the effect is 0 or larger than the risk.

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd
    edition, eq. 4.14.

    Examples
    --------
    >>> accounts_needed(0.10, 0.05, level=0.95)
    435
    """
    from scipy.stats import norm

    p = one_number("risk", risk, 0, 1, open_low=True)
    d = one_number("effect", effect, 0, 1, open_low=True)
    if d > p:
        raise RefusedError(
            f"An effect of {f.share(d)} cannot be where the chance to leave is only "
            f"{f.share(p)}."
        )
    strong = one_number("power", power, 0.5, 0.999)
    sure = one_number("level", level, 0.5, 0.999)
    q, mean = p - d, p - d / 2
    a, b = norm.ppf((1 + sure) / 2), norm.ppf(strong)
    spread = a * math.sqrt(2 * mean * (1 - mean))
    spread += b * math.sqrt(p * (1 - p) + q * (1 - q))
    return math.ceil(float(spread / d) ** 2)


def sample_sentence(accounts: int, risk: float, effect: float) -> str:
    """Say whether an experiment on so many accounts can show an effect.

    Parameters
    ----------
    accounts : int
        Accounts in all, half of them in each arm.
    risk, effect : float
        As for :func:`accounts_needed`.

    Returns
    -------
    str
        One sentence with the number needed.
    """
    needed = 2 * accounts_needed(risk, effect)
    asked = f"an effect of {f.share(effect)} on a chance of {f.share(risk)} to leave"
    if accounts >= needed:
        return f"{accounts:,} accounts are enough for {asked}: {needed:,} are needed."
    return (
        f"{f.plural(accounts, 'account')} cannot show {asked}: {needed:,} are needed, "
        f"{f.number(needed / max(accounts, 1), 1)} times as many."
    )
