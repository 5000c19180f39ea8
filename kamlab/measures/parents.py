"""Accounts under common control counted as one."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company


def group_of(firm: Company) -> pd.Series:
    """Give for each account the top of its group, itself where it stands alone.

    Parents that form a loop are one group, named after the first of them.

    Parameters
    ----------
    firm : Company
        With ``accounts.parent_id``.

    Returns
    -------
    Series
        Index account_id in order, values the id of the group.

    Raises
    ------
    MissingPartError
        If the company does not say who belongs to whom.

    Notes
    -----
    Groups under common control count as one: US GAAP ASC 280-10-50-42.
    """
    firm.require("accounts", "parent_id")
    accounts = firm.frame("accounts").sort_values("account_id")
    parent = dict(zip(accounts["account_id"], accounts["parent_id"], strict=True))
    tops = {account: _top(account, parent) for account in parent}
    return pd.Series(tops, name="group_id").rename_axis("account_id")


def _top(account: str, parent: dict[str, str]) -> str:
    path = [account]
    while (above := parent.get(path[-1])) is not None and not pd.isna(above):
        if above in path:
            return min(path[path.index(above) :])
        path.append(above)
    return path[-1]
