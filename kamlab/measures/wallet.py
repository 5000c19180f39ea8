"""Share of wallet: which part of its spending in our range an account gives to us."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.buying import turnover
from kamlab.measures.evenings import Evenings


def wallet_share(evenings: Evenings) -> pd.DataFrame:
    """Give each account's revenue of a year over the KAM's estimate of its spending.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.

    Returns
    -------
    DataFrame
        cut_off, account_id, wallet_share (0–1, above 1 where the estimate is too low;
        blank where there is no estimate above 0); accounts that bought in the last
        15 months.

    Raises
    ------
    MissingPartError
        If the company keeps no estimates.

    Notes
    -----
    The estimate has no date of its own: it is read as it stands in the account table.
    """
    accounts = evenings.rows("accounts", "wallet_estimate")
    keys = evenings.keys
    estimates = evenings.collect(accounts.select(*keys, "wallet_estimate"))
    names = ["cut_off", "account_id"]
    table = turnover(evenings)[[*names, "revenue_year"]].merge(estimates, on=names)
    wallet = table["wallet_estimate"]
    table["wallet_share"] = table["revenue_year"] / wallet.where(wallet > 0)
    return table[[*names, "wallet_share"]]
