"""Tenure: how long an account has been with us."""

from __future__ import annotations

import pandas as pd

from kamlab.measures.evenings import Evenings

DAYS_A_YEAR = 365


def tenure(evenings: Evenings, ordered: pd.DataFrame) -> pd.DataFrame:
    """Give the years since each account's first order, or since its books say so.

    Parameters
    ----------
    evenings : Evenings
        The company on one or several evenings.
    ordered : DataFrame
        cut_off, account_id, first_order, from
        :func:`kamlab.measures.buying.ordering`.

    Returns
    -------
    DataFrame
        cut_off, account_id, tenure (years of 365 days, counted from the first order or
        from ``accounts.since``, whichever is earlier).
    """
    names = ["cut_off", "account_id"]
    table = ordered[[*names, "first_order"]]
    begun = table["first_order"]
    if evenings.firm.has("accounts", "since"):
        accounts = evenings.rows("accounts").select(*evenings.keys, "since")
        table = table.merge(evenings.collect(accounts), on=names, how="left")
        # the index of a left join is new, and in the same order
        begun = table[["first_order", "since"]].min(axis=1)
    years = (table["cut_off"] - begun).dt.days / DAYS_A_YEAR
    return table[names].assign(tenure=years)
