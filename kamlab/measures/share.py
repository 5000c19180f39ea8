"""The share of each account in its company, department or book."""

from __future__ import annotations

import pandas as pd

from kamlab.errors import UndefinedError
from kamlab.presentation.formats import number

CRUMB = 1e-12  # of the amounts added up


def share(values: pd.Series, scope: pd.Series | None = None) -> pd.Series:
    """Give each account's part of the total, 0–1.

    Parameters
    ----------
    values : Series
        Revenue, gross margin or contribution per account, negative ones included.
    scope : Series, optional
        The group each account is compared within, such as its KAM; default one
        company.

    Returns
    -------
    Series
        Shares; blank where the total of the scope is not above 0.

    Raises
    ------
    UndefinedError
        If no scope has a total above 0: a share would mean nothing.

    Examples
    --------
    >>> share(pd.Series([60.0, 50.0, -10.0])).tolist()
    [0.6, 0.5, -0.1]
    """
    if scope is None:
        scope = pd.Series("company", index=values.index)
    totals = values.groupby(scope, dropna=False).transform("sum")
    sizes = values.abs().groupby(scope, dropna=False).transform("sum")
    # amounts that cancel out may leave a crumb of floating point, which is no total
    defined = totals > CRUMB * sizes
    if not defined.any():
        raise UndefinedError(
            f"Shares are undefined: the total of {values.name or 'the figures'} is "
            f"{number(float(values.sum()))}, not above 0."
        )
    return (values / totals).where(defined)
