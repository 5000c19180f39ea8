"""What an account is compared within: the company, its department, its KAM's book."""

from __future__ import annotations

import pandas as pd

from kamlab.errors import MissingPartError, UndefinedError
from kamlab.measures import share
from kamlab.segmentation.settings import LEVELS, Level
from kamlab.segmentation.worth import Worth

SCOPE = {"department": "department_id", "manager": "kam_id"}


def scope_of(worth: Worth, level: Level) -> pd.Series | None:
    """Give what an account is compared within: nothing, its department, its KAM.

    Blank where the company does not know it for that account.

    Raises
    ------
    MissingPartError
        If the company does not know it for any account.
    """
    if level == "company":
        return None
    if level in unknown_levels(worth):
        raise MissingPartError(
            f"Key for a {level} needs account_history with {SCOPE[level]}, which this "
            "company lacks."
        )
    return worth.table[SCOPE[level]]


def unknown_levels(worth: Worth) -> tuple[Level, ...]:
    """Give the levels this company cannot tell: no departments, or no KAMs.

    Parameters
    ----------
    worth : Worth
        The active accounts.

    Returns
    -------
    tuple of str
        Of ``department`` and ``manager``.
    """
    return tuple(
        level for level in LEVELS[1:] if worth.table[SCOPE[level]].isna().all()
    )


def shares_within(values: pd.Series, scope: pd.Series | None) -> pd.Series:
    """Give each account's share of its scope, blank where that is undefined.

    Parameters
    ----------
    values : Series
        Amounts per account, in currency.
    scope : Series or None
        From :func:`scope_of`. Accounts nobody is known to look after are no book of
        their own: their share stays blank.
    """
    try:
        if scope is None:
            return share(values)
        known = scope.notna()
        return share(values[known], scope[known]).reindex(values.index)
    except UndefinedError:
        return pd.Series(float("nan"), index=values.index)
