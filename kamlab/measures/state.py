"""Who looks after an account at the cut-off, and on which terms."""

from __future__ import annotations

import pandas as pd

from kamlab.company import Company


def current_state(firm: Company) -> pd.DataFrame:
    """Give the last known row of every account's history.

    Parameters
    ----------
    firm : Company
        As of its cut-off.

    Returns
    -------
    DataFrame
        account_id and the columns of ``account_history`` the company has: kam_id,
        department_id, price_column, ratings.

    Raises
    ------
    MissingPartError
        If the company has no account history.
    """
    firm.require("account_history")
    history = firm.frame("account_history").sort_values("valid_from", kind="stable")
    last = history.drop_duplicates("account_id", keep="last")
    return last.drop(columns="valid_from").sort_values("account_id", ignore_index=True)
