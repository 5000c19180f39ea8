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
    return last_rows(firm, "account_history", "account_id")


def last_rows(firm: Company, table: str, key: str) -> pd.DataFrame:
    """Give, of a history table, the row that holds at the cut-off for each key.

    Blanks in that row stay blank: the row says what is known from its day on.

    Raises
    ------
    MissingPartError
        If the company has no such table.
    """
    history = firm.frame(table)
    history = history[history["valid_from"] <= pd.Timestamp(firm.cut_off)]
    last = history.sort_values("valid_from").drop_duplicates(key, keep="last")
    return last.drop(columns="valid_from").sort_values(key, ignore_index=True)
