"""Key for whom: for the company, for a department, for one manager."""

from __future__ import annotations

import pandas as pd

from kamlab.errors import MissingPartError, UndefinedError
from kamlab.segmentation.key import key_flags
from kamlab.segmentation.scope import scope_of, shares_within, unknown_levels
from kamlab.segmentation.settings import LEVELS, KeyAccountsSettings
from kamlab.segmentation.worth import Worth


def key_levels(worth: Worth, settings: KeyAccountsSettings) -> pd.DataFrame:
    """Say for which level each account is key: company, department, manager (S11).

    Returns
    -------
    DataFrame
        account_id, name, department_id, kam_id, the chosen criterion, and for every
        level the company can tell ``share_…`` (0–1) and ``key_…``; accounts that are
        key on at least one level.

    Raises
    ------
    MissingPartError
        If the company knows neither departments nor KAMs.
    UndefinedError
        If there is no share on any level, because every total is 0 or less.
    """
    unknown = unknown_levels(worth)
    if len(unknown) == len(LEVELS) - 1:
        raise MissingPartError(
            "Key for a department or a KAM needs account_history with department_id "
            "or kam_id, which this company lacks."
        )
    columns = ["account_id", "name", "department_id", "kam_id", worth.criterion]
    table = worth.table[columns].copy()
    values = table[worth.criterion]
    levels = [level for level in LEVELS if level not in unknown]
    for level in levels:
        shares = shares_within(values, scope_of(worth, level))
        table[f"share_{level}"] = shares
        table[f"key_{level}"] = key_flags(shares, values, settings)
    if table[[f"share_{level}" for level in levels]].isna().all(axis=None):
        raise UndefinedError(
            f"Shares of {worth.criterion.replace('_', ' ')} are undefined on every "
            "level: no total is above 0."
        )
    keys = table[[f"key_{level}" for level in levels]].any(axis=1)
    return table[keys].reset_index(drop=True)
