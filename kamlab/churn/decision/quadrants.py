"""Persuadable, sure, lost, sleeping dog: whom an action helps, and whom it wakes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamlab.churn.decision.checks import chances, figures, one_number
from kamlab.presentation import formats as f

PERSUADABLE, SURE, LOST, DOG = "persuadable", "sure", "lost", "sleeping dog"
QUADRANTS = {
    PERSUADABLE: "acts on it and stays: act here",
    SURE: "stays anyway: the action is wasted",
    LOST: "leaves anyway: the action is wasted",
    DOG: "the action wakes it and drives it away: leave it alone",
}


def quadrants(
    risk: Any, effect: Any, *, effect_cut: float = 0.02, risk_cut: float = 0.10
) -> pd.Series:
    """Sort accounts by whether an action changes what they do.

    Parameters
    ----------
    risk : array-like
        Chance to leave within the horizon without the action, 0–1.
    effect : array-like
        How much the action lowers it, −1 to 1.
    effect_cut : float
        From this effect on an account is persuadable, from minus this a sleeping dog;
        cost / value is a good choice, for there the action pays for itself.
    risk_cut : float
        Of the rest, lost from this chance to leave on, else sure.

    Returns
    -------
    Series
        ``persuadable``, ``sure``, ``lost`` or ``sleeping dog``, one an account.

    Raises
    ------
    RefusedError
        If a figure is none, a chance lies outside 0–1 or the columns differ in length.

    Examples
    --------
    >>> quadrants([0.3, 0.05, 0.4, 0.2], [0.2, 0.0, 0.01, -0.1]).tolist()
    ['persuadable', 'sure', 'lost', 'sleeping dog']
    """
    chance = chances("risk", risk)
    change = figures("effect", effect, len(chance))
    cut = one_number("effect_cut", effect_cut, 0, 1, open_low=True)
    high = one_number("risk_cut", risk_cut, 0, 1)
    words = np.select(
        [change >= cut, change <= -cut, chance >= high], [PERSUADABLE, DOG, LOST], SURE
    )
    return pd.Series(words, dtype=object, name="quadrant")


def quadrants_sentence(
    found: pd.Series, *, effect_cut: float = 0.02, risk_cut: float = 0.10
) -> str:
    """Say how many accounts are in each quadrant, and by which cuts.

    Parameters
    ----------
    found : Series
        From :func:`quadrants`.
    effect_cut, risk_cut : float
        The cuts it was made with.

    Returns
    -------
    str
        One sentence with the counts and the cuts.
    """
    counts = found.value_counts()
    listed = ", ".join(f"{int(counts.get(word, 0)):,} {word}" for word in QUADRANTS)
    return (
        f"Of {f.plural(len(found), 'account')}: {listed} (cuts: an effect of "
        f"{f.share(effect_cut)} either way; lost from a chance of "
        f"{f.share(risk_cut, 0)} to leave)."
    )
